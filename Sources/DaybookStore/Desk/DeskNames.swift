package import DaybookCore
package import ICalendar

extension Desk {
  /// The calendar that a person named; see `Store.calendar(named:)`.
  package func calendar(named text: String) throws -> EventCalendar {
    try store.calendar(named: text).calendar
  }

  package func client(named text: String) throws -> Client {
    try store.client(named: text)
  }

  /// The days these occurrences lie on; nil where there are none.
  package func days(of occurrences: [Occurrence]) -> Range<Day>? {
    guard let first = occurrences.map(\.span.start).min(),
      let last = occurrences.map(\.span.end).max()
    else { return nil }
    return zone.day(at: first)..<(zone.day(at: max(first, last - 1)) + 1)
  }

  // MARK: Holds

  /// Places tentative holds over these spans; answers the group that releases them.
  package func hold(_ spans: [TimeSpan], title: String = "", in calendar: EventCalendar) throws
    -> HoldGroup
  {
    guard !calendar.holdsBookings else { throw BookingError.madeElsewhere }
    let group = Holds.place(spans, title: title, in: calendar.id, now: now)
    try store.placeHolds(group)
    return group
  }
}

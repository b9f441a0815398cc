/// Calendars by id, for engines that ask an occurrence where it comes from.
package struct CalendarTable: Sendable {
  private let calendars: [CalendarID: EventCalendar]
  /// The most minutes that any calendar wants before its events, and after them.
  let longestBuffer: (before: Int, after: Int)

  package init(_ calendars: some Sequence<EventCalendar> = []) {
    longestBuffer = calendars.reduce((0, 0)) {
      (max($0.0, $1.bufferBefore), max($0.1, $1.bufferAfter))
    }
    self.calendars = Dictionary(
      calendars.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
  }

  package subscript(id: CalendarID) -> EventCalendar? { calendars[id] }

  /// The calendar's name; its id where it is unknown.
  package func name(_ id: CalendarID) -> String { calendars[id]?.name ?? id.raw }

  package func priority(_ id: CalendarID) -> Int { calendars[id]?.priority ?? 0 }

  package func isHidden(_ id: CalendarID) -> Bool { calendars[id]?.isHidden ?? false }

  /// Whether its events can be changed here; an unknown calendar's cannot.
  package func isWritable(_ id: CalendarID) -> Bool {
    calendars[id].map { !$0.isReadOnly } ?? false
  }

  /// Whether it holds what others booked.
  package func holdsBookings(_ id: CalendarID) -> Bool { calendars[id]?.holdsBookings ?? false }

  /// Which of a meeting's copies a change of it changes: the bookings, for whoever keeps these
  /// carries it into the others; where there is none, all.
  package func changed<Copy>(_ copies: [Copy], _ calendar: (Copy) -> CalendarID) -> [Copy] {
    let bookings = copies.filter { holdsBookings(calendar($0)) }
    return bookings.isEmpty ? copies : bookings
  }
}

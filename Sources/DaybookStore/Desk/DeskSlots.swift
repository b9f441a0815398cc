package import DaybookCore
package import ICalendar

/// Free time as it was asked for.
package struct FreeSlots: Sendable {
  /// All of it, exact.
  package var slots: [TimeSpan] = []
  package var truncated: [EventID] = []
}

extension Desk {
  /// The maximal free intervals of `query`; only these calendars' busy time counts, or all's.
  package func free(_ query: SlotQuery, calendars: [CalendarID]? = nil) throws -> FreeSlots {
    let window = span(of: query.days)
    let reach = 86_400
    var filter = OccurrenceFilter()
    filter.calendars = calendars
    filter.includesHidden = true
    filter.now = now
    let found = try store.occurrences(
      touching: TimeSpan(window.start - reach, window.end + reach), viewer: zone, in: filter)
    return FreeSlots(
      slots: Availability.slots(occurrences: found.occurrences, query: query, zone: zone),
      truncated: found.truncated)
  }
}

extension Desk {
  /// Which of the times that `text` proposes can be had, for a meeting as `query` wants it.
  package func judge(
    _ phrase: ProposalPhrase, read text: String, for query: SlotQuery
  ) throws -> [JudgedOffer] {
    let spans = phrase.offers.map { $0.window.span(lasting: query.duration) }
    guard let first = spans.map(\.start).min(), let last = spans.map(\.end).max() else { return [] }
    let reach = 86_400
    let found = try everything(touching: TimeSpan(first - reach, last + reach))
    return query.judge(phrase, read: text, among: found.occurrences, zone: zone)
  }
}

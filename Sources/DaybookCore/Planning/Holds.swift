package import ICalendar

/// Tentative spans that keep offered time until a client has answered.
package struct HoldGroup: Identifiable, Hashable, Sendable {
  /// What `daybook holds release` takes.
  package var id: String
  package var title: String
  package var calendar: CalendarID
  package var placed: Instant
  /// When all of them lapse by themselves.
  package var expires: Instant
  /// By start.
  package var spans: [TimeSpan]

  package init(
    id: String, title: String, calendar: CalendarID, placed: Instant, expires: Instant,
    spans: [TimeSpan]
  ) {
    self.id = id
    self.title = title
    self.calendar = calendar
    self.placed = placed
    self.expires = expires
    self.spans = spans
  }

  /// Whether it takes no time any more: its moment is past, or the last of its spans is.
  package func isLapsed(at now: Instant) -> Bool {
    expires <= now || spans.allSatisfy { $0.end <= now }
  }
}

/// The rules of holds.
package enum Holds {
  /// How long a hold stands, unless told otherwise.
  package static let lasting = 7 * 86_400

  /// One group over `slots`: it lapses after `lasting` seconds, or when its last span begins.
  package static func place(
    _ slots: [TimeSpan], title: String, in calendar: CalendarID, now: Instant,
    lasting: Int = Holds.lasting
  ) -> HoldGroup {
    let spans = slots.sorted { $0.start < $1.start }
    let parts = spans.map { OriginalStart.instant($0.start).compact }.joined(separator: ",")
    return HoldGroup(
      id: StableID.make("hold", calendar.raw, String(now.seconds), parts),
      title: title.isEmpty ? "Hold" : "Hold: \(title)", calendar: calendar, placed: now,
      expires: min(now + lasting, spans.last?.start ?? now + lasting), spans: spans)
  }

  /// The UID of the event that holds the span at this place of its group.
  package static func uid(_ group: String, _ index: Int) -> String {
    "\(group)-\(index + 1)@daybook"
  }
}

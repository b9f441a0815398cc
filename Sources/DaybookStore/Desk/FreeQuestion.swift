package import DaybookCore
package import ICalendar

/// Free time as somebody asks for it; nil is what the settings and rules say.
package struct FreeQuestion: Sendable {
  package var days: Range<Day>
  /// Minutes.
  package var duration = 30
  /// Ranges of minutes since midnight.
  package var hours: [Range<Int>]?
  package var weekdays: Set<Weekday>?
  /// Minutes.
  package var buffer: Int?
  package var perDay: Int?
  package var limit: Int?
  /// Whose busy time counts; nil for everybody's.
  package var calendars: [CalendarID]?
  /// The zone of whoever reads the text.
  package var reader: Zone?
  /// Whether the text shows both zones.
  package var showsBothZones = false
  package var format = SlotFormat.text

  package init(days: Range<Day>) {
    self.days = days
  }
}

/// The answer: what a list, a text and a document of it are made of.
package struct FreeAnswer: Sendable {
  /// Exact, as far as they were asked for.
  package var listed: [TimeSpan]
  /// What goes into the text.
  package var offered: [TimeSpan]
  package var text: String
  /// Minutes.
  package var duration: Int
  package var zone: Zone
  package var reader: Zone?

  /// The document of `free --json`.
  package var json: JSON {
    SlotsJSON(zone: zone, reader: reader).document(listed, text: text, duration: duration)
  }
}

extension Desk {
  package func free(_ question: FreeQuestion) throws -> FreeAnswer {
    var query = SlotQuery(
      days: question.days, duration: question.duration, policy: try policy(), now: now)
    query.replaceHours(
      question.hours, weekdays: question.weekdays?.sorted { $0.index < $1.index })
    if let buffer = question.buffer { query.policy.buffer = buffer }
    let slots = try free(query, calendars: question.calendars).slots
    let (perDay, limit) = (question.perDay, question.limit)
    let offered = SlotText.chosen(
      slots, duration: query.duration, perDay: perDay, limit: limit, zone: zone)
    let wording = SlotText(
      zone: question.reader ?? zone, beside: question.showsBothZones ? zone : nil)
    return FreeAnswer(
      listed: Availability.select(slots, perDay: perDay, limit: limit, zone: zone),
      offered: offered,
      text: offered.isEmpty
        ? SlotText.nothing(duration: query.duration, days: query.days)
        : wording.text(offered, as: question.format, now: now),
      duration: query.duration, zone: zone, reader: question.reader)
  }
}

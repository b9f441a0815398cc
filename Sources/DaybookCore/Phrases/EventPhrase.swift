internal import ICalendar

/// An event in one line, as a person types it: `Acme call thu 15:00-16:00 @ Zoom #acme`.
///
/// Words that tell when, where, how often and for whom are taken out; what remains is the title.
/// - A time without a day is today's, past or not; a weekday is the next one, today included.
/// - A time without an end lasts an hour, a day without a time is all-day. A title alone is refused:
///   a guess at when would be wrong more often than right.
/// - `@ place`, `at Place` · `#client` · `cal:Name` or `/Name` · `every …` with `until …`, `10 times`
/// - `remind 30m`, `reminder 30m and 1d`
/// - What stands in quotes is title, whatever it says. Outside of them a word of the title that looks
///   like a day, a time or a repetition is told as `leftOver`; where the event would lie elsewhere
///   without it, the line is refused.
package struct EventPhrase: Sendable, Equatable {
  package var title: String
  package var time: EventTime
  package var location: String
  package var client: String?
  package var calendar: String?
  /// The address of a page or a meeting.
  package var link: String?
  /// The value of an RRULE; nil for what happens once.
  package var rule: String?
  /// Minutes before its start.
  package var reminders: [Int]
  /// What was read where, in order, for showing it while it is typed.
  package var parts: [Part]
  /// Words of the title or the place that look like a time, as they were written.
  package var leftOver: [String]
  /// Whether it says on which day it is; else it is today's, for want of another.
  package let tellsDay: Bool

  /// A stretch of the text, and what it was taken to tell.
  package struct Part: Sendable, Equatable {
    package var kind: Kind
    package var range: Range<String.Index>
  }

  package enum Kind: Sendable {
    case title, day, time, duration, recurrence, location, client, calendar, link, reminder
  }

  /// How long something lasts that does not say.
  package static let standardMinutes = 60

  /// Reads all of `text`.
  package init(reading text: String, in context: PhraseContext) throws(PhraseError) {
    var reader = EventReader(text, in: context)
    self = try reader.read()
  }

  init(
    title: String, time: EventTime, location: String, client: String?, calendar: String?,
    link: String?, rule: String?, reminders: [Int] = [], parts: [Part], leftOver: [String],
    tellsDay: Bool
  ) {
    self.title = title
    self.time = time
    self.location = location
    self.client = client
    self.calendar = calendar
    self.link = link
    self.rule = rule
    self.reminders = reminders
    self.parts = parts
    self.leftOver = leftOver
    self.tellsDay = tellsDay
  }

  /// What to look at twice: `“monday” stays in the title`; nil where nothing is left over.
  package var caution: String? {
    guard !leftOver.isEmpty else { return nil }
    let words = DayWords.list(leftOver.map { "“\($0)”" })
    return "\(words) \(leftOver.count == 1 ? "is" : "are") not read as a time"
  }

  /// What was understood, in one line: `Thu 26 Nov 15:00–16:00 · Acme call · Zoom`.
  ///
  /// - Parameters:
  ///   - calendar: the name of the calendar it would go to, where it is known.
  package func reading(in context: PhraseContext, calendar: String? = nil) -> String {
    var parts = [TimeWords.text(time, in: context), title]
    if let rule, let read = try? RecurrenceRule(text: rule) {
      parts[0] += ", " + RuleInWords.text(read, zone: context.zone)
    }
    if !location.isEmpty { parts.append(location) }
    if let link { parts.append(link) }
    if let client { parts.append("#" + client) }
    if let calendar = calendar ?? self.calendar { parts.append(calendar) }
    if !reminders.isEmpty {
      parts.append("reminds " + DayWords.list(reminders.map(ReminderPhrase.words)))
    }
    return parts.joined(separator: " · ")
  }
}

/// When something happens, in few words: `Thu 26 Nov 15:00–16:00`, `24–27 Dec`.
enum TimeWords {
  static func text(_ time: EventTime, in context: PhraseContext) -> String {
    let year = context.today.year
    switch time {
    case .allDay(let days):
      let last = days.upperBound - 1
      let first = DayWords.dayAndDate(days.lowerBound, in: year)
      return days.lowerBound >= last ? first : first + " – " + DayWords.dayAndDate(last, in: year)
    case .timed(let span, let name):
      let here = clock(span, in: context.zone, year)
      guard let there = context.zone(ignoringCase: name),
        there.offset(at: span.start) != context.zone.offset(at: span.start)
      else { return here }
      let start = there.local(at: span.start)
      let sameDay = start.day == context.zone.day(at: span.start)
      return here + " (" + (sameDay ? "" : DayWords.short(start.day.weekday) + " ")
        + DayWords.clock(start.second / 60) + " " + there.abbreviation(at: span.start) + ")"
    case .floating(let from, let to):
      return clock(
        TimeSpan(context.zone.instant(of: from), context.zone.instant(of: to)), in: context.zone,
        year)
    }
  }

  private static func clock(_ span: TimeSpan, in zone: Zone, _ year: Int) -> String {
    let start = zone.local(at: span.start)
    let end = zone.local(at: span.end)
    let first = DayWords.dayAndDate(start.day, in: year) + " " + DayWords.clock(start.second / 60)
    if span.isEmpty { return first }
    if end.day == start.day { return first + "–" + DayWords.clock(end.second / 60) }
    if end.day == start.day + 1, end.second == 0 { return first + "–24:00" }
    if end.second == 0 {
      return first + " – " + DayWords.dayAndDate(end.day - 1, in: year) + " 24:00"
    }
    return first + " – " + DayWords.dayAndDate(end.day, in: year) + " "
      + DayWords.clock(end.second / 60)
  }
}

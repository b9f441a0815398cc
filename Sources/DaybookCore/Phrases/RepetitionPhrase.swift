package import ICalendar

/// How often something happens, typed by itself: `every mon until 24 dec`, `weekly, 10 times`.
package struct RepetitionPhrase: Sendable, Equatable {
  /// The value of an RRULE.
  package var rule: String
  /// The day it begins on: the first one from the given day on that it fits.
  package var first: Day

  /// Reads all of `text`.
  ///
  /// - Parameters:
  ///   - time: when the first would be.
  package init(reading text: String, from time: EventTime, in context: PhraseContext)
    throws(PhraseError)
  {
    let start: String
    switch time {
    case .allDay(let days): start = "\(days.lowerBound)"
    case .timed, .floating:
      let local = context.zone.local(at: time.span(in: context.zone).start)
      start = "\(local.day) \(DayWords.clock(local.second / 60))"
    }
    // A line of its own, so that what is not about repeating cannot pass for a title.
    let read = try EventPhrase(reading: "\"\(Self.title)\" \(start) \(text)", in: context)
    guard let rule = read.rule, read.title == Self.title, read.location.isEmpty,
      read.client == nil, read.calendar == nil, read.reminders.isEmpty
    else { throw .notUnderstood(part: text, expected: .repetition, nearest: nil) }
    self.rule = rule
    switch read.time {
    case .allDay(let days): first = days.lowerBound
    case .timed, .floating: first = context.zone.day(at: read.time.span(in: context.zone).start)
    }
  }

  private static let title = "x"
}

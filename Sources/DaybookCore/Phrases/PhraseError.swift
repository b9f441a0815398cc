/// Why a phrase was not understood, in words that show the part and a phrase that would be.
package enum PhraseError: Explained, Equatable {
  /// Ask again: there was nothing to read.
  case empty(Expected)
  /// Ask again: `part` of what was typed means nothing here; `nearest` is the word it may be meant
  /// to be.
  case notUnderstood(part: String, expected: Expected, nearest: String?)
  /// Ask again: `part` looks like more than title and could not be read; without it the event would
  /// be another one.
  case leftOver(part: String, expected: Expected, nearest: String?)
  /// Ask again: the calendar has no such day or week.
  case noSuchDay(String)
  /// Ask which: the same words mean different things to different people.
  case ambiguous(part: String, choices: [String])
  /// Ask which: two things were said that cannot both be.
  case contradiction(String)
  /// Ask for the unit of a length.
  case missingUnit(String)
  /// Ask again: the end is not after the start.
  case endNotAfterStart(String)
  /// Ask when.
  case missingTime
  /// Ask what.
  case missingTitle

  /// What a phrase was to tell, and how that is said.
  package enum Expected: String, Sendable, Equatable {
    case day, time, duration, hours, weekdays, days, event, offers, repetition, zone

    var noun: String {
      switch self {
      case .day: "a day"
      case .time: "a time"
      case .duration: "a length of time"
      case .hours: "hours of a day"
      case .weekdays: "days of the week"
      case .days: "a day or a range of days"
      case .event: "an event"
      case .offers: "a time on offer"
      case .repetition: "how often something happens"
      case .zone: "a time zone"
      }
    }

    var examples: String {
      switch self {
      case .day: "write 2026-11-19, 2026-W47, today, fri, 12 dec or +10d"
      case .time: "write 2026-11-19T15:00, fri 15:00, tomorrow 3pm, noon or 15:30"
      case .duration: "write 45m, 1h30m or 1.5h"
      case .hours: "write 09:00-17:00; an end of 24:00 is allowed"
      case .weekdays: "write mon-fri or mon,wed"
      case .days: "write 2026-12-24, 2026-12-24/2027-01-01 or 24 dec - 1 jan"
      case .event: "write what and when: Acme call thu 15:00-16:00 @ Zoom"
      case .offers: "write days and times: Tue 3pm ET or Thu after 2"
      case .repetition: "write every mon, every 2 weeks on tue, monthly on the 1st, … until 24 dec"
      case .zone: "write Europe/Berlin, New York, ET, CET or UTC+2"
      }
    }
  }

  package var code: String {
    switch self {
    case .empty: "empty"
    case .notUnderstood, .leftOver: "not_understood"
    case .noSuchDay: "no_such_day"
    case .ambiguous: "ambiguous"
    case .contradiction: "contradiction"
    case .missingUnit: "missing_unit"
    case .endNotAfterStart: "end_not_after_start"
    case .missingTime: "missing_time"
    case .missingTitle: "missing_title"
    }
  }

  package var message: String {
    switch self {
    case .empty(let expected): "nothing was given where \(expected.noun) belongs"
    case .notUnderstood(let part, let expected, _): "“\(part)” is not \(expected.noun)"
    case .leftOver(let part, let expected, _): "“\(part)” could not be read as \(expected.noun)"
    case .noSuchDay(let text): "there is no “\(text)” in the calendar"
    case .ambiguous(let part, _): "“\(part)” can be read in more than one way"
    case .contradiction(let text): text
    case .missingUnit(let text): "“\(text)” has no unit"
    case .endNotAfterStart(let text): "“\(text)” ends before it begins"
    case .missingTime: "nothing says when"
    case .missingTitle: "nothing says what it is"
    }
  }

  /// What may have been meant instead, where something is near.
  package var nearest: String? {
    switch self {
    case .notUnderstood(_, _, let nearest), .leftOver(_, _, let nearest): nearest
    case .ambiguous(_, let choices): choices.joined(separator: " or ")
    default: nil
    }
  }

  package var hint: String? {
    switch self {
    case .empty(let expected): expected.examples
    case .notUnderstood(_, let expected, let nearest):
      nearest.map { "did you mean “\($0)”? Otherwise \(expected.examples)" } ?? expected.examples
    case .leftOver(_, let expected, let nearest):
      (nearest.map { "did you mean “\($0)”? Otherwise " } ?? "") + expected.examples
        + "; or put it in quotes, which make it title"
    case .noSuchDay: Expected.day.examples
    case .ambiguous(_, let choices): "write \(choices.joined(separator: " or "))"
    case .contradiction: "leave one of them out, or put words of the title in quotes"
    case .missingUnit(let text): "write \(text)m for minutes or \(text)h for hours"
    case .endNotAfterStart: "put the earlier one first"
    case .missingTime: "add a day, a time or both: “tomorrow”, “fri 15:00”, “today all day”"
    case .missingTitle: "add a title: “Acme call fri 15:00”"
    }
  }
}

package import ICalendar

/// A day, week, month or year as a person types it: `2026-11-19`, `2026-W47`, `fri`, `12 dec`,
/// `+10d`, `next week`, `end of month`.
///
/// `fri` is the next one, today included; `next fri` is the one of next week. A date without a year
/// is the one nearest to today. Of numbers with slashes the one that can be the month is; where both
/// can, the order of the context decides, and without one they are refused.
package struct DayPhrase: Hashable, Sendable {
  package enum Unit: Sendable {
    case day, week, month, year
  }

  /// The days meant; one of them for a day.
  package var days: Range<Day>
  package var unit: Unit

  /// What it is as a beginning: of a week its first day.
  package var first: Day { days.lowerBound }
  /// What it is as an inclusive end: of a week its last day.
  package var last: Day { days.upperBound - 1 }

  init(_ days: Range<Day>, _ unit: Unit) {
    self.days = days
    self.unit = unit
  }

  init(_ day: Day) {
    days = day..<day + 1
    unit = .day
  }

  /// Reads all of `text`.
  package init(reading text: String, in context: PhraseContext) throws(PhraseError) {
    var cursor = PhraseCursor(text)
    guard !cursor.isAtEnd else { throw .empty(.day) }
    if let found = cursor.attempt({ $0.days(in: context, as: .alone) }), cursor.isAtEnd {
      self = found
      return
    }
    throw cursor.failure(.day, vocabulary: DayWords.vocabulary)
  }
}

/// Days from one to another, both included, as in `days_off`: `2026-12-24/2027-01-01`,
/// `24 dec - 1 jan`, `w52`, or a single day.
package enum DaySpanPhrase {
  package static func days(reading text: String, in context: PhraseContext) throws(PhraseError)
    -> Range<Day>
  {
    var cursor = PhraseCursor(text)
    guard !cursor.isAtEnd else { throw .empty(.days) }
    if let found = cursor.attempt({ $0.dayRange(in: context, as: .alone) }), cursor.isAtEnd {
      guard !found.isEmpty else { throw .endNotAfterStart(text) }
      return found
    }
    cursor.position = 0
    if let found = cursor.attempt({ $0.days(in: context, as: .alone) }), cursor.isAtEnd {
      return found.days
    }
    throw cursor.failure(.days, vocabulary: DayWords.vocabulary)
  }
}

extension PhraseCursor {
  /// Why nothing more could be read: what a reader found wrong, or the words from the first one
  /// that no reader took.
  func failure(_ expected: PhraseError.Expected, vocabulary: [String]) -> PhraseError {
    if let problem { return problem }
    let part = isAtEnd ? text : rest
    let mistyped = tokens[min(position, tokens.count)...].lazy.compactMap { token -> String? in
      guard case .word(let word) = token.kind, !vocabulary.contains(word) else { return nil }
      return NearestWord.to(word, among: vocabulary)
    }
    return .notUnderstood(
      part: part.trimmed(), expected: expected, nearest: mistyped.first)
  }
}

extension StringProtocol {
  /// Without white space at either end.
  func trimmed() -> String {
    guard let start = firstIndex(where: { !$0.isWhitespace }),
      let end = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[start...end])
  }
}

package import ICalendar

/// A stretch of every day's clock, as in `--hours 09:00-17:00`; `9-17` and `9am-5pm` will do.
package enum HoursPhrase {
  /// Minutes since midnight, 0...1440.
  package static func minutes(reading text: String) throws(PhraseError) -> Range<Int> {
    var cursor = PhraseCursor(text)
    guard !cursor.isAtEnd else { throw .empty(.hours) }
    guard let start = cursor.attempt({ $0.clock(.bareAllowed) }), cursor.takeRangeSign(),
      let end = cursor.attempt({ $0.clock(.bareAllowed) }), cursor.isAtEnd,
      start.minutes < 1440
    else { throw cursor.failure(.hours, vocabulary: []) }
    // Hours are written as a clock shows them; only am and pm move a bare one.
    let from =
      start.form == .bare && end.form == .half
      ? ClockReading.resolve(start, end).start
      : start.minutes
    guard from < end.minutes else { throw .endNotAfterStart(text.trimmed()) }
    return from..<end.minutes
  }

  /// `09:00-17:00`: what `minutes(reading:)` reads back.
  package static func text(_ minutes: Range<Int>) -> String {
    "\(DayWords.clock(minutes.lowerBound))-\(DayWords.clock(minutes.upperBound))"
  }
}

/// Days of the week, as in `--weekdays`: `mon-fri`, `mon,wed`, `fri-mon` around the week's end,
/// `weekdays`, `weekend`, `all`.
package enum WeekdaysPhrase {
  package static func weekdays(reading text: String) throws(PhraseError) -> Set<Weekday> {
    var cursor = PhraseCursor(text)
    guard !cursor.isAtEnd else { throw .empty(.weekdays) }
    var found: Set<Weekday> = []
    repeat {
      guard let days = cursor.attempt({ $0.weekdays() }) else {
        throw cursor.failure(.weekdays, vocabulary: vocabulary)
      }
      found.formUnion(days)
      if cursor.isAtEnd { return found }
    } while cursor.take(sign: ",") || cursor.take(word: "and") || cursor.take(sign: "+")
      || cursor.word != nil
    throw cursor.failure(.weekdays, vocabulary: vocabulary)
  }

  private static let vocabulary =
    DayWords.weekdays.keys.sorted() + ["weekdays", "weekend", "all", "daily"]
}

extension PhraseCursor {
  fileprivate mutating func weekdays() -> Set<Weekday>? {
    if take(anyOf: ["weekdays", "weekday", "workdays"]) != nil {
      return [.monday, .tuesday, .wednesday, .thursday, .friday]
    }
    if take(anyOf: ["weekend", "weekends"]) != nil { return [.saturday, .sunday] }
    if take(anyOf: ["all", "daily"]) != nil { return Set(Weekday.allCases) }
    guard let first = take(DayWords.weekdays) ?? take(DayWords.pluralWeekdays) else { return nil }
    guard takeRangeSign() else { return [first] }
    guard let last = take(DayWords.weekdays) ?? take(DayWords.pluralWeekdays) else { return nil }
    let length = (last.index - first.index + 7) % 7
    return Set((0...length).map { Weekday(index: (first.index + $0) % 7) })
  }
}

/// A length of time as a person types it: `45m`, `1h30m`, `1.5h`, `90 min`, `2h 15m`, `2d`.
package enum DurationPhrase {
  /// Whole minutes; a fraction of one is rounded.
  ///
  /// - Parameter allowsZero: whether none at all is an answer, as it is for buffers.
  package static func minutes(reading text: String, allowsZero: Bool = false)
    throws(PhraseError) -> Int
  {
    var cursor = PhraseCursor(text)
    guard !cursor.isAtEnd else { throw .empty(.duration) }
    if let minutes = cursor.attempt({ $0.duration(.alone) }), cursor.isAtEnd {
      guard minutes > 0 || allowsZero else {
        throw .notUnderstood(part: text.trimmed(), expected: .duration, nearest: nil)
      }
      return minutes
    }
    cursor.position = 0
    if cursor.attempt({ $0.amount() }) != nil, cursor.isAtEnd {
      throw .missingUnit(text.trimmed())
    }
    throw cursor.failure(
      .duration, vocabulary: ["minutes", "minute", "hours", "hour", "days", "weeks", "mins"])
  }

  /// `45m`, `1h`, `1h30m`: what `minutes(reading:)` reads back.
  package static func text(minutes: Int) -> String {
    let hours = minutes / 60
    let rest = minutes % 60
    if hours == 0 { return "\(rest)m" }
    return "\(hours)h" + (rest == 0 ? "" : "\(rest)m")
  }
}

extension PhraseCursor {
  /// A number with perhaps a fraction, in thousandths.
  mutating func amount() -> Int? {
    guard let whole = takeNumber(digits: 1...6) else { return nil }
    let fraction = attempt { cursor -> Int? in
      guard cursor.take(sign: ".", glued: true) || cursor.take(sign: ",", glued: true),
        case .number(let value, let digits)? = cursor.current?.kind, digits <= 3,
        cursor.current?.isGlued == true
      else { return nil }
      cursor.position += 1
      return value * (digits == 1 ? 100 : digits == 2 ? 10 : 1)
    }
    return whole * 1000 + (fraction ?? 0)
  }

  /// A length in minutes. Among words only what is surely one: a number glued to `m` or `h`, or
  /// with a unit written out.
  ///
  /// - Parameter joins: whether “and” goes on with it, rather than with another length.
  mutating func duration(_ place: Place, joins: Bool = true) -> Int? {
    if let minutes = attemptWhole({ $0.durationInWords() }) { return minutes }
    return attemptWhole { cursor in
      var total = 0
      var smallest = Int.max
      while let part = cursor.attempt({ $0.durationPart(place, below: smallest) }) {
        total += part.minutes
        smallest = part.unit
        // "1 hour and 30 minutes"
        _ = cursor.attempt { next -> Bool? in
          let start = next.position
          guard joins, next.take(word: "and"), next.amount() != nil else { return nil }
          next.position = start + 1
          return true
        }
      }
      return smallest == .max ? nil : total
    }
  }

  /// `an hour`, `half an hour`, `an hour and a half`, `two hours`.
  private mutating func durationInWords() -> Int? {
    if take(words: "half", "an", "hour") || take(words: "half", "hour") { return 30 }
    if take(words: "an", "hour", "and", "a", "half") { return 90 }
    if take(words: "a", "quarter", "of", "an", "hour") { return 15 }
    guard let count = take(DayWords.numbers), let unit = take(Self.writtenUnits) else { return nil }
    return count * unit
  }

  private mutating func durationPart(_ place: Place, below limit: Int)
    -> (minutes: Int, unit: Int)?
  {
    guard let amount = amount(), let current else { return nil }
    let isGlued = current.isGlued
    let unit: Int? =
      if let written = take(Self.writtenUnits) {
        written
      } else if place == .alone || isGlued {
        take(place == .alone ? Self.shortUnits : Self.gluedUnits)
      } else {
        nil
      }
    guard let unit, unit < limit else { return nil }
    // "1h30" leaves the last unit out.
    if unit == 60, let rest = attemptWhole({ $0.takeNumber(digits: 2...2, glued: true) }),
      rest < 60
    {
      return (amount * 60 / 1000 + rest, 1)
    }
    return ((amount * unit + 500) / 1000, unit)
  }

  private static let writtenUnits: [String: Int] = [
    "min": 1, "mins": 1, "minute": 1, "minutes": 1, "hr": 60, "hrs": 60, "hour": 60, "hours": 60,
  ]

  private static let gluedUnits: [String: Int] = ["m": 1, "h": 60]

  private static let shortUnits: [String: Int] = [
    "m": 1, "h": 60, "d": 1440, "day": 1440, "days": 1440, "w": 10_080, "week": 10_080,
    "weeks": 10_080,
  ]
}

/// When an event reminds, as a person types it: `30m`, `30m and 1d`, `10m before`, `none`.
package enum ReminderPhrase {
  /// Minutes before the start, the least first; none for `none` and for nothing.
  package static func minutes(reading text: String) throws(PhraseError) -> [Int] {
    let words = text.trimmed()
    if words.isEmpty || words.lowercased() == "none" { return [] }
    var cursor = PhraseCursor(words)
    if let found = cursor.reminders(), cursor.isAtEnd { return found }
    // One alone says best what is wrong with it.
    let minutes = try DurationPhrase.minutes(reading: words, allowsZero: true)
    return [minutes]
  }

  /// What `minutes(reading:)` reads back.
  package static func text(_ minutes: [Int]) -> String {
    minutes.filter { $0 >= 0 }.map { minutes in
      minutes > 0 && minutes % 1_440 == 0
        ? "\(minutes / 1_440)d" : DurationPhrase.text(minutes: minutes)
    }.joined(separator: ", ")
  }

  /// `30 min before`, `1 day before`, `at the start`.
  package static func words(_ minutes: Int) -> String {
    if minutes == 0 { return "at the start" }
    return minutes > 0 ? "\(length(minutes)) before" : "\(length(-minutes)) after the start"
  }

  private static func length(_ minutes: Int) -> String {
    guard minutes % 1_440 == 0 else { return DateText.minutes(minutes) }
    return minutes == 1_440 ? "1 day" : "\(minutes / 1_440) days"
  }
}

extension PhraseCursor {
  /// `30m`, `30m and 1d before`.
  mutating func reminders() -> [Int]? {
    var found: Set<Int> = []
    var goesOn = true
    while goesOn {
      guard let minutes = attemptWhole({ $0.duration(.alone, joins: false) }) else { return nil }
      found.insert(minutes)
      _ = take(anyOf: ["before", "ahead", "earlier"])
      goesOn = takeBetween()
    }
    return found.sorted()
  }

  /// The comma or `and` behind which another length stands.
  private mutating func takeBetween() -> Bool {
    let isTaken = attempt { cursor -> Bool? in
      guard cursor.take(sign: ",") || cursor.take(word: "and") else { return nil }
      var ahead = cursor
      return ahead.duration(.alone) == nil ? nil : true
    }
    return isTaken ?? false
  }
}

package import DaybookCore
package import ICalendar

/// What an edit led to.
package struct EditOutcome: Sendable {
  /// What was done, in words.
  package var sentence: String
  /// What to show afterwards; nil when it is gone.
  package var occurrence: Occurrence?
  /// Whether it waits in the outbox for its provider.
  package var isQueued: Bool
  /// How many entries went.
  package var deleted = 0
}

extension EditOutcome {
  /// What is so now: `“Dentist” is now Thu 19 Nov 11:00–12:00`; what was done, where that says more.
  ///
  /// - Parameter isMoved: whether it has another time.
  package func news(isMoved: Bool, in zone: Zone, now: Instant) -> String {
    guard isMoved, let occurrence else { return Self.past(sentence) }
    let title = occurrence.title.isEmpty ? "(no title)" : "“\(occurrence.title)”"
    return "\(title) is now \(Stamp.when(occurrence, in: zone, now: now))"
  }

  /// The same deed, done.
  private static func past(_ sentence: String) -> String {
    let deeds = [
      "Add": "Added", "Move": "Moved", "Change": "Changed", "Delete": "Deleted",
      "Cancel": "Cancelled", "Decline": "Declined", "Say": "Said", "Duplicate": "Duplicated",
    ]
    guard let verb = sentence.split(separator: " ").first, let past = deeds[String(verb)] else {
      return sentence
    }
    return past + sentence.dropFirst(verb.count)
  }
}

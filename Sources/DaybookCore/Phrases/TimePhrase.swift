package import ICalendar

/// A moment as a person types it for `edit --start`: RFC 3339 with or without an offset,
/// `fri 15:00`, `tomorrow 3pm`, `15:30`, `noon`, `in 2 hours`; or only a day.
package enum TimePhrase: Sendable {
  /// A moment, and the zone the phrase named, if it named one.
  case at(Instant, in: Zone?)
  /// A day without a time: whoever asked keeps the time it had, or makes it all-day.
  case day(Day)

  /// Reads all of `text`.
  ///
  /// - Parameters:
  ///   - day: the day meant where the phrase has only a time; today when nil.
  ///   - zone: the zone of times that name none; the display zone when nil.
  package init(
    reading text: String, in context: PhraseContext, on day: Day? = nil, zone: Zone? = nil
  ) throws(PhraseError) {
    let zone = zone ?? context.zone
    if let instant = RFC3339.instant(reading: text.trimmed(), zone: zone) {
      self = .at(instant, in: nil)
      return
    }
    var cursor = PhraseCursor(text)
    guard !cursor.isAtEnd else { throw .empty(.time) }
    if let found = cursor.attempt({ $0.time(in: context, on: day, zone: zone) }), cursor.isAtEnd {
      self = found
      return
    }
    throw cursor.failure(.time, vocabulary: DayWords.vocabulary)
  }
}

extension PhraseCursor {
  /// A day, a time, or both in either order, and perhaps a zone.
  fileprivate mutating func time(in context: PhraseContext, on day: Day?, zone: Zone) -> TimePhrase?
  {
    if let instant = attempt({ $0.moment(in: context) }) { return .at(instant, in: nil) }
    _ = take(anyOf: ["on"])
    var named = attempt { $0.days(in: context, as: .alone) }
    _ = take(sign: ",")
    let isAt = take(anyOf: ["at"]) != nil || sign == "@" && take(sign: "@")
    let part = take(Self.partsOfDay)
    let clock = attemptWhole { cursor in
      (named != nil || isAt) ? cursor.clock(.bareAllowed) : cursor.clock(.told)
    }
    guard let clock else {
      guard let named, named.unit == .day, !isAt else { return nil }
      guard let part else { return .day(named.first) }
      return .at(zone.instant(of: named.first, minutes: part.start), in: nil)
    }
    let stated = self.zone(in: context, loosely: true)
    if named == nil {
      _ = take(sign: ",")
      _ = take(word: "on")
      named = attempt { $0.days(in: context, as: .alone) }
    }
    guard named == nil || named?.unit == .day else { return nil }
    let minutes = part.map { $0.settle(clock).minutes } ?? clock.resolved
    let place = stated ?? zone
    return .at(
      place.instant(of: named?.first ?? day ?? context.today, minutes: minutes), in: stated)
  }

  /// `now`, `in 2 hours`, `30 minutes ago`: to the minute.
  mutating func moment(in context: PhraseContext) -> Instant? {
    let now = Instant(seconds: context.now.seconds - context.now.seconds % 60)
    if attemptWhole({ $0.take(words: "right", "now") || $0.take(word: "now") ? true : nil }) != nil
    {
      return now
    }
    return attemptWhole { cursor in
      let isIn = cursor.take(word: "in")
      guard let minutes = cursor.duration(.amongWords) else { return nil }
      if isIn { return now + minutes * 60 }
      return cursor.take(word: "ago") ? now - minutes * 60 : nil
    }
  }

  /// `morning`, `tonight`'s night and the like, perhaps after `in the`.
  static let partsOfDay: [String: PartOfDay] = [
    "morning": .morning, "afternoon": .afternoon, "evening": .evening, "night": .night,
    "mornings": .morning, "afternoons": .afternoon, "evenings": .evening, "nights": .night,
  ]
}

extension Zone {
  /// The instant at which the wall shows so many minutes since midnight; 1440 is the next midnight.
  func instant(of day: Day, minutes: Int) -> Instant {
    instant(of: LocalDateTime(wallSeconds: day.number * 86_400 + minutes * 60))
  }
}

internal import ICalendar

/// Finds in a line what tells when, where, how often and for whom, and leaves the rest as title.
struct EventReader {
  var cursor: PhraseCursor
  let context: PhraseContext
  var items: [Item] = []

  /// Something recognised, and the tokens that say it.
  struct Item {
    var tokens: Range<Int>
    var meaning: Meaning
  }

  enum Meaning {
    case days(Range<Day>)
    case clock(ClockReading, zone: Zone?)
    case clockRange(start: Int, end: Int, zone: Zone?)
    /// `22:00 - fri 02:00`: a start, and an end on another day.
    case clockUntil(Int, day: Day, end: Int, zone: Zone?)
    case moment(Instant)
    case part(PartOfDay)
    case allDay
    case duration(minutes: Int)
    case length(days: Int)
    case recurrence(RecurrencePhrase)
    case untilDay(Day)
    case untilClock(ClockReading)
    case count(Int)
    case client(String)
    case calendar(String)
    case reminders([Int])
    case locationMark
  }

  init(_ text: String, in context: PhraseContext) {
    cursor = PhraseCursor(text)
    self.context = context
  }

  mutating func read() throws(PhraseError) -> EventPhrase {
    guard !cursor.isAtEnd else { throw .empty(.event) }
    scan()
    try settleDoubles()
    let places = locationTokens()
    var resolver = EventTimes(items: items, context: context)
    let title = self.title(without: places)
    guard let when = try resolver.resolve() else {
      throw cursor.slashedDate() ?? cursor.problem ?? .missingTime
    }
    // “30 feb 10:00” must not become today.
    if let problem = cursor.problem, !items.contains(where: { $0.meaning.isDay }) { throw problem }
    guard !title.isEmpty else { throw .missingTitle }
    return EventPhrase(
      title: title, time: when.time, location: places.map { text(of: $0) } ?? "",
      client: first { if case .client(let name) = $0 { name } else { nil } },
      calendar: first { if case .calendar(let name) = $0 { name } else { nil } },
      rule: when.rule,
      reminders: first { if case .reminders(let found) = $0 { found } else { nil } } ?? [],
      parts: parts(places))
  }

  func first<Value>(_ pick: (Meaning) -> Value?) -> Value? {
    items.compactMap { pick($0.meaning) }.first
  }

  /// Goes over the line once, taking the first thing that each place can mean.
  private mutating func scan() {
    while !cursor.isAtEnd {
      let start = cursor.position
      if startsWord, let meaning = nextItem() {
        items.append(Item(tokens: start..<cursor.position, meaning: meaning))
        takeFollowers(of: meaning)
      } else {
        cursor.position = start + 1
      }
    }
  }

  private mutating func nextItem() -> Meaning? {
    var ahead = cursor
    let found = item(&ahead)
    if found == nil { ahead.position = cursor.position }
    cursor = ahead
    return found
  }

  /// Whether a word may begin at the cursor.
  private var startsWord: Bool {
    guard let current = cursor.current else { return false }
    if case .quoted = current.kind { return false }
    guard current.isGlued, let before = cursor.token(-1) else { return true }
    if case .sign(let sign) = before.kind { return "(,;".contains(sign) }
    return false
  }

  /// What belongs to the thing just read when it comes right behind it.
  private mutating func takeFollowers(of meaning: Meaning) {
    let start = cursor.position
    if case .days = meaning {
      if cursor.word(ahead: -1) == "tonight" {
        items.append(Item(tokens: start - 1..<start, meaning: .part(.night)))
      } else if let part = cursor.attemptWhole({ $0.take(PhraseCursor.partsOfDay) }) {
        items.append(Item(tokens: start..<cursor.position, meaning: .part(part)))
      }
    } else if case .clock = meaning,
      let part = cursor.attemptWhole({ cursor in
        cursor.take(words: "in", "the") ? cursor.take(PhraseCursor.partsOfDay) : nil
      })
    {
      items.append(Item(tokens: start..<cursor.position, meaning: .part(part)))
    }
  }

  private func item(_ cursor: inout PhraseCursor) -> Meaning? {
    if let mark = cursor.attempt({ Self.mark(&$0) }) { return mark }
    if let found = cursor.attempt({ Self.reminders(&$0) }) { return .reminders(found) }
    if cursor.sign == "(" {
      return cursor.attempt { cursor in
        cursor.position += 1
        guard let inner = when(&cursor), cursor.take(sign: ")") else { return nil }
        return inner
      }
    }
    return when(&cursor) ?? cursor.attempt { Self.place(&$0) }
  }

  private func when(_ cursor: inout PhraseCursor) -> Meaning? {
    if cursor.attemptWhole({ Self.allDay(&$0) }) != nil { return .allDay }
    if let found = cursor.recurrence() { return .recurrence(found) }
    if let found = cursor.attempt({ until(&$0) }) { return found }
    if let found = cursor.attempt({ Self.length(&$0) }) { return found }
    if let found = cursor.moment(in: context) { return .moment(found) }
    if let found = cursor.attempt({ timestamp(&$0) }) { return .moment(found) }
    if let found = cursor.dayRange(in: context, as: .amongWords), !found.isEmpty {
      return .days(found)
    }
    return cursor.attempt { dayOrClock(&$0) }
  }

  /// `2026-11-20T15:00`, with or without an offset, as programs write it.
  private func timestamp(_ cursor: inout PhraseCursor) -> Instant? {
    _ = cursor.take(anyOf: ["on", "at", "from"])
    guard case .number(_, digits: 4)? = cursor.current?.kind else { return nil }
    let start = cursor.position
    repeat { cursor.position += 1 } while cursor.current?.isGlued == true && !cursor.isAtBoundary
    return RFC3339.instant(reading: cursor.source(start..<cursor.position), zone: context.zone)
  }

  private static func allDay(_ cursor: inout PhraseCursor) -> Bool? {
    if cursor.take(word: "allday") { return true }
    guard cursor.take(word: "all") else { return nil }
    _ = cursor.take(sign: "-", glued: true)
    return cursor.take(word: "day") ? true : nil
  }

  private func until(_ cursor: inout PhraseCursor) -> Meaning? {
    guard cursor.take(anyOf: ["until", "till", "til"]) != nil else { return nil }
    if let days = cursor.days(in: context, as: .amongWords) { return .untilDay(days.last) }
    return cursor.attemptWhole { $0.clock(.bareAllowed) }.map { .untilClock($0) }
  }

  /// `for 45m`, `45m`, `for 3 days`, `10 times`.
  private static func length(_ cursor: inout PhraseCursor) -> Meaning? {
    let hasFor = cursor.take(word: "for")
    if let minutes = cursor.duration(.amongWords) { return .duration(minutes: minutes) }
    guard let count = cursor.takeCount() else { return nil }
    if cursor.take(word: "times") { return .count(count) }
    guard hasFor, let unit = cursor.take(PhraseCursor.units), unit != .year, cursor.isAtBoundary
    else { return nil }
    return .length(days: count * (unit == .day ? 1 : unit == .week ? 7 : 30))
  }

  private func dayOrClock(_ cursor: inout PhraseCursor) -> Meaning? {
    let start = cursor.position
    let lead = cursor.take(anyOf: [
      "on", "at", "from", "by", "starting", "beginning", "starts", "since",
    ])
    let isAt = lead == "at" || lead == "from" || (lead == nil && cursor.take(sign: "@"))
    let before = cursor.position
    if lead == nil || lead != "at", let days = cursor.days(in: context, as: .amongWords) {
      return .days(days.days)
    }
    cursor.position = before
    let isAfterDay = items.last.map { $0.tokens.upperBound == start && $0.meaning.isDay } ?? false
    if let range = cursor.clockRange(isAt || isAfterDay ? .bareAllowed : .told)
      ?? bareRangeBeforeDay(&cursor)
    {
      return .clockRange(
        start: range.start, end: range.end, zone: cursor.zone(in: context))
    }
    let told = cursor.attempt { $0.clock(isAt ? .bareAllowed : .told) }
    guard let clock = told ?? (isAfterDay ? cursor.attempt { Self.lastHour(&$0) } : nil) else {
      return nil
    }
    let zone = cursor.zone(in: context)
    if let (day, end) = cursor.attempt({ otherEnd(&$0) }) {
      return .clockUntil(
        clock.resolved, day: day, end: end, zone: cursor.zone(in: context) ?? zone)
    }
    guard cursor.isAtBoundary else { return nil }
    return .clock(clock, zone: zone)
  }

  /// The `10` of `tomorrow 10`, where no word follows that it could count.
  private static func lastHour(_ cursor: inout PhraseCursor) -> ClockReading? {
    guard let clock = cursor.clock(.bareAllowed), cursor.isAtBoundary else { return nil }
    if cursor.isAtEnd { return clock }
    return cursor.sign.map { "@#/,;".contains($0) } == true ? clock : nil
  }

  /// `9-10 thu`: the day behind it tells that hours are meant.
  private func bareRangeBeforeDay(_ cursor: inout PhraseCursor) -> (start: Int, end: Int)? {
    cursor.attempt { cursor in
      guard let range = cursor.clockRange(.bareAllowed) else { return nil }
      let end = cursor.position
      _ = cursor.take(word: "on")
      guard cursor.days(in: context, as: .amongWords) != nil else { return nil }
      cursor.position = end
      return range
    }
  }

  /// ` - fri 02:00` behind a start.
  private func otherEnd(_ cursor: inout PhraseCursor) -> (Day, Int)? {
    guard cursor.takeRangeSign(), let day = cursor.days(in: context, as: .amongWords) else {
      return nil
    }
    _ = cursor.take(word: "at")
    return cursor.attemptWhole { $0.clock(.told) }.map { (day.first, $0.minutes) }
  }

  /// `#client`, `cal:Name`, `/Name`, `@ place`.
  private static func mark(_ cursor: inout PhraseCursor) -> Meaning? {
    if cursor.take(sign: "#") { return cursor.name().map { .client($0) } }
    if cursor.take(sign: "/") { return cursor.name().map { .calendar($0) } }
    if cursor.take(anyOf: ["cal", "calendar"]) != nil {
      guard cursor.take(sign: ":", glued: true) else { return nil }
      return cursor.name(glued: false).map { .calendar($0) }
    }
    guard cursor.take(sign: "@"), !cursor.isAtEnd else { return nil }
    let start = cursor.position
    // "@ 14:00" and "@ 3" are times; "@ 12 Main Street" is a place.
    if cursor.attemptWhole({ $0.clock(.told) }) != nil { return nil }
    if cursor.attemptWhole({ $0.clock(.bareAllowed) }) != nil, cursor.word == nil { return nil }
    cursor.position = start
    return .locationMark
  }

  /// `remind 30m`, `reminder 1d`
  private static func reminders(_ cursor: inout PhraseCursor) -> [Int]? {
    guard cursor.take(anyOf: ["remind", "reminder"]) != nil else { return nil }
    _ = cursor.take(word: "me")
    return cursor.reminders()
  }

  /// `at Luigi's`, `at home`: a place, unless it begins the line.
  private static func place(_ cursor: inout PhraseCursor) -> Meaning? {
    guard cursor.position > 0, cursor.take(word: "at"), let next = cursor.current else {
      return nil
    }
    let isName = cursor.text[next.range].first?.isUppercase == true
    guard isName || ["home", "work", "the", "office"].contains(cursor.word ?? "") else {
      return nil
    }
    return .locationMark
  }
}

extension EventReader.Meaning {
  var isDay: Bool {
    if case .days = self { true } else { false }
  }

  var isClock: Bool {
    switch self {
    case .clock, .clockRange, .clockUntil, .part: true
    default: false
    }
  }
}

extension PhraseCursor {
  /// A name glued to its mark: up to the next space, or in quotes.
  fileprivate mutating func name(glued: Bool = true) -> String? {
    guard let first = current, first.isGlued || !glued else { return nil }
    if case .quoted(let name) = first.kind {
      position += 1
      return name.isEmpty ? nil : name
    }
    guard case .word = first.kind else { return nil }
    let start = position
    repeat { position += 1 } while current?.isGlued == true && !isAtBoundary
    return String(source(start..<position))
  }

  /// A date in slashes, which is named when nothing else tells a day.
  fileprivate func slashedDate() -> PhraseError? {
    for index in tokens.indices.dropLast(2) {
      guard case .number(let one, 1...2) = tokens[index].kind,
        case .sign("/") = tokens[index + 1].kind, tokens[index + 1].isGlued,
        case .number(let other, 1...2) = tokens[index + 2].kind, tokens[index + 2].isGlued,
        (1...31).contains(one), (1...31).contains(other), one <= 12 || other <= 12
      else { continue }
      return .slashes(String(source(index..<index + 3)), one, other)
    }
    return nil
  }
}

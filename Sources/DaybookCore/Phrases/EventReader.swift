internal import ICalendar

/// Finds in a line what tells when, where, how often and for whom, and leaves the rest as title.
struct EventReader {
  var cursor: PhraseCursor
  let context: PhraseContext
  var items: [Item] = []
  /// What was recognised and then given back to the title.
  var returned: [Item] = []

  /// Something recognised, and the tokens that say it.
  struct Item {
    var tokens: Range<Int>
    var meaning: Meaning
  }

  enum Meaning {
    case days(Range<Day>)
    /// `mon, wed and fri`: two or more, in order.
    case weekdays([Day])
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
    case link(String)
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
    let problem = items.contains { $0.meaning.isDay } ? nil : cursor.problem
    // “30 feb 10:00” must not become today.
    if let problem { throw problem }
    let leftOver = try leftOver(places)
    guard let when = try resolver.resolve() else {
      throw cursor.problem ?? .missingTime
    }
    guard !title.isEmpty else { throw .missingTitle }
    return EventPhrase(
      title: title, time: when.time, location: places.map { text(of: $0) } ?? "",
      client: first { if case .client(let name) = $0 { name } else { nil } },
      calendar: first { if case .calendar(let name) = $0 { name } else { nil } },
      link: first { if case .link(let link) = $0 { link } else { nil } }, rule: when.rule,
      reminders: first { if case .reminders(let found) = $0 { found } else { nil } } ?? [],
      parts: parts(places), leftOver: leftOver, tellsDay: items.contains { $0.meaning.tellsDay })
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
    if meaning.isDay || meaning.isRecurrence {
      if cursor.word(ahead: -1) == "tonight" {
        items.append(Item(tokens: start - 1..<start, meaning: .part(.night)))
      } else if let part = cursor.attemptWhole({ cursor in
        _ = cursor.take(words: "in", "the")
        return cursor.take(PhraseCursor.partsOfDay)
      }) {
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
    if let link = cursor.attempt({ $0.link() }) { return .link(link) }
    if let mark = cursor.attempt({ Self.mark(&$0) }) { return mark }
    if let found = cursor.attempt({ Self.reminders(&$0) }) { return .reminders(found) }
    if cursor.sign == "(" || cursor.sign == "<" {
      let closing: Character = cursor.sign == "(" ? ")" : ">"
      return cursor.attempt { cursor in
        cursor.position += 1
        let link = cursor.attempt { $0.link() }.map { Meaning.link($0) }
        guard let inner = link ?? when(&cursor), cursor.take(sign: closing) else { return nil }
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
    if let found = cursor.attemptWhole({ severalWeekdays(&$0) }) { return .weekdays(found) }
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
    // "until 2030" is a year that no day is told of.
    if case .number(1900...2100, digits: 4)? = cursor.current?.kind { return nil }
    return cursor.attemptWhole { $0.clock(.bareAllowed) }.map { .untilClock($0) }
  }

  /// `for 45m`, `45m`, `for 3 days`, `10 times`.
  private static func length(_ cursor: inout PhraseCursor) -> Meaning? {
    let hasFor = cursor.take(word: "for")
    // "14h30" is a time; as a length it would say so.
    if !hasFor, cursor.attempt({ $0.hourMark() }) != nil { return nil }
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
    let isAfterDay =
      items.last.map {
        $0.tokens.upperBound == start && ($0.meaning.isDay || $0.meaning.isRecurrence)
      } ?? false
    if let found = cursor.attempt({ overDays(&$0, isAt || isAfterDay ? .bareAllowed : .told) }) {
      return found
    }
    let style: PhraseCursor.ClockStyle = isAt || isAfterDay ? .bareAllowed : .told
    if !endsOnDay(cursor, style),
      let range = cursor.clockRange(style) ?? bareRangeBeforeDay(&cursor)
    {
      return .clockRange(
        start: range.start, end: range.end, zone: cursor.zone(in: context))
    }
    let told = cursor.attempt { $0.clock(isAt ? .bareAllowed : .told) }
    guard let clock = told ?? (isAfterDay ? cursor.attempt { Self.hour(&$0) } : nil) else {
      return nil
    }
    let zone = cursor.zone(in: context)
    guard cursor.isAtBoundary else { return nil }
    return .clock(clock, zone: zone)
  }

  /// The `10` of `fri 10` and `fri 10 with Bob`, unless what follows is what it counts.
  private static func hour(_ cursor: inout PhraseCursor) -> ClockReading? {
    guard let clock = cursor.clock(.bareAllowed), cursor.isAtBoundary else { return nil }
    guard let next = cursor.current else { return clock }
    switch next.kind {
    case .sign(let sign): return "@#/,;(<".contains(sign) ? clock : nil
    case .quoted: return clock
    case .number:
      var probe = cursor
      return probe.duration(.amongWords) == nil ? nil : clock
    case .word(let word):
      if EventWords.joining.contains(word) || word.hasPrefix("http") { return clock }
      let isLikely = (7 * 60...20 * 60).contains(clock.minutes) && clock.minutes % 60 == 0
      return isLikely && !EventWords.isCounted(cursor.text[next.range]) ? clock : nil
    }
  }

  /// `9-10 thu`: the day behind it tells that hours are meant.
  private func bareRangeBeforeDay(_ cursor: inout PhraseCursor) -> (start: Int, end: Int)? {
    cursor.attempt { cursor in
      // "2020-2030 fri" are years.
      if case .number(1900...2100, digits: 4)? = cursor.current?.kind { return nil }
      guard let range = cursor.clockRange(.bareAllowed) else { return nil }
      let end = cursor.position
      _ = cursor.take(word: "on")
      guard cursor.days(in: context, as: .amongWords) != nil else { return nil }
      cursor.position = end
      return range
    }
  }

  /// `14:00 - 7 dec 12:00`, `22:00 - sat 02:00`: a start, and an end on another day; without a time
  /// it is the end of that day.
  private func overDays(_ cursor: inout PhraseCursor, _ style: PhraseCursor.ClockStyle) -> Meaning?
  {
    guard let start = cursor.attempt({ $0.clock(style) }) else { return nil }
    let zone = cursor.zone(in: context)
    let isUntil = ["until", "till", "til"].contains(cursor.word ?? "")
    guard cursor.takeRangeSign() else { return nil }
    var later = context
    if let day = items.lazy.compactMap({ $0.meaning.firstDay }).last {
      later.now = context.zone.start(of: day)
    }
    guard let day = cursor.days(in: later, as: .amongWords) else { return nil }
    let end = cursor.attemptWhole { cursor in
      _ = cursor.take(word: "at")
      return cursor.clock(.told)
    }
    // "every mon 9:00 until 31 dec" bounds the series.
    if end == nil, isUntil || items.contains(where: { $0.meaning.isRecurrence }) { return nil }
    return .clockUntil(
      start.resolved, day: day.first, end: end?.minutes ?? 1440,
      zone: cursor.zone(in: context) ?? zone)
  }

  /// `10:00 until 24 dec`: not until midnight, whatever a 24 by itself would say.
  private func endsOnDay(_ cursor: PhraseCursor, _ style: PhraseCursor.ClockStyle) -> Bool {
    var probe = cursor
    guard probe.clock(style) != nil else { return false }
    _ = probe.zone(in: context)
    return probe.take(anyOf: ["until", "till", "til"]) != nil
      && probe.days(in: context, as: .amongWords) != nil
  }

  /// `mon, wed and fri`, `tue/thu`, `mon and wed next week`: each after the one before.
  private func severalWeekdays(_ cursor: inout PhraseCursor) -> [Day]? {
    _ = cursor.take(word: "on")
    guard let first = cursor.take(DayWords.weekdays) else { return nil }
    var weekdays = [first]
    while let next = cursor.attempt({ cursor -> Weekday? in
      _ = cursor.takeJoint()
      return cursor.take(DayWords.weekdays)
    }) {
      weekdays.append(next)
    }
    guard weekdays.count > 1, Set(weekdays).count == weekdays.count else { return nil }
    let week = cursor.attempt { $0.week(in: context) }
    var day = week?.first ?? context.today
    return weekdays.map { weekday in
      day = PhraseCursor.next(weekday, from: day)
      defer { day = day + 1 }
      return day
    }
  }
}

extension EventReader.Meaning {
  var isDay: Bool { firstDay != nil }

  /// Whether on which day it is needs nobody else to say.
  var tellsDay: Bool {
    switch self {
    case .moment, .recurrence: true
    default: isDay
    }
  }

  var firstDay: Day? {
    switch self {
    case .days(let days): days.lowerBound
    case .weekdays(let days): days.first
    default: nil
    }
  }

  /// The minutes of `14h`, which is a length beside another time.
  var hourLength: Int? {
    if case .clock(let clock, _) = self, clock.form == .hours { clock.minutes } else { nil }
  }

  var isRecurrence: Bool {
    if case .recurrence = self { true } else { false }
  }

  var isClock: Bool {
    switch self {
    case .clock, .clockRange, .clockUntil, .part: true
    default: false
    }
  }
}

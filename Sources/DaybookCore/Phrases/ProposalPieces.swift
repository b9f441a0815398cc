internal import ICalendar

/// Takes a proposal apart: days, times, what joins them, and words between.
struct ProposalPieces {
  private(set) var cursor: PhraseCursor
  private let context: PhraseContext
  private(set) var pieces: [Piece] = []

  struct Piece {
    var kind: Kind
    var tokens: Range<Int>
  }

  enum Kind {
    /// `isWeekday`: only a day of the week is named, of which there is one each week.
    case days(DayPhrase, isWeekday: Bool)
    case time(Time, Zone?)
    /// `all times ET`.
    case zoneOfAll(Zone)
    /// `or`, `and`.
    case joint
    /// A comma, a colon or a slash.
    case comma
    /// The end of a clause.
    case stop
    case line
    case word
  }

  enum Time {
    case at(Int)
    case between(Int, Int)
    case after(Int)
    case before(Int)
    case part(PartOfDay)
    case allDay
  }

  init(_ text: String, in context: PhraseContext) {
    cursor = PhraseCursor(text)
    self.context = context
    while !cursor.isAtEnd { takePiece() }
  }

  private mutating func takePiece() {
    let start = cursor.position
    if isOnNewLine { add(.line, from: start) }
    if startsWord, let kind = allZone() ?? days() ?? time() {
      add(kind, from: start)
      return
    }
    cursor.position = start + 1
    add(Self.kind(of: cursor.tokens[start].kind), from: start)
  }

  private mutating func add(_ kind: Kind, from start: Int) {
    pieces.append(Piece(kind: kind, tokens: start..<cursor.position))
  }

  private static func kind(of token: PhraseToken.Kind) -> Kind {
    switch token {
    case .sign(let sign): ";.?!".contains(sign) ? .stop : ",:/&+".contains(sign) ? .comma : .word
    case .word(let word):
      ["or", "and"].contains(word)
        ? .joint
        : ["otherwise", "alternatively", "else", "failing"].contains(word) ? .stop : .word
    case .number, .quoted: .word
    }
  }

  private var isOnNewLine: Bool {
    guard cursor.position > 0, let current = cursor.current else { return false }
    let before = cursor.tokens[cursor.position - 1].range.upperBound
    return cursor.text[before..<current.range.lowerBound].contains(where: \.isNewline)
  }

  private var startsWord: Bool {
    guard cursor.current?.isGlued == true, cursor.position > 0 else { return true }
    if case .sign(let sign)? = cursor.token(-1)?.kind { return "(,;:/".contains(sign) }
    return false
  }

  /// `all times ET`, `times are in CET`, `all in London time`.
  private mutating func allZone() -> Kind? {
    cursor.attempt { cursor in
      guard cursor.take(anyOf: ["all", "times", "everything"]) != nil else { return nil }
      while cursor.take(anyOf: ["times", "are", "is", "in", "of", "them", "given", "my"]) != nil {}
      return cursor.zone(in: context, loosely: true).map { .zoneOfAll($0) }
    }
  }

  private mutating func days() -> Kind? {
    let context = context
    return cursor.attempt { cursor -> Kind? in
      if let week = cursor.attempt({ Self.partOfWeek(&$0, in: context) }) {
        return .days(week, isWeekday: false)
      }
      if let range = cursor.dayRange(in: context, as: .amongWords), !range.isEmpty {
        return .days(DayPhrase(range, .week), isWeekday: false)
      }
      if let month = cursor.attemptWhole({ Self.month(&$0, in: context) }) {
        return .days(month, isWeekday: false)
      }
      _ = cursor.take(word: "on")
      let isWeekday = DayWords.weekdays[cursor.word ?? ""] != nil
      let start = cursor.position
      guard let found = cursor.days(in: context, as: .amongWords) else { return nil }
      return .days(found, isWeekday: isWeekday && cursor.position == start + 1)
    }
  }

  /// `early next week`, `the end of next week`, `later this week`.
  private static func partOfWeek(_ cursor: inout PhraseCursor, in context: PhraseContext)
    -> DayPhrase?
  {
    _ = cursor.take(word: "the")
    let parts = [
      "early": 0..<3, "beginning": 0..<3, "start": 0..<3, "mid": 1..<4, "middle": 1..<4,
      "late": 2..<5, "later": 2..<5, "end": 2..<5,
    ]
    let isLater = cursor.word == "later"
    guard let part = cursor.take(parts) else { return nil }
    _ = cursor.take(anyOf: ["of", "in"])
    guard let week = cursor.week(in: context), week.days.count == 7 else { return nil }
    let days = week.days.filter { day in
      part.contains(day.weekday.index) && !(isLater && day <= context.today)
    }
    guard let first = days.first, let last = days.last else { return nil }
    return DayPhrase(first..<last + 1, .week)
  }

  /// `in December`, `next month`.
  private static func month(_ cursor: inout PhraseCursor, in context: PhraseContext) -> DayPhrase? {
    if cursor.take(word: "in") { return cursor.monthByName(in: context) }
    guard EventWords.steps.contains(cursor.word ?? ""), cursor.word(ahead: 1) == "month" else {
      return nil
    }
    return cursor.namedDays(in: context, as: .alone)
  }

  /// Whether a bare number here is an hour: right behind a day, or in a list of times.
  private var followsDay: Bool {
    guard let last = pieces.last else { return false }
    switch last.kind {
    case .days: return true
    case .comma, .joint:
      guard let before = pieces.dropLast().last else { return false }
      switch before.kind {
      case .days:
        if case .comma = last.kind { return true }
        return false
      case .time: return pieces.contains { if case .days = $0.kind { true } else { false } }
      default: return false
      }
    default: return false
    }
  }

  private mutating func time() -> Kind? {
    let start = cursor.position
    let bare = followsDay
    _ = cursor.take(word: "any")
    if let part = cursor.attemptWhole({ cursor in
      _ = cursor.take(words: "in", "the")
      return cursor.take(PhraseCursor.partsOfDay)
    }) {
      // "morning 9-11" narrows it.
      return clocks(bare: true, in: part) ?? .time(.part(part), zone())
    }
    if cursor.attemptWhole({ $0.take(words: "all", "day") || $0.take(word: "anytime") ? true : nil }
    ) != nil {
      return clocks(bare: false, in: nil) ?? .time(.allDay, nil)
    }
    if let found = clocks(bare: bare, in: nil) { return found }
    cursor.position = start
    return nil
  }

  private mutating func zone() -> Zone? {
    if cursor.take(words: "your", "time") { return context.zone }
    return cursor.zone(in: context, loosely: true)
  }

  private mutating func clocks(bare: Bool, in part: PartOfDay?) -> Kind? {
    let start = cursor.position
    let lead = cursor.take(anyOf: [
      "at", "from", "after", "before", "by", "between", "past", "until",
    ])
    if lead == "from" || lead == "between" { cursor.position = start }
    if lead == nil || lead == "from" || lead == "between" || lead == "at",
      let range = cursor.clockRange(bare || lead != nil ? .spoken : .told)
    {
      return .time(.between(range.start, range.end), zone())
    }
    if lead == "from" { _ = cursor.take(word: "from") }
    guard lead != "between",
      let clock = cursor.attempt({ cursor in
        bare || lead != nil ? cursor.clock(.spoken) : cursor.clock(.told)
      })
    else {
      cursor.position = start
      return nil
    }
    let isOpen = cursor.take(sign: "+", glued: true)
    let zone = zone()
    guard cursor.isAtBoundary || cursor.sign == "/" else {
      cursor.position = start
      return nil
    }
    let minutes = part.map { $0.settle(clock).minutes } ?? clock.resolved
    let isLater =
      cursor.take(words: "or", "later") || cursor.take(words: "onwards")
      || cursor.take(words: "onward")
    switch lead {
    case "after", "past", "from": return .time(.after(minutes), zone)
    case "before", "by", "until": return .time(.before(minutes), zone)
    default: return .time(isOpen || isLater ? .after(minutes) : .at(minutes), zone)
    }
  }
}

internal import ICalendar

/// A time of day as it was typed, before its neighbours have said which half of the day is meant.
struct ClockReading: Equatable {
  enum Form {
    /// `15:30`, `noon`: taken by its word.
    case exact
    /// `3pm`: the half of the day is told.
    case half
    /// `3`, or `3:30` where the afternoon is likelier.
    case bare
    /// `14h`, which may be a length as well.
    case hours
  }

  /// Minutes since midnight, 0...1440.
  var minutes: Int
  var form: Form

  /// The likeliest reading of a bare time: nobody meets at two in the morning.
  var resolved: Int {
    form == .bare && (60..<420).contains(minutes) ? minutes + 720 : minutes
  }

  /// The likeliest reading as the end of something that starts at `start`.
  func resolved(after start: Int) -> Int {
    guard form == .bare else { return minutes }
    return minutes <= start && minutes + 720 > start && minutes <= 720 ? minutes + 720 : minutes
  }

  /// A start and an end that explain each other: `3-4pm`, `11-1pm`, `9-5`, `10am-2`.
  static func resolve(_ start: ClockReading, _ end: ClockReading) -> (start: Int, end: Int) {
    if start.form == .bare, end.form == .half {
      let late = start.minutes % 720 + 720
      let early = start.minutes % 720
      return (
        end.minutes > late
          ? late
          : end.minutes >= 720 && end.minutes <= early
            ? late : early, end.minutes
      )
    }
    let first = start.resolved
    return (first, end.resolved(after: first))
  }
}

/// Parts of a day that people name instead of a time.
enum PartOfDay: String, CaseIterable {
  case morning, afternoon, evening, night

  /// The minutes it is taken to mean when nothing tighter is said.
  var hours: Range<Int> {
    switch self {
    case .morning: 9 * 60..<12 * 60
    case .afternoon: 13 * 60..<18 * 60
    case .evening: 18 * 60..<22 * 60
    case .night: 20 * 60..<24 * 60
    }
  }

  /// When something begins that is said to be in it.
  var start: Int {
    switch self {
    case .morning: 9 * 60
    case .afternoon: 14 * 60
    case .evening: 19 * 60
    case .night: 20 * 60
    }
  }

  /// A bare hour, read in this part of the day.
  func settle(_ clock: ClockReading) -> ClockReading {
    guard clock.form == .bare else { return clock }
    var settled = clock
    settled.form = .exact
    if self != .morning, clock.minutes < 720 { settled.minutes += 720 }
    return settled
  }
}

/// Reads times of day, where the cursor stands.
extension PhraseCursor {
  enum ClockStyle {
    /// A colon, am, pm or a name is needed.
    case told
    /// A bare hour will do.
    case bareAllowed
    /// As `bareAllowed`, and `2:30` is the afternoon too: how people write who say am and pm.
    case spoken
  }

  mutating func clock(_ style: ClockStyle) -> ClockReading? {
    if take(anyOf: ["noon", "midday"]) != nil { return ClockReading(minutes: 720, form: .exact) }
    if take(word: "midnight") { return ClockReading(minutes: 0, form: .exact) }
    if let found = attempt({ $0.spokenClock() }) { return found }
    if let found = attempt({ $0.hourMark() }) { return found }
    if style != .told, let found = attempt({ $0.fourDigits() }) { return found }
    return attempt { $0.digitalClock(style) }
  }

  private mutating func digitalClock(_ style: ClockStyle) -> ClockReading? {
    guard case .number(let first, let digits)? = current?.kind, digits <= 2, first <= 24 else {
      return nil
    }
    position += 1
    var minute: Int?
    if let colon = attempt({ $0.minutesAfter(":") }) {
      minute = colon
    } else if let dot = attempt({ cursor -> Int? in
      // "3.30pm", "at 15.30"; elsewhere it is a number or a date.
      guard let dot = cursor.minutesAfter(".") else { return nil }
      let start = cursor.position
      let isHalf = cursor.half() != nil
      cursor.position = start
      return isHalf || style != .told ? dot : nil
    }) {
      minute = dot
    }
    if let isAfternoon = attempt({ $0.half() }) {
      guard (1...12).contains(first) else { return nil }
      return ClockReading(
        minutes: (first % 12 + (isAfternoon ? 12 : 0)) * 60 + (minute ?? 0), form: .half)
    }
    guard first < 24 || (minute ?? 0) == 0 else { return nil }
    let minutes = first * 60 + (minute ?? 0)
    if take(word: "uhr") { return ClockReading(minutes: minutes, form: .exact) }
    if minute != nil {
      let isBare = style == .spoken && digits == 1 && (1...6).contains(first)
      return ClockReading(minutes: minutes, form: isBare ? .bare : .exact)
    }
    if attempt({ $0.take(anyOf: ["o'clock", "oclock"]) }) != nil {
      return ClockReading(minutes: minutes, form: .bare)
    }
    guard style != .told else { return nil }
    // "at 10k", "from 2 people": only a bare number at the end of a word is an hour.
    guard isAtBoundary || sign == "-" else { return nil }
    let isTold = first == 0 || digits == 2 && first < 10 || first > 12
    return ClockReading(minutes: minutes, form: isTold ? .exact : .bare)
  }

  /// `14h`, `14h30`, `9h`: from 7 on an hour more likely than a length.
  mutating func hourMark() -> ClockReading? {
    guard let hour = takeNumber(digits: 1...2), (7...24).contains(hour), current?.isGlued == true,
      take(word: "h")
    else { return nil }
    let minute = takeNumber(digits: 2...2, glued: true)
    guard isAtBoundary || sign == "-", (minute ?? 0) < 60, hour < 24 || minute == nil else {
      return nil
    }
    return ClockReading(
      minutes: hour * 60 + (minute ?? 0), form: minute == nil ? .hours : .exact)
  }

  /// `1500`, as timetables write it.
  private mutating func fourDigits() -> ClockReading? {
    guard let number = takeNumber(digits: 4...4), number <= 2400, number % 100 < 60,
      number % 5 == 0, isAtBoundary || sign == "-"
    else { return nil }
    return ClockReading(minutes: number / 100 * 60 + number % 100, form: .exact)
  }

  private mutating func minutesAfter(_ mark: Character) -> Int? {
    guard take(sign: mark, glued: true), let minute = takeNumber(digits: 2...2, glued: true),
      minute < 60
    else { return nil }
    // Seconds may follow, and are let go.
    _ = attempt { cursor in
      cursor.take(sign: ":", glued: true) ? cursor.takeNumber(digits: 2...2, glued: true) : nil
    }
    return minute
  }

  /// `am`, `pm`, `a.m.`, `p.m.`: whether it is the afternoon.
  private mutating func half() -> Bool? {
    if let word = take(anyOf: ["am", "pm"]) { return word == "pm" }
    guard let letter = take(anyOf: ["a", "p"]), take(sign: ".", glued: true),
      word == "m", current?.isGlued == true, take(word: "m")
    else { return nil }
    _ = take(sign: ".", glued: true)
    return letter == "p"
  }

  /// `half past 3`, `quarter to 9`, `quarter past two`.
  private mutating func spokenClock() -> ClockReading? {
    guard let word = take(anyOf: ["half", "quarter"]) else { return nil }
    let quarter = word == "half" ? 30 : 15
    let isTo = take(word: "to")
    guard isTo || take(word: "past"), !(isTo && word == "half"),
      let hour = takeNumber(digits: 1...2) ?? take(DayWords.numbers), (1...12).contains(hour)
    else { return nil }
    let isAfternoon = attempt { $0.half() }
    let base = (isAfternoon == nil ? hour : hour % 12 + (isAfternoon == true ? 12 : 0)) * 60
    return ClockReading(
      minutes: base + (isTo ? -quarter : quarter), form: isAfternoon == nil ? .bare : .half)
  }

  /// `15:00-16:00`, `3-4pm`, `from 9 to 10:30`, `between 2 and 4`: minutes since midnight; an end
  /// that is not later lies on the next day.
  mutating func clockRange(_ style: ClockStyle) -> (start: Int, end: Int)? {
    attempt { cursor in
      let opened = cursor.take(anyOf: ["from", "between"])
      let ends: ClockStyle = opened != nil && style == .told ? .bareAllowed : style
      // "2020-2030" are years, unless something says that hours are meant.
      if ends == .told, case .number(1900...2100, digits: 4)? = cursor.current?.kind { return nil }
      guard let start = cursor.attempt({ $0.clock(.spokenOr(ends)) }) else { return nil }
      guard cursor.takeRangeSign() || (opened == "between" && cursor.take(word: "and")) else {
        return nil
      }
      guard let end = cursor.attemptWhole({ $0.clock(.spokenOr(ends)) }) else { return nil }
      // "9-10" without a word for it may count anything; "9-10am" and "9:00-10" do not.
      guard ends != .told || start.form != .bare || end.form != .bare else { return nil }
      let found = ClockReading.resolve(start, end)
      return (found.start, found.end == 0 ? 1440 : found.end)
    }
  }
}

extension PhraseCursor.ClockStyle {
  /// Inside a range, one end tells what the other is.
  fileprivate static func spokenOr(_ style: Self) -> Self {
    style == .spoken ? .spoken : .bareAllowed
  }
}

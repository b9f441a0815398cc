/// Two changes of the clock that come back every year: what a zone does after its last recorded
/// transition, as in the footer of a TZif file (RFC 8536 §3.3) or a pair of endless rules in a
/// VTIMEZONE.
struct YearlyChange: Hashable, Sendable {
  /// One of the two changes.
  struct Onset: Hashable, Sendable {
    var date: YearDay
    /// Seconds after that day's 00:00 on the wall before the change; may lie outside the day.
    var time: Int
    /// Seconds to add to UTC before the change.
    var offsetBefore: Int
    /// What is in force from the change on.
    var period: Zone.Period

    /// When the change happens in `year`, in seconds since 1970.
    func instant(in year: Int) -> Int {
      date.day(in: year).number * 86_400 + time - offsetBefore
    }
  }

  /// The day of the year a change falls on.
  enum YearDay: Hashable, Sendable {
    /// The `week`th (1...4, 5 = the last) `weekday` of `month`.
    case weekday(Weekday, week: Int, month: Int)
    /// The first `weekday` on or after a day of a month.
    case weekdayFrom(Weekday, month: Int, day: Int)
    /// The same date each year, 29 February being 1 March where there is none.
    case date(month: Int, day: Int)
    /// Days after 1 January, leap days counted (POSIX `n`).
    case ordinal(Int)

    func day(in year: Int) -> Day {
      switch self {
      case .weekday(let weekday, let week, let month):
        let first = Day(year, month, 1)
        let lead = (weekday.index - first.weekday.index + 7) % 7
        let length = Day.length(ofMonth: month, in: year)
        let day = first + (lead + (week - 1) * 7)
        return day - first >= length ? day - 7 : day
      case .weekdayFrom(let weekday, let month, let day):
        let from = Day(year, month, day)
        return from + (weekday.index - from.weekday.index + 7) % 7
      case .date(let month, let day):
        return Day(year, month, 1) + (day - 1)
      case .ordinal(let days):
        return Day(year, 1, 1) + days
      }
    }
  }

  /// In no order; where both fall on one instant, `first` prevails (RFC 8536 writes "summer time
  /// all year" like that).
  var first: Onset
  var second: Onset

  /// The stretch of unchanging offset that holds `second`, which is not before `start`.
  func period(
    at second: Int, notBefore start: Int
  ) -> (from: Int, to: Int, period: Zone.Period) {
    // No calendar reaches beyond these years, and the arithmetic below must not overflow.
    let second = min(max(second, -63_000_000_000), 254_000_000_000)
    let year = LocalDateTime(wallSeconds: second).day.year
    var from = Int.min
    var to = Int.max
    var found = first.period
    for candidate in (year - 1)...(year + 1) {
      for onset in [self.second, first] {
        let instant = onset.instant(in: candidate)
        if instant <= second {
          if instant >= from {
            from = instant
            found = onset.period
          }
        } else {
          to = min(to, instant)
        }
      }
    }
    // A damaged file may say that its last transition lies beyond all years.
    let begin = max(from, start)
    return (begin, to > begin ? to : Int.max, found)
  }
}

extension YearlyChange {
  /// Reads the footer of a TZif file: `CET-1CEST,M3.5.0,M10.5.0/3`.
  ///
  /// The result is nil for anything that is not such a rule; `change` in it is nil for a zone that
  /// no longer changes its clocks (`MSK-3`).
  static func read(posix text: some Sequence<UInt8>) -> (change: YearlyChange?, base: Zone.Period)?
  {
    var scanner = PosixScanner(bytes: Array(text))
    guard let name = scanner.name(), let offset = scanner.time(maximumHours: 24) else { return nil }
    let standard = Zone.Period(offset: -offset, abbreviation: name)
    if scanner.isAtEnd { return (nil, standard) }
    guard let summerName = scanner.name() else { return nil }
    var summer = Zone.Period(offset: standard.offset + 3600, abbreviation: summerName)
    if !scanner.isAtEnd, !scanner.next(is: ",") {
      guard let offset = scanner.time(maximumHours: 24) else { return nil }
      summer.offset = -offset
    }
    var start: (YearDay, Int) = (.weekday(.sunday, week: 2, month: 3), 7200)
    var end: (YearDay, Int) = (.weekday(.sunday, week: 1, month: 11), 7200)
    if !scanner.isAtEnd {
      guard scanner.take(","), let from = scanner.onset(), scanner.take(","),
        let to = scanner.onset(), scanner.isAtEnd
      else { return nil }
      start = from
      end = to
    }
    let change = YearlyChange(
      first: Onset(
        date: start.0, time: start.1, offsetBefore: standard.offset, period: summer),
      second: Onset(
        date: end.0, time: end.1, offsetBefore: summer.offset, period: standard))
    return (change, standard)
  }
}

/// Reads the parts of a POSIX TZ string, one after another.
private struct PosixScanner {
  let bytes: [UInt8]
  var index = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { index >= bytes.count }

  func next(is character: Unicode.Scalar) -> Bool {
    index < bytes.count && bytes[index] == UInt8(ascii: character)
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next(is: character) else { return false }
    index += 1
    return true
  }

  /// `CEST` or `<+0330>`.
  mutating func name() -> String? {
    let quoted = take("<")
    let start = index
    while index < bytes.count {
      let byte = bytes[index]
      let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
      let isSign = byte == 0x2B || byte == 0x2D || (byte >= 0x30 && byte <= 0x39)
      guard isLetter || (quoted && isSign) else { break }
      index += 1
    }
    let name = String(decoding: bytes[start..<index], as: UTF8.self)
    guard name.utf8.count >= 3, name.utf8.count <= 16, !quoted || take(">") else { return nil }
    return name
  }

  mutating func number(upTo limit: Int) -> Int? {
    var value: Int?
    while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39, (value ?? 0) < 1000 {
      value = (value ?? 0) * 10 + Int(bytes[index] - 0x30)
      index += 1
    }
    guard let value, value <= limit else { return nil }
    return value
  }

  /// `[+-]hh[:mm[:ss]]`, in seconds.
  mutating func time(maximumHours: Int) -> Int? {
    let negative = take("-")
    if !negative { _ = take("+") }
    guard let hours = number(upTo: maximumHours) else { return nil }
    var seconds = hours * 3600
    if take(":") {
      guard let minutes = number(upTo: 59) else { return nil }
      seconds += minutes * 60
      if take(":") {
        guard let rest = number(upTo: 59) else { return nil }
        seconds += rest
      }
    }
    return negative ? -seconds : seconds
  }

  /// `M3.5.0/2`, `J60` or `59`.
  mutating func onset() -> (YearlyChange.YearDay, Int)? {
    let date: YearlyChange.YearDay
    if take("M") {
      guard let month = number(upTo: 12), month >= 1, take("."), let week = number(upTo: 5),
        week >= 1, take("."), let weekday = number(upTo: 6)
      else { return nil }
      date = .weekday(Weekday(index: (weekday + 6) % 7), week: week, month: month)
    } else if take("J") {
      guard let day = number(upTo: 365), day >= 1 else { return nil }
      // Day 60 is 1 March in every year: count in a year without 29 February.
      let civil = (Day(2001, 1, 1) + (day - 1)).civil
      date = .date(month: civil.month, day: civil.day)
    } else {
      guard let day = number(upTo: 365) else { return nil }
      date = .ordinal(day)
    }
    guard take("/") else { return (date, 7200) }
    guard let time = time(maximumHours: 167) else { return nil }
    return (date, time)
  }
}

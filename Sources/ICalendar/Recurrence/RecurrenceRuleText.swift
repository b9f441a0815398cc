extension RecurrenceRule {
  /// Reads a rule, taking what real files write: any case and order, blanks, repeated and unsorted
  /// values, unknown parts. Values out of range are dropped.
  ///
  /// - Throws: `ICalendarError.unreadableRule` where FREQ is missing or a part has no usable value.
  public init(text: some StringProtocol) throws(ICalendarError) {
    var notes: [String] = []
    try self.init(text: text, notes: &notes)
  }

  /// As `init(text:)`; what was dropped is said in `notes`.
  public init(text: some StringProtocol, notes: inout [String]) throws(ICalendarError) {
    let parts = RecurrenceRule.parts(of: text)
    func failure(_ reason: String) -> ICalendarError {
      .unreadableRule(text: String(text), reason: reason)
    }
    guard let name = parts.last(where: { $0.name == "FREQ" })?.value else {
      throw failure("it has no FREQ")
    }
    guard let frequency = Frequency.allCases.first(where: { $0.text == name }) else {
      throw failure("there is no FREQ \(name)")
    }
    self.init(frequency)
    for (name, value) in parts {
      switch name {
      case "FREQ": break
      case "INTERVAL":
        guard let number = integer(value), number > 0 else {
          throw failure("INTERVAL must be at least 1")
        }
        interval = min(number, 1_000_000_000)
      case "COUNT":
        guard let number = integer(value), number > 0 else {
          throw failure("COUNT must be at least 1")
        }
        count = min(number, 1_000_000_000_000)
      case "UNTIL":
        guard let time = RawTime.read(value) else { throw failure("UNTIL is no date") }
        until = Until(time)
      case "BYSECOND": bySecond = try values(0...60, signed: false)
      case "BYMINUTE": byMinute = try values(0...59, signed: false)
      case "BYHOUR": byHour = try values(0...23, signed: false)
      case "BYMONTHDAY": byMonthDay = try values(1...31, signed: true)
      case "BYYEARDAY": byYearDay = try values(1...366, signed: true)
      case "BYWEEKNO": byWeekNumber = try values(1...53, signed: true)
      case "BYMONTH": byMonth = try values(1...12, signed: false)
      case "BYSETPOS": bySetPosition = try values(1...366, signed: true)
      case "BYDAY":
        byDay = list(value).compactMap { item in
          let day = NumberedWeekday(text: item)
          if day == nil { notes.append("BYDAY \(item) is no weekday and was dropped") }
          return day
        }
        if byDay.isEmpty { throw failure("BYDAY has no usable value") }
      case "WKST":
        guard let day = NumberedWeekday(text: value) else {
          notes.append("WKST \(value) is no weekday and was dropped")
          break
        }
        weekStart = day.weekday
      case "RSCALE": scale = value
      case "SKIP":
        switch value {
        case "OMIT": skip = .omit
        case "BACKWARD": skip = .backward
        case "FORWARD": skip = .forward
        default: notes.append("SKIP \(value) is unknown and was dropped")
        }
      default:
        notes.append("the part \(name) is unknown and was ignored")
      }

      func values(_ range: ClosedRange<Int>, signed: Bool) throws(ICalendarError) -> [Int] {
        var result: [Int] = []
        for item in list(value) {
          guard let number = integer(item), range.contains(signed ? abs(number) : number) else {
            notes.append("\(name) \(item) is out of range and was dropped")
            continue
          }
          // A second 60 is read as 59 everywhere.
          result.append(name == "BYSECOND" ? min(number, 59) : number)
        }
        if result.isEmpty { throw failure("\(name) has no usable value") }
        return result
      }
    }
  }

  /// As it is written, FREQ first; a part that does nothing is left out.
  public var text: String {
    var text = ""
    if let scale { text += "RSCALE=\(scale);" }
    text += "FREQ=\(frequency.text)"
    if let until { text += ";UNTIL=\(until.text)" }
    if let count { text += ";COUNT=\(count)" }
    if interval > 1 { text += ";INTERVAL=\(interval)" }
    for (name, values) in [
      ("BYSECOND", bySecond), ("BYMINUTE", byMinute), ("BYHOUR", byHour),
    ] where !values.isEmpty {
      text += ";\(name)=" + values.map(String.init).joined(separator: ",")
    }
    if !byDay.isEmpty { text += ";BYDAY=" + byDay.map(\.text).joined(separator: ",") }
    for (name, values) in [
      ("BYMONTHDAY", byMonthDay), ("BYYEARDAY", byYearDay), ("BYWEEKNO", byWeekNumber),
      ("BYMONTH", byMonth), ("BYSETPOS", bySetPosition),
    ] where !values.isEmpty {
      text += ";\(name)=" + values.map(String.init).joined(separator: ",")
    }
    if weekStart != .monday { text += ";WKST=\(weekStart.text)" }
    switch skip {
    case .omit: break
    case .backward: text += ";SKIP=BACKWARD"
    case .forward: text += ";SKIP=FORWARD"
    }
    return text
  }

  /// The parts of a rule's text in upper case, blanks left out.
  private static func parts(of text: some StringProtocol) -> [(name: String, value: String)] {
    let letters = text.utf8.filter { !Byte.isBlank($0) }.map(Byte.uppercased)
    var parts: [(name: String, value: String)] = []
    for part in letters.split(separator: Byte.semicolon) {
      let pair = part.drop { $0 == Byte.equals }
      guard !pair.isEmpty else { continue }
      let equals = pair.firstIndex(of: Byte.equals) ?? pair.endIndex
      parts.append(
        (
          String(decoding: pair[..<equals], as: UTF8.self),
          String(decoding: pair[equals...].dropFirst(), as: UTF8.self)
        ))
    }
    return parts
  }
}

extension RecurrenceRule.NumberedWeekday {
  /// Reads `FR`, `-1FR`, `+2MO`; a number outside ±1...±53 is no weekday.
  init?(text: some StringProtocol) {
    guard let weekday = Weekday(text: text.suffix(2)) else { return nil }
    self.weekday = weekday
    let prefix = text.dropLast(2)
    if prefix.isEmpty { return }
    guard let number = integer(prefix), (1...53).contains(abs(number)) else { return nil }
    self.number = number
  }

  /// `-1FR`.
  public var text: String { (number.map { String($0) } ?? "") + weekday.text }
}

extension RecurrenceRule.Until {
  init(_ time: RawTime) {
    switch time {
    case .date(let day): self = .date(day)
    case .utc(let local): self = .utc(Instant(seconds: local.wallSeconds))
    case .local(let local): self = .floating(local)
    }
  }

  /// As it is written: `20261231`, `20261231T225959Z`.
  public var text: String {
    switch self {
    case .date(let day): CalendarTime.text(day)
    case .utc(let instant): CalendarTime.utc(instant).text
    case .floating(let local): CalendarTime.text(local)
    }
  }
}

extension Weekday {
  /// `MO` to `SU` (RFC 5545 §3.3.10).
  public var text: String {
    switch self {
    case .monday: "MO"
    case .tuesday: "TU"
    case .wednesday: "WE"
    case .thursday: "TH"
    case .friday: "FR"
    case .saturday: "SA"
    case .sunday: "SU"
    }
  }

  /// Reads `MO` to `SU`.
  public init?(text: some StringProtocol) {
    guard let found = Weekday.allCases.first(where: { $0.text == text }) else { return nil }
    self = found
  }
}

private func list(_ text: String) -> [Substring] {
  text.split(separator: ",")
}

/// A decimal number with or without a sign and leading zeros.
private func integer(_ text: some StringProtocol) -> Int? {
  var bytes = Array(text.utf8)[...]
  var sign = 1
  if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
    sign = first == UInt8(ascii: "-") ? -1 : 1
    bytes.removeFirst()
  }
  return digits(bytes).map { $0 * sign }
}

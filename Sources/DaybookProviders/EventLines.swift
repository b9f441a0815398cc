internal import ICalendar

/// A VEVENT as it is gathered, in bytes: a first sync makes thousands of them.
struct EventLines {
  private var bytes: [UInt8] = []
  /// VALARMs, which stand behind all properties.
  private var alarms: [UInt8] = []

  init() {
    bytes.reserveCapacity(1024)
    write("BEGIN:VEVENT\n")
  }

  /// The component; nil never, unless a value was given that ends its line.
  consuming func component() -> Component? {
    bytes += alarms
    write("END:VEVENT")
    return try? Component(text: String(decoding: bytes, as: UTF8.self))
  }

  /// A value that needs no escaping.
  mutating func raw(_ name: StaticString, _ value: String) {
    write(name)
    bytes.append(UInt8(ascii: ":"))
    put(value)
    bytes.append(0x0a)
  }

  /// The same with parameters.
  mutating func raw(
    _ name: StaticString, _ value: String, _ parameters: [ContentLine.Parameter]
  ) {
    write(name)
    for parameter in parameters { put(";" + parameter.text) }
    bytes.append(UInt8(ascii: ":"))
    put(value)
    bytes.append(0x0a)
  }

  /// A whole line as somebody else wrote it.
  mutating func line(_ line: ContentLine) {
    put(line.raw)
    bytes.append(0x0a)
  }

  /// Whether this whole line is there.
  func contains(_ line: String) -> Bool {
    bytes.split(separator: 0x0a).contains { $0.elementsEqual(line.utf8) }
  }

  /// TEXT (RFC 5545 §3.3.11).
  mutating func text(_ name: StaticString, _ value: String) {
    write(name)
    bytes.append(UInt8(ascii: ":"))
    escape(value)
    bytes.append(0x0a)
  }

  /// A list of TEXT.
  mutating func texts(_ name: StaticString, _ values: [String]) {
    write(name)
    for (index, value) in values.enumerated() {
      bytes.append(UInt8(ascii: index == 0 ? ":" : ","))
      escape(value)
    }
    bytes.append(0x0a)
  }

  mutating func time(_ name: StaticString, _ time: CalendarTime) {
    write(name)
    head(of: time)
    bytes.append(UInt8(ascii: ":"))
    value(of: time)
    bytes.append(0x0a)
  }

  /// Times of one form a line.
  mutating func times(_ name: StaticString, _ times: [CalendarTime]) {
    for utc in [false, true] {
      let some = times.filter { if case .utc = $0 { utc } else { !utc } }
      guard let first = some.first else { continue }
      write(name)
      head(of: first)
      for (index, time) in some.enumerated() {
        bytes.append(UInt8(ascii: index == 0 ? ":" : ","))
        value(of: time)
      }
      bytes.append(0x0a)
    }
  }

  mutating func person(
    _ name: StaticString, called shown: String?, parameters: [ContentLine.Parameter],
    _ address: String
  ) {
    write(name)
    if let shown, !shown.isEmpty, shown != address {
      parameter("CN", shown)
    }
    for parameter in parameters { put(";" + parameter.text) }
    write(":mailto:")
    put(address)
    bytes.append(0x0a)
  }

  /// Something that reminds so many minutes before the start.
  mutating func reminder(_ minutes: Int, action: StaticString = "DISPLAY") {
    alarm("BEGIN:VALARM\nACTION:")
    alarm(action)
    alarm("\nTRIGGER:")
    let seconds = -60 * min(max(minutes, -10_000_000), 10_000_000)
    alarms += CalendarDuration(seconds: seconds).text.utf8
    alarm("\nDESCRIPTION:Reminder\nEND:VALARM\n")
  }

  /// A text without characters that would end the line or act on a terminal.
  static func clean(_ raw: String) -> String {
    guard !raw.utf8.allSatisfy(isClean) else { return raw }
    return String(decoding: raw.utf8.filter(isClean), as: UTF8.self)
  }

  // MARK: - Bytes

  private mutating func write(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func alarm(_ text: StaticString) {
    text.withUTF8Buffer { alarms.append(contentsOf: $0) }
  }

  private static func isClean(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7f }

  private mutating func put(_ text: String) {
    var text = text
    text.withUTF8 { source in
      // What would end the line would begin another.
      if source.allSatisfy(Self.isClean) {
        bytes.append(contentsOf: source)
      } else {
        bytes.append(contentsOf: source.filter(Self.isClean))
      }
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    isClean(byte) && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: ";")
      && byte != UInt8(ascii: ",")
  }

  private mutating func escape(_ text: String) {
    var text = text
    text.withUTF8 { source in
      if source.allSatisfy(Self.isPlain) { return bytes.append(contentsOf: source) }
      var previous: UInt8 = 0
      for byte in source {
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: ","):
          bytes.append(UInt8(ascii: "\\"))
          bytes.append(byte)
        case 0x0a where previous == 0x0d: break
        case 0x0a, 0x0d:
          bytes.append(UInt8(ascii: "\\"))
          bytes.append(UInt8(ascii: "n"))
        case 0..<0x20 where byte != 0x09, 0x7f: break
        default: bytes.append(byte)
        }
        previous = byte
      }
    }
  }

  private mutating func head(of time: CalendarTime) {
    switch time {
    case .date: write(";VALUE=DATE")
    case .zoned(_, _, let tzid):
      parameter("TZID", tzid)
    case .utc, .floating: break
    }
  }

  /// A parameter of one value; most values are plain, and then need no second look.
  private mutating func parameter(_ name: StaticString, _ value: String) {
    write(";")
    let isPlain = value.utf8.allSatisfy { byte in
      (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x20
        || byte == 0x2f || byte == 0x2d || byte == 0x5f || byte == 0x2e
    }
    if isPlain {
      write(name)
      write("=")
      put(value)
    } else {
      put(ContentLine.Parameter("\(name)", value).text)
    }
  }

  private mutating func value(of time: CalendarTime) {
    let local = time.local
    let (year, month, day) = local.day.civil
    number(year, 4)
    number(month, 2)
    number(day, 2)
    if time.isDate { return }
    bytes.append(UInt8(ascii: "T"))
    number(local.hour, 2)
    number(local.minute, 2)
    number(local.second % 60, 2)
    if case .utc = time { bytes.append(UInt8(ascii: "Z")) }
  }

  private mutating func number(_ value: Int, _ digits: Int) {
    var divisor = digits == 4 ? 1000 : 10
    while divisor > 0 {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }
}

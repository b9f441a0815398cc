internal import ICalendar

/// A VEVENT as it is gathered, in bytes: a first sync makes thousands of them.
struct GraphLines {
  private var bytes: [UInt8] = []
  private var alarm: Int?

  init() {
    bytes.reserveCapacity(1024)
    write("BEGIN:VEVENT\n")
  }

  /// The component; nil never, unless a value was given that ends its line.
  consuming func component() -> Component? {
    if let alarm {
      let size = Int(alarm.magnitude % 10_000_000)
      write("BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:Reminder\nTRIGGER:")
      write(alarm > 0 ? "-PT" : "PT")
      put(String(size))
      write("M\nEND:VALARM\n")
    }
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
  mutating func reminder(_ minutes: Int) { alarm = minutes }

  // MARK: - Bytes

  private mutating func write(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func put(_ text: String) {
    // What would end the line would begin another.
    for byte in text.utf8 where byte >= 0x20 && byte != 0x7f { bytes.append(byte) }
  }

  private mutating func escape(_ text: String) {
    var text = text
    text.withUTF8 { source in
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

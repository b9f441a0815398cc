package import ICalendar

/// Instants as RFC 3339 writes them: `2026-11-19T09:30:00+01:00`.
package enum RFC3339 {
  /// Reads a date and a time, with an offset or `Z`, or without one in `zone`.
  ///
  /// Seconds may be left out, a space may stand for the `T`, and a fraction is let go. nil for
  /// anything else, and for an offset missing where `zone` is nil.
  package static func instant(reading text: some StringProtocol, zone: Zone?) -> Instant? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 16, let day = Day(iso: text.prefix(10)),
      bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t")
        || bytes[10] == UInt8(ascii: " "),
      let hour = number(bytes[11..<13]), hour < 24, bytes[13] == UInt8(ascii: ":"),
      let minute = number(bytes[14..<16]), minute < 60
    else { return nil }
    var position = 16
    var second = 0
    if position < bytes.count, bytes[position] == UInt8(ascii: ":") {
      guard bytes.count >= 19, let value = number(bytes[17..<19]), value <= 60 else { return nil }
      second = min(value, 59)
      position = 19
      if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
        position += 1
        guard position < bytes.count, isDigit(bytes[position]) else { return nil }
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
      }
    }
    let local = LocalDateTime(day, hour: hour, minute: minute, second: second)
    guard position < bytes.count else { return zone?.instant(of: local) }
    guard let offset = offset(bytes[position...]) else { return nil }
    return Instant(seconds: local.wallSeconds - offset)
  }

  /// `2026-11-19T09:30:00+01:00`, with the offset of `zone` at that moment.
  package static func text(_ instant: Instant, in zone: Zone) -> String {
    let offset = zone.offset(at: instant)
    // RFC 3339 has no seconds in an offset; zones have them only long ago.
    let shown = offset - offset % 60
    return LocalDateTime(wallSeconds: instant.seconds + shown).description
      + Zone.text(offset: shown)
  }

  private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
    let bytes = Array(bytes)
    if bytes.count == 1 { return bytes[0] | 0x20 == UInt8(ascii: "z") ? 0 : nil }
    guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
      bytes[3] == UInt8(ascii: ":"), let hours = number(bytes[1..<3]), hours < 24,
      let minutes = number(bytes[4..<6]), minutes < 60
    else { return nil }
    let seconds = hours * 3600 + minutes * 60
    return bytes[0] == UInt8(ascii: "-") ? -seconds : seconds
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in bytes {
      guard isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return value
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

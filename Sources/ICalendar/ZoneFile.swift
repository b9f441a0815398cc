extension Zone {
  /// Reads a compiled zone file (TZif, RFC 8536, versions 1 to 4), as systems keep under
  /// `/usr/share/zoneinfo`.
  ///
  /// Uses the 64-bit block and the footer where there are any. Leap seconds are ignored. The result
  /// is nil for bytes that are not such a file or contradict themselves.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - identifier: the name the zone shall go by.
  public convenience init?(tzif bytes: [UInt8], identifier: String) {
    var reader = ZoneFileReader(bytes: bytes)
    guard var header = reader.header() else { return nil }
    var width = 4
    if header.version >= 0x32 {
      guard reader.skip(header.length(timeWidth: 4)), let second = reader.header() else {
        return nil
      }
      header = second
      width = 8
    }
    guard let table = reader.table(header, timeWidth: width) else { return nil }
    var tail: YearlyChange?
    if width == 8, let footer = reader.footer(), !footer.isEmpty {
      guard let rule = YearlyChange.read(posix: footer) else { return nil }
      tail = rule.change
    }
    self.init(
      identifier: identifier, transitions: table.transitions, periods: table.periods, tail: tail)
  }
}

/// Walks over the bytes of a zone file without ever reading past their end.
private struct ZoneFileReader {
  let bytes: [UInt8]
  var position = 0

  struct Header {
    var version: UInt8
    var utcFlags, standardFlags, leaps, times, types, characters: Int

    func length(timeWidth: Int) -> Int {
      times * (timeWidth + 1) + types * 6 + characters + leaps * (timeWidth + 4) + standardFlags
        + utcFlags
    }
  }

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func skip(_ count: Int) -> Bool {
    guard count <= bytes.count - position else { return false }
    position += count
    return true
  }

  mutating func header() -> Header? {
    let start = position
    guard skip(44), bytes[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
    let counts = (0..<6).map { integer(at: start + 20 + $0 * 4, width: 4) & 0xFFFF_FFFF }
    return Header(
      version: bytes[start + 4], utcFlags: counts[0], standardFlags: counts[1], leaps: counts[2],
      times: counts[3], types: counts[4], characters: counts[5])
  }

  /// Transitions and periods of the block that begins here.
  mutating func table(
    _ header: Header, timeWidth: Int
  ) -> (transitions: [Int], periods: [Zone.Period])? {
    let start = position
    guard skip(header.length(timeWidth: timeWidth)), header.types > 0 else { return nil }
    let indices = start + header.times * timeWidth
    let types = indices + header.times
    let names = types + header.types * 6
    var known: [Zone.Period] = []
    for type in 0..<header.types {
      let offset = integer(at: types + type * 6, width: 4)
      let name = Int(bytes[types + type * 6 + 5])
      guard abs(offset) < 26 * 3600, name < header.characters else { return nil }
      let characters = bytes[(names + name)..<(names + header.characters)].prefix { $0 != 0 }
      known.append(
        Zone.Period(offset: offset, abbreviation: String(decoding: characters, as: UTF8.self)))
    }
    var transitions: [Int] = []
    var periods = [known[0]]
    for index in 0..<header.times {
      let instant = integer(at: start + index * timeWidth, width: timeWidth)
      let type = Int(bytes[indices + index])
      guard type < known.count, instant > transitions.last ?? Int.min else { return nil }
      transitions.append(instant)
      periods.append(known[type])
    }
    return (transitions, periods)
  }

  /// The bytes between the two line feeds at the end.
  mutating func footer() -> ArraySlice<UInt8>? {
    guard position < bytes.count, bytes[position] == 0x0A else { return nil }
    let start = position + 1
    guard let end = bytes[start...].firstIndex(of: 0x0A) else { return nil }
    return bytes[start..<end]
  }

  private func integer(at index: Int, width: Int) -> Int {
    if width == 4 {
      let value = bytes[index..<index + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return Int(Int32(bitPattern: value))
    }
    let value = bytes[index..<index + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(Int64(bitPattern: value))
  }
}

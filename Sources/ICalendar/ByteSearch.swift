#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The bytes that the grammar of iCalendar is made of.
enum Byte {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let quote: UInt8 = 0x22
  static let comma: UInt8 = 0x2C
  static let hyphen: UInt8 = 0x2D
  static let colon: UInt8 = 0x3A
  static let semicolon: UInt8 = 0x3B
  static let equals: UInt8 = 0x3D
  static let backslash: UInt8 = 0x5C
  static let caret: UInt8 = 0x5E

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

  @inline(__always)
  static func uppercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x61 < 26 ? byte & 0xDF : byte
  }

  @inline(__always)
  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }
}

extension UnsafeRawPointer {
  /// The first `byte` among the next `count`, or nil.
  @inline(__always)
  func first(_ byte: UInt8, count: Int) -> UnsafeRawPointer? {
    memchr(self, Int32(byte), count).map { UnsafeRawPointer($0) }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The index of the first `byte` in `range`, or nil.
  @inline(__always)
  func index(of byte: UInt8, in range: Range<Int>) -> Int? {
    guard !range.isEmpty, let base = baseAddress else { return nil }
    let raw = UnsafeRawPointer(base)
    return (raw + range.lowerBound).first(byte, count: range.count).map { $0 - raw }
  }

  /// The bytes without blanks at both ends.
  var trimmed: UnsafeBufferPointer<UInt8> {
    var range = 0..<count
    while let last = range.last, Byte.isBlank(self[last]) { range = 0..<last }
    while let first = range.first, Byte.isBlank(self[first]) {
      range = first + 1..<range.upperBound
    }
    return UnsafeBufferPointer(rebasing: self[range])
  }

  /// Whether every byte is below 0x80.
  var isASCII: Bool {
    var seen: UInt8 = 0
    for byte in self { seen |= byte }
    return seen < 0x80
  }

  /// Whether the bytes are well-formed UTF-8.
  var isUTF8: Bool {
    var at = 0
    while let first = nextBeyondASCII(from: at) {
      at = first
      while at < count, self[at] >= 0x80 { at += 1 }
      // What stands between two letters of ASCII is well-formed by itself or not at all.
      guard UnsafeBufferPointer(rebasing: self[first..<at]).isDecodable else { return false }
    }
    return true
  }

  /// The first byte at or behind `start` that is no ASCII. Of ASCII eight are looked at in one go.
  private func nextBeyondASCII(from start: Int) -> Int? {
    let raw = UnsafeRawBufferPointer(self)
    var at = start
    while at + 8 <= count,
      raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    {
      at += 8
    }
    while at < count {
      if self[at] >= 0x80 { return at }
      at += 1
    }
    return nil
  }

  private var isDecodable: Bool {
    var decoder = UTF8()
    var iterator = makeIterator()
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue: continue
      case .emptyInput: return true
      case .error: return false
      }
    }
  }
}

extension String {
  /// Whether the two are equal when the case of ASCII letters is ignored.
  func isSame(_ other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    return zip(utf8, other.utf8).allSatisfy { Byte.uppercased($0) == Byte.uppercased($1) }
  }

  /// With ASCII letters in upper case: what keywords need, and much cheaper than all of Unicode.
  var keyword: String {
    guard utf8.contains(where: { $0 &- 0x61 < 26 }) else { return self }
    return String(decoding: utf8.map(Byte.uppercased), as: UTF8.self)
  }

  /// Without blanks at both ends.
  var trimmed: String {
    let bytes = utf8
    guard bytes.first.map(Byte.isBlank) == true || bytes.last.map(Byte.isBlank) == true else {
      return self
    }
    guard let first = bytes.firstIndex(where: { !Byte.isBlank($0) }),
      let last = bytes.lastIndex(where: { !Byte.isBlank($0) })
    else { return "" }
    return String(self[first...last])
  }
}

/// What the bytes say in Windows-1252, as UTF-8; bytes without a meaning there become U+FFFD.
func decodedWindows1252(_ bytes: some Sequence<UInt8>) -> [UInt8] {
  let high: [UInt32] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
  ]
  var text = ""
  for byte in bytes {
    let value = byte & 0xE0 == 0x80 ? high[Int(byte & 0x1F)] : UInt32(byte)
    text.unicodeScalars.append(Unicode.Scalar(value) ?? "\u{FFFD}")
  }
  return Array(text.utf8)
}

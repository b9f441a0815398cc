/// Where the parts of one unfolded line lie in the buffer of its component.
///
/// Small on purpose: a calendar of ten thousand events has a quarter of a million of them.
struct LineEntry: Sendable {
  enum Kind: UInt8, Sendable {
    case property, begin, end
  }

  var start: UInt32
  var nameEnd: UInt32
  /// Behind the colon.
  var valueStart: UInt32
  var end: UInt32
  /// The line in the file.
  var number: UInt32
  var kind = Kind.property
  /// Whether the name holds blanks (`REFRESH - INTERVAL`), which do not count.
  var hasBlanks = false
  /// Tells most names apart without a look at their letters.
  var key: NameKey

  var range: Range<Int> { Int(start)..<Int(end) }
  var nameRange: Range<Int> { Int(start)..<Int(nameEnd) }
  var valueRange: Range<Int> { Int(valueStart)..<Int(end) }

  /// A line that is all name.
  init(nameOnly range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) {
    key = NameKey(of: bytes[range].filter { !Byte.isBlank($0) })
    start = UInt32(range.lowerBound)
    end = UInt32(range.upperBound)
    nameEnd = end
    valueStart = end
    number = 0
  }

  /// Finds the parts of the line at `range`; nil where it does not look like `name[;…]:`.
  @inline(__always)
  init?(reading bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>, number: UInt32) {
    var position = range.lowerBound
    let limit = range.upperBound
    guard position < limit, Byte.isLetter(bytes[position]) || Byte.isDigit(bytes[position]) else {
      return nil
    }
    var blanks = false
    while position < limit {
      let byte = bytes[position]
      if byte == Byte.colon || byte == Byte.semicolon { break }
      if Byte.isBlank(byte) {
        blanks = true
      } else if !(Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.hyphen
        || byte == 0x5F || byte == 0x2E || byte == 0x2F)
      {
        return nil
      }
      position += 1
    }
    guard position < limit else { return nil }
    if blanks, !LineEntry.isName(bytes, range.lowerBound..<position) { return nil }
    let nameEnd = position
    if bytes[position] == Byte.semicolon {
      guard let colon = LineEntry.colon(bytes, in: position..<limit) else { return nil }
      position = colon
    }
    start = UInt32(truncatingIfNeeded: range.lowerBound)
    self.nameEnd = UInt32(truncatingIfNeeded: nameEnd)
    valueStart = UInt32(truncatingIfNeeded: position + 1)
    end = UInt32(truncatingIfNeeded: limit)
    self.number = number
    hasBlanks = blanks
    let name = bytes[range.lowerBound..<nameEnd]
    key =
      blanks
      ? NameKey(of: name.filter { !Byte.isBlank($0) })
      : NameKey(of: UnsafeBufferPointer(rebasing: name))
  }

  /// The colon that ends the parameters: the first outside quotes, or the first behind a quote that
  /// nobody closed.
  private static func colon(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Int? {
    guard let first = bytes.index(of: Byte.colon, in: range) else { return nil }
    guard var quote = bytes.index(of: Byte.quote, in: range.lowerBound..<first) else {
      return colonBehindZone(bytes, in: range) ?? first
    }
    while true {
      guard let close = bytes.index(of: Byte.quote, in: quote + 1..<range.upperBound) else {
        return bytes.index(of: Byte.colon, in: quote + 1..<range.upperBound)
      }
      guard let colon = bytes.index(of: Byte.colon, in: close + 1..<range.upperBound) else {
        return bytes.index(of: Byte.colon, in: quote + 1..<range.upperBound)
      }
      guard let next = bytes.index(of: Byte.quote, in: close + 1..<colon) else { return colon }
      quote = next
    }
  }

  /// `TZID=(GMT+01:00) Bern:20260309T090000` without quotes: the last colon, if a date follows.
  private static func colonBehindZone(
    _ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>
  ) -> Int? {
    var last = range.upperBound - 1
    while last > range.lowerBound, bytes[last] != Byte.colon {
      guard range.upperBound - last < 40 else { return nil }
      last -= 1
    }
    guard range.upperBound - last > 8, (1...8).allSatisfy({ Byte.isDigit(bytes[last + $0]) }),
      range.lowerBound + 6 < last
    else { return nil }
    for index in range.lowerBound..<last - 5
    where bytes[index] == Byte.semicolon && bytes[index + 5] == Byte.equals {
      let name = (1...4).map { Byte.uppercased(bytes[index + $0]) }
      if name.elementsEqual("TZID".utf8) { return last }
    }
    return nil
  }

  /// Blanks are forgiven around a name and around its hyphens, not between two words: that is a
  /// sentence that lost its leading space.
  private static func isName(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    var previous = Byte.hyphen
    var sawBlank = false
    for index in range {
      let byte = bytes[index]
      if Byte.isBlank(byte) {
        sawBlank = true
        continue
      }
      if sawBlank, previous != Byte.hyphen, byte != Byte.hyphen { return false }
      previous = byte
      sawBlank = false
    }
    return true
  }

  /// Whether the name in `bytes` is `name`, ignoring case.
  @inline(__always)
  func hasName(_ name: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if hasBlanks {
      return bytes[nameRange].lazy.filter { !Byte.isBlank($0) }.map(Byte.uppercased)
        .elementsEqual(name.lazy.map(Byte.uppercased))
    }
    // Of most names the length or the first letter is another.
    let offset = Int(start)
    guard Int(nameEnd) &- offset == name.count, let first = name.first,
      (bytes[offset] ^ first) & 0xDF == 0
    else { return false }
    for index in 0..<name.count
    where Byte.uppercased(bytes[offset + index]) != Byte.uppercased(name[index]) {
      return false
    }
    return true
  }

  /// The same where the key of `name` is known.
  @inline(__always)
  func hasName(
    _ name: UnsafeBufferPointer<UInt8>, key: NameKey, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    self.key == key && hasName(name, in: bytes)
  }

  func hasName(_ name: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    hasName(
      UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), in: bytes)
  }
}

/// A short hash of a name, the same for all ways of writing it, whatever the case: of its length, its
/// first two letters and its last.
struct NameKey: Equatable, Sendable {
  fileprivate let value: UInt16

  /// The key of a name without blanks.
  @inline(__always)
  init(of name: some RandomAccessCollection<UInt8>) {
    guard let first = name.first, let last = name.last else {
      value = 0
      return
    }
    let second = name.count > 1 ? name[name.index(after: name.startIndex)] : 0
    var hash = UInt16(first & 0x1F)
    hash ^= UInt16(second & 0x1F) << 3
    hash ^= UInt16(last & 0x1F) << 6
    hash ^= UInt16(truncatingIfNeeded: name.count) << 10
    value = hash
  }
}

/// A set of keys of names in one word; what it may contain it need not.
struct NameKeys: Sendable {
  private var bits: UInt64 = 0

  @inline(__always)
  mutating func insert(_ key: NameKey) { bits |= key.bit }

  @inline(__always)
  func mayContain(_ key: NameKey) -> Bool { bits & key.bit != 0 }
}

extension NameKey {
  @inline(__always)
  fileprivate var bit: UInt64 { 1 << UInt64((value ^ value >> 6) & 63) }
}

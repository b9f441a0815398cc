/// Walks over the parameters of a line, finding where names and values lie, quotes and the blanks
/// around them left out.
struct ParameterScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let end: Int
  private var position: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ entry: LineEntry) {
    self.bytes = bytes
    position = Int(entry.nameEnd)
    end = max(position, Int(entry.valueStart) - 1)
  }

  /// The next parameter's name; values of the one before that were not asked for are skipped.
  mutating func nextName() -> Range<Int>? {
    while nextValue() != nil {}
    guard position < end else { return nil }
    // At the semicolon.
    position += 1
    let start = position
    while position < end, bytes[position] != Byte.equals, bytes[position] != Byte.semicolon {
      position += 1
    }
    return start..<position
  }

  /// The next value of the parameter whose name came last, or nil behind its last one.
  mutating func nextValue() -> Range<Int>? {
    guard position < end, bytes[position] != Byte.semicolon else { return nil }
    // At the equals sign or a comma.
    position += 1
    while position < end, Byte.isBlank(bytes[position]) { position += 1 }
    var start = position
    var isQuoted = false
    while position < end {
      let byte = bytes[position]
      if byte == Byte.quote { isQuoted.toggle() }
      if !isQuoted, byte == Byte.comma || byte == Byte.semicolon { break }
      position += 1
    }
    var stop = position
    while stop > start, Byte.isBlank(bytes[stop - 1]) { stop -= 1 }
    if stop > start, bytes[start] == Byte.quote {
      if stop - start >= 2, bytes[stop - 1] == Byte.quote { stop -= 1 }
      start += 1
    }
    return start..<stop
  }
}

/// A parameter where it stands in its line.
struct RawParameter {
  let bytes: UnsafeBufferPointer<UInt8>
  let name: Range<Int>
  /// Of a list the first value; but with the commas that somebody forgot to quote (`CN=Mora, Ana`).
  let value: Range<Int>

  /// The value, decoded (RFC 6868).
  var text: String {
    guard bytes.index(of: Byte.caret, in: value) == nil else {
      return CalendarText.decodedParameter(bytes[value])
    }
    return String(decoding: raw, as: UTF8.self)
  }

  /// The value as it is written.
  var raw: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[value]) }

  @inline(__always)
  func isNamed(_ wanted: StaticString) -> Bool {
    isNamed(UnsafeBufferPointer(start: wanted.utf8Start, count: wanted.utf8CodeUnitCount))
  }

  /// Whether this is its name, in any case and whatever blanks stand in it.
  @inline(__always)
  func isNamed(_ wanted: UnsafeBufferPointer<UInt8>) -> Bool {
    guard name.count >= wanted.count else { return false }
    var matched = 0
    for index in name where !Byte.isBlank(bytes[index]) {
      guard matched < wanted.count,
        Byte.uppercased(bytes[index]) == Byte.uppercased(wanted[matched])
      else { return false }
      matched += 1
    }
    return matched == wanted.count
  }
}

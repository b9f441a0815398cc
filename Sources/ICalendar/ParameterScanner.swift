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

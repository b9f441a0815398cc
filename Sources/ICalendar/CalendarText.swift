/// The escapes of TEXT values (RFC 5545 §3.3.11) and of parameter values (RFC 6868).
public enum CalendarText {
  /// The text that a raw TEXT value stands for.
  ///
  /// An unknown escape yields the character behind the backslash; a final lone backslash stays.
  public static func unescape(_ raw: some StringProtocol) -> String {
    guard raw.utf8.contains(Byte.backslash) else { return String(raw) }
    return String(decoding: unescaped(raw.utf8), as: UTF8.self)
  }

  static func unescaped(_ raw: some Sequence<UInt8>) -> [UInt8] {
    raw.withContiguousStorageIfAvailable { unescaped($0) }
      ?? Array(raw).withUnsafeBufferPointer { unescaped($0) }
  }

  /// Notes are long and escapes few, so what stands between two backslashes is copied in one go.
  private static func unescaped(_ raw: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: raw.count) { result, count in
      func copy(_ range: Range<Int>) {
        _ = result[count..<count + range.count].initialize(from: raw[range])
        count += range.count
      }
      var start = 0
      while let backslash = raw.index(of: Byte.backslash, in: start..<raw.count) {
        copy(start..<backslash)
        guard backslash + 1 < raw.count else { return copy(backslash..<raw.count) }
        let byte = raw[backslash + 1]
        result.initializeElement(at: count, to: byte | 0x20 == 0x6E ? Byte.lineFeed : byte)
        count += 1
        start = backslash + 2
      }
      copy(start..<raw.count)
    }
  }

  /// The texts of a raw list value such as CATEGORIES: split at commas that are not escaped. An
  /// empty value has none.
  public static func unescapeList(_ raw: some StringProtocol) -> [String] {
    guard !raw.isEmpty else { return [] }
    return split(raw.utf8, at: Byte.comma).map {
      String(decoding: unescaped($0), as: UTF8.self)
    }
  }

  /// The parts of a raw value between separators that no backslash precedes.
  static func split(_ raw: some Sequence<UInt8>, at separator: UInt8) -> [[UInt8]] {
    var parts: [[UInt8]] = [[]]
    var isEscaped = false
    for byte in raw {
      if byte == separator, !isEscaped {
        parts.append([])
      } else {
        parts[parts.count - 1].append(byte)
        isEscaped = byte == Byte.backslash && !isEscaped
      }
    }
    return parts
  }

  /// The raw TEXT value for a text: backslash, semicolon, comma and line breaks escaped, other
  /// control characters except the tab removed.
  public static func escape(_ text: some StringProtocol) -> String {
    if !text.utf8.contains(where: mustEscape) { return String(text) }
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 8)
    var previous: UInt8 = 0
    for byte in text.utf8 {
      switch byte {
      case Byte.backslash, Byte.semicolon, Byte.comma:
        result.append(Byte.backslash)
        result.append(byte)
      case Byte.carriageReturn:
        result.append(contentsOf: "\\n".utf8)
      case Byte.lineFeed:
        if previous != Byte.carriageReturn { result.append(contentsOf: "\\n".utf8) }
      case 0..<0x20 where byte != Byte.tab, 0x7F:
        break
      default:
        result.append(byte)
      }
      previous = byte
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func mustEscape(_ byte: UInt8) -> Bool {
    switch byte {
    case Byte.backslash, Byte.semicolon, Byte.comma, 0x7F: true
    default: byte < 0x20 && byte != Byte.tab
    }
  }

  /// The raw value of a list of texts.
  public static func escapeList(_ texts: some Sequence<String>) -> String {
    texts.map { escape($0) }.joined(separator: ",")
  }

  /// The value of a parameter whose text is `raw`, quotes already removed (RFC 6868).
  static func decodedParameter(_ raw: some Collection<UInt8>) -> String {
    guard raw.contains(Byte.caret) else { return String(decoding: raw, as: UTF8.self) }
    var result: [UInt8] = []
    var isEscaped = false
    for byte in raw {
      guard isEscaped else {
        if byte == Byte.caret { isEscaped = true } else { result.append(byte) }
        continue
      }
      isEscaped = false
      switch byte {
      case UInt8(ascii: "n"): result.append(Byte.lineFeed)
      case UInt8(ascii: "'"): result.append(Byte.quote)
      case Byte.caret: result.append(Byte.caret)
      default:
        result.append(Byte.caret)
        result.append(byte)
      }
    }
    if isEscaped { result.append(Byte.caret) }
    return String(decoding: result, as: UTF8.self)
  }

  /// What to write for a parameter value: encoded by RFC 6868 and quoted where it must be.
  static func encodedParameter(_ value: String) -> String {
    let isPlain = value.utf8.allSatisfy { byte in
      switch byte {
      case Byte.caret, Byte.quote, Byte.semicolon, Byte.comma, UInt8(ascii: ":"), 0x7F: false
      default: byte >= 0x20 || byte == Byte.tab
      }
    }
    if isPlain { return value }
    var result = ""
    var needsQuotes = false
    for scalar in value.replacing("\r\n", with: "\n").unicodeScalars {
      switch scalar {
      case "^": result += "^^"
      case "\"": result += "^'"
      case "\n", "\r": result += "^n"
      case ":", ";", ",":
        needsQuotes = true
        result.unicodeScalars.append(scalar)
      case let scalar where (scalar.value < 0x20 && scalar != "\t") || scalar.value == 0x7F:
        break
      default: result.unicodeScalars.append(scalar)
      }
    }
    return needsQuotes ? "\"\(result)\"" : result
  }
}

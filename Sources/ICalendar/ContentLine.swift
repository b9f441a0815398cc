/// One property as it stands in a file, unfolded: `DTSTART;TZID=Europe/Berlin:20260309T090000`
/// (RFC 5545 §3.1).
///
/// A view into its component's text: nothing is decoded, and no string made, before it is asked for.
public struct ContentLine: Sendable {
  let bytes: [UInt8]
  let entry: LineEntry

  /// The line in the file, from 1; 0 for a property that was not read from a file.
  public var line: Int { Int(entry.number) }

  /// The name in upper case, without blanks.
  public var name: String {
    String(
      decoding: bytes[entry.nameRange].lazy.filter { !Byte.isBlank($0) }.map(Byte.uppercased),
      as: UTF8.self)
  }

  /// The value as it is written, escapes and all.
  public var value: String {
    String(decoding: bytes[entry.valueRange], as: UTF8.self)
  }

  /// The value read as TEXT (RFC 5545 §3.3.11), blanks at the ends kept.
  public var text: String {
    withValue { raw in
      raw.index(of: Byte.backslash, in: 0..<raw.count) == nil
        ? String(decoding: raw, as: UTF8.self)
        : String(decoding: CalendarText.unescaped(bytes[entry.valueRange]), as: UTF8.self)
    }
  }

  /// The value read as a list of TEXT.
  public var texts: [String] { CalendarText.unescapeList(value) }

  /// The whole line, unfolded, as it is written.
  public var raw: String {
    String(decoding: bytes[entry.range], as: UTF8.self)
  }

  /// A parameter: its name in upper case and its values, decoded (RFC 6868).
  public struct Parameter: Hashable, Sendable {
    /// In upper case, without spaces: `TZID`.
    public var name: String
    /// Between the commas, without quotes and with `^n`, `^^` and `^'` decoded (RFC 6868 §3.1).
    public var values: [String]

    /// A parameter of values that are not encoded; writing encodes them.
    public init(_ name: String, _ values: String...) {
      self.name = name
      self.values = values
    }

    /// The same of an array.
    public init(name: String, values: [String]) {
      self.name = name
      self.values = values
    }

    /// As it is written: `CN="Mora, Ana"`.
    public var text: String {
      "\(name)=" + values.map(CalendarText.encodedParameter).joined(separator: ",")
    }
  }

  /// All parameters in the order of the file; one without `=` has no values.
  public var parameters: [Parameter] {
    parameterRanges.map { name, values in
      Parameter(name: decodedName(name), values: values.map(decoded))
    }
  }

  /// The value of the parameter with this name (any case), or nil.
  ///
  /// Of a list the first; but commas that somebody forgot to quote (`CN=Mora, Ana`) are kept.
  public func parameter(_ name: String) -> String? {
    var name = name
    return name.withUTF8 { wanted in
      eachParameter { $0.isNamed(wanted) ? $0.text : nil }
    }
  }

  /// What `body` makes of the first parameter of which it makes something, in one walk.
  @inline(__always) @discardableResult
  func eachParameter<Result>(_ body: (RawParameter) -> Result?) -> Result? {
    guard hasParameters else { return nil }
    return bytes.withUnsafeBufferPointer { bytes in
      var scanner = ParameterScanner(bytes, entry)
      while let name = scanner.nextName() {
        var value = name.upperBound..<name.upperBound
        if let first = scanner.nextValue() {
          value = first
          if bytes[first.lowerBound - 1] != Byte.quote {
            while let next = scanner.nextValue() {
              value = first.lowerBound..<next.upperBound
            }
          }
        }
        if let result = body(RawParameter(bytes: bytes, name: name, value: value)) {
          return result
        }
      }
      return nil
    }
  }

  /// Whether one of its parameters may be called `TZID`: few other names and values have a Z.
  var mayHaveZone: Bool {
    hasParameters
      && bytes[Int(entry.nameEnd)..<Int(entry.valueStart)].contains { $0 | 0x20 == 0x7a }
  }

  var hasParameters: Bool { entry.nameEnd + 1 < entry.valueStart }

  /// All values of the parameters with this name.
  public func parameterValues(_ name: String) -> [String] {
    parameters.filter { $0.name.isSame(name) }.flatMap(\.values)
  }

  /// Calls `body` with the bytes of the value.
  func withValue<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[entry.valueRange])) }
  }

  private func decodedName(_ range: Range<Int>) -> String {
    String(
      decoding: bytes[range].lazy.filter { !Byte.isBlank($0) }.map(Byte.uppercased),
      as: UTF8.self)
  }

  private func decoded(_ range: Range<Int>) -> String {
    CalendarText.decodedParameter(bytes[range])
  }

  private var parameterRanges: [(name: Range<Int>, values: [Range<Int>])] {
    bytes.withUnsafeBufferPointer { bytes in
      var scanner = ParameterScanner(bytes, entry)
      var result: [(name: Range<Int>, values: [Range<Int>])] = []
      while let name = scanner.nextName() {
        var values: [Range<Int>] = []
        while let value = scanner.nextValue() { values.append(value) }
        if !name.isEmpty || !values.isEmpty { result.append((name, values)) }
      }
      return result
    }
  }
}

extension ContentLine {
  /// A property made of parts; `rawValue` is taken as it is, so a TEXT must be escaped already.
  public init(_ name: String, _ parameters: [Parameter] = [], rawValue: String) {
    self.init(raw: ContentLine.text(name, parameters, rawValue: rawValue))
  }

  /// A property whose value is a TEXT, which is escaped here.
  public init(_ name: String, _ parameters: [Parameter] = [], text: String) {
    self.init(name, parameters, rawValue: CalendarText.escape(text))
  }

  /// Reads one unfolded line; a line without a colon becomes a name without a value.
  public init(raw: String) {
    bytes = Array(raw.utf8)
    entry = bytes.withUnsafeBufferPointer { buffer in
      LineEntry(reading: buffer, in: 0..<buffer.count, number: 0)
        ?? LineEntry(nameOnly: 0..<buffer.count, of: buffer)
    }
  }

  static func text(_ name: String, _ parameters: [Parameter], rawValue: String) -> String {
    var line = name
    for parameter in parameters { line += ";" + parameter.text }
    // A raw line break would end the property and let the rest pass for another one.
    let isOneLine = !rawValue.utf8.contains { $0 == Byte.lineFeed || $0 == Byte.carriageReturn }
    return line + ":" + (isOneLine ? rawValue : CalendarText.escapeBreaks(rawValue))
  }
}

extension ContentLine: Hashable, CustomStringConvertible {
  /// Whether both say the same, letter by letter, wherever they were read.
  public static func == (left: ContentLine, right: ContentLine) -> Bool {
    left.bytes[left.entry.range] == right.bytes[right.entry.range]
  }

  /// By the text, as equality goes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(bytes[entry.range])
  }

  /// The line unfolded, as it was read.
  public var description: String { raw }
}

extension CalendarText {
  /// Replaces raw line breaks, and nothing else.
  static func escapeBreaks(_ raw: String) -> String {
    raw.replacing("\r\n", with: "\\n").replacing("\n", with: "\\n").replacing("\r", with: "\\n")
  }
}

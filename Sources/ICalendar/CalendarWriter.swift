/// Writes calendars as RFC 5545 wants them: CRLF, UTF-8, lines folded at 75 octets.
///
/// What was read is written back as it was, apart from the folding.
public struct CalendarWriter: Sendable {
  /// What was written so far.
  public private(set) var bytes: [UInt8] = []

  /// A writer that has written nothing yet.
  public init() {}

  /// What was written so far, as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Writes one line, folding it.
  public mutating func write(_ line: ContentLine) {
    line.bytes.withUnsafeBufferPointer { write($0, in: line.entry.range) }
  }

  /// Writes a property made of parts; `rawValue` must be escaped already.
  public mutating func write(
    _ name: String, _ parameters: [ContentLine.Parameter] = [], rawValue: String
  ) {
    write(line: ContentLine.text(name, parameters, rawValue: rawValue))
  }

  /// Writes a component with everything in it.
  public mutating func write(_ component: Component) {
    component.bytes.withUnsafeBufferPointer { bytes in
      for entry in component.entries[component.range] { write(bytes, in: entry.range) }
    }
  }

  /// Writes a calendar: its properties, then its components. One whose components stood alone is
  /// written without BEGIN:VCALENDAR, as it was.
  public mutating func write(_ calendar: CalendarObject) {
    if calendar.isWrapped { write(line: "BEGIN:VCALENDAR") }
    for property in calendar.properties { write(property) }
    for component in calendar.components { write(component) }
    if calendar.isWrapped { write(line: "END:VCALENDAR") }
  }

  /// A whole VCALENDAR.
  ///
  /// - Parameters:
  ///   - product: what wrote it, for PRODID: `-//Daybook//Daybook 0.1//EN`.
  ///   - properties: further properties of the calendar.
  ///   - components: VTIMEZONEs first, by custom.
  public static func calendar(
    product: String, properties: [ContentLine] = [], components: [Component]
  ) -> String {
    let fixed = [
      ContentLine("VERSION", rawValue: "2.0"), ContentLine("PRODID", text: product),
    ]
    return text(of: CalendarObject(properties: fixed + properties, components: components))
  }

  /// A calendar as text.
  public static func text(of calendar: CalendarObject) -> String {
    var writer = CalendarWriter()
    writer.write(calendar)
    return writer.text
  }

  /// The physical lines of one logical line, without line breaks but with the space that begins a
  /// continuation: at most 75 octets each, cut between characters as a reader sees them wherever
  /// that is possible, and never inside the bytes of one (RFC 5545 §3.1).
  public static func fold(_ line: String) -> [String] {
    var writer = CalendarWriter()
    writer.write(line: line)
    var text = writer.text
    text.removeLast()
    return text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
  }

  static let longestLine = 75

  private mutating func write(line: String) {
    var line = line
    line.withUTF8 { write($0, in: 0..<$0.count) }
  }

  private mutating func write(_ line: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
    if range.count <= CalendarWriter.longestLine {
      bytes.append(contentsOf: line[range])
    } else if UnsafeBufferPointer(rebasing: line[range]).isASCII {
      var start = range.lowerBound
      var room = CalendarWriter.longestLine
      while range.upperBound - start > room {
        bytes.append(contentsOf: line[start..<start + room])
        bytes.append(contentsOf: "\r\n ".utf8)
        start += room
        room = CalendarWriter.longestLine - 1
      }
      bytes.append(contentsOf: line[start..<range.upperBound])
    } else {
      foldCharacters(String(decoding: line[range], as: UTF8.self))
    }
    bytes.append(Byte.carriageReturn)
    bytes.append(Byte.lineFeed)
  }

  private mutating func foldCharacters(_ line: String) {
    var used = 0
    func fits(_ count: Int) -> Bool { used + count <= CalendarWriter.longestLine }
    func breakLine() {
      bytes.append(contentsOf: "\r\n ".utf8)
      used = 1
    }
    for character in line {
      let count = character.utf8.count
      if count < CalendarWriter.longestLine {
        if !fits(count) { breakLine() }
        bytes.append(contentsOf: character.utf8)
        used += count
      } else {
        // A letter under a heap of accents: no line could hold it.
        for scalar in character.unicodeScalars {
          let encoded = UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
          if !fits(encoded.count) { breakLine() }
          bytes.append(contentsOf: encoded)
          used += encoded.count
        }
      }
    }
  }
}

extension Component {
  /// Sets a property to a time, with the parameters that it needs.
  public mutating func set(_ name: String, time: CalendarTime) {
    set(name, parameters: time.parameters, rawValue: time.text)
  }

  /// Appends a property that is a time, with the parameters that it needs.
  public mutating func append(_ name: String, time: CalendarTime) {
    append(name, parameters: time.parameters, rawValue: time.text)
  }

  /// The TZIDs that its times name: a calendar that holds it needs a VTIMEZONE for each.
  public var timeZoneNames: Set<String> {
    var names: Set<String> = []
    for line in lines where line.mayHaveZone {
      if let name = line.parameter("TZID") { names.insert(name) }
    }
    for child in children { names.formUnion(child.timeZoneNames) }
    return names
  }
}

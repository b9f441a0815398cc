/// Reads a stream of calendars piece by piece and hands out what it finds as it goes.
///
/// Feed it bytes in chunks of any size; memory is bounded by the largest component. It takes what
/// real files do: any line ends, folding inside characters, several calendars one after another,
/// events without a calendar, missing ENDs, bytes that are not UTF-8. What it skips or repairs is
/// in `notes`.
///
/// ```swift
/// var reader = CalendarReader()
/// while let chunk = file.nextChunk() {
///   reader.read(chunk) { item in … }
/// }
/// reader.finish { item in … }
/// ```
///
/// A VTIMEZONE may come behind the events that need it. Whoever handles events at once should
/// collect the zones in a first run over the bytes, with `CalendarReader.zones(in:)` or a reader
/// made by `init(only: ["VTIMEZONE"])`, which is quick as it keeps nothing else.
public struct CalendarReader: Sendable {
  /// What a reader finds, in the order of the file.
  public enum Item: Sendable {
    /// `BEGIN:VCALENDAR`. Everything up to `calendarEnded` belongs to it.
    case calendarBegan(line: Int)
    /// A property of the calendar itself. May come behind components.
    case property(ContentLine)
    /// A whole VEVENT, VTIMEZONE, … of the calendar, or of none where it stands alone.
    case component(Component)
    /// `END:VCALENDAR`, or where a calendar ends without one.
    case calendarEnded
  }

  /// An unfolded line longer than this many bytes costs its component.
  public static let longestLine = 1 << 20
  /// Components nested deeper than this are skipped.
  public static let deepestNesting = 16
  static let largestComponent = 1 << 28
  static let mostNotes = 1000

  /// What was skipped or repaired so far; at most a thousand notes are kept.
  public internal(set) var notes: [Note] = []
  /// How many notes were left off.
  public internal(set) var notesLeftOff = 0
  /// How many VCALENDARs have begun.
  public internal(set) var calendarCount = 0
  /// Whether the stream ended inside a calendar or component, known after `finish`.
  public internal(set) var isTruncated = false
  /// The number of bytes read.
  public internal(set) var byteCount = 0

  let only: [String]?
  /// The open component's text, and behind it the line being unfolded.
  var buffer: [UInt8] = []
  var entries: [LineEntry] = []
  /// Indices in `entries` of the BEGINs that are still open.
  var open: [Int] = []
  var isInCalendar = false
  /// Why the open component is being skipped, and where it began.
  var skipped: (reason: String?, line: Int)?
  /// BEGINs without END while skipping.
  var skippedDepth = 0
  private var lineStart = 0
  private var lineNumber = 1
  private var startNumber = 1
  private var hasLine = false
  private var isInsideLine = false
  private var endsWithReturn = false
  private var isTooLong = false

  /// A reader of everything, or `only` of top-level components with these names.
  public init(only names: [String]? = nil) {
    only = names?.map { $0.uppercased() }
    buffer.reserveCapacity(4096)
    entries.reserveCapacity(64)
  }

  /// Reads the next chunk and calls `handle` with each item that it completes.
  public mutating func read<Failure: Error>(
    _ chunk: UnsafeRawBufferPointer, _ handle: (Item) throws(Failure) -> Void
  ) throws(Failure) {
    guard let base = chunk.baseAddress, !chunk.isEmpty else { return }
    byteCount += chunk.count
    let end = base + chunk.count
    var position = base
    // Searched for once each, or a file with lone CRs would be scanned again for every line.
    var lineFeed = base - 1
    while position < end {
      if !isInsideLine {
        let byte = position.load(as: UInt8.self)
        if endsWithReturn {
          endsWithReturn = false
          if byte == Byte.lineFeed {
            position += 1
            continue
          }
        }
        if byte == Byte.lineFeed || byte == Byte.carriageReturn {
          // An empty line is skipped as if it were not there, even in front of a continuation.
          lineNumber += 1
          endsWithReturn = byte == Byte.carriageReturn
          position += 1
          continue
        }
        if hasLine, Byte.isBlank(byte) {
          position += 1
        } else {
          try finishLine(handle)
          hasLine = true
          startNumber = lineNumber
          lineStart = buffer.count
        }
        isInsideLine = true
      }
      if lineFeed < position {
        lineFeed = position.first(Byte.lineFeed, count: end - position) ?? end
      }
      var lineEnd = lineFeed
      var next = lineFeed + 1
      if let found = position.first(Byte.carriageReturn, count: lineFeed - position) {
        lineEnd = found
        next = found + 1
        if next == lineFeed, lineFeed < end {
          next += 1
        } else {
          endsWithReturn = true
        }
      }
      append(UnsafeRawBufferPointer(start: position, count: lineEnd - position))
      if lineEnd < end {
        lineNumber += 1
        isInsideLine = false
      }
      position = min(next, end)
    }
  }

  /// Reads the next chunk and calls `handle` with each item that it completes.
  public mutating func read<Failure: Error>(
    _ chunk: [UInt8], _ handle: (Item) throws(Failure) -> Void
  ) throws(Failure) {
    try chunk.withUnsafeBufferPointer { (bytes) throws(Failure) in
      try read(UnsafeRawBufferPointer(bytes), handle)
    }
  }

  /// Ends the stream: hands out what is complete or can be closed.
  public mutating func finish<Failure: Error>(
    _ handle: (Item) throws(Failure) -> Void
  ) throws(Failure) {
    try finishLine(handle)
    hasLine = false
    isInsideLine = false
    guard isInCalendar || !open.isEmpty || skipped != nil else { return }
    isTruncated = true
    note(lineNumber, "truncated: the file ends before END:VCALENDAR")
    try closeComponent(handle)
    if isInCalendar {
      isInCalendar = false
      try handle(.calendarEnded)
    }
  }

  @inline(__always)
  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    if isTooLong || buffer.count - lineStart + bytes.count > CalendarReader.longestLine {
      isTooLong = true
      return
    }
    buffer.append(contentsOf: bytes)
  }

  /// Takes the unfolded line at the end of the buffer, which is complete now.
  private mutating func finishLine<Failure: Error>(
    _ handle: (Item) throws(Failure) -> Void
  ) throws(Failure) {
    guard hasLine else { return }
    hasLine = false
    if isTooLong {
      isTooLong = false
      dropLine()
      let reason = "a line of more than 1 MB was skipped"
      if open.isEmpty, skipped == nil {
        note(startNumber, reason, isLoss: true)
      } else {
        skipComponent(reason)
      }
      return
    }
    let start = lineStart
    let number = UInt32(truncatingIfNeeded: startNumber)
    let entry = buffer.withUnsafeBufferPointer { bytes -> LineEntry? in
      let range = start..<bytes.count
      if let entry = LineEntry(reading: bytes, in: range, number: number) { return entry }
      let trimmed = CalendarReader.trimmed(bytes, range)
      return trimmed.lowerBound == start
        ? nil : LineEntry(reading: bytes, in: trimmed, number: number)
    }
    guard let entry else { return keepStrayLine() }
    try take(entry, handle)
  }

  /// Removes the line at the end of the buffer, and says where it was.
  mutating func dropLine() {
    buffer.removeSubrange(min(lineStart, buffer.count)...)
  }

  /// Makes `line` the only thing in the buffer.
  mutating func beginBuffer(_ line: [UInt8]) {
    buffer.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    lineStart = 0
    buffer.append(contentsOf: line)
  }

  var pendingStart: Int { lineStart }
  var pendingNumber: Int { startNumber }

  /// Without the byte order mark and the blanks in front of a stream.
  private static func trimmed(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Range<Int> {
    var start = range.lowerBound
    if range.count >= 3, bytes[start] == 0xEF, bytes[start + 1] == 0xBB, bytes[start + 2] == 0xBF {
      start += 3
    }
    while start < range.upperBound, Byte.isBlank(bytes[start]) { start += 1 }
    return start..<range.upperBound
  }

  mutating func note(
    _ line: Int, _ reason: String, _ text: String = "", isLoss: Bool = false
  ) {
    if notes.count < CalendarReader.mostNotes {
      notes.append(Note(line: line, reason: reason, text: text, isLoss: isLoss))
    } else {
      notesLeftOff += 1
    }
  }
}

internal import DaybookCore
import GRDB
internal import ICalendar

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads one file into a calendar.
struct EventImporter {
  private(set) var outcome: ImportOutcome
  /// The rows that the files so far have; nil where nobody asks.
  private(set) var seen: Set<Int>?
  private let writer: EventWriter
  private let database: ZoneDatabase
  private let calendar: CalendarID
  private let file: ImportFile
  private var definitions: [Component] = []
  private var timezone: String?
  private var isCancellation = false
  private var scope: ZoneScope?
  /// Events whose zone is not known yet: it may be defined behind them.
  private var waiting: [Component] = []
  /// Counts events without UID by what they are.
  private var nameless: [String: Int] = [:]
  /// Rows this file has changed, and a hash of the text that each had before: the texts themselves
  /// could be as long as the file.
  private var originals: [Int: Int] = [:]

  init(
    writer: EventWriter, zones: ZoneDatabase, calendar: CalendarID, file: ImportFile,
    seen: Set<Int>?
  ) {
    self.writer = writer
    database = zones
    self.calendar = calendar
    self.file = file
    self.seen = seen
    outcome = ImportOutcome(name: file.name)
  }

  mutating func run() throws {
    var reader = CalendarReader()
    var failure: Failure?
    switch file.source {
    case .bytes(let bytes):
      try reader.read(bytes) { item throws in try take(item) }
    case .path(let path):
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      if descriptor < 0 {
        failure = unreadable()
      } else {
        defer { close(descriptor) }
        failure = try read(descriptor, with: &reader)
      }
    case .descriptor(let descriptor):
      failure = try read(descriptor, with: &reader)
    }
    try reader.finish { item throws in try take(item) }
    try takeWaiting()
    try writer.finish()
    outcome.skipped += reader.notes.filter(\.isLoss)
    outcome.notes += reader.notes.filter { !$0.isLoss }
    outcome.skipped.sort { $0.line < $1.line }
    if let failure {
      outcome.failure = failure
    } else if reader.calendarCount == 0, outcome.events + outcome.overrides == 0 {
      outcome.failure = Failure(
        code: "no_calendar",
        message: "\(file.name == "-" ? "standard input" : file.name) holds no calendar",
        hint: "an .ics file begins with BEGIN:VCALENDAR")
    }
  }

  private func unreadable() -> Failure {
    Failure(
      code: "cannot_read",
      message: "\(file.name) cannot be read: \(String(cString: strerror(errno)))",
      hint: "check the path and its permissions")
  }

  private mutating func read(_ descriptor: Int32, with reader: inout CalendarReader) throws
    -> Failure?
  {
    let size = 256 * 1024
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    defer { chunk.deallocate() }
    while true {
      let count = readBytes(descriptor, chunk.baseAddress, size)
      if count == 0 { return nil }
      if count < 0 {
        if errno == EINTR { continue }
        return unreadable()
      }
      try reader.read(UnsafeRawBufferPointer(rebasing: chunk[..<count])) { item throws in
        try take(item)
      }
    }
  }

  private mutating func take(_ item: CalendarReader.Item) throws {
    switch item {
    case .calendarBegan:
      try takeWaiting()
      definitions = []
      timezone = nil
      isCancellation = false
      scope = nil
    case .calendarEnded:
      try takeWaiting()
      definitions = []
      timezone = nil
      isCancellation = false
      scope = nil
    case .property(let line):
      switch line.name.uppercased() {
      case "X-WR-TIMEZONE":
        timezone = line.text
        scope = nil
      case "METHOD": isCancellation = line.value.uppercased() == "CANCEL"
      default: break
      }
    case .component(let component):
      switch component.name {
      case "VTIMEZONE":
        definitions.append(component)
        scope = nil
      case "VEVENT":
        // What is still to come may say what its times mean; but memory has an end.
        if needsMore(component), waiting.count < 10_000 {
          waiting.append(component)
        } else {
          try store(component)
        }
      default: break
      }
    }
  }

  private func needsMore(_ component: Component) -> Bool {
    guard let line = component.first("DTSTART") else { return false }
    guard let tzid = line.parameter("TZID") else {
      return timezone == nil && component.line > 0
        && !line.value.utf8.contains { $0 | 0x20 == 0x7a }
        && line.value.utf8.count > 8
    }
    return database.zone(tzid) == nil
      && !definitions.contains { $0.first("TZID")?.text == tzid }
  }

  private mutating func takeWaiting() throws {
    let components = waiting
    waiting = []
    for component in components { try store(component) }
  }

  private mutating func store(_ component: Component) throws {
    var component = component
    if isCancellation { component.set("STATUS", rawValue: "CANCELLED") }
    let scope = self.scope ?? ZoneScope(database, definitions: definitions, fallback: timezone)
    self.scope = scope
    if component.first("UID")?.text.isEmpty ?? true { giveUID(&component) }
    let read: EventComponent
    do throws(ICalendarError) {
      read = try EventComponent(component, zones: scope.resolver)
    } catch {
      outcome.skipped.append(
        Note(line: error.line ?? component.line, reason: error.reason, isLoss: true))
      return
    }
    if component.has("RECURRENCE-ID") { outcome.overrides += 1 } else { outcome.events += 1 }
    let draft = EventDraft(
      event: Event(reading: read, calendar: calendar), read: read,
      zones: try writer.references.references(of: read, in: scope))
    let put = try writer.put(draft, .newerWins)
    seen?.insert(put.row)
    count(put.row, put.effect, old: put.old, new: draft.event.source)
  }

  /// A key that is twice in a file counts once, by what it was before the file and is behind it.
  private mutating func count(_ row: Int, _ effect: EventWriter.Effect, old: String?, new: String) {
    if let original = originals[row] {
      guard effect == .updated else { return }
      if original == new.hashValue {
        outcome.updated -= 1
        outcome.unchanged += 1
      } else if old?.hashValue == original {
        outcome.updated += 1
        outcome.unchanged -= 1
      }
      return
    }
    switch effect {
    case .added:
      outcome.added += 1
      originals[row] = "".hashValue
    case .updated:
      outcome.updated += 1
      originals[row] = old?.hashValue
    case .unchanged:
      outcome.unchanged += 1
    }
  }

  /// Made of what the event is, so that the next import finds it again.
  private mutating func giveUID(_ component: inout Component) {
    let start = component.first("DTSTART")?.raw ?? ""
    let title = component.first("SUMMARY")?.value ?? ""
    let number = nameless[start + "\n" + title, default: 0]
    nameless[start + "\n" + title] = number + 1
    component.set(
      "UID", rawValue: StableID.make("uid", calendar.raw, start, title, String(number)))
  }
}

/// `read(2)`, which a method of the same name would hide.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ size: Int) -> Int
{
  read(descriptor, buffer, size)
}

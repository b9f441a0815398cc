internal import DaybookCore
internal import ICalendar

/// Reads a feed or file, chunk by chunk, into events as a provider hands them over, and what it
/// says of itself.
struct FeedReader {
  private var reader = CalendarReader()
  private var hash = ContentHash()
  private let found = FeedCollector()

  mutating func read(_ bytes: UnsafeRawBufferPointer) {
    hash.mix(bytes)
    reader.read(bytes, found.add)
  }

  /// Ends the text and says what it held.
  /// - Parameter seed: makes the UIDs of events that have none; the same at every fetch.
  mutating func finish(seed: String) -> FeedContent {
    reader.finish(found.add)
    var events = FeedEvents(seed: seed)
    for event in found.events {
      let scope = found.scopes[event.scope]
      events.add(event.component, zones: scope.zones, isCancelled: scope.isCancelling)
    }
    var notes = reader.notes.map { "line \($0.line): \($0.reason)" } + events.notes
    if reader.notesLeftOff > 0 { notes.append("and \(reader.notesLeftOff) more") }
    return FeedContent(
      events: events.resources(), name: found.name ?? found.otherName ?? "", color: found.color,
      timezone: found.timezone, refresh: found.refresh ?? found.otherRefresh, notes: notes,
      hasCalendar: reader.calendarCount > 0, isTruncated: reader.isTruncated, hash: hash.text)
  }

  static func content(of bytes: [UInt8], seed: String) -> FeedContent {
    var reader = FeedReader()
    bytes.withUnsafeBytes { reader.read($0) }
    return reader.finish(seed: seed)
  }
}

/// What a feed or file held.
struct FeedContent {
  var events: [RemoteEvent]
  var name: String
  var color: String?
  var timezone: String?
  /// Seconds between two fetches that it asks for.
  var refresh: Int?
  var notes: [String]
  /// Whether there was a `BEGIN:VCALENDAR` at all.
  var hasCalendar: Bool
  var isTruncated: Bool
  /// Of every byte.
  var hash: String
}

/// Sorts what a reader hands out: events by the calendar they stand in, and the calendar's own words.
private final class FeedCollector {
  private(set) var scopes = [Scope()]
  private(set) var events: [(component: Component, scope: Int)] = []
  private(set) var name: String?
  private(set) var otherName: String?
  private(set) var color: String?
  private(set) var timezone: String?
  private(set) var refresh: Int?
  private(set) var otherRefresh: Int?

  /// One VCALENDAR: zones and method of one mean nothing in the next.
  struct Scope {
    var zones: [String: Component] = [:]
    var isCancelling = false
  }

  func add(_ item: CalendarReader.Item) {
    switch item {
    case .calendarBegan: scopes.append(Scope())
    case .calendarEnded: scopes.append(Scope())
    case .property(let line): add(line)
    case .component(let component):
      switch component.name {
      case "VEVENT": events.append((component, scopes.count - 1))
      case "VTIMEZONE":
        if let id = component.first("TZID")?.value {
          scopes[scopes.count - 1].zones[id] = component
        }
      default: break
      }
    }
  }

  private func add(_ line: ContentLine) {
    switch line.name {
    case "NAME": name = name ?? words(line)
    case "X-WR-CALNAME": otherName = otherName ?? words(line)
    case "COLOR", "X-APPLE-CALENDAR-COLOR": color = color ?? CalendarColor.hex(line.value)
    case "X-WR-TIMEZONE": timezone = timezone ?? words(line)
    case "METHOD":
      if line.value.uppercased() == "CANCEL" { scopes[scopes.count - 1].isCancelling = true }
    case "REFRESH-INTERVAL": refresh = refresh ?? seconds(line)
    case "X-PUBLISHED-TTL": otherRefresh = otherRefresh ?? seconds(line)
    default: break
    }
  }

  private func words(_ line: ContentLine) -> String? {
    let text = line.text[...].trimmed
    return text.isEmpty ? nil : text
  }

  private func seconds(_ line: ContentLine) -> Int? {
    guard let duration = try? CalendarDuration(text: line.value), !duration.isNegative else {
      return nil
    }
    return duration.days * 86_400 + duration.seconds
  }
}

/// Colours as calendars write them.
enum CalendarColor {
  /// `#rrggbb` of `#RRGGBB` and `#RRGGBBAA`; nil for names and anything else.
  static func hex(_ text: String) -> String? {
    let text = text[...].trimmed.lowercased()
    guard text.first == "#", text.utf8.count == 7 || text.utf8.count == 9,
      text.dropFirst().allSatisfy(\.isHexDigit)
    else { return nil }
    return String(text.prefix(7))
  }
}

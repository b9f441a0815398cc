/// A whole file in memory: its calendars and what was noted on the way.
///
/// For files of unknown size use `CalendarReader`, which keeps nothing.
public struct CalendarDocument: Sendable {
  /// The calendars in the order of the file. Components outside any VCALENDAR are gathered in one
  /// more, which says so.
  public var calendars: [CalendarObject] = []
  /// What was repaired, guessed or left out, in the order in which it was met.
  public var notes: [Note] = []
  /// Whether the file ended before its END:VCALENDAR.
  public var isTruncated = false
  /// Whether there was a BEGIN:VCALENDAR at all. A login page has none.
  public var hasCalendar = false

  /// Reads everything; never fails, for what cannot be read is in `notes`.
  public static func read(_ bytes: UnsafeRawBufferPointer) -> CalendarDocument {
    var document = CalendarDocument()
    var builder = Builder()
    var reader = CalendarReader()
    reader.read(bytes) { builder.take($0) }
    reader.finish { builder.take($0) }
    document.calendars = builder.calendars
    document.notes = reader.notes
    document.isTruncated = reader.isTruncated
    document.hasCalendar = reader.calendarCount > 0
    return document
  }

  /// The same of an array; never fails.
  public static func read(_ bytes: [UInt8]) -> CalendarDocument {
    bytes.withUnsafeBytes { read($0) }
  }

  /// The same of text, taken as UTF-8; never fails.
  public static func read(_ text: String) -> CalendarDocument {
    var text = text
    return text.withUTF8 { read(UnsafeRawBufferPointer($0)) }
  }

  private struct Builder {
    var calendars: [CalendarObject] = []
    var isInCalendar = false

    mutating func take(_ item: CalendarReader.Item) {
      switch item {
      case .calendarBegan(let line):
        calendars.append(CalendarObject(line: line))
        isInCalendar = true
      case .calendarEnded:
        isInCalendar = false
      case .property(let property):
        calendars[calendars.count - 1].properties.append(property)
      case .component(let component):
        if !isInCalendar, calendars.last?.isWrapped != false {
          calendars.append(CalendarObject(line: component.line, isWrapped: false))
        }
        calendars[calendars.count - 1].components.append(component)
      }
    }
  }
}

/// The same, under the name that says which standard.
public typealias ICalendarDocument = CalendarDocument

/// One VCALENDAR (RFC 5545 §3.4): a scope of its own for time zones and METHOD.
public struct CalendarObject: Sendable {
  /// The calendar's own properties in the order of the file (RFC 5545 §3.7, RFC 7986 §5).
  public var properties: [ContentLine]
  /// Events, time zones and everything else, in the order of the file.
  public var components: [Component]
  /// The line of BEGIN:VCALENDAR, or of the first component where there is none.
  public var line: Int
  /// False for components that stand outside any VCALENDAR.
  public var isWrapped: Bool

  /// A calendar made of its parts; `line` 0 means that it was read nowhere.
  public init(
    properties: [ContentLine] = [], components: [Component] = [], line: Int = 0,
    isWrapped: Bool = true
  ) {
    self.properties = properties
    self.components = components
    self.line = line
    self.isWrapped = isWrapped
  }

  /// The first property of the calendar itself with this name (any case), or nil.
  public func first(_ name: String) -> ContentLine? {
    properties.first { $0.name.isSame(name) }
  }

  /// The VTIMEZONEs.
  public var timeZones: [Component] { components.filter { $0.isNamed("VTIMEZONE") } }

  /// The VEVENTs.
  public var events: [Component] { components.filter { $0.isNamed("VEVENT") } }

  /// NAME (RFC 7986) or X-WR-CALNAME.
  public var name: String? { (first("NAME") ?? first("X-WR-CALNAME"))?.text }

  /// METHOD in upper case (RFC 5546), or nil for plain data.
  public var method: String? { first("METHOD")?.value.trimmed.uppercased() }

  /// X-WR-TIMEZONE as it is written.
  public var timeZoneName: String? {
    first("X-WR-TIMEZONE").map { $0.text.trimmed }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The zones of this calendar, wherever in it they are defined.
  ///
  /// - Parameter fallback: the zone for times without one, where the calendar names none itself.
  public func zones(in database: ZoneDatabase, fallback: Zone? = nil) -> ZoneResolver {
    let definitions = timeZones
    let own = timeZoneName.flatMap {
      ZoneResolver(database: database, definitions: definitions).find($0).zone
    }
    return ZoneResolver(
      database: database, definitions: definitions, fallback: own ?? fallback)
  }

  /// The events, read with these zones; what has no usable start is left out and noted.
  public func readEvents(zones: ZoneResolver) -> (events: [EventComponent], notes: [Note]) {
    var events: [EventComponent] = []
    var notes: [Note] = []
    for component in components where component.isNamed("VEVENT") {
      do throws(ICalendarError) {
        events.append(try EventComponent(component, zones: zones))
      } catch {
        notes.append(
          Note(line: component.line, reason: "the event was skipped: \(error)", isLoss: true))
      }
    }
    return (events, notes)
  }
}

extension CalendarReader {
  /// The VTIMEZONEs of each VCALENDAR, in order: a quick first run over bytes in memory for those
  /// who handle events while they read and cannot wait for zones that come last.
  public static func zones(in bytes: UnsafeRawBufferPointer) -> [[Component]] {
    var calendars: [[Component]] = []
    var reader = CalendarReader(only: ["VTIMEZONE"])
    let take: (Item) -> Void = { item in
      switch item {
      case .calendarBegan: calendars.append([])
      case .component(let zone) where !calendars.isEmpty:
        calendars[calendars.count - 1].append(zone)
      default: break
      }
    }
    reader.read(bytes, take)
    reader.finish(take)
    return calendars
  }
}

/// A VEVENT (RFC 5545 §3.6.1) with its properties given meaning.
///
/// Only the times are read at once; everything else is decoded when it is asked for. What is not
/// here is in `component`.
public struct EventComponent: Sendable {
  /// The VEVENT as it was read, with everything that has no name here.
  public let component: Component
  /// What its TZIDs mean.
  public let zones: ZoneResolver
  /// Where the event begins. A floating DTSTART beside a zoned DTEND takes that one's zone.
  public let start: CalendarTime
  /// Where it ends, itself not included.
  public let end: CalendarTime
  /// How long it and its repetitions last.
  public let length: EventLength

  /// - Throws: `noStart` or `unreadableTime`; every other fault is a note.
  public init(_ component: Component, zones: ZoneResolver) throws(ICalendarError) {
    var ignored: [Note] = []
    try self.init(component, zones: zones, notes: &ignored)
  }

  /// As `init(_:zones:)`, telling what was wrong with the times.
  public init(
    _ component: Component, zones: ZoneResolver, notes: inout [Note]
  ) throws(ICalendarError) {
    self.component = component
    self.zones = zones
    let times = try EventTimes(component, zones: zones, notes: &notes)
    start = times.start
    end = times.end
    length = times.length
  }

  /// Everything that is wrong with the event, found by reading all of it.
  public var notes: [Note] {
    var notes: [Note] = []
    do throws(ICalendarError) {
      _ = try EventTimes(component, zones: zones, notes: &notes)
    } catch {
      notes.append(Note(line: component.line, reason: "\(error)"))
    }
    _ = recurrence(notes: &notes)
    if uid == nil { notes.append(Note(line: component.line, reason: "the event has no UID")) }
    if let line = component.first("RECURRENCE-ID"),
      CalendarTime.read(line, zones: zones, notes: &notes) == nil
    {
      notes.append(Note(line: line.line, reason: "RECURRENCE-ID is no time", text: line.raw))
    }
    return notes
  }

  /// Whether DTSTART is a DATE (RFC 5545 §3.6.1).
  public var isAllDay: Bool { start.isDate }

  /// UID, or nil where it is missing or empty.
  public var uid: String? { trimmedText("UID") }

  /// The original start of the instance that this event replaces (§3.8.4.4), or nil for a master
  /// and for one whose RECURRENCE-ID cannot be read.
  public var recurrenceID: CalendarTime? {
    component.first("RECURRENCE-ID").flatMap { CalendarTime.read($0, zones: zones) }
  }

  /// Whether it replaces its instance and all later ones. The obsolete THISANDPRIOR does not count.
  public var isThisAndFuture: Bool {
    component.first("RECURRENCE-ID")?.parameter("RANGE")?.trimmed.isSame("THISANDFUTURE") ?? false
  }

  /// SEQUENCE, 0 where it is missing or no number.
  public var sequence: Int {
    guard let line = component.first("SEQUENCE") else { return 0 }
    return Int(line.value.trimmed) ?? 0
  }

  /// DTSTAMP (RFC 5545 §3.8.7.2), or nil where it is missing or cannot be read.
  public var stamp: Instant? { instant("DTSTAMP") }
  /// LAST-MODIFIED (RFC 5545 §3.8.7.3), or nil as above.
  public var lastModified: Instant? { instant("LAST-MODIFIED") }
  /// CREATED (RFC 5545 §3.8.7.1), or nil as above.
  public var created: Instant? { instant("CREATED") }

  /// SUMMARY (RFC 5545 §3.8.1.12) unescaped, or nil where there is none.
  public var summary: String? { text("SUMMARY") }
  /// LOCATION (RFC 5545 §3.8.1.7) unescaped, or nil where there is none.
  public var location: String? { text("LOCATION") }
  /// DESCRIPTION (RFC 5545 §3.8.1.5) unescaped, or nil where there is none.
  public var description: String? { text("DESCRIPTION") }
  /// URL (RFC 5545 §3.8.4.6) without spaces around it, unchecked; nil where there is none.
  public var url: String? { trimmedText("URL") }
  /// COLOR (RFC 7986), as it is written.
  public var color: String? { trimmedText("COLOR") }
  /// CATEGORIES of all lines in one list (RFC 5545 §3.8.1.2).
  public var categories: [String] { component.all("CATEGORIES").flatMap(\.texts) }

  /// STATUS (RFC 5545 §3.8.1.11), or nil where it is missing or unknown.
  public var status: Status? { Status("STATUS", of: component) }

  /// Whether it takes up time (TRANSP); opaque where nothing is said.
  public var isTransparent: Bool {
    transparency == .transparent
  }

  /// TRANSP, or nil where it is missing or unknown.
  public var transparency: Transparency? { Transparency("TRANSP", of: component) }

  /// X-MICROSOFT-CDO-BUSYSTATUS, finer than TRANSP; nil where it is missing or unknown.
  public var busyStatus: BusyStatus? { BusyStatus(of: component) }

  /// CLASS: public where nothing is said, private where something unknown is (§3.8.1.3).
  public var classification: Classification {
    guard let line = component.first("CLASS") else { return .public }
    let text = line.value.trimmed.keyword
    return text.isEmpty ? .public : Classification(rawValue: text) ?? .private
  }

  /// ORGANIZER (RFC 5545 §3.8.4.3), or nil where there is none.
  public var organizer: Attendee? { component.first("ORGANIZER").map { Attendee($0) } }
  /// Every ATTENDEE (RFC 5545 §3.8.4.1) in the order of the text.
  public var attendees: [Attendee] { component.all("ATTENDEE").map { Attendee($0) } }
  /// Every VALARM inside (RFC 5545 §3.6.6) in the order of the text.
  public var alarms: [Alarm] {
    component.children.filter { $0.isNamed("VALARM") }.map { Alarm($0) }
  }

  /// The RRULEs as they are written; properly there is at most one.
  public var rules: [String] { component.all("RRULE").map(\.value) }

  /// Whether it repeats: has RRULE or RDATE.
  public var isRecurring: Bool { component.has("RRULE") || component.has("RDATE") }

  private func text(_ name: String) -> String? { component.first(name)?.text }

  private func trimmedText(_ name: String) -> String? {
    guard let text = component.first(name)?.text.trimmed, !text.isEmpty else { return nil }
    return text
  }

  /// A time that must be in UTC and is read so where the Z is missing.
  private func instant(_ name: String) -> Instant? {
    guard let line = component.first(name) else { return nil }
    switch line.withValue({ RawTime.read($0) }) {
    case .utc(let local), .local(let local): return Instant(seconds: local.wallSeconds)
    case .date(let day): return Instant(seconds: LocalDateTime(day).wallSeconds)
    case nil: return nil
    }
  }
}

/// How long an event lasts, and what that means for repetitions in other weeks.
public enum EventLength: Hashable, Sendable {
  /// Whole days of an all-day event, at least one.
  case days(Int)
  /// Seconds that pass: from DTEND, or a DURATION with a part of time.
  case exact(Int)
  /// Days on the wall: the same clock time on a later day, from a DURATION in days or weeks.
  case nominal(Int)

  /// Whether it takes no time.
  public var isZero: Bool {
    switch self {
    case .days(let count), .exact(let count), .nominal(let count): count == 0
    }
  }

  /// The length in seconds where no clock changes.
  public var seconds: Int {
    switch self {
    case .days(let days), .nominal(let days): days * 86_400
    case .exact(let seconds): seconds
    }
  }
}

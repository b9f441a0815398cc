internal import DaybookCore
internal import ICalendar

/// The fields of an event that can be written, as a VEVENT says them. What two of them say
/// differently is what was changed, and all that is sent.
struct GraphFields: Sendable {
  private(set) var values: [String: JSONValue] = [:]
  /// Whom it invites, lower-case, by what they are to it.
  private(set) var guests: [String: String] = [:]
  /// The notes, written apart since the other side keeps them as HTML.
  private(set) var notes: String
  /// What it repeats by; nil where Graph cannot say it, which is an error only if it is to be sent.
  private var recurrence: Result<JSONValue, ProviderError>
  /// What it repeats by, as it is written here.
  private let repetition: [String]

  /// - Parameter repeats: whether it is a master, or an event of its own.
  /// - Throws: `malformedResponse` never; `inexpressible` where its times cannot be said.
  init(_ component: Component, zones: GraphZones, repeats: Bool = true) throws(ProviderError) {
    let event: EventComponent
    do throws(ICalendarError) {
      event = try EventComponent(component, zones: zones.resolver)
    } catch {
      throw .notTaken(.inexpressible("an event whose times cannot be read"))
    }
    notes = event.description ?? ""
    let isRepeating = repeats && (component.has("RRULE") || component.has("RDATE"))
    values["subject"] = .text(event.summary ?? "")
    values["isAllDay"] = .bool(event.isAllDay)
    values["start"] = try Self.time(event.start, zones, isRepeating)
    values["end"] = try Self.time(event.end, zones, false)
    values["location"] = ["displayName": .text(event.location ?? "")]
    values["showAs"] = .text(Self.claim(of: event))
    values["sensitivity"] = .text(Self.sensitivity(of: component))
    values["importance"] = .text(Self.importance(of: component))
    values["categories"] = .list(event.categories.map { .text($0) })
    let reminder = Self.reminder(of: event)
    values["isReminderOn"] = .bool(reminder != nil)
    if let reminder { values["reminderMinutesBeforeStart"] = .number(reminder) }
    let organizer = event.organizer?.address
    for attendee in event.attendees where attendee.address != organizer {
      guard attendee.address.contains("@") else { continue }
      guests[attendee.address] = Self.type(of: attendee)
      names[attendee.address] = attendee.name
    }
    repetition =
      repeats
      ? component.lines.filter { ["RRULE", "EXRULE"].contains($0.name) }.map(\.raw) : []
    do throws(ProviderError) {
      recurrence = .success(repeats ? try zones.recurrence(of: event) : .null)
    } catch {
      recurrence = .failure(error)
    }
  }

  private var names: [String: String] = [:]

  /// All there is to say of a new event.
  func creation() throws(ProviderError) -> [String: JSONValue] {
    var fields = values
    if case .list(let names)? = fields["categories"], names.isEmpty { fields["categories"] = nil }
    if fields["location"] == ["displayName": ""] { fields["location"] = nil }
    if !notes.isEmpty { fields["body"] = Self.body(notes) }
    if !guests.isEmpty { fields["attendees"] = attendees }
    let repeats = try recurrence.get()
    if repeats != .null { fields["recurrence"] = repeats }
    return fields
  }

  /// What is different from `base`, without the notes.
  func changes(from base: GraphFields) throws(ProviderError) -> [String: JSONValue] {
    var changed = values.filter { base.values[$0.key] != $0.value }
    let times = ["start", "end", "isAllDay"]
    if times.contains(where: { changed[$0] != nil }) {
      for name in times { changed[name] = values[name] }
    }
    if guests != base.guests { changed["attendees"] = attendees }
    if repetition != base.repetition || isMoved(from: base) {
      let repeats = try recurrence.get()
      if (try? base.recurrence.get()) != repeats { changed["recurrence"] = repeats }
    }
    return changed
  }

  func hasOtherNotes(than base: GraphFields) -> Bool {
    Self.plain(notes) != Self.plain(base.notes)
  }

  static func body(_ notes: String) -> JSONValue {
    ["contentType": "text", "content": .text(notes)]
  }

  /// A series' range must begin on the day of its start.
  private func isMoved(from base: GraphFields) -> Bool {
    values["start"] != base.values["start"] && !repetition.isEmpty
  }

  private var attendees: JSONValue {
    .list(
      guests.sorted { $0.key < $1.key }.map { address, type in
        var person: [String: JSONValue] = ["address": .text(address)]
        if let name = names[address] { person["name"] = .text(name) }
        return ["emailAddress": .object(person), "type": .text(type)]
      })
  }

  // MARK: - Single fields

  private static func time(_ time: CalendarTime, _ zones: GraphZones, _ isRepeating: Bool)
    throws(ProviderError) -> JSONValue
  {
    if let value = zones.value(time) { return value }
    guard !isRepeating else {
      // In UTC the series would shift with summer time.
      throw .notTaken(
        .inexpressible(
          "a series in the zone \(time.zone?.identifier ?? "it names"), which Windows lacks"))
    }
    let instant = time.instant(viewer: zones.fallback)
    return GraphZones.value(LocalDateTime(wallSeconds: instant.seconds), "UTC")
  }

  private static func claim(of event: EventComponent) -> String {
    switch event.busyStatus {
    case .free: "free"
    case .tentative: "tentative"
    case .busy: "busy"
    case .outOfOffice: "oof"
    case .workingElsewhere: "workingElsewhere"
    case nil: event.isTransparent ? "free" : event.status == .tentative ? "tentative" : "busy"
    }
  }

  private static func sensitivity(of component: Component) -> String {
    switch component.first("CLASS")?.value.uppercased() {
    case nil, "PUBLIC", "": "normal"
    case "X-PERSONAL": "personal"
    case "CONFIDENTIAL": "confidential"
    default: "private"
    }
  }

  private static func importance(of component: Component) -> String {
    switch component.first("PRIORITY").flatMap({ Int($0.value) }) ?? 0 {
    case 1...4: "high"
    case 6...9: "low"
    default: "normal"
    }
  }

  /// Minutes before the start of the first alarm that knows such.
  private static func reminder(of event: EventComponent) -> Int? {
    for alarm in event.alarms where alarm.action != "NONE" {
      guard case .relative(let duration, toEnd: false)? = alarm.trigger else { continue }
      return -(duration.days * 86_400 + duration.seconds) / 60
    }
    return nil
  }

  private static func type(of attendee: EventComponent.Attendee) -> String {
    if attendee.kind == .resource || attendee.kind == .room { return "resource" }
    return attendee.role == .optional || attendee.role == .observer ? "optional" : "required"
  }

  /// Notes without what HTML does not keep.
  private static func plain(_ notes: String) -> [Substring] {
    notes.split(whereSeparator: \.isWhitespace)
  }
}

internal import DaybookCore
internal import ICalendar

/// Makes VEVENTs of events as Graph tells them.
struct GraphComponents: Sendable {
  let zones: GraphZones
  /// Who I am in this calendar, lower-case.
  let me: Set<String>

  /// Where an event stands that belongs to a series.
  enum Role: Sendable {
    /// It stands alone.
    case single
    /// The series itself, with the slots in which the server's occurrences differ from its rule.
    case master(GraphCorrections)
    /// What replaces one slot, of a series that has this UID and begins so.
    case exception(slot: CalendarTime, uid: String)
  }

  /// The UID that both sides know the event by: the one it was made under here, else Exchange's.
  static func uid(of event: GraphEvent) -> String {
    event.transaction.flatMap { GraphTransaction.uid(in: $0) } ?? event.uid ?? event.id
  }

  /// nil where it cannot be told when the event is.
  func component(_ event: GraphEvent, as role: Role = .single) -> Component? {
    guard let (start, end) = times(of: event, role) else { return nil }
    var lines = EventLines()
    switch role {
    case .exception(_, let uid): lines.text("UID", uid)
    case .single, .master: lines.text("UID", Self.uid(of: event))
    }
    let stamp = event.modified ?? event.created ?? start.instant(viewer: .utc)
    lines.time("DTSTAMP", .utc(stamp))
    if let created = event.created { lines.time("CREATED", .utc(created)) }
    if let modified = event.modified { lines.time("LAST-MODIFIED", .utc(modified)) }
    if case .exception(let slot, _) = role { lines.time("RECURRENCE-ID", slot) }
    lines.time("DTSTART", start)
    lines.time("DTEND", end)
    if case .master(let corrections) = role {
      if let rule = event.recurrence?.rule(from: start) { lines.raw("RRULE", rule.text) }
      lines.times("RDATE", corrections.added(like: start))
      lines.times("EXDATE", corrections.removed(like: start))
    }
    lines.text("SUMMARY", event.subject ?? "")
    if let place = place(of: event) { lines.text("LOCATION", place) }
    if let notes = notes(of: event) { lines.text("DESCRIPTION", notes) }
    if event.isCancelled { lines.raw("STATUS", "CANCELLED") }
    claims(of: event, &lines)
    people(of: event, &lines)
    if let url = event.joinURL, !url.isEmpty {
      lines.text("X-MICROSOFT-SKYPETEAMSMEETINGURL", url)
    }
    if !event.categories.isEmpty {
      lines.texts("CATEGORIES", event.categories)
    }
    if let minutes = event.reminder { lines.reminder(minutes) }
    return lines.component()
  }

  /// When it begins and ends. All-day events come as midnights whatever zone was asked for: their
  /// dates are taken as they stand.
  func times(of event: GraphEvent, _ role: Role = .single) -> (CalendarTime, CalendarTime)? {
    if event.isAllDay {
      guard let first = event.start?.local?.day, let last = event.end?.local?.day else {
        return nil
      }
      return (.date(first), .date(max(first + 1, last)))
    }
    guard let first = zones.instant(event.start), let last = zones.instant(event.end) else {
      return nil
    }
    var zone = zones.zone(event.startZone)
    if case .master = role {
      // It repeats on the wall of this zone; where nobody knows it, on the person's own.
      let named = event.recurrence?.range?.recurrenceTimeZone ?? event.startZone
      zone = zones.zone(named) ?? (named == nil ? zone : zones.fallback)
    }
    let end = zones.zone(event.endZone) ?? zone
    return (GraphZones.time(first, in: zone), GraphZones.time(max(first, last), in: end))
  }

  private func place(of event: GraphEvent) -> String? {
    if let name = event.location, !name.isEmpty { return name }
    let names = event.locations.filter { !$0.isEmpty }
    return names.isEmpty ? nil : names.joined(separator: "; ")
  }

  private func notes(of event: GraphEvent) -> String? {
    let content = event.body?.content ?? event.preview ?? ""
    let text = event.body?.isHTML == true ? HTMLText.plain(content, .folded) : content
    return text.utf8.contains { $0 > 0x20 } ? text : nil
  }

  /// How much of a claim it makes, and who may know.
  private func claims(of event: GraphEvent, _ lines: inout EventLines) {
    if let (transparency, busy) = Self.claims[event.showAs?.lowercased() ?? ""] {
      lines.raw("TRANSP", transparency)
      lines.raw("X-MICROSOFT-CDO-BUSYSTATUS", busy)
    }
    if let word = Self.classes[event.sensitivity?.lowercased() ?? ""] { lines.raw("CLASS", word) }
    switch event.importance?.lowercased() {
    case "high": lines.raw("PRIORITY", "1")
    case "low": lines.raw("PRIORITY", "9")
    default: break
    }
  }

  static let claims: [String: (transparency: String, busy: String)] = [
    "free": ("TRANSPARENT", "FREE"), "tentative": ("OPAQUE", "TENTATIVE"),
    "busy": ("OPAQUE", "BUSY"), "oof": ("OPAQUE", "OOF"),
    "workingelsewhere": ("TRANSPARENT", "WORKINGELSEWHERE"),
  ]

  /// As Exchange itself exports them: what is personal has no word of its own in RFC 5545.
  static let classes = [
    "personal": "X-PERSONAL", "private": "PRIVATE", "confidential": "CONFIDENTIAL",
  ]

  /// Whoever takes part. An entry of one's own that invites nobody has no organizer worth naming.
  private func people(of event: GraphEvent, _ lines: inout EventLines) {
    let organizer = event.organizer?.emailAddress
    let own = Self.answer(event.response)
    guard !event.attendees.isEmpty || !event.isOrganizer && (own != nil || organizer != nil) else {
      return
    }
    if let organizer, let address = Self.usable(organizer.address) {
      lines.person("ORGANIZER", called: organizer.name, parameters: [], address)
    }
    var isNamed = false
    for attendee in event.attendees {
      guard let address = Self.usable(attendee.emailAddress?.address) else { continue }
      var response = Self.answer(attendee.response) ?? .needsAction
      if me.contains(address.lowercased()) {
        isNamed = true
        // My own answer is told apart from the list, which an organizer's server keeps.
        response = own ?? response
      }
      lines.person(
        "ATTENDEE", called: attendee.emailAddress?.name,
        parameters: parameters(attendee.type, response, event), address)
    }
    // A list that is hidden, or that names a group I am in.
    if !isNamed, !event.isOrganizer, let own, let address = me.sorted().first {
      lines.person("ATTENDEE", called: nil, parameters: parameters(nil, own, event), address)
    }
  }

  private func parameters(
    _ type: String?, _ response: EventComponent.Attendee.Response, _ event: GraphEvent
  ) -> [ContentLine.Parameter] {
    var attendee = EventComponent.Attendee(
      address: "", response: response, wantsResponse: event.asksForResponse)
    switch type?.lowercased() {
    case "optional": attendee.role = .optional
    case "resource":
      attendee.role = .observer
      attendee.kind = .resource
    default: break
    }
    return attendee.parameters
  }

  private static func answer(_ word: String?) -> EventComponent.Attendee.Response? {
    switch word?.lowercased() {
    case "accepted", "organizer": .accepted
    case "tentativelyaccepted": .tentative
    case "declined": .declined
    case "notresponded": .needsAction
    default: nil
    }
  }

  /// An address that is none, such as Exchange's own names for people, is left out.
  private static func usable(_ address: String?) -> String? {
    guard let address, address.utf8.contains(UInt8(ascii: "@")),
      address.utf8.allSatisfy({ $0 > 0x20 })
    else { return nil }
    return address
  }
}

internal import DaybookCore
internal import ICalendar

/// Writes, with what Google makes of them.
extension FakeGoogleState {
  mutating func put(_ event: GoogleJSON, in calendar: String) -> String {
    let id = event["id"]?.string ?? "event\(revision + 1)"
    store(event, as: id, in: calendar)
    return id
  }

  mutating func insert(_ event: GoogleJSON, in calendar: String) -> WebReply {
    guard let known = calendars[calendar] else { return .google(404, "notFound") }
    if event["id"] != nil, event["iCalUID"] != nil { return .google(400, "invalid") }
    let id = event["id"]?.string ?? "event\(revision + 1)"
    let allowed = id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x76).contains($0) }
    guard allowed, (5...1024).contains(id.utf8.count) else { return .google(400, "invalid") }
    if known.entries[id] != nil { return .google(409, "duplicate") }
    if let problem = problem(event) { return .google(400, problem) }
    store(event, as: id, in: calendar)
    return .json(200, calendars[calendar]?.entries[id]?.json ?? .null)
  }

  /// Times of one kind on both ends, with a zone where something repeats.
  private func problem(_ event: GoogleJSON) -> String? {
    guard let start = event["start"], let end = event["end"] else { return "required" }
    let isDay = start["date"]?.string != nil
    guard isDay == (end["date"]?.string != nil) else { return "invalid" }
    if isDay {
      guard let from = Day(iso: start["date"]?.string ?? ""),
        let to = Day(iso: end["date"]?.string ?? "")
      else { return "invalid" }
      return to > from ? nil : "timeRangeEmpty"
    }
    if event["recurrence"] != nil, start["timeZone"]?.string == nil { return "required" }
    for time in [start, end] {
      if let name = time["timeZone"]?.string, TestZones.database.zone(name) == nil {
        return "invalid"
      }
    }
    guard let from = instant(start), let to = instant(end) else { return "required" }
    return to >= from ? nil : "timeRangeEmpty"
  }

  private func instant(_ time: GoogleJSON) -> Instant? {
    let zone = time["timeZone"]?.string.flatMap { TestZones.database.zone($0) }
    return RFC3339.instant(reading: time["dateTime"]?.string ?? "", zone: zone)
  }

  mutating func patch(
    _ id: String, _ changes: GoogleJSON, ifMatch: String?, in calendar: String, isOwner: Bool
  ) -> WebReply {
    guard let found = find(id, in: calendar), !found.isDeleted else {
      return .google(404, "notFound")
    }
    if let refusal = refusal(found, changes, ifMatch, isOwner) { return refusal }
    if changes["status"]?.string == "cancelled" { return delete(id, ifMatch: nil, in: calendar) }
    var old = found.json
    // What was taken out comes back as its series has it.
    if found.isCancelled, let series = found.series, let known = calendars[calendar],
      let master = known.entries[series]?.json,
      let slot = id.split(separator: "_").last.flatMap({ OriginalStart(compact: $0) }),
      let instance = FakeGoogleSeries(master, known)?.instance(slot)
    {
      guard changes["status"]?.string == "confirmed" else { return .google(404, "notFound") }
      old = instance
    }
    let new = old.merged(with: changes)
    if let problem = problem(new) { return .google(400, problem) }
    let isMoved =
      found.series == nil
      && (old["recurrence"] != new["recurrence"]
        || instant(old["start"] ?? .null)
          != instant(new["start"] ?? .null))
    if isMoved { dropInstances(of: id, in: calendar) }
    store(new, as: id, in: calendar)
    return .json(200, calendars[calendar]?.entries[id]?.json ?? .null)
  }

  mutating func update(_ id: String, _ event: GoogleJSON, ifMatch: String?, in calendar: String)
    -> WebReply
  {
    guard let found = find(id, in: calendar), !found.isDeleted else {
      return .google(404, "notFound")
    }
    if let refusal = refusal(found, event, ifMatch, false) { return refusal }
    if let problem = problem(event) { return .google(400, problem) }
    var event = event
    for name in ["iCalUID", "recurringEventId", "originalStartTime", "organizer", "creator"] {
      event[name] = found.json[name]
    }
    store(event, as: id, in: calendar)
    return .json(200, calendars[calendar]?.entries[id]?.json ?? .null)
  }

  private func refusal(
    _ found: Entry, _ changes: GoogleJSON, _ ifMatch: String?, _ isOwner: Bool
  ) -> WebReply? {
    if let ifMatch, ifMatch != "*", ifMatch != found.json["etag"]?.string {
      return .google(412, "conditionNotMet", location: "If-Match")
    }
    if isOwner { return nil }
    let shared = ["summary", "description", "location", "start", "end", "recurrence"]
    if found.json["locked"]?.bool == true, shared.contains(where: { changes[$0] != nil }) {
      return .google(403, "forbidden")
    }
    guard let organizer = found.json["organizer"], organizer["self"]?.bool != true,
      found.json["guestsCanModify"]?.bool != true
    else { return nil }
    if shared.contains(where: { changes[$0] != nil }) {
      return .google(403, "forbiddenForNonOrganizer")
    }
    guard let guests = changes["attendees"]?.elements else { return nil }
    let others = { (guests: [GoogleJSON]) in
      Set(
        guests.compactMap { guest -> GoogleJSON? in
          let isMe = (found.json["attendees"]?.elements ?? []).contains {
            $0["self"]?.bool == true && $0["email"] == guest["email"]
          }
          return isMe
            ? nil
            : [
              "email": guest["email"] ?? .null, "status": guest["responseStatus"] ?? .null,
            ]
        })
    }
    return others(guests) == others(found.json["attendees"]?.elements ?? [])
      || changes["attendeesOmitted"]?.bool == true
      ? nil : .google(403, "forbiddenForNonOrganizer")
  }

  mutating func delete(_ id: String, ifMatch: String?, in calendar: String) -> WebReply {
    guard let found = find(id, in: calendar) else { return .google(404, "notFound") }
    if found.isCancelled { return .google(410, "deleted") }
    if let ifMatch, ifMatch != "*", ifMatch != found.json["etag"]?.string {
      return .google(412, "conditionNotMet", location: "If-Match")
    }
    if found.series == nil { dropInstances(of: id, in: calendar) }
    var json = found.json
    json["status"] = "cancelled"
    store(json, as: id, in: calendar)
    return WebReply(204)
  }

  mutating func move(_ id: String, to destination: String, in calendar: String) -> WebReply {
    guard let found = calendars[calendar]?.entries[id], !found.isCancelled,
      calendars[destination] != nil
    else { return .google(404, "notFound") }
    _ = delete(id, ifMatch: nil, in: calendar)
    var json = found.json
    json["organizer"] = nil
    store(json, as: id, in: destination)
    return .json(200, calendars[destination]?.entries[id]?.json ?? .null)
  }

  private mutating func dropInstances(of series: String, in calendar: String) {
    for (id, entry) in calendars[calendar]?.entries ?? [:] where entry.series == series {
      calendars[calendar]?.entries[id] = nil
    }
  }

  /// Stores an entry with what Google adds: a tag, times in the calendar's own offset, who made it.
  private mutating func store(_ event: GoogleJSON, as id: String, in calendar: String) {
    guard let known = calendars[calendar] else { return }
    revision += 1
    var json = event
    json["kind"] = "calendar#event"
    json["id"] = .string(id)
    json["etag"] = .string("\"\(3_522_000_000_000_000 + revision)\"")
    let now = LocalDateTime(wallSeconds: 1_790_000_000 + revision).description + ".000Z"
    json["updated"] = .string(now)
    if json["created"] == nil { json["created"] = .string(now) }
    if json["status"] == nil { json["status"] = "confirmed" }
    if json["iCalUID"] == nil { json["iCalUID"] = .string(id + "@google.com") }
    if json["reminders"] == nil { json["reminders"] = ["useDefault": true] }
    if json["sequence"] == nil { json["sequence"] = 0 }
    if json["organizer"] == nil {
      json["organizer"] = ["email": .string(calendar), "self": true]
    }
    let zone = TestZones.database.zone(known.timeZone) ?? .utc
    for name in ["start", "end", "originalStartTime"] {
      guard var time = json[name], let instant = instant(time) else { continue }
      time["dateTime"] = .string(RFC3339.text(instant, in: zone))
      json[name] = time
    }
    if let guests = json["attendees"]?.elements {
      let before = known.entries[id]?.json["attendees"]?.elements ?? []
      json["attendees"] = .array(
        guests.map { guest in
          var guest = guest
          // What Google says of a guest stays, whatever is written.
          let old = before.first { $0["email"] == guest["email"] }
          for name in ["self", "organizer"] where guest[name] == nil { guest[name] = old?[name] }
          if guest["email"]?.string == calendar { guest["self"] = true }
          if guest["responseStatus"] == nil { guest["responseStatus"] = "needsAction" }
          return guest
        })
      if json["attendeesOmitted"]?.bool == true {
        let own = json["attendees"]?.elements ?? []
        let rest = before.filter { old in !own.contains { $0["email"] == old["email"] } }
        json["attendees"] = .array(rest + own)
      }
    }
    calendars[calendar]?.entries[id] = Entry(json: json, revision: revision)
  }
}

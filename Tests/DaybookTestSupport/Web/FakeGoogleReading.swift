internal import DaybookCore
internal import ICalendar

/// Listing: calendars, changes by token, pages, instances.
extension FakeGoogleState {
  mutating func listCalendars(_ request: Request) -> WebReply {
    let entries = order.compactMap { calendars[$0]?.entry }.filter {
      request["showHidden"] == "true" || $0["hidden"]?.bool != true
    }
    let size = min(pageSize, Int(request["maxResults"] ?? "") ?? 100)
    let start = Int(request["pageToken"]?.dropFirst(5) ?? "") ?? 0
    var answer: GoogleJSON = [
      "kind": "calendar#calendarList",
      "items": .array(Array(entries.dropFirst(start).prefix(size))),
    ]
    if start + size < entries.count {
      answer["nextPageToken"] = .string("list-\(start + size)")
    } else {
      answer["nextSyncToken"] = "list"
    }
    return .json(200, Self.selected(answer, request["fields"].map { $0[...] }))
  }

  mutating func list(_ request: Request, in calendar: String) -> WebReply {
    guard let known = calendars[calendar] else { return .google(404, "notFound") }
    // All but the tokens belong to what a token was made for.
    let key =
      calendar + "?"
      + request.query.filter { $0.name != "syncToken" && $0.name != "pageToken" }
      .map { $0.name + "=" + $0.value }.sorted().joined(separator: "&")
    var next: Continuation
    if let page = request["pageToken"] {
      guard let number = Int(page.dropFirst(5)), continuations.indices.contains(number),
        continuations[number].key == key
      else { return .google(400, "invalid", location: "pageToken") }
      next = continuations[number]
    } else {
      var since = -1
      if let token = request["syncToken"] {
        let parts = token.split(separator: "-")
        guard parts.count == 4, Int(parts[1]) == generation, let revision = Int(parts[2]) else {
          return .google(410, "fullSyncRequired", location: "syncToken")
        }
        guard String(parts[3]) == Self.hash(key) else {
          return .google(400, "invalid", location: "syncToken")
        }
        since = revision
      }
      let isWhole = since < 0
      let showsDeleted = request["showDeleted"] == "true" || !isWhole
      let ids = known.entries.filter { $0.value.revision > since }
        .filter { showsDeleted || !$0.value.isDeleted }
        .sorted { isWhole ? $0.key < $1.key : $0.value.revision < $1.value.revision }.map(\.key)
      next = Continuation(ids: isReversed ? ids.reversed() : ids, until: revision, key: key)
      if beginsEmpty { return page([], of: next, request, in: calendar) }
    }
    let size = max(1, min(pageSize, Int(request["maxResults"] ?? "") ?? 250))
    let now = Array(next.ids.prefix(size))
    next.ids.removeFirst(overlaps && next.ids.count > size && size > 1 ? size - 1 : now.count)
    return page(now, of: next, request, in: calendar)
  }

  /// - Parameter rest: what comes behind it.
  private mutating func page(
    _ ids: [String], of rest: Continuation, _ request: Request, in calendar: String
  ) -> WebReply {
    guard let known = calendars[calendar] else { return .google(404, "notFound") }
    let parts = request["fields"].map { GoogleDiscovery.parts($0[...]) }
    let inner = parts?.first { $0.hasPrefix("items(") }.map { $0.dropFirst(6).dropLast() }
    let items = ids.compactMap { known.entries[$0] }.map { shown($0.json, inner, in: known) }
    var answer: GoogleJSON = [
      "kind": "calendar#events", "summary": known.entry["summary"] ?? "",
      "timeZone": .string(known.timeZone), "accessRole": .string(known.role),
    ]
    if rest.ids.isEmpty {
      answer["nextSyncToken"] = .string("sync-\(generation)-\(rest.until)-\(Self.hash(rest.key))")
    } else {
      continuations.append(rest)
      answer["nextPageToken"] = .string("page-\(continuations.count - 1)")
    }
    answer = Self.selected(answer, request["fields"].map { $0[...] })
    answer["items"] = .array(items)
    return .json(200, answer)
  }

  private static func hash(_ text: String) -> String { StableID.make("token", text) }

  func instances(of series: String, _ request: Request, in calendar: String) -> WebReply {
    guard let known = calendars[calendar], let master = known.entries[series],
      !master.isCancelled
    else { return .google(404, "notFound") }
    var window = TimeSpan(Instant(seconds: 0), Instant(seconds: 4_000_000_000))
    if let text = request["timeMin"], let from = RFC3339.instant(reading: text, zone: nil) {
      window.start = from
    }
    if let text = request["timeMax"], let to = RFC3339.instant(reading: text, zone: nil) {
      window.end = to
    }
    var slots = FakeGoogleSeries(master.json, known)?.slots(in: window) ?? []
    if let text = request["originalStart"] {
      let wanted =
        RFC3339.instant(reading: text, zone: nil).map { OriginalStart.instant($0) }
        ?? Day(iso: text).map { OriginalStart.day($0) }
      let start = wanted?.instant(in: .utc) ?? Instant(seconds: 0)
      slots =
        FakeGoogleSeries(master.json, known)?
        .slots(in: TimeSpan(start - 86_400, start + 172_800)).filter { $0 == wanted } ?? []
    }
    let items = slots.prefix(Int(request["maxResults"] ?? "") ?? 250).compactMap {
      find(series + "_" + $0.compact, in: calendar)
    }.filter { request["showDeleted"] == "true" || !$0.isCancelled }
    let parts = request["fields"].map { GoogleDiscovery.parts($0[...]) }
    let inner = parts?.first { $0.hasPrefix("items(") }.map { $0.dropFirst(6).dropLast() }
    return .json(
      200,
      [
        "timeZone": .string(known.timeZone), "accessRole": .string(known.role),
        "items": .array(items.map { shown($0.json, inner, in: known) }),
      ])
  }

  /// An entry, or an instance of a series that has none of its own.
  func find(_ id: String, in calendar: String) -> Entry? {
    guard let known = calendars[calendar] else { return nil }
    if let entry = known.entries[id] { return entry }
    guard let mark = id.lastIndex(of: "_"),
      let slot = OriginalStart(compact: id[id.index(after: mark)...]),
      let master = known.entries[String(id[..<mark])], !master.isCancelled,
      let instance = FakeGoogleSeries(master.json, known)?.instance(slot)
    else { return nil }
    return Entry(json: instance, revision: master.revision)
  }

  /// What takes place, series expanded: entries as they are.
  func occurrences(in calendar: String) -> [GoogleJSON] {
    guard let known = calendars[calendar] else { return [] }
    let window = TimeSpan(Instant(seconds: 1_700_000_000), Instant(seconds: 1_900_000_000))
    return known.entries.values.filter { !$0.isCancelled && $0.series == nil }.flatMap { entry in
      guard let series = FakeGoogleSeries(entry.json, known) else { return [entry.json] }
      let id = entry.json["id"]?.string ?? ""
      return series.slots(in: window).compactMap { find(id + "_" + $0.compact, in: calendar) }
        .filter { !$0.isCancelled }.map(\.json)
    }
  }

  func shown(_ json: GoogleJSON, fields: String?, in calendar: String) -> GoogleJSON {
    guard let known = calendars[calendar] else { return json }
    return shown(json, fields.map { $0[...] }, in: known)
  }

  /// What somebody of the calendar's role sees of an entry, and only what was asked for.
  private func shown(_ json: GoogleJSON, _ fields: Substring?, in calendar: Calendar) -> GoogleJSON
  {
    var json = json
    let isMasked =
      calendar.role == "freeBusyReader"
      || (!["owner", "writer"].contains(calendar.role)
        && ["private", "confidential"].contains(json["visibility"]?.string))
    if json["status"]?.string == "cancelled" {
      json = Self.only(
        ["kind", "id", "etag", "status", "recurringEventId", "originalStartTime"], of: json)
    } else if isMasked {
      json = Self.only(
        [
          "kind", "id", "etag", "status", "start", "end", "iCalUID", "visibility", "updated",
          "recurrence", "recurringEventId", "originalStartTime", "transparency",
        ], of: json)
    }
    return Self.selected(json, fields)
  }

  private static func only(_ names: Set<String>, of json: GoogleJSON) -> GoogleJSON {
    .object((json.members ?? [:]).filter { names.contains($0.key) })
  }

  /// A partial response.
  private static func selected(_ json: GoogleJSON, _ fields: Substring?) -> GoogleJSON {
    guard let fields else { return json }
    switch json {
    case .array(let values): return .array(values.map { selected($0, fields) })
    case .object(let members):
      var kept: [String: GoogleJSON] = [:]
      for part in GoogleDiscovery.parts(fields) {
        let name = String(part.prefix { $0 != "(" })
        guard let value = members[name] else { continue }
        kept[name] =
          part.count == name.count
          ? value : selected(value, part.dropFirst(name.count + 1).dropLast())
      }
      return .object(kept)
    default: return json
    }
  }
}

/// A series there, expanded.
struct FakeGoogleSeries {
  private let master: GoogleJSON
  private let calendar: FakeGoogleState.Calendar
  private let read: EventComponent

  init?(_ master: GoogleJSON, _ calendar: FakeGoogleState.Calendar) {
    self.master = master
    self.calendar = calendar
    guard let lines = master["recurrence"]?.elements, let start = master["start"],
      let end = master["end"]
    else { return nil }
    var text = "BEGIN:VEVENT\nUID:x\n"
    text += Self.line("DTSTART", start) + "\n" + Self.line("DTEND", end) + "\n"
    text += lines.compactMap(\.string).joined(separator: "\n") + "\nEND:VEVENT"
    guard let component = try? Component(text: text),
      let read = try? EventComponent(
        component, zones: ZoneResolver(database: TestZones.database))
    else { return nil }
    self.read = read
  }

  private static func line(_ name: String, _ time: GoogleJSON) -> String {
    if let date = time["date"]?.string {
      return name + ";VALUE=DATE:" + date.replacing("-", with: "")
    }
    let id = time["timeZone"]?.string ?? "UTC"
    let zone = TestZones.database.zone(id) ?? .utc
    let instant = RFC3339.instant(reading: time["dateTime"]?.string ?? "", zone: zone)
    let utc = CalendarTime.utc(instant ?? Instant(seconds: 0))
    if id == "UTC" { return name + ":" + utc.text }
    let local = CalendarTime.floating(zone.local(at: utc.instant(viewer: .utc)))
    return name + ";TZID=" + id + ":" + local.text
  }

  func slots(in window: TimeSpan) -> [OriginalStart] {
    RecurrenceSet(master: read).instances(touching: window, viewer: .utc).instances.map {
      OriginalStart($0.originalStart)
    }
  }

  /// The instance of a slot as it is where nothing about it differs; nil where there is none.
  func instance(_ slot: OriginalStart) -> GoogleJSON? {
    let start = slot.instant(in: .utc)
    guard slots(in: TimeSpan(start - 86_400, start + 86_400)).contains(slot) else { return nil }
    var json = master
    json["recurrence"] = nil
    let id = master["id"]?.string ?? ""
    json["id"] = .string(id + "_" + slot.compact)
    json["recurringEventId"] = .string(id)
    switch slot {
    case .day(let day):
      json["originalStartTime"] = ["date": .string(day.description)]
      json["start"] = ["date": .string(day.description)]
      json["end"] = ["date": .string((day + read.length.seconds / 86_400).description)]
    case .instant, .floating:
      let zone = TestZones.database.zone(calendar.timeZone) ?? .utc
      let name = master["start"]?["timeZone"] ?? .string(calendar.timeZone)
      let from: GoogleJSON = [
        "dateTime": .string(RFC3339.text(start, in: zone)), "timeZone": name,
      ]
      json["originalStartTime"] = from
      json["start"] = from
      json["end"] = [
        "dateTime": .string(RFC3339.text(start + read.length.seconds, in: zone)),
        "timeZone": name,
      ]
    }
    return json
  }
}

import Foundation
internal import ICalendar

/// One request to the Microsoft Graph fake, and what is done about it.
struct FakeGraphAnswer {
  let question: WebQuestion
  /// Below the base, with the query.
  let path: String

  private var parts: [String] {
    path.prefix { $0 != "?" }.split(separator: "/").map {
      String($0).removingPercentEncoding ?? String($0)
    }
  }

  var query: [String: String] {
    guard let mark = path.firstIndex(of: "?") else { return [:] }
    var found: [String: String] = [:]
    for item in path[path.index(after: mark)...].split(separator: "&") {
      let pair = item.split(separator: "=", maxSplits: 1).map {
        String($0).removingPercentEncoding ?? String($0)
      }
      found[pair[0]] = pair.count > 1 ? pair[1] : ""
    }
    return found
  }

  mutating func run(_ state: inout FakeGraph.State) -> WebReply {
    var parts = parts
    // An event of a calendar is an event.
    if parts.count >= 5, parts[1] == "calendars", parts[3] == "events" {
      guard state.mailbox.calendars.contains(where: { $0.id == parts[2] }) else { return notFound }
      parts.removeSubrange(1..<3)
    }
    if parts.first == "subscriptions", parts.count <= 2 {
      return state.subscriptions(
        question.method, parts.count > 1 ? parts[1] : nil, GraphJSON(bytes: question.body))
    }
    guard parts.first == "me" else { return notFound }
    if parts.count == 1, question.method == "GET" {
      let owner = GraphJSON.string(state.mailbox.owner)
      return json(200, ["id": "person-1", "mail": owner, "userPrincipalName": owner])
    }
    if parts.count == 2, parts[1] == "calendars" { return calendars(state) }
    let prefer = question.headers["prefer"] ?? ""
    for wanted in ["IdType=\"ImmutableId\"", "outlook.timezone=\"UTC\""]
    where !prefer.contains(wanted) {
      return forbidden("without Prefer: \(wanted)", &state)
    }
    switch (question.method, parts.count) {
    case ("GET", 5) where parts[1] == "calendars" && parts[3...] == ["calendarView", "delta"]:
      return delta(of: parts[2], &state)
    case ("GET", 3) where parts[1...] == ["calendarView", "delta"]:
      guard let calendar = state.mailbox.calendars.first(where: \.isDefault) else {
        return notFound
      }
      return delta(of: calendar.id, &state)
    case ("POST", 4) where parts[1] == "calendars" && parts[3] == "events":
      return create(in: parts[2], &state)
    case (_, 3) where parts[1] == "events": return event(parts[2], &state)
    case ("GET", 4) where parts[1] == "events" && parts[3] == "instances":
      return instances(of: parts[2], &state)
    case ("POST", 4) where parts[1] == "events": return act(parts[3], on: parts[2], &state)
    default: return forbidden("\(question.method) /\(parts.joined(separator: "/"))", &state)
    }
  }

  // MARK: - Reading

  private func calendars(_ state: FakeGraph.State) -> WebReply {
    let all = state.mailbox.calendars.map(\.fields)
    let size = query["$top"].flatMap { Int($0) } ?? 10
    let start = query["$skip"].flatMap { Int($0) } ?? 0
    var body: [String: GraphJSON] = [
      "value": .array(all.dropFirst(start).prefix(size).map { .object($0) })
    ]
    if start + size < all.count {
      body["@odata.nextLink"] = .string(
        state.base + "/me/calendars?$top=\(size)&$skip=\(start + size)")
    }
    return json(200, .object(body))
  }

  private func delta(of calendar: String, _ state: inout FakeGraph.State) -> WebReply {
    guard let number = state.mailbox.calendars.firstIndex(where: { $0.id == calendar }) else {
      return notFound
    }
    let query = query
    for name in query.keys
    where name.hasPrefix("$") && name != "$skiptoken" && name != "$deltatoken" {
      return forbidden("\(name) in a delta call", &state)
    }
    let link = state.base + "/me/calendars/\(calendar)/calendarView/delta"
    if let token = query["$skiptoken"] {
      let numbers = token.split(separator: "-").compactMap { Int($0) }
      guard numbers.count == 3, numbers[0] == state.generation,
        let round = state.rounds[numbers[1]]
      else { return FakeGraph.error(410, "SyncStateNotFound") }
      return page(of: round, numbers[1], from: numbers[2], link, &state)
    }
    var since: Int?
    let window: TimeSpan
    if let token = query["$deltatoken"] {
      let numbers = token.split(separator: "-").compactMap { Int($0) }
      guard numbers.count == 5, numbers[0] == state.generation, numbers[1] == number else {
        return FakeGraph.error(410, "SyncStateNotFound")
      }
      since = numbers[2]
      window = TimeSpan(Instant(seconds: numbers[3]), Instant(seconds: numbers[4]))
    } else {
      guard let from = Self.instant(query["startDateTime"]),
        let to = Self.instant(query["endDateTime"])
      else { return FakeGraph.error(400, "ErrorInvalidParameter") }
      window = TimeSpan(from, to)
    }
    let units = units(in: calendar, window, since, state)
    let numbers = [
      state.generation, number, state.mailbox.revision, window.start.seconds, window.end.seconds,
    ]
    let token = numbers.map(String.init).joined(separator: "-")
    let round = FakeGraph.Round(units: units, delta: link + "?$deltatoken=" + token)
    state.roundNumber += 1
    state.rounds[state.roundNumber] = round
    return page(of: round, state.roundNumber, from: 0, link, &state)
  }

  private func units(
    in calendar: String, _ window: TimeSpan, _ since: Int?, _ state: FakeGraph.State
  ) -> [[String]] {
    let mailbox = state.mailbox
    let news = mailbox.changed.filter { $0.value.calendar == calendar }
      .filter { $0.value.revision > since ?? -1 }
      .sorted { $0.value.revision < $1.value.revision }
    var units: [[String]] = []
    for (id, _) in news {
      guard let entry = mailbox.entries[id], mailbox.touches(entry, window) else {
        // What changed outside of the window is named as if it were gone.
        if since != nil { units.append([removed(id)]) }
        continue
      }
      var items: [String] = []
      if entry.isSeries {
        if !state.omitsMasters { items.append(mailbox.item(entry).text) }
        for day in mailbox.days(of: entry, in: window) {
          items.append(mailbox.item(entry, day, isStub: true).text)
        }
      } else {
        items.append(mailbox.item(entry).text)
      }
      units.append(items)
      if state.repeatsItems { units.insert(items, at: 0) }
    }
    return state.repeatsItems ? units.reversed() : units
  }

  private func removed(_ id: String) -> String {
    let item: GraphJSON = [
      "@odata.type": "#microsoft.graph.event", "id": .string(id),
      "@removed": ["reason": "deleted"],
    ]
    return item.text
  }

  /// A page may exceed its size where a series is expanded.
  private func page(
    of round: FakeGraph.Round, _ number: Int, from start: Int, _ link: String,
    _ state: inout FakeGraph.State
  ) -> WebReply {
    let wanted = (question.headers["prefer"] ?? "").split(separator: ",")
      .first { $0.contains("odata.maxpagesize=") }?
      .split(separator: "=").last.flatMap { Int($0) }
    guard let wanted else { return forbidden("without odata.maxpagesize", &state) }
    let size = min(wanted, state.pagesLargest)
    var items: [String] = []
    var next = start
    while next < round.units.count, items.count < size {
      items += round.units[next]
      next += 1
    }
    if state.goesInCircles { next = start }
    var text = "{\"@odata.context\":\"x\",\"value\":[" + items.joined(separator: ",") + "],"
    if next < round.units.count {
      state.rounds[state.roundNumber + 1] = state.goesInCircles ? round : nil
      if state.goesInCircles { state.roundNumber += 1 }
      let name = state.goesInCircles ? state.roundNumber : number
      text += "\"@odata.nextLink\":\"\(link)?$skiptoken=\(state.generation)-\(name)-\(next)\"}"
    } else {
      text += "\"@odata.deltaLink\":\"\(round.delta)\"}"
    }
    return WebReply(200, text, headers: Self.headers)
  }

  private func instances(of id: String, _ state: inout FakeGraph.State) -> WebReply {
    guard let entry = state.mailbox.entries[id] else { return notFound }
    guard let from = Self.instant(query["startDateTime"]),
      let to = Self.instant(query["endDateTime"])
    else { return FakeGraph.error(400, "ErrorInvalidParameter") }
    let mailbox = state.mailbox
    return json(
      200,
      [
        "value": .array(
          mailbox.days(of: entry, in: TimeSpan(from, to))
            .map { mailbox.item(entry, $0, isStub: false) })
      ])
  }

  // MARK: - Words

  static func instant(_ text: String?) -> Instant? {
    guard let text, text.count >= 19, let day = Day(iso: text.prefix(10)) else { return nil }
    let clock = text.dropFirst(11).prefix(8).split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3 else { return nil }
    return Instant(
      seconds: LocalDateTime(day, hour: clock[0], minute: clock[1], second: clock[2]).wallSeconds)
  }

  static let headers = [(name: "Content-Type", value: "application/json")]

  var notFound: WebReply { FakeGraph.error(404, "ErrorItemNotFound") }

  func json(_ status: Int, _ body: GraphJSON) -> WebReply {
    WebReply(status, body.text, headers: Self.headers)
  }

  /// Answers and writes down what the contract forbids.
  func forbidden(_ what: String, _ state: inout FakeGraph.State) -> WebReply {
    state.violations.append(question.method + " " + path + ": " + what)
    return FakeGraph.error(400, "ErrorInvalidRequest")
  }
}

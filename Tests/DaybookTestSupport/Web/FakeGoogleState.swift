import Foundation

/// What a `FakeGoogle` keeps, and how a request changes it.
struct FakeGoogleState {
  struct Calendar {
    var entry: GoogleJSON
    var entries: [String: Entry] = [:]

    var timeZone: String { entry["timeZone"]?.string ?? "UTC" }
    var id: String { entry["id"]?.string ?? "" }
    var role: String { entry["accessRole"]?.string ?? "reader" }
    var writes: Bool { role == "owner" || role.hasPrefix("writer") }
  }

  struct Entry {
    var json: GoogleJSON
    /// When it last changed.
    var revision: Int

    var isCancelled: Bool { json["status"]?.string == "cancelled" }
    var series: String? { json["recurringEventId"]?.string }
    /// Gone, where a cancelled instance is still something to know.
    var isDeleted: Bool { isCancelled && series == nil }
  }

  /// A listing that goes on: what is left to name.
  struct Continuation {
    var ids: [String]
    var until: Int
    var key: String
  }

  var calendars: [String: Calendar] = [:]
  var order: [String] = []
  var revision = 0
  var generation = 0
  var continuations: [Continuation] = []
  var pageSize = 2500
  var overlaps = false
  var isReversed = false
  var beginsEmpty = false
  var packs = false
  var date: String?
  var faults: [FakeGoogle.Fault] = []
  var complaints: [String] = []
  var mails: [String] = []
  var channels: [String: FakeGoogleChannel] = [:]
  var channelExpiry: Int?
  var pushAnswers: [Int?] = []
  var knocks: LoopbackClient?

  mutating func addCalendar(
    _ id: String, summary: String, timeZone: String, role: String, isPrimary: Bool,
    more: [String: GoogleJSON]
  ) {
    var entry: GoogleJSON = [
      "kind": "calendar#calendarListEntry", "id": .string(id), "summary": .string(summary),
      "timeZone": .string(timeZone), "accessRole": .string(role), "selected": true,
      "backgroundColor": "#9fe1e7",
    ]
    if isPrimary { entry["primary"] = true }
    for (name, value) in more { entry[name] = value }
    calendars[id] = Calendar(entry: entry)
    order.append(id)
  }

  mutating func fault(for question: WebQuestion) -> FakeGoogle.Fault? {
    for index in faults.indices where faults[index].matches(question) {
      if faults[index].skips > 0 {
        faults[index].skips -= 1
        continue
      }
      let fault = faults[index]
      faults[index].times -= 1
      if faults[index].times == 0 { faults.remove(at: index) }
      return fault
    }
    return nil
  }

  /// A request, taken apart.
  struct Request {
    var method: String
    var path: [String]
    var query: [(name: String, value: String)]
    var body: GoogleJSON?
    var ifMatch: String?

    subscript(_ name: String) -> String? { query.first { $0.name == name }?.value }

    init?(_ question: WebQuestion) {
      let parts = question.path.split(
        separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
      let segments = parts[0].split(separator: "/", omittingEmptySubsequences: false)
      guard segments.count > 3, segments[1] == "calendar", segments[2] == "v3" else { return nil }
      method = question.method
      path = segments.dropFirst(3).map { $0.removingPercentEncoding ?? String($0) }
      query = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { pair in
        let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let value = sides.count > 1 ? String(sides[1]).replacing("+", with: " ") : ""
        return (String(sides[0]), value.removingPercentEncoding ?? value)
      }
      ifMatch = question.headers["if-match"]
      body = question.body.isEmpty ? nil : GoogleJSON(question.body) ?? .null
    }
  }

  mutating func answer(_ question: WebQuestion, _ accepts: (String) -> Bool) -> WebReply {
    guard let request = Request(question) else {
      complaints.append("no such path: \(question.path)")
      return WebReply(404, "<html>Not Found</html>")
    }
    let bearer = question.headers["authorization"] ?? ""
    guard bearer.hasPrefix("Bearer "), accepts(String(bearer.dropFirst(7))) else {
      return .google(401, "authError", location: "Authorization")
    }
    if let complaint = complaint(request, question) {
      complaints.append(complaint)
      return .google(400, "invalidParameter", message: complaint)
    }
    switch (request.method, request.path.count) {
    case ("GET", 3) where request.path[0] == "users": return listCalendars(request)
    case ("POST", 2) where request.path == ["channels", "stop"]:
      return stopChannel(request.body)
    case ("POST", 4) where request.path[2...] == ["events", "watch"]:
      guard let calendar = calendar(request.path[1]) else { return .google(404, "notFound") }
      return watch(request, in: calendar)
    case (_, 3...5) where request.path[0] == "calendars":
      guard let calendar = calendar(request.path[1]) else { return .google(404, "notFound") }
      return answer(request, in: calendar)
    default: return .google(404, "notFound")
    }
  }

  private func complaint(_ request: Request, _ question: WebQuestion) -> String? {
    if let problem = GoogleDiscovery.shared?.complaint(
      request.method, request.path, request.query, body: request.body)
    {
      return problem
    }
    let agent = question.headers["user-agent"] ?? ""
    let isPacked = question.headers["accept-encoding"]?.contains("gzip") == true
    if !agent.contains("gzip") || !isPacked { return "gzip is not asked for" }
    if request.body != nil,
      question.headers["content-type"]?.hasPrefix("application/json") != true
    {
      return "a body that is not called JSON"
    }
    guard request["syncToken"] != nil else { return nil }
    for name in [
      "iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin",
      "timeMax", "updatedMin",
    ] where request[name] != nil {
      return "\(name) beside a sync token"
    }
    return request["showDeleted"] == "false" ? "showDeleted=false beside a sync token" : nil
  }

  /// `primary` stands for the calendar that is it.
  private func calendar(_ id: String) -> String? {
    if calendars[id] != nil { return id }
    guard id == "primary" else { return nil }
    return calendars.first { $0.value.entry["primary"]?.bool == true }?.key
  }

  private mutating func answer(_ request: Request, in calendar: String) -> WebReply {
    let event = request.path.count > 3 ? request.path[3] : ""
    let isPlain = request.path.count == 4
    if request.method != "GET", calendars[calendar]?.writes != true {
      return .google(403, "requiredAccessLevel")
    }
    let reply: WebReply
    switch request.method {
    case "GET" where request.path.count == 3: return list(request, in: calendar)
    case "GET" where isPlain:
      guard let found = find(event, in: calendar) else { return .google(404, "notFound") }
      return .json(200, shown(found.json, fields: request["fields"], in: calendar))
    case "GET": return instances(of: event, request, in: calendar)
    case "POST" where request.path.count == 3: reply = insert(request.body ?? .null, in: calendar)
    case "POST" where request.path.last == "move":
      reply = move(event, to: request["destination"] ?? "", in: calendar)
    case "PATCH":
      reply = patch(
        event, request.body ?? .null, ifMatch: request.ifMatch, in: calendar, isOwner: false)
    case "PUT":
      reply = update(event, request.body ?? .null, ifMatch: request.ifMatch, in: calendar)
    case "DELETE": reply = delete(event, ifMatch: request.ifMatch, in: calendar)
    default: return .google(404, "notFound")
    }
    if reply.status < 300 { mails.append(request["sendUpdates"] ?? "") }
    return reply
  }
}

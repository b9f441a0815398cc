import Foundation
internal import ICalendar

/// A request as Cal.com's API reads one.
struct FakeCalComRequest {
  var method: String
  /// Without its query: `/v2/bookings/abc/cancel`.
  var path: String
  var query: [String: String] = [:]
  var headers: [String: String]
  /// nil where there is none, or none that is JSON.
  var body: [String: Any]?

  init(_ question: WebQuestion) {
    method = question.method
    headers = question.headers
    let parts = question.path.split(separator: "?", maxSplits: 1).map(String.init)
    path = parts[0]
    for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1).map {
        String($0).removingPercentEncoding ?? ""
      }
      query[sides[0]] = sides.count > 1 ? sides[1] : ""
    }
    if !question.body.isEmpty {
      body = (try? JSONSerialization.jsonObject(with: Data(question.body))) as? [String: Any]
    }
  }

  var bearer: String {
    let value = headers["authorization"] ?? ""
    return value.hasPrefix("Bearer ") ? String(value.dropFirst(7)) : ""
  }

  var steps: [String] {
    path.split(separator: "/").dropFirst().map { String($0).removingPercentEncoding ?? "" }
  }
}

/// Does what is asked, by the contract.
struct FakeCalComDesk {
  var state: FakeCalCom.State

  mutating func answer(_ request: FakeCalComRequest, isSignedIn: Bool) -> WebReply {
    let steps = request.steps
    let version = steps.first == "schedules" ? "2024-06-11" : "2024-08-13"
    guard request.path.hasPrefix("/v2/"), request.headers["cal-api-version"] == version else {
      return forbidden(request, 404, "Cannot \(request.method) \(request.path)")
    }
    guard isSignedIn else {
      return Self.refusal(
        401, "UnauthorizedException", "ApiAuthStrategy - api key - Your api key is not valid")
    }
    if let fault = CalComContract.fault(in: request) { return forbidden(request, 400, fault) }
    switch (request.method, steps.count, steps.first ?? "") {
    case ("GET", 1, "me"):
      return success([
        "id": 5, "username": "ana", "email": state.manner.email, "name": "Ana Reis",
        "timeFormat": 24, "defaultScheduleId": 12, "weekStart": "Monday",
        "timeZone": "Europe/Berlin", "organizationId": NSNull(),
      ])
    case ("GET", 1, "bookings"): return list(request)
    case ("GET", 2, "bookings"):
      guard let booking = state.bookings.first(where: { $0.uid == steps[1] }) else {
        return unknownBooking(steps[1])
      }
      return success(booking.json)
    case ("POST", 3, "bookings"): return act(steps[2], on: steps[1], request)
    case (_, _, "schedules"): return schedules(steps, request)
    case (_, _, "webhooks"): return webhooks(steps, request)
    default: return forbidden(request, 404, "Cannot \(request.method) \(request.path)")
    }
  }

  // MARK: - Bookings

  private func list(_ request: FakeCalComRequest) -> WebReply {
    func instant(_ name: String) -> Instant? {
      request.query[name].flatMap { text in
        guard text.hasSuffix("Z"), let day = Day(iso: text.prefix(10)) else { return nil }
        let clock = text.dropFirst(11).prefix(8).split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3 else { return nil }
        return Instant(
          seconds: LocalDateTime(day, hour: clock[0], minute: clock[1], second: clock[2])
            .wallSeconds)
      }
    }
    var rows = state.bookings
    if let since = instant("afterUpdatedAt") {
      rows = rows.filter { ($0.updatedAt ?? .earliest) >= since }
    }
    if let since = instant("afterStart") { rows = rows.filter { $0.start >= since } }
    if let until = instant("beforeEnd") {
      rows = rows.filter { $0.start + $0.minutes * 60 <= until }
    }
    rows.sort { ($0.updatedAt ?? .latest, $0.uid) < ($1.updatedAt ?? .latest, $1.uid) }
    let take = min(Int(request.query["take"] ?? "100") ?? 100, state.manner.pageSize)
    let skip = state.manner.repeatsFirstPage ? 0 : Int(request.query["skip"] ?? "0") ?? 0
    let total = state.manner.countsEverything ? state.bookings.count : rows.count
    let page = rows.dropFirst(skip).prefix(take)
    return reply(
      200,
      [
        "status": "success", "data": page.map(\.json),
        "pagination": [
          "totalItems": total, "returnedItems": page.count, "itemsPerPage": take,
          "remainingItems": max(0, total - skip - page.count),
          "currentPage": skip / max(1, take) + 1, "totalPages": (total + take - 1) / max(1, take),
          "hasNextPage": skip + take < total, "hasPreviousPage": skip > 0,
        ],
      ])
  }

  private mutating func act(_ deed: String, on uid: String, _ request: FakeCalComRequest)
    -> WebReply
  {
    guard let index = state.bookings.firstIndex(where: { $0.uid == uid }) else {
      return unknownBooking(uid)
    }
    state.now = state.now + 1
    let body = request.body ?? [:]
    let status = state.bookings[index].status
    let isOver = status == "cancelled" || status == "rejected"
    func touch(_ status: String, _ reason: Any?) -> WebReply {
      state.bookings[index].status = status
      state.bookings[index].reason = reason as? String
      state.bookings[index].updatedAt = state.now
      return success(state.bookings[index].json)
    }
    switch deed {
    case "confirm":
      guard status == "pending" else { return badRequest("Booking already confirmed") }
      return touch("accepted", nil)
    case "decline":
      guard status == "pending" else { return badRequest("Booking is not pending") }
      return touch("rejected", body["reason"])
    case "cancel":
      guard !isOver else { return badRequest("This booking has already been cancelled") }
      return touch("cancelled", body["cancellationReason"])
    case "reschedule":
      guard !isOver else {
        return badRequest("Can't reschedule booking with uid=\(uid) because it has been cancelled")
      }
      return reschedule(index, body)
    default: return forbidden(request, 404, "Cannot POST \(request.path)")
    }
  }

  private mutating func reschedule(_ index: Int, _ body: [String: Any]) -> WebReply {
    let text = body["start"] as? String ?? ""
    let clock = text.dropFirst(11).prefix(8).split(separator: ":").compactMap { Int($0) }
    guard let day = Day(iso: text.prefix(10)), clock.count == 3, text.hasSuffix("Z") else {
      return badRequest("start must be a valid ISO 8601 date string")
    }
    let start = Instant(
      seconds: LocalDateTime(day, hour: clock[0], minute: clock[1], second: clock[2]).wallSeconds)
    let old = state.bookings[index]
    let isTaken = state.bookings.contains {
      $0.uid != old.uid && $0.status == "accepted" && $0.start < start + old.minutes * 60
        && start < $0.start + $0.minutes * 60
    }
    guard !isTaken else {
      return badRequest("User either already has booking at this time or is not available")
    }
    state.names += 1
    var new = old
    new.uid = "moved\(state.names)"
    new.start = start
    new.rescheduledFrom = old.uid
    new.createdAt = state.now
    new.updatedAt = state.now
    let isByOwner = body["rescheduledBy"] as? String == state.manner.email
    new.status = state.manner.wantsConfirmation && !isByOwner ? "pending" : "accepted"
    state.bookings[index].status = "cancelled"
    state.bookings[index].updatedAt = state.now
    if state.manner.tellsWhereItWent { state.bookings[index].rescheduledTo = new.uid }
    state.bookings.append(new)
    return success(new.json, 201)
  }

  private func unknownBooking(_ uid: String) -> WebReply {
    Self.refusal(
      404, "NotFoundException", "Booking with uid=\(uid) was not found in the database")
  }

  // MARK: - Schedules

  private mutating func schedules(_ steps: [String], _ request: FakeCalComRequest) -> WebReply {
    let index = steps.count > 1 ? state.schedules.firstIndex { String($0.id) == steps[1] } : nil
    switch (request.method, steps.count) {
    case ("GET", 1): return success(state.schedules.map(\.json))
    case ("GET", 2) where steps[1] == "default":
      return success(state.schedules.first(where: \.isDefault).map(\.json) ?? NSNull())
    case ("POST", 1):
      let body = request.body ?? [:]
      var new = FakeSchedule(
        100 + state.schedules.count, name: body["name"] as? String ?? "",
        isDefault: body["isDefault"] as? Bool ?? false)
      change(&new, body)
      if new.isDefault {
        for index in state.schedules.indices { state.schedules[index].isDefault = false }
      }
      state.schedules.append(new)
      return success(new.json, 201)
    case (let method, 2):
      guard let index else {
        return Self.refusal(404, "NotFoundException", "Schedule with id=\(steps[1]) not found")
      }
      if method == "GET" { return success(state.schedules[index].json) }
      if method == "PATCH" {
        change(&state.schedules[index], request.body ?? [:])
        return success(state.schedules[index].json)
      }
      state.schedules.remove(at: index)
      return reply(200, ["status": "success"])
    default: return forbidden(request, 404, "Cannot \(request.method) \(request.path)")
    }
  }

  /// A list that is sent takes the place of the whole one; what is not sent stays.
  private func change(_ schedule: inout FakeSchedule, _ body: [String: Any]) {
    func hours(_ entry: [String: Any]) -> String {
      "\(entry["startTime"] as? String ?? "")-\(entry["endTime"] as? String ?? "")"
    }
    if let name = body["name"] as? String { schedule.name = name }
    if let zone = body["timeZone"] as? String { schedule.timezone = zone }
    if let blocks = body["availability"] as? [[String: Any]] {
      schedule.availability = blocks.map {
        (($0["days"] as? [String]) ?? []).joined(separator: ",") + " " + hours($0)
      }
    }
    if let entries = body["overrides"] as? [[String: Any]] {
      schedule.overrides = entries.map { "\($0["date"] as? String ?? "") " + hours($0) }
    }
  }

  // MARK: - Replies

  private mutating func forbidden(_ request: FakeCalComRequest, _ status: Int, _ words: String)
    -> WebReply
  {
    state.complaints.append("\(request.method) \(request.path): \(words)")
    return Self.refusal(status, status == 404 ? "NotFoundException" : "BadRequestException", words)
  }

  private func badRequest(_ words: String) -> WebReply {
    Self.refusal(400, "BadRequestException", words)
  }

  func success(_ data: Any, _ status: Int = 200) -> WebReply {
    reply(status, ["status": "success", "data": data])
  }

  private func reply(_ status: Int, _ json: [String: Any]) -> WebReply {
    let body = (try? JSONSerialization.data(withJSONObject: json, options: .sortedKeys)) ?? Data()
    return WebReply(
      status, String(decoding: body, as: UTF8.self),
      headers: [
        (name: "Content-Type", value: "application/json"), (name: "Date", value: date),
        (name: "X-RateLimit-Remaining-Default", value: "118"),
      ])
  }

  private var date: String {
    let local = LocalDateTime(wallSeconds: state.now.seconds)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let (year, month, day) = local.day.civil
    return "Thu, \(two(day)) \(months[month - 1]) \(year) "
      + "\(two(local.hour)):\(two(local.minute)):\(two(local.second % 60)) GMT"
  }

  /// As its exception filter writes it.
  package static func refusal(
    _ status: Int, _ code: String, _ message: String, details: String? = nil,
    headers: [(name: String, value: String)] = []
  ) -> WebReply {
    let words = message.replacingOccurrences(of: "\"", with: "\\\"")
    let more = details.map { ",\"details\":\($0)" } ?? ""
    return WebReply(
      status,
      """
      {"status":"error","timestamp":"2026-11-18T13:12:00.000Z","path":"/v2/x",\
      "error":{"code":"\(code)","message":"\(words)"\(more)}}
      """, headers: [(name: "Content-Type", value: "application/json")] + headers)
  }
}

extension FakeCalCom {
  /// A refusal as it writes one.
  package static func refusal(
    _ status: Int, _ code: String, _ message: String, details: String? = nil,
    headers: [(name: String, value: String)] = []
  ) -> WebReply {
    FakeCalComDesk.refusal(status, code, message, details: details, headers: headers)
  }
}

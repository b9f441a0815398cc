internal import ICalendar

/// What is done to the mailbox.
extension FakeGraphAnswer {
  /// Where an id points: an entry, or one date of it.
  private enum Place {
    case whole(String)
    case date(String, Day)
  }

  private func place(_ id: String, _ state: FakeGraph.State) -> Place? {
    let mailbox = state.mailbox
    if mailbox.entries[id] != nil { return .whole(id) }
    if let mark = id.firstRange(of: ".occ."), let day = Day(iso: id[mark.upperBound...]) {
      let master = String(id[..<mark.lowerBound])
      guard let entry = mailbox.entries[master], !entry.deleted.contains(day),
        FakeGraphRecurrence(entry.fields["recurrence"])?.days(before: day + 1).last == day
      else { return nil }
      return .date(master, day)
    }
    for entry in mailbox.entries.values {
      if let found = entry.exceptions.first(where: { $0.value.id == id }) {
        return .date(entry.id, found.key)
      }
    }
    return nil
  }

  private func item(_ place: Place, _ state: FakeGraph.State) -> GraphJSON {
    switch place {
    case .whole(let id): return state.mailbox.entries[id].map { state.mailbox.item($0) } ?? .null
    case .date(let id, let day):
      return state.mailbox.entries[id].map { state.mailbox.item($0, day, isStub: false) } ?? .null
    }
  }

  func create(in calendar: String, _ state: inout FakeGraph.State) -> WebReply {
    guard state.mailbox.calendars.contains(where: { $0.id == calendar }) else { return notFound }
    guard let body = GraphJSON(bytes: question.body), let fields = body.object else {
      return forbidden("a body that is no object", &state)
    }
    if let fault = fault(in: body, isSeries: true) { return forbidden(fault, &state) }
    guard fields["transactionId"]?.string != nil else {
      return forbidden("a new event without transactionId", &state)
    }
    if let known = state.mailbox.entries.values.first(where: {
      $0.fields["transactionId"] == fields["transactionId"]
    }) {
      return json(201, state.mailbox.item(known))
    }
    let transaction = fields["transactionId"]?.string ?? ""
    if !state.transactions.insert(transaction).inserted, state.remembersTransactions {
      return FakeGraph.error(400, "ErrorDuplicateTransactionId")
    }
    let id = state.mailbox.add(fields, to: calendar)
    mail("invite", fields, &state)
    return json(201, item(.whole(id), state))
  }

  func event(_ id: String, _ state: inout FakeGraph.State) -> WebReply {
    guard let place = place(id, state) else { return notFound }
    let there = item(place, state)
    if question.method == "GET" { return json(200, there) }
    if let tag = question.headers["if-match"], !state.ignoresIfMatch,
      tag != there["@odata.etag"]?.string
    {
      return FakeGraph.error(412, "ErrorIrresolvableConflict")
    }
    let isMine = there["isOrganizer"] == true
    switch (question.method, place) {
    case ("PATCH", _):
      guard let body = GraphJSON(bytes: question.body), let fields = body.object else {
        return forbidden("a body that is no object", &state)
      }
      var isSeries = false
      if case .whole(let id) = place { isSeries = state.mailbox.entries[id]?.isSeries ?? false }
      if fields["transactionId"] != nil { return forbidden("transactionId in a change", &state) }
      if let fault = fault(in: body, isSeries: isSeries, over: there) {
        return forbidden(fault, &state)
      }
      if isMine { mail("update", there.object ?? [:], &state) }
      switch place {
      case .whole(let id): state.mailbox.change(id, fields)
      case .date(let id, let day): state.mailbox.change(day, of: id, fields)
      }
      return json(200, item(place, state))
    case ("DELETE", .whole(let id)):
      if isMine { mail("cancel", there.object ?? [:], &state) }
      state.mailbox.remove(id)
      return WebReply(204)
    case ("DELETE", .date(let id, let day)):
      if isMine { mail("cancel", there.object ?? [:], &state) }
      state.mailbox.delete(day, of: id)
      return WebReply(204)
    default: return forbidden(question.method, &state)
    }
  }

  func act(_ action: String, on id: String, _ state: inout FakeGraph.State) -> WebReply {
    guard let place = place(id, state) else { return notFound }
    let there = item(place, state)
    let body = GraphJSON(bytes: question.body)
    let isMine = there["isOrganizer"] == true
    if action == "cancel" {
      guard isMine else { return FakeGraph.error(400, "ErrorInvalidRequest") }
      mail("cancel: \(body?["comment"]?.string ?? "")", there.object ?? [:], &state)
      switch place {
      case .whole(let id): state.mailbox.remove(id)
      case .date(let id, let day): state.mailbox.delete(day, of: id)
      }
      return WebReply(202)
    }
    let answers = [
      "accept": "accepted", "decline": "declined", "tentativelyAccept": "tentativelyAccepted",
    ]
    guard let answer = answers[action] else { return forbidden(action, &state) }
    guard !isMine else { return FakeGraph.error(400, "ErrorInvalidRequest") }
    let known = ["comment", "sendResponse", "proposedNewTime"]
    guard body?.object?.keys.allSatisfy({ known.contains($0) }) ?? true else {
      return forbidden("unknown parameters of \(action)", &state)
    }
    if body?["sendResponse"]?.bool ?? true {
      state.mails.append("answer \(answer): \(body?["comment"]?.string ?? "")")
    }
    let fields: [String: GraphJSON] = [
      "responseStatus": ["response": .string(answer), "time": "2026-11-20T00:00:00Z"]
    ]
    switch place {
    case .whole(let id): state.mailbox.change(id, fields)
    case .date(let id, let day): state.mailbox.change(day, of: id, fields)
    }
    return WebReply(202)
  }

  private func mail(
    _ what: String, _ fields: [String: GraphJSON], _ state: inout FakeGraph.State
  ) {
    for attendee in fields["attendees"]?.array ?? [] {
      guard let address = attendee["emailAddress"]?["address"]?.string else { continue }
      state.mails.append("\(what) to \(address)")
    }
  }

  // MARK: - Checking

  private static let members: [String: Set<String>] = [
    "daily": [], "weekly": ["daysOfWeek", "firstDayOfWeek"], "absoluteMonthly": ["dayOfMonth"],
    "relativeMonthly": ["daysOfWeek", "index"], "absoluteYearly": ["dayOfMonth", "month"],
    "relativeYearly": ["daysOfWeek", "index", "month"],
  ]
  private static let bounds: [String: Set<String>] = [
    "endDate": ["endDate"], "noEnd": [], "numbered": ["numberOfOccurrences"],
  ]

  /// What is wrong with the body of an event.
  private func fault(in body: GraphJSON, isSeries: Bool, over there: GraphJSON? = nil) -> String? {
    if let fault = FakeGraphTypes.shared?.faults(in: body, of: "event").first { return fault }
    for name in ["start", "end"] {
      guard let time = body[name] else { continue }
      guard let zone = time["timeZone"]?.string,
        zone == "UTC" || WindowsZones.iana(for: zone) != nil
      else { return "\(name) in a zone that Windows lacks" }
      if body["isAllDay"] == true, time["dateTime"]?.string?.contains("T00:00:00") != true {
        return "an all-day event that is not of midnights"
      }
    }
    guard let recurrence = body["recurrence"], recurrence != .null else { return nil }
    guard isSeries || there?["seriesMasterId"]?.string == nil else {
      return "recurrence of a single date"
    }
    guard let pattern = recurrence["pattern"]?.object, let type = pattern["type"]?.string,
      let range = recurrence["range"]?.object, let end = range["type"]?.string,
      let members = Self.members[type], let bounds = Self.bounds[end]
    else { return "recurrence without pattern or range" }
    guard Set(pattern.keys) == members.union(["type", "interval"]) else {
      return "members that \(type) does not use, or lacks"
    }
    guard Set(range.keys) == bounds.union(["type", "startDate", "recurrenceTimeZone"]) else {
      return "members that \(end) does not use, or lacks"
    }
    let start = body["start"] ?? there?["start"]
    let day = start?["dateTime"]?.string.map { String($0.prefix(10)) }
    if body["start"] != nil, range["startDate"]?.string != day {
      return "startDate is not the date of start"
    }
    return nil
  }
}

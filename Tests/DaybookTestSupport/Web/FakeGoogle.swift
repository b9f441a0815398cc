import Synchronization

/// Google Calendar v3 on this machine's loopback: keeps calendars, series and their instances, pages
/// and sync tokens, checks what it is asked against the discovery document, and misbehaves to order.
package final class FakeGoogle: Sendable {
  package let server: LoopbackServer
  let state: Mutex<FakeGoogleState>
  private let accepts: @Sendable (String) -> Bool

  /// - Parameter accepts: whether a bearer's token is good.
  package init(accepts: @escaping @Sendable (String) -> Bool = { _ in true }) throws {
    self.accepts = accepts
    state = Mutex(FakeGoogleState())
    server = try LoopbackServer(WebReply(500))
    server.answer { [weak self] question in self?.answer(question) ?? WebReply(500) }
  }

  /// What `providers.google.api_base` is to be.
  package var base: String { server.address + "/calendar/v3" }

  package func stop() { server.stop() }

  // MARK: - What somebody does there

  /// - Parameter more: further members of its entry in the list.
  package func addCalendar(
    _ id: String, summary: String = "Team", timeZone: String = "Europe/Berlin",
    role: String = "owner", isPrimary: Bool = false, more: [String: GoogleJSON] = [:]
  ) {
    state.withLock {
      $0.addCalendar(
        id, summary: summary, timeZone: timeZone, role: role, isPrimary: isPrimary, more: more)
    }
  }

  package func removeCalendar(_ id: String) { state.withLock { $0.calendars[id] = nil } }

  package func setRole(_ role: String, of calendar: String) {
    state.withLock { $0.calendars[calendar]?.entry["accessRole"] = .string(role) }
  }

  /// Stores an entry as it stands, with what Google adds to it; answers its id.
  @discardableResult
  package func put(_ event: GoogleJSON, in calendar: String) -> String {
    state.withLock { $0.put(event, in: calendar) }
  }

  /// Changes an entry, or an instance that had none of its own, as a PATCH without conditions.
  package func change(_ id: String, _ patch: GoogleJSON, in calendar: String) {
    state.withLock { state in
      _ = state.patch(id, patch, ifMatch: nil, in: calendar, isOwner: true)
    }
  }

  package func remove(_ id: String, in calendar: String) {
    state.withLock { state in _ = state.delete(id, ifMatch: nil, in: calendar) }
  }

  /// Every entry that is not deleted, cancelled instances included, by id.
  package func events(in calendar: String) -> [String: GoogleJSON] {
    state.withLock { state in
      (state.calendars[calendar]?.entries ?? [:]).compactMapValues { entry in
        entry.isDeleted ? nil : entry.json
      }
    }
  }

  package func event(_ id: String, in calendar: String) -> GoogleJSON? { events(in: calendar)[id] }

  /// Every single event and every date of a series that takes place up to 2030.
  package func occurrences(in calendar: String) -> [GoogleJSON] {
    state.withLock { $0.occurrences(in: calendar) }
  }

  /// Forgets every sync token that was handed out.
  package func expireTokens() { state.withLock { $0.generation += 1 } }

  // MARK: - How it misbehaves

  /// What the next matching requests meet.
  package struct Fault: Sendable {
    package var times: Int
    /// Matching ones that are let through before.
    package var skips: Int
    package var matches: @Sendable (WebQuestion) -> Bool
    package var reply: WebReply
    /// Whether what was asked is done all the same.
    package var isDone: Bool

    package init(
      _ reply: WebReply, times: Int = 1, after skips: Int = 0, isDone: Bool = false,
      when matches: @escaping @Sendable (WebQuestion) -> Bool = { _ in true }
    ) {
      self.reply = reply
      self.times = times
      self.skips = skips
      self.matches = matches
      self.isDone = isDone
    }
  }

  package func misbehave(_ fault: Fault) { state.withLock { $0.faults.append(fault) } }

  package func forgiveAll() { state.withLock { $0.faults = [] } }

  /// Refuses the next requests in Google's form.
  package func refuse(
    _ status: Int, _ reason: String, detail: String? = nil, location: String? = nil,
    times: Int = 1, when matches: @escaping @Sendable (WebQuestion) -> Bool = { _ in true }
  ) {
    misbehave(
      Fault(
        .google(status, reason, detail: detail, location: location), times: times, when: matches))
  }

  /// The next write is taken, and its answer lost.
  package func loseNextReply(after skips: Int = 0) {
    misbehave(
      Fault(WebReply(200, "", .hangsUp), after: skips, isDone: true, when: { $0.method != "GET" }))
  }

  /// Entries of a page at most, whatever is asked for.
  package func setPageSize(_ size: Int) { state.withLock { $0.pageSize = size } }

  /// Pages overlap, come in a strange order, or begin with an empty one.
  package func setPages(overlap: Bool = false, reversed: Bool = false, emptyFirst: Bool = false) {
    state.withLock { state in
      state.overlaps = overlap
      state.isReversed = reversed
      state.beginsEmpty = emptyFirst
    }
  }

  /// What the header Date says.
  package func setDate(_ date: String?) { state.withLock { $0.date = date } }

  /// Packs its answers.
  package func setPacking(_ packs: Bool) { state.withLock { $0.packs = packs } }

  // MARK: - What it saw

  /// Requests that the contract forbids.
  package var complaints: [String] { state.withLock { $0.complaints } }

  /// `sendUpdates` of every write that was taken, in order.
  package var mails: [String] { state.withLock { $0.mails } }

  /// `GET calendars/…/events`, for counting.
  package var requests: [String] {
    server.questions.map { question in
      let path = question.path.prefix { $0 != "?" }
      return question.method + " " + path.dropFirst("/calendar/v3/".count)
    }
  }

  private func answer(_ question: WebQuestion) -> WebReply {
    let reply = reply(to: question)
    if reply.status == 200, question.path.contains("/events/watch"),
      let id = GoogleJSON(question.body)?["id"]?.string
    {
      greet(id)
    }
    return reply
  }

  private func reply(to question: WebQuestion) -> WebReply {
    state.withLock { state in
      var reply: WebReply
      if let fault = state.fault(for: question) {
        if fault.isDone { _ = state.answer(question, accepts) }
        reply = fault.reply
      } else {
        reply = state.answer(question, accepts)
      }
      if let date = state.date { reply.headers.append((name: "Date", value: date)) }
      return state.packs && reply.status == 200 ? reply.gzipped : reply
    }
  }
}

extension WebReply {
  package static func json(_ status: Int = 200, _ value: GoogleJSON) -> WebReply {
    WebReply(
      status, value.text,
      headers: [(name: "Content-Type", value: "application/json; charset=UTF-8")])
  }

  /// A refusal in Google's form.
  package static func google(
    _ status: Int, _ reason: String, message: String = "Refused", detail: String? = nil,
    location: String? = nil
  ) -> WebReply {
    var item: GoogleJSON = [
      "domain": "global", "reason": .string(reason), "message": .string(message),
    ]
    if let location { item["location"] = .string(location) }
    var error: GoogleJSON = [
      "code": .int(status), "message": .string(message), "errors": .array([item]),
    ]
    if let detail {
      error["details"] = [
        ["@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": .string(detail)]
      ]
    }
    return .json(status, ["error": error])
  }
}

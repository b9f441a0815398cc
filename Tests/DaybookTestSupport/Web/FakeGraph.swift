import Foundation
package import ICalendar
import Synchronization

/// Microsoft Graph's calendars on loopback: keeps a mailbox, speaks the contract, checks what it is
/// asked, and misbehaves to order.
package final class FakeGraph: Sendable {
  package let server: LoopbackServer
  let state: Mutex<State>
  private let accepts: @Sendable (String) -> Bool

  struct State {
    var mailbox: FakeGraphMailbox
    var generation = 1
    /// What is left to be shown of rounds that are under way, page by page.
    var rounds: [Int: Round] = [:]
    var roundNumber = 0
    var faults: [Fault] = []
    var violations: [String] = []
    var mails: [String] = []
    var taken = 0
    var inFlight = 0
    var mostAtOnce = 0
    var requests: [String] = []
    var pagesLargest = 200
    var ignoresIfMatch = false
    var repeatsItems = false
    var goesInCircles = false
    var omitsMasters = false
    var remembersTransactions = false
    var transactions: Set<String> = []
    var base = ""
    var subscriptions: [FakeGraphSubscription] = []
    var pushAnswers: [Int?] = []
    /// The messages that were sent last, and where to.
    var lastPushes: [(address: String, body: String)] = []
    var changes = 0
    var knocks: LoopbackClient?
  }

  struct Round {
    var units: [[String]]
    var delta: String
  }

  /// Something that goes wrong.
  package struct Fault: Sendable {
    package enum Kind: Sendable {
      /// Answers so instead of doing anything.
      case replies(WebReply)
      /// Does it, and hangs up before anybody hears of it.
      case losesTheReply
      /// Does it, and sends only the beginning of the answer.
      case truncates
    }

    package var kind: Kind
    package var method: String?
    package var path: String
    package var skips: Int
    package var times: Int

    package init(
      _ kind: Kind, on method: String? = nil, _ path: String = "", after skips: Int = 0,
      times: Int = 1
    ) {
      self.kind = kind
      self.method = method
      self.path = path
      self.skips = skips
      self.times = times
    }
  }

  package init(
    zones: ZoneDatabase = TestZones.database,
    accepts: @escaping @Sendable (String) -> Bool = { $0 == "token" }
  ) throws {
    self.accepts = accepts
    state = Mutex(State(mailbox: FakeGraphMailbox(zones: zones)))
    server = try LoopbackServer(WebReply(500))
    state.withLock { $0.base = server.address + "/v1.0" }
    server.answer { [weak self] question in self?.reply(to: question) ?? WebReply(500) }
  }

  /// Its API base.
  package var address: String { server.address + "/v1.0" }

  package func stop() { server.stop() }

  // MARK: - A hand on the mailbox

  @discardableResult
  package func addCalendar(
    _ name: String = "Calendar", id: String? = nil, isDefault: Bool = true, canEdit: Bool = true,
    owner: String? = nil, hexColor: String = "", color: String = "auto"
  ) -> String {
    state.withLock { state in
      let id = id ?? "AAMkAGcal\(state.mailbox.calendars.count + 1)="
      let address = owner ?? state.mailbox.owner
      state.mailbox.calendars.append(
        .init(
          id: id,
          fields: [
            "id": .string(id), "name": .string(name), "color": .string(color),
            "hexColor": .string(hexColor), "isDefaultCalendar": .bool(isDefault),
            "canEdit": .bool(canEdit), "changeKey": "ck==",
            "owner": ["name": "Somebody", "address": .string(address)],
          ], isDefault: isDefault))
      return id
    }
  }

  package func removeCalendar(_ id: String) {
    state.withLock { $0.mailbox.calendars.removeAll { $0.id == id } }
  }

  @discardableResult
  package func add(_ fields: [String: GraphJSON], to calendar: String) -> String {
    state.withLock { $0.mailbox.add(fields, to: calendar) }
  }

  package func change(_ id: String, _ fields: [String: GraphJSON]) {
    state.withLock { $0.mailbox.change(id, fields) }
  }

  package func remove(_ id: String) { state.withLock { $0.mailbox.remove(id) } }

  package func change(_ day: Day, of id: String, _ fields: [String: GraphJSON]) {
    state.withLock { $0.mailbox.change(day, of: id, fields) }
  }

  package func delete(_ day: Day, of id: String) {
    state.withLock { $0.mailbox.delete(day, of: id) }
  }

  /// What is kept of an entry, by id.
  package func fields(_ id: String) -> [String: GraphJSON]? {
    state.withLock { $0.mailbox.entries[id]?.fields }
  }

  package func exceptions(_ id: String) -> [Day: [String: GraphJSON]] {
    state.withLock { $0.mailbox.entries[id]?.exceptions.mapValues(\.fields) ?? [:] }
  }

  package func deletedDays(_ id: String) -> Set<Day> {
    state.withLock { $0.mailbox.entries[id]?.deleted ?? [] }
  }

  /// Ids of all entries, oldest first.
  package var ids: [String] {
    state.withLock { state in
      state.mailbox.entries.values.sorted { $0.key < $1.key }.map(\.id)
    }
  }

  // MARK: - Misbehaving

  package func fail(_ fault: Fault) { state.withLock { $0.faults.append(fault) } }
  package func forgiveAll() { state.withLock { $0.faults = [] } }
  package func expireTokens() { state.withLock { $0.generation += 1 } }
  package func skewClock(by seconds: Int) { state.withLock { $0.mailbox.skew = seconds } }
  /// Shows entries twice and out of order.
  package func repeatItems() { state.withLock { $0.repeatsItems = true } }
  /// Hands out one page for ever, each time under a new link.
  package func goInCircles() { state.withLock { $0.goesInCircles = true } }
  package func ignoreIfMatch() { state.withLock { $0.ignoresIfMatch = true } }
  package func omitMasters() { state.withLock { $0.omitsMasters = true } }
  /// Refuses the transaction of an event that was deleted.
  package func rememberTransactions() { state.withLock { $0.remembersTransactions = true } }
  package func setPageSize(_ size: Int) { state.withLock { $0.pagesLargest = size } }

  /// Whether bodies are checked against Microsoft's metadata.
  package static var knowsTheTypes: Bool { FakeGraphTypes.shared != nil }

  /// What was asked that the contract forbids.
  package var violations: [String] { state.withLock { $0.violations } }
  /// Who was mailed what.
  package var mails: [String] { state.withLock { $0.mails } }
  /// Writes that it took.
  package var taken: Int { state.withLock { $0.taken } }
  package var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }
  /// `GET /me/calendars`, in order.
  package var requests: [String] { state.withLock { $0.requests } }

  package static func error(
    _ status: Int, _ code: String, headers: [(name: String, value: String)] = []
  ) -> WebReply {
    let body: GraphJSON = [
      "error": [
        "code": .string(code), "message": "It went wrong.",
        "innerError": ["date": "2026-11-22T07:21:00", "request-id": "1111"],
      ]
    ]
    return WebReply(
      status, body.text, headers: [(name: "Content-Type", value: "application/json")] + headers)
  }

  // MARK: - Answering

  private func reply(to question: WebQuestion) -> WebReply {
    let isTooMany = state.withLock { state in
      state.inFlight += 1
      state.mostAtOnce = max(state.mostAtOnce, state.inFlight)
      return state.inFlight > 4
    }
    defer { state.withLock { $0.inFlight -= 1 } }
    if isTooMany {
      return Self.error(
        429, "ApplicationThrottled", headers: [(name: "Retry-After", value: "1")])
    }
    let path = question.path.dropFirst("/v1.0".count)
    let fault = state.withLock { state -> Fault.Kind? in
      state.requests.append(question.method + " " + path.prefix { $0 != "?" })
      guard
        let index = state.faults.firstIndex(where: {
          ($0.method == nil || $0.method == question.method)
            && ($0.path.isEmpty || path.contains($0.path))
        })
      else { return nil }
      if state.faults[index].skips > 0 {
        state.faults[index].skips -= 1
        return nil
      }
      let kind = state.faults[index].kind
      state.faults[index].times -= 1
      if state.faults[index].times <= 0 { state.faults.remove(at: index) }
      return kind
    }
    if case .replies(let reply)? = fault { return reply }
    let bearer = question.headers["authorization"]?.split(separator: " ")
    guard let bearer, bearer.count == 2, bearer[0] == "Bearer", accepts(String(bearer[1])) else {
      return Self.error(401, "InvalidAuthenticationToken")
    }
    if question.method == "POST", path == "/subscriptions", !shakesHands(question) {
      return Self.error(400, "ValidationError")
    }
    var reply = state.withLock { state in
      var answer = FakeGraphAnswer(question: question, path: String(path))
      let reply = answer.run(&state)
      if question.method != "GET", reply.status < 300 { state.taken += 1 }
      return reply
    }
    switch fault {
    case .losesTheReply?: reply.manner = .hangsUp
    case .truncates?: reply.body = Array(reply.body.prefix(reply.body.count / 2))
    case .replies?, nil: break
    }
    return reply
  }
}

import DaybookCore
import DaybookStore
import DaybookTestSupport
import Foundation
import ICalendar
import Testing

@testable import DaybookServer

/// Messages of providers: which are heeded, and that nobody else learns anything.
struct PushRouteTests {
  private let now = TemporaryStore.now

  @discardableResult
  private func add(
    _ kind: AccountKind, to server: ServerUnderTest, id: String = "push_a", isOpen: Bool = true
  ) throws -> PushChannel {
    let store = server.store.store
    try store.addPushChannel(
      PushChannel(
        id: id, account: AccountID("account"), kind: kind,
        calendar: kind == .google ? CalendarID("calendar") : nil, secret: "secret-\(id)",
        address: "https://x.example/", at: now))
    if isOpen {
      try store.keepPushGrant(
        PushGrant(
          remote: kind == .microsoft ? "s1" : id, resource: kind == .google ? "r1" : nil,
          expires: now + 86_400), of: id, at: now)
    }
    return try #require(try store.pushChannel(id))
  }

  private func google(
    _ server: ServerUnderTest, _ path: String = "/api/webhooks/google?for=home&channel=push_a",
    _ state: String = "exists", without missing: String? = nil, _ change: [String: String] = [:]
  ) async throws -> Reply {
    var headers = [
      "X-Goog-Channel-ID": "push_a", "X-Goog-Channel-Token": "secret-push_a",
      "X-Goog-Resource-ID": "r1", "X-Goog-Resource-State": state, "X-Goog-Message-Number": "2",
      "Content-Length": "0",
    ].merging(change) { $1 }
    if let missing { headers[missing] = nil }
    return try await server.ask("POST", path, headers: headers)
  }

  // MARK: - Google

  @Test func googleIsHeardWithoutAToken() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    try add(.google, to: server)
    let reply = try await google(server)
    #expect(reply.status == 204)
    #expect(reply.body.isEmpty)
    #expect(server.heard.all == ["account calendar"])
    // The calendar is gone there: the list of calendars tells.
    let gone = try await google(
      server, "/api/webhooks/google?for=home", "not_exists", ["X-Goog-Message-Number": "3"])
    #expect(gone.status == 204)
    #expect(server.heard.all.last == "account all")
  }

  @Test func aGreetingMayComeBeforeTheChannelIsOpen() async throws {
    let server = try await ServerUnderTest()
    try add(.google, to: server, isOpen: false)
    let reply = try await google(
      server, "/api/webhooks/google?for=home", "sync",
      ["X-Goog-Message-Number": "1", "X-Goog-Resource-ID": "not known yet"])
    #expect(reply.status == 204)
    #expect(server.heard.all.isEmpty)
  }

  @Test func aMessageCountsOnce() async throws {
    let server = try await ServerUnderTest()
    try add(.google, to: server)
    #expect(try await google(server).status == 204)
    #expect(try await google(server).status == 404)
    #expect(server.heard.all.count == 1)
  }

  /// Whatever is wrong, the answer is the same.
  @Test(arguments: [
    ["X-Goog-Channel-Token": "secret-push_b"], ["X-Goog-Channel-Token": ""],
    ["X-Goog-Channel-ID": "push_b"], ["X-Goog-Resource-ID": "r2"],
    ["X-Goog-Message-Number": "0"], ["X-Goog-Message-Number": "many"],
    ["X-Goog-Resource-State": "boom"],
  ])
  func aForgedMessageLearnsNothing(_ change: [String: String]) async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    try add(.google, to: server)
    let reply = try await google(server, "/api/webhooks/google?for=home", "exists", change)
    let nothing = try await google(server, "/api/webhooks/google?for=nobody")
    #expect(reply.status == 404)
    #expect(reply.json["message"] as? String == nothing.json["message"] as? String)
    #expect(reply.code == nothing.code)
    #expect(server.heard.all.isEmpty)
  }

  @Test(arguments: [
    "X-Goog-Channel-ID", "X-Goog-Channel-Token", "X-Goog-Resource-ID", "X-Goog-Resource-State",
    "X-Goog-Message-Number",
  ])
  func aMessageThatLacksSomethingLearnsNothing(_ name: String) async throws {
    let server = try await ServerUnderTest()
    try add(.google, to: server)
    let reply = try await google(server, "/api/webhooks/google?for=home", "exists", without: name)
    #expect(reply.status == 404)
    #expect(server.heard.all.isEmpty)
  }

  @Test(arguments: [
    "/api/webhooks/google", "/api/webhooks/google?for=", "/api/webhooks/google?for=nobody",
    "/api/webhooks/google?for=HOME",
  ])
  func whoNamesNobodyLearnsNothing(_ path: String) async throws {
    let server = try await ServerUnderTest()
    try add(.google, to: server)
    #expect(try await google(server, path).status == 404)
    #expect(server.heard.all.isEmpty)
  }

  // MARK: - Microsoft

  private func graph(
    _ server: ServerUnderTest, _ body: String,
    _ path: String = "/api/webhooks/microsoft?for=home&channel=push_a"
  ) async throws -> Reply {
    try await server.ask("POST", path, body: body)
  }

  private func message(
    _ more: String = "\"changeType\":\"updated\"", secret: String = "secret-push_a",
    id: String = "s1", ends: String = "2026-11-28T07:00:00.0000000Z"
  ) -> String {
    """
    {"subscriptionId":"\(id)","subscriptionExpirationDateTime":"\(ends)",\
    "clientState":"\(secret)",\(more),"resource":"Users/1/Events/2"}
    """
  }

  @Test func microsoftShakesHands() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    let reply = try await server.ask(
      "POST",
      "/api/webhooks/microsoft?for=home&channel=push_a&validationToken=Validation%3a+a%26%3cb%3e%25",
      headers: ["Content-Type": "text/plain; charset=utf-8", "Content-Length": "0"])
    #expect(reply.status == 200)
    #expect(reply.text == "Validation: a&<b>%")
    #expect(reply.headers["content-type"] == "text/plain")
    #expect(reply.headers["x-content-type-options"] == "nosniff")
    for bad in ["", "a%0d%0ab", String(repeating: "a", count: 2_001)] {
      let reply = try await server.ask(
        "POST", "/api/webhooks/microsoft?validationToken=\(bad)", headers: ["Content-Length": "0"])
      #expect(reply.status == 404)
    }
  }

  @Test func microsoftIsHeard() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    try add(.microsoft, to: server)
    let reply = try await graph(
      server, "{\"value\":[\(message()),\(message()),\(message(secret: "forged"))]}")
    #expect(reply.status == 202)
    #expect(reply.body.isEmpty)
    #expect(server.heard.all == ["account all"])
  }

  @Test func whatBecomesOfASubscriptionIsHeeded() async throws {
    let server = try await ServerUnderTest()
    let store = server.store.store
    try add(.microsoft, to: server)
    func send(_ word: String) async throws -> Int {
      try await graph(
        server, "{\"value\":[\(message("\"lifecycleEvent\":\"\(word)\""))]}"
      ).status
    }
    #expect(try await send("missed") == 202)
    #expect(server.heard.all == ["account all"])
    #expect(try await send("reauthorizationRequired") == 202)
    #expect(server.heard.all == ["account all", "doubt"])
    #expect(try store.pushChannel("push_a")?.expires == now)
    #expect(try store.pushChannel("push_a")?.isLost == false)
    #expect(try await send("subscriptionRemoved") == 202)
    #expect(server.heard.all == ["account all", "doubt", "doubt", "account all"])
    #expect(try store.pushChannel("push_a")?.isLost == true)
  }

  private func change(_ tag: String, _ id: String = "2") -> String {
    """
    "changeType":"updated","resourceData":{"@odata.type":"#Microsoft.Graph.Event",\
    "@odata.etag":"\(tag)","id":"\(id)"}
    """
  }

  @Test func aChangeOfMicrosoftsCountsOnce() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    try add(.microsoft, to: server)
    func send(_ messages: String...) async throws -> Int {
      _ = try await graph(server, "{\"value\":[\(messages.joined(separator: ","))]}").status
      return server.heard.all.count
    }
    #expect(try await send(message(change("a"))) == 1)
    // Whoever kept it is told no more than that it was heard.
    let again = try await graph(server, "{\"value\":[\(message(change("a")))]}")
    #expect(again.status == 202)
    #expect(try await send(message(change("a")), message(change("a"))) == 1)
    #expect(try await send(message(change("a")), message(change("b"))) == 2)
    #expect(try await send(message(change("b", "3"))) == 3)
    // In the name of another subscription, or without its secret, not even once.
    #expect(try await send(message(change("c"), id: "s2")) == 3)
    #expect(try await send(message(change("c"), secret: "secret-push_b")) == 3)
    #expect(try await send(message(change("c"))) == 4)
    // What has no state of its own cannot be told from what is new.
    #expect(try await send(message()) == 5)
    #expect(try await send(message()) == 6)
  }

  @Test(arguments: ["reauthorizationRequired", "subscriptionRemoved", "missed"])
  func whatBecameOfASubscriptionIsHeededOnce(_ word: String) async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    try add(.microsoft, to: server)
    let body = "{\"value\":[\(message("\"lifecycleEvent\":\"\(word)\""))]}"
    #expect(try await graph(server, body).status == 202)
    let heard = server.heard.all
    #expect(!heard.isEmpty)
    for _ in 0..<3 { #expect(try await graph(server, body).status == 202) }
    #expect(server.heard.all == heard)
    // Renewed, it may come to that once more.
    let later = body.replacing("2026-11-28", with: "2026-11-29")
    #expect(try await graph(server, later).status == 202)
    #expect(server.heard.all.count > heard.count)
  }

  @Test func thatSomethingWasMissedIsHeededOnceAnHour() {
    let push = GraphPush(subscription: "s1", clientState: "", lifecycle: "missed", ends: nil)
    let hour = Instant(seconds: now.seconds / 3_600 * 3_600)
    #expect(push.mark(at: hour) == push.mark(at: hour + 3_599))
    #expect(push.mark(at: hour) != push.mark(at: hour + 3_600))
  }

  @Test(arguments: [
    "", "{", "[]", "{}", "{\"value\":{}}", "{\"value\":[]}", "{\"value\":[{}]}",
    "{\"value\":[{\"subscriptionId\":\"s1\"}]}",
  ])
  func aMessageThatCannotBeReadLearnsNothing(_ body: String) async throws {
    let server = try await ServerUnderTest()
    try add(.microsoft, to: server)
    #expect(try await graph(server, body).status == 404)
    #expect(server.heard.all.isEmpty)
  }

  @Test func microsoftsForgeriesLearnNothing() async throws {
    let server = try await ServerUnderTest()
    try add(.microsoft, to: server)
    for forged in [
      message(secret: ""), message(secret: "secret-push_b"), message(id: "s2"),
      message(ends: "2026-11-18T13:00:00Z"),
    ] {
      #expect(try await graph(server, "{\"value\":[\(forged)]}").status == 404)
    }
    let whole = "{\"value\":[\(message())]}"
    for path in [
      "/api/webhooks/microsoft?for=home", "/api/webhooks/microsoft?for=home&channel=push_b",
      "/api/webhooks/microsoft?channel=push_a",
    ] {
      #expect(try await graph(server, whole, path).status == 404)
    }
    #expect(try await graph(server, String(whole.dropLast(3))).status == 404)
    #expect(server.heard.all.isEmpty)
  }

  // MARK: - Cal.com

  private func calcom(
    _ server: ServerUnderTest, _ body: String, signed: String? = nil,
    secret: String = "secret-push_a",
    _ path: String = "/api/webhooks/calcom?for=home&channel=push_a"
  ) async throws -> Reply {
    let signature = TestDigests().signature(Array(body.utf8), secret: secret)
    return try await server.ask(
      "POST", path, headers: ["X-Cal-Signature-256": signed ?? signature], body: body)
  }

  private static let booking =
    #"{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-11-18T13:00:00.000Z","payload":{"uid":"bis später"}}"#

  @Test func calComIsHeardOnce() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    try add(.calcom, to: server)
    let reply = try await calcom(server, Self.booking)
    #expect(reply.status == 204)
    #expect(server.heard.all == ["account all"])
    // The very same again: somebody kept it.
    #expect(try await calcom(server, Self.booking).status == 404)
    #expect(server.heard.all.count == 1)
  }

  @Test func calComsForgeriesLearnNothing() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    try add(.calcom, to: server)
    let signature = TestDigests().signature(Array(Self.booking.utf8), secret: "secret-push_a")
    let other = Self.booking.replacing("CREATED", with: "REJECTED")
    let replies = [
      try await calcom(server, Self.booking, signed: ""),
      try await calcom(server, Self.booking, signed: "no-secret-provided"),
      try await calcom(server, Self.booking, secret: "secret-push_b"),
      try await calcom(server, other, signed: signature),
      try await calcom(server, Self.booking + " ", signed: signature),
      try await calcom(server, String(Self.booking.dropLast()), signed: signature),
      try await calcom(server, Self.booking, "/api/webhooks/calcom?for=home"),
      try await calcom(server, Self.booking, "/api/webhooks/calcom?for=home&channel=push_b"),
      // Signed well, and too old or without a time.
      try await calcom(server, Self.booking.replacing("11-18", with: "11-16")),
      try await calcom(server, "{}"), try await calcom(server, "not JSON"),
    ]
    #expect(replies.map(\.status) == [Int](repeating: 404, count: replies.count))
    #expect(Set(replies.map { $0.code ?? "" }) == ["not_found"])
    #expect(server.heard.all.isEmpty)
  }

  @Test func aMessageHasItsBounds() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    try add(.calcom, to: server)
    let reply = try await calcom(server, String(repeating: " ", count: 300_000))
    #expect(reply.status == 413)
    #expect(server.heard.all.isEmpty)
  }

  @Test func noSecretIsInTheLog() async throws {
    let server = try await ServerUnderTest()
    try add(.google, to: server)
    _ = try await google(server)
    _ = try await google(server, "/api/webhooks/google?for=home&channel=guess")
    for word in ["secret-push_a", "push_a", "guess"] { #expect(!server.log.text.contains(word)) }
  }

  // MARK: - The providers as they are

  @Test func theProvidersThatAreImitatedHearWhatTheyWant() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    let graph = try FakeGraph()
    graph.knock(at: server.port)
    let address = "https://localhost/api/webhooks/microsoft?for=home&channel=push_a"
    let body: GraphJSON = [
      "changeType": "created,updated,deleted", "resource": "/me/events",
      "notificationUrl": .string(address), "lifecycleNotificationUrl": .string(address),
      "expirationDateTime": "2026-11-25T07:00:00Z", "clientState": "secret-push_a",
    ]
    try add(.microsoft, to: server, isOpen: false)
    let made = LoopbackClient(port: graph.server.port).post(
      "http://127.0.0.1/v1.0/subscriptions",
      headers: [("Authorization", "Bearer token"), ("Content-Type", "application/json")],
      body: body.text)
    #expect(made?.status == 201)
    graph.push()
    graph.push(lifecycle: "missed")
    #expect(graph.pushAnswers == [202, 202])
    #expect(server.heard.all == ["account all", "account all"])
    graph.pushAgain()
    graph.push()
    graph.pushAgain()
    #expect(graph.pushAnswers == [202, 202, 202, 202, 202])
    #expect(server.heard.all.count == 3)
  }
}

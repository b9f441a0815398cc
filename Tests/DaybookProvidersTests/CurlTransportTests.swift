import DaybookCore
import DaybookTestSupport
import Testing

@testable import DaybookProviders

@Suite struct CurlTransportTests {
  let transport = CurlTransport(version: "0")

  @Test func aBodyOfAnySizeArrivesUnpacked() async throws {
    let text = String(repeating: "BEGIN:VCALENDAR\r\n", count: 20_000)
    let server = try LoopbackServer(WebReply(200, text).gzipped)
    defer { server.stop() }
    let response = try await transport.send(request(server))
    #expect(response.status == 200)
    #expect(response.body == Array(text.utf8))
    #expect(server.questions.first?.headers["accept-encoding"]?.contains("gzip") == true)
    #expect(server.questions.first?.headers["user-agent"]?.hasPrefix("Daybook/0") == true)
  }

  @Test func requestsToOneHostShareAConnection() async throws {
    let server = try LoopbackServer(WebReply(200, "x"))
    defer { server.stop() }
    for _ in 0..<5 { _ = try await transport.send(request(server)) }
    // One that was idle for two minutes is given up, and on a busy machine a moment may be as long.
    #expect(Set(server.questions.map(\.connection)).count < 5)
  }

  @Test func methodBodyAndHeadersArriveAsTheyAre() async throws {
    let server = try LoopbackServer(WebReply(207, "ok", headers: [("X-Said", " yes ")]))
    defer { server.stop() }
    var request = try request(server)
    request.method = "REPORT"
    request.body = Array("<xml/>".utf8)
    request.headers = [(name: "Depth", value: "1"), (name: "Content-Type", value: "text/xml")]
    let response = try await transport.send(request)
    let question = try #require(server.questions.first)
    #expect(question.method == "REPORT")
    #expect(question.body == Array("<xml/>".utf8))
    #expect(question.headers["depth"] == "1")
    #expect(question.headers["content-type"] == "text/xml")
    #expect(response.status == 207)
    #expect(response.headers["x-said"] == "yes")
  }

  @Test(arguments: [401, 403, 404, 410, 429, 500, 503])
  func everyStatusIsAnAnswer(_ status: Int) async throws {
    let server = try LoopbackServer(
      WebReply(status, "no", headers: [("WWW-Authenticate", "Basic realm=\"x\"")]))
    defer { server.stop() }
    #expect(try await transport.send(request(server)).status == status)
    #expect(server.questions.count == 1)
  }

  @Test func tenRedirectionsAreFollowedAndNoMore() async throws {
    let server = try LoopbackServer { question in
      let step = Int(question.path.dropFirst()) ?? 0
      return step == 10 ? WebReply(200, "there") : .redirection(302, to: "/\(step + 1)")
    }
    defer { server.stop() }
    let log = RequestLog()
    var request = try request(server, "/0")
    request.log = log
    #expect(try await transport.send(request).body == Array("there".utf8))
    #expect(log.count == 11)
    #expect(log.take().map(\.status) == Array(repeating: 302, count: 10) + [200])
    server.answer { .redirection(302, to: $0.path) }
    await expect(.badRedirection(request.address.place, .tooMany(10))) {
      try await transport.send(request)
    }
  }

  @Test func onlyLastingRedirectionsToHTTPSAreRemembered() throws {
    var redirections = Redirections(WebRequest("GET", try address("https://a.example/1")))
    let to: (String) -> WebHeaders = { WebHeaders([(name: "Location", value: $0)]) }
    #expect(try redirections.follow(status: 301, headers: to("https://b.example/2")))
    #expect(try redirections.follow(status: 308, headers: to("/3")))
    #expect(redirections.movedTo?.text == "https://b.example/3")
    #expect(try redirections.follow(status: 302, headers: to("/4")))
    #expect(try redirections.follow(status: 301, headers: to("/5")))
    #expect(redirections.movedTo?.text == "https://b.example/3")
  }

  @Test func aRedirectionNeverLeavesHTTPS() throws {
    var redirections = Redirections(WebRequest("GET", try address("https://a.example/1")))
    #expect(throws: ProviderError.badRedirection(RemotePlace("https://a.example"), .toPlainHTTP)) {
      try redirections.follow(
        status: 301, headers: WebHeaders([(name: "Location", value: "http://a.example/1")]))
    }
  }

  @Test func credentialsStayWithTheirHost() async throws {
    let other = try LoopbackServer(WebReply(200, "x"))
    defer { other.stop() }
    let elsewhere = "http://localhost:\(other.port)/there"
    let server = try LoopbackServer(.redirection(307, to: elsewhere))
    defer { server.stop() }
    var request = WebRequest(
      "GET", try address("http://ana:s%40cret@127.0.0.1:\(server.port)/here"))
    request.headers = [(name: "X-Kept", value: "1")]
    _ = try await transport.send(request)
    #expect(server.questions.first?.headers["authorization"] == "Basic YW5hOnNAY3JldA==")
    #expect(other.questions.first?.headers["authorization"] == nil)
    #expect(other.questions.first?.headers["x-kept"] == "1")
  }

  @Test func aFormIsNotSentAgainAfterSeeOther() throws {
    var request = WebRequest("POST", try address("https://a.example/form"))
    request.body = [1]
    var redirections = Redirections(request)
    let there = WebHeaders([(name: "Location", value: "/done")])
    #expect(try redirections.follow(status: 303, headers: there))
    #expect(redirections.request.method == "GET")
    #expect(redirections.request.body == nil)
    request.method = "PROPFIND"
    redirections = Redirections(request)
    #expect(try redirections.follow(status: 301, headers: there))
    #expect(redirections.request.method == "PROPFIND")
    #expect(redirections.request.body == [1])
  }

  @Test func anEndlessBodyIsCutOffAtTheLimit() async throws {
    let server = try LoopbackServer(
      WebReply(200, String(repeating: "x", count: 4096), .isEndless))
    defer { server.stop() }
    var request = try request(server)
    request.limits.body = 100_000
    await expect(.tooLarge(request.address.place, limit: 100_000)) {
      try await transport.send(request)
    }
  }

  @Test func aPackedBodyIsMeasuredUnpacked() async throws {
    let server = try LoopbackServer(WebReply(200, String(repeating: "x", count: 5000)).gzipped)
    defer { server.stop() }
    var request = try request(server)
    request.limits.body = 4999
    await expect(.tooLarge(request.address.place, limit: 4999)) {
      try await transport.send(request)
    }
  }

  @Test(arguments: [WebReply.Manner.isSilent, .falls(silentAfter: 3)])
  func silenceIsWaitedForOnlySoLong(_ manner: WebReply.Manner) async throws {
    let server = try LoopbackServer(WebReply(200, "abcdef", manner))
    defer { server.stop() }
    var request = try request(server)
    request.limits.silence = .milliseconds(50)
    await expect(.unreachable(request.address.place, .silence(0))) {
      try await transport.send(request)
    }
  }

  @Test func aPassHasATimeInAll() async throws {
    let server = try LoopbackServer(WebReply(200, "abcdef", .falls(silentAfter: 3)))
    defer { server.stop() }
    var request = try request(server)
    request.limits.total = .milliseconds(50)
    await expect(.unreachable(request.address.place, .timeout(0))) {
      try await transport.send(request)
    }
  }

  @Test(arguments: [WebReply.Manner.hangsUp, .breaksOff(after: 3)])
  func aDroppedConnectionIsNoAnswer(_ manner: WebReply.Manner) async throws {
    let server = try LoopbackServer(WebReply(200, "abcdef", manner))
    defer { server.stop() }
    let request = try request(server)
    await expect(.unreachable(request.address.place, .dropped)) {
      try await transport.send(request)
    }
  }

  @Test func certificatesOfOnesOwnAreTrustedWhenTheyCanBeRead() async throws {
    let server = try LoopbackServer(WebReply(200, "x"))
    defer { server.stop() }
    var request = try request(server)
    request.address = try #require(WebAddress("https" + request.address.text.dropFirst(4)))
    let transport = CurlTransport(version: "0", authorities: "/nowhere/own.pem")
    let error = await #expect(throws: ProviderError.self) { try await transport.send(request) }
    guard case .unreachable(_, .certificate(let reason))? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("/nowhere/own.pem"))
  }

  @Test func aClosedPortIsNoAnswer() async throws {
    let server = try LoopbackServer(WebReply())
    let request = try request(server)
    server.stop()
    await expect(.unreachable(request.address.place, .connection)) {
      try await transport.send(request)
    }
  }

  @Test func theLogKnowsNoMoreThanHostAndOutcome() async throws {
    let server = try LoopbackServer(WebReply(404, "none"))
    defer { server.stop() }
    let log = RequestLog()
    var request = try request(server)
    request.log = log
    _ = try await transport.send(request)
    server.answer(WebReply(200, "", .hangsUp))
    _ = try? await transport.send(request)
    let exchanges = log.take()
    #expect(exchanges.map(\.request) == Array(repeating: "GET \(server.address)/…", count: 2))
    #expect(exchanges.map(\.status) == [404, nil])
    #expect(exchanges.map(\.bytes) == [4, 0])
    #expect(exchanges.map(\.note) == [nil, "unreachable"])
    #expect(log.take().isEmpty)
  }

  @Test func aTaskThatIsCancelledStopsItsRequest() async throws {
    let server = try LoopbackServer(WebReply(200, "abcdef", .isSilent))
    defer { server.stop() }
    let request = try request(server)
    let transport = transport
    let task = Task { () -> ProviderError? in
      do throws(ProviderError) {
        _ = try await transport.send(request)
        return nil
      } catch { return error }
    }
    task.cancel()
    #expect(await task.value == .cancelled)
  }

  @Test func webcalMeansHTTPS() throws {
    let address = try address("webcal://Example.com/a%20b.ics?key=1#top")
    #expect(address.text.lowercased() == "https://example.com/a%20b.ics?key=1")
    #expect(address.origin == "https://example.com:443")
    #expect(WebAddress("ftp://example.com/a.ics") == nil)
    #expect(WebAddress("nonsense") == nil)
  }

  @Test func aWaitIsReadAsSecondsOrAsADate() throws {
    func wait(_ headers: [(name: String, value: String)]) throws -> Int? {
      WebResponse(
        status: 503, headers: WebHeaders(headers), address: try address("https://a.example/")
      ).retryAfter
    }
    #expect(try wait([("Retry-After", "17")]) == 17)
    #expect(
      try wait([
        ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("Retry-After", "Sun, 06 Nov 1994 08:51:37 GMT"),
      ]) == 120)
    #expect(try wait([("Retry-After", "later")]) == nil)
    #expect(try wait([("Retry-After", "99999999")]) == 86_400)
  }

  private func address(_ text: String) throws -> WebAddress {
    try #require(WebAddress(text))
  }

  private func request(_ server: LoopbackServer, _ path: String = "/secret/feed.ics") throws
    -> WebRequest
  {
    WebRequest("GET", try address(server.address + path))
  }

  private func expect(_ expected: ProviderError, _ body: () async throws -> WebResponse) async {
    await #expect(throws: expected) { _ = try await body() }
  }
}

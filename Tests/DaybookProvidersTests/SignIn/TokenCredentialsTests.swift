import DaybookCore
import DaybookProviders
import DaybookTestSupport
import ICalendar
import Testing

/// Access tokens are renewed in time, once, and no refresh token is ever lost.
struct TokenCredentialsTests {
  private func bearer(_ credentials: TokenCredentials) async throws -> String {
    let value = try await credentials.authorization()
    return try #require(value.hasPrefix("Bearer ") ? String(value.dropFirst(7)) : nil)
  }

  @Test(arguments: [FakeSignIn.Vendor.google, .microsoft])
  func tokensAreRenewedBeforeTheyEnd(_ vendor: FakeSignIn.Vendor) async throws {
    let bench = try SignInBench(vendor)
    try await bench.signIn()
    let credentials = bench.credentials()
    let first = try await bearer(credentials)
    bench.wait(seconds: 3000)
    #expect(try await bearer(credentials) == first)
    #expect(bench.fake.asked("refresh_token") == 0)
    bench.wait(seconds: 590)
    let second = try await bearer(credentials)
    #expect(second != first)
    #expect(bench.fake.accepts(second))
    #expect(bench.fake.asked("refresh_token") == 1)
  }

  @Test func theNewRefreshTokenIsKeptAndTheOldOneWhereNoneComes() async throws {
    for vendor in [FakeSignIn.Vendor.google, .microsoft] {
      let bench = try SignInBench(vendor)
      try await bench.signIn()
      let old = try bench.kept()?.refresh
      for _ in 0..<3 {
        bench.wait(seconds: 4000)
        _ = try await bearer(bench.credentials())
      }
      let new = try #require(try bench.kept()?.refresh)
      #expect((new == old) == (vendor == .google))
      #expect(bench.fake.refreshTokens == [new])
      #expect(try bench.kept()?.scopes.isEmpty == false)
    }
  }

  @Test func manyWhoAskAtOnceRenewOnce() async throws {
    let bench = try SignInBench(.microsoft)
    try await bench.signIn()
    bench.wait(seconds: 4000)
    let credentials = bench.credentials()
    let values = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<20 { group.addTask { try await credentials.authorization() } }
      var values: Set<String> = []
      for try await value in group { values.insert(value) }
      return values
    }
    #expect(values.count == 1)
    #expect(bench.fake.asked("refresh_token") == 1)
  }

  /// Each of them has read the same refresh token, which is worth something once.
  @Test func manyProcessesLoseNoRefreshToken() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let bench = try SignInBench(.microsoft)
    let result = try await bench.signIn()
    @Sendable func vault() -> SecretVault {
      SecretVault(
        folder: folder.path + "/secrets", keyFile: folder.path + "/key", environment: [:])
    }
    try vault().keep(result.secret, of: bench.account)
    for _ in 0..<5 {
      bench.wait(seconds: 4000)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<6 {
          group.addTask { _ = try await bench.credentials(over: vault()).authorization() }
        }
        try await group.waitForAll()
      }
      #expect(bench.fake.refreshTokens == [try #require(try bench.kept(in: vault())?.refresh)])
    }
    #expect(bench.fake.asked("refresh_token") == 5)
  }

  @Test func aRefusedTokenIsReplacedAndTheRequestRepeated() async throws {
    let bench = try SignInBench()
    try await bench.signIn()
    bench.fake.endAccess()
    let api = try LoopbackServer { [fake = bench.fake] question in
      let token = String((question.headers["authorization"] ?? "").dropFirst(7))
      return WebReply(fake.accepts(token) ? 200 : 401)
    }
    defer { api.stop() }
    let transport = SignedTransport(bench.transport, as: bench.credentials())
    let address = try #require(WebAddress(api.address + "/events"))
    #expect(try await transport.send(WebRequest("GET", address)).status == 200)
    #expect(api.questions.count == 2)
    #expect(bench.fake.asked("refresh_token") == 1)
  }

  @Test(arguments: [
    FakeSignIn.Fault.reply(WebReply(500)), .reply(WebReply(503, "<html>")),
    .reply(WebReply(429)), .reply(WebReply(200, "<html>sign in to the hotel</html>")),
    .reply(WebReply(403, "<html>blocked by the proxy</html>")), .reply(WebReply(200, "{}")),
    .reply(WebReply(200, "{}", .breaksOff(after: 1))),
    .reply(WebReply(302, "", headers: [("Location", "https://elsewhere.example/")])),
    .refusal(400, "temporarily_unavailable"), .refusal(400, "server_error"),
    .refusal(400, "invalid_grant", more: #","error_codes":[90055]"#),
    .reply(WebReply(200, #"{"access_token":"a\r\nX-Evil: 1","token_type":"Bearer"}"#)),
  ])
  func whatIsPassingNeverEndsASignIn(_ fault: FakeSignIn.Fault) async throws {
    let bench = try SignInBench()
    try await bench.signIn()
    let old = try bench.kept()?.refresh
    bench.wait(seconds: 4000)
    bench.fake.fail(fault)
    let credentials = bench.credentials()
    let error = await #expect(throws: ProviderError.self) {
      _ = try await credentials.authorization()
    }
    if case .signInNeeded = error { Issue.record("\(String(describing: error))") }
    #expect(try bench.kept()?.refresh == old)
    #expect(bench.fake.accepts(try await bearer(credentials)))
  }

  @Test func anEndedSignInIsAskedAboutOnce() async throws {
    let bench = try SignInBench()
    try await bench.signIn()
    bench.wait(seconds: 4000)
    bench.fake.endAll()
    let credentials = bench.credentials()
    for _ in 0..<3 {
      let error = await #expect(throws: ProviderError.self) {
        _ = try await credentials.authorization()
      }
      #expect(error?.code == "sign_in_needed")
      #expect(error?.message.contains("seven days") == true)
      #expect(error?.hint == "sign in again with 'daybook accounts login'")
    }
    #expect(bench.fake.asked("refresh_token") == 1)
    // What was kept stays until somebody signs in again, which is noticed.
    try await bench.signIn()
    #expect(bench.fake.accepts(try await bearer(credentials)))
  }

  @Test func aSignInThatNeverOutlivesAWeekTellsOfTestMode() async throws {
    let bench = try SignInBench()
    try await bench.signIn()
    let credentials = bench.credentials()
    bench.wait(seconds: 6 * 86_400)
    _ = try await credentials.authorization()
    bench.wait(seconds: 86_400 + 60)
    bench.fake.endAll()
    let error = await #expect(throws: ProviderError.self) {
      _ = try await credentials.authorization()
    }
    #expect(error?.message.contains("test mode") == true)
    #expect(error?.hint?.contains("publish") == true)
  }

  @Test func aSignInThatOutlivedItsWeekWasNoTest() async throws {
    let bench = try SignInBench()
    try await bench.signIn()
    let credentials = bench.credentials()
    bench.wait(seconds: 20 * 86_400)
    _ = try await credentials.authorization()
    bench.wait(seconds: 86_400)
    bench.fake.endAll()
    let error = await #expect(throws: ProviderError.self) {
      _ = try await credentials.authorization()
    }
    #expect(error?.message.contains("revoked") == true)
  }

  @Test func anAccountOfWhichNothingIsKeptSaysSo() async throws {
    let bench = try SignInBench()
    let credentials = bench.credentials()
    let error = await #expect(throws: ProviderError.self) {
      _ = try await credentials.authorization()
    }
    #expect(error?.message == "the account is not signed in")
  }
}

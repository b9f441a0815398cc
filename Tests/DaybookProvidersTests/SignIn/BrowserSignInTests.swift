import DaybookCore
import DaybookTestSupport
import ICalendar
import Synchronization
import Testing

@testable import DaybookProviders

/// Signing in through the browser: out by an address, back over the loopback.
struct BrowserSignInTests {
  @Test(arguments: [FakeSignIn.Vendor.google, .microsoft])
  func theBrowserBringsTokensAndAName(_ vendor: FakeSignIn.Vendor) async throws {
    let bench = try SignInBench(vendor)
    let result = try await bench.signIn()
    #expect(bench.fake.complaints.isEmpty)
    #expect(result.identity.address == "ana@example.com")
    #expect(result.identity.addresses == ["ana@example.com"])
    let key = vendor == .google ? "sub-1" : "tenant-1/oid-sub-1"
    #expect(result.identity.key == key)
    guard case .tokens(let tokens) = result.secret else {
      Issue.record("no tokens")
      return
    }
    #expect(bench.fake.accepts(tokens.access))
    #expect(tokens.refresh != nil && tokens.granted == bench.now)
    #expect(tokens.expiry == bench.now + 3600)
  }

  @Test func twoSignInsShareNothing() async throws {
    let bench = try SignInBench()
    try await bench.signIn()
    try await bench.signIn()
    let addresses = bench.steps.withLock { $0 }.compactMap { step in
      if case .open(let address) = step { address } else { nil }
    }
    #expect(addresses.count == 2)
    for name in ["state", "code_challenge"] {
      let values = addresses.compactMap { Self.field(name, of: $0) }
      #expect(values.count == 2 && values[0] != values[1], "\(name)")
      #expect(values.allSatisfy { $0.utf8.count == 43 })
    }
  }

  @Test func theProofIsTheOneOfTheSpecification() {
    let proof = SignInProof(
      verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", state: "known")
    #expect(proof.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    #expect(proof.isState("known"))
    #expect(!proof.isState("Known") && !proof.isState("know") && !proof.isState(""))
  }

  @Test func whoeverSignsInAgainIsNamedOnThePage() async throws {
    let bench = try SignInBench(.microsoft)
    try await bench.signIn(as: "ana@example.com")
    guard case .open(let address)? = bench.steps.withLock({ $0.first }) else {
      Issue.record("nothing to open")
      return
    }
    #expect(Self.field("login_hint", of: address) == "ana%40example.com")
    #expect(Self.field("prompt", of: address) == nil)
  }

  /// Others on this machine, and pages elsewhere, may knock: they change nothing.
  @Test func onlyOurAnswerIsTaken() async throws {
    let bench = try SignInBench()
    let statuses = Mutex<[Int]>([])
    try await bench.signIn { address in
      let back = Self.redirect(of: address)
      let state = Self.field("state", of: address) ?? ""
      let root = String(back.dropLast("/callback".count))
      let visits = [
        ("GET", root + "/favicon.ico"), ("GET", back), ("GET", back + "?code=evil"),
        ("GET", back + "?code=evil&state=evil"), ("GET", back + "?code=evil&state="),
        ("POST", back + "?code=evil&state=" + state),
        ("GET", back + "?code=evil&code=more&state=" + state), ("GET", back + "?state=" + state),
        ("GET", back + "?code=evil&state=x&state=" + state),
      ]
      for (method, place) in visits {
        let status = (try? FakeBrowser.visit(place, method: method).status) ?? 0
        statuses.withLock { $0.append(status) }
      }
      _ = try? FakeBrowser.open(address)
    }
    #expect(statuses.withLock { $0 } == [404, 400, 400, 400, 400, 405, 400, 400, 400])
    #expect(bench.fake.asked("authorization_code") == 1)
  }

  @Test func thePageThatComesBackHoldsNothingForeign() async throws {
    let bench = try SignInBench()
    let pages = Mutex<[FakeBrowser.Page]>([])
    try await bench.signIn { address in
      let seen = (try? FakeBrowser.open(address)) ?? []
      pages.withLock { $0 = seen }
    }
    // The page may come a moment after the code that it thanks for.
    while pages.withLock({ $0.isEmpty }) { await Task.yield() }
    let last = try #require(pages.withLock { $0.last })
    #expect(last.status == 200)
    #expect(last.text.contains("You are signed in"))
    #expect(!last.text.contains("fake.code") && !last.text.contains("<script"))
  }

  @Test(arguments: [false, true])
  func theAddressMayBePasted(_ isBareQuery: Bool) async throws {
    let bench = try SignInBench()
    let (lines, pasted) = AsyncStream.makeStream(of: String.self)
    try await bench.signIn(pasting: lines) { address in
      // A browser on another machine: it cannot reach the way back.
      let page = try? FakeBrowser.visit(address)
      let back = page?.location ?? ""
      pasted.yield("https://example.com/?code=1&state=2")
      pasted.yield(isBareQuery ? String(back.split(separator: "?")[1]) : "  \(back) \n")
    }
    #expect(bench.steps.withLock { $0.contains(.notThat) })
    #expect(bench.fake.asked("authorization_code") == 1)
  }

  @Test func nobodyIsWaitedForForEver() async throws {
    let bench = try SignInBench()
    let signIn = BrowserSignIn(
      service: bench.service,
      endpoint: TokenEndpoint(
        service: bench.service, transport: bench.transport, clock: bench.clock),
      patience: .milliseconds(1))
    let error = await #expect(throws: ProviderError.self) {
      _ = try await signIn.run(as: nil, again: false, pasted: AsyncStream { _ in }, tell: { _ in })
    }
    #expect(error?.code == "sign_in_timed_out")
    #expect(error?.hint?.contains("browser's page") == true)
  }

  @Test func aSignInThatIsGivenUpEnds() async throws {
    let bench = try SignInBench()
    let (opened, told) = AsyncStream.makeStream(of: Void.self)
    let task = Task { try await bench.signIn { _ in told.yield() } }
    for await _ in opened { break }
    task.cancel()
    await #expect(throws: ProviderError.cancelled) { _ = try await task.value }
  }

  @Test func withoutAClientNothingIsOpened() async throws {
    let bench = try SignInBench()
    let signIn = SignIn(transport: bench.transport, clock: bench.clock, environment: [:])
    let error = await #expect(throws: ProviderError.self) {
      _ = try await signIn.through(
        .google(GoogleSettings(), environment: [:]), by: .browser, pasted: AsyncStream { _ in },
        tell: { _ in Issue.record("something was opened") })
    }
    #expect(error?.code == "no_client")
    #expect(error?.hint?.contains("docs/ACCOUNTS.md") == true)
  }

  @Test func aCodeMadeForSomebodyElseIsRefused() async throws {
    let bench = try SignInBench()
    bench.fake.identify(audience: "another-client")
    let error = await #expect(throws: ProviderError.self) { _ = try await bench.signIn() }
    #expect(error?.code == "no_identity")
  }

  @Test func lessThanIsNeededIsSaidToBeLess() async throws {
    let bench = try SignInBench()
    bench.fake.grant(
      scopes: "openid https://www.googleapis.com/auth/calendar.calendarlist.readonly")
    let error = await #expect(throws: ProviderError.self) { _ = try await bench.signIn() }
    #expect(error?.code == "scopes_missing")
    #expect(error?.message.contains("seeing and editing events is missing") == true)
    #expect(error?.hint?.contains("tick every box") == true)
  }

  @Test func scopesAreKnownHoweverTheyAreSpelled() async throws {
    let bench = try SignInBench(.microsoft)
    bench.fake.grant(scopes: "openid https://graph.microsoft.com/calendars.readwrite")
    try await bench.signIn()
  }

  @Test func accessForAnHourIsNotEnough() async throws {
    let bench = try SignInBench()
    bench.fake.grantNoRefreshToken()
    let error = await #expect(throws: ProviderError.self) { _ = try await bench.signIn() }
    #expect(error?.code == "no_refresh_token")
  }

  /// The primary calendar is called by the address.
  @Test func withoutAnIdTokenGoogleIsAsked() async throws {
    let bench = try SignInBench()
    bench.fake.identify(audience: nil)
    let error = await #expect(throws: ProviderError.self) { _ = try await bench.signIn() }
    #expect(error != nil)
    #expect(
      bench.fake.server.questions.last?.path.hasPrefix("/users/me/calendarList") == true)
  }

  // MARK: - By a code

  @Test func aDeviceCodeIsAskedAboutUntilItIsEntered() async throws {
    let bench = try SignInBench(.microsoft)
    bench.fake.delayDevice("authorization_pending", "slow_down", "authorization_pending")
    let waits = Mutex<[Int]>([])
    let signIn = DeviceSignIn(
      service: bench.service,
      endpoint: TokenEndpoint(
        service: bench.service, transport: bench.transport, clock: bench.clock),
      pause: { seconds in waits.withLock { $0.append(seconds) } })
    let grant = try await signIn.run { step in bench.steps.withLock { $0.append(step) } }
    #expect(bench.fake.accepts(grant.tokens.access))
    #expect(waits.withLock { $0 } == [1, 1, 6, 6])
    #expect(
      bench.steps.withLock { $0 } == [
        .enter(code: "FJC3EXMPL", at: "https://example.com/devicelogin")
      ])
  }

  @Test(arguments: [
    ("authorization_declined", "sign_in_declined"), ("access_denied", "sign_in_declined"),
    ("expired_token", "sign_in_failed"), ("bad_verification_code", "sign_in_failed"),
  ])
  func aDeviceCodeThatComesToNothingSaysWhy(_ error: String, _ code: String) async throws {
    let bench = try SignInBench(.microsoft)
    bench.fake.delayDevice(error)
    let signIn = DeviceSignIn(
      service: bench.service,
      endpoint: TokenEndpoint(
        service: bench.service, transport: bench.transport, clock: bench.clock),
      pause: { _ in })
    let thrown = await #expect(throws: ProviderError.self) { _ = try await signIn.run { _ in } }
    #expect(thrown?.code == code)
  }

  private static func field(_ name: String, of address: String) -> String? {
    address.split { $0 == "?" || $0 == "&" }.first { $0.hasPrefix(name + "=") }
      .map { String($0.dropFirst(name.count + 1)) }
  }

  private static func redirect(of address: String) -> String {
    (field("redirect_uri", of: address) ?? "").replacing("%3A", with: ":")
      .replacing("%2F", with: "/")
  }
}

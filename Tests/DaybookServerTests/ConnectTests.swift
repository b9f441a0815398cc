import DaybookCore
import DaybookStore
import DaybookSync
import DaybookTestSupport
import DaybookWorld
import Foundation
import Testing

@testable import DaybookServer

/// Connecting accounts at the vendors, whose sign-in comes back to the server.
struct ConnectTests {
  /// A house whose people sign in at a fake vendor.
  private final class Vendor: Sendable {
    let fake: FakeSignIn
    let calcom: FakeCalCom
    let house: HouseUnderTest
    private let outside: TemporaryFolder
    private let world: World

    init(_ vendor: FakeSignIn.Vendor = .google, client: String = FakeSignIn.clientID) async throws {
      let fake = try FakeSignIn(vendor)
      let calcom = try FakeCalCom(signIn: fake)
      (self.fake, self.calcom) = (fake, calcom)
      outside = try TemporaryFolder()
      try outside.write(
        "config.toml",
        """
        [providers.google]
        client_id = "\(client)"
        client_secret_command = "echo \(FakeSignIn.clientSecret)"
        authorization_endpoint = "\(fake.authorizationEndpoint)"
        token_endpoint = "\(fake.tokenEndpoint)"
        revocation_endpoint = "\(fake.revocationEndpoint)"
        api_base = "\(fake.server.address)"
        [providers.microsoft]
        client_id = "\(client)"
        authority = "\(fake.authority)"
        api_base = "\(fake.server.address)"
        [providers.calcom]
        client_id = "\(client)"
        authorization_endpoint = "\(fake.authorizationEndpoint)"
        api_base = "\(calcom.base)"
        """)
      var options = WorldOptions()
      options.configuration = outside.path + "/config.toml"
      let world = try World(
        options, output: Output(environment: [:]),
        environment: [
          "HOME": outside.path, "PATH": "/usr/bin:/bin", "DAYBOOK_NOW": "2026-11-18T14:12:00+01:00",
        ])
      self.world = world
      house = try await HouseUnderTest(
        connecting: { store in
          AccountSetup(world: world.world(ofStoreAt: store.path), store: store)
        })
    }

    deinit {
      fake.stop()
      calcom.server.stop()
      outside.remove()
    }

    /// Where the browser is to go.
    func begin(_ provider: String, _ person: Person) async throws -> String {
      let reply = try await house.ask(
        "GET", "/api/auth/connect/\(provider)", headers: person.bearer)
      #expect(reply.status == 200, "\(reply.text)")
      #expect(Shape.connection.faults(in: reply.json, at: "connect").isEmpty)
      return try #require(reply.json["address"] as? String)
    }

    /// Goes there, and wherever that leads.
    func browse(_ address: String) async throws -> [FakeBrowser.Page] {
      try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
          continuation.resume(with: Result { try FakeBrowser.open(address) })
        }
      }
    }

    /// Asks the vendor what is new, as the server does in the background.
    func sync(_ person: Person) async throws -> SyncReport {
      let store = try await house.household.clerk(of: person.id).store
      let wiring = SyncWiring(world: world.world(ofStoreAt: store.path), store: store)
      return await wiring.engine(observer: LoggingObserver(log: world.log)).syncNow()
    }

    func accounts(of person: Person) async throws -> [Account] {
      try await house.household.clerk(of: person.id).store.accounts()
    }

    /// The state that an address carries.
    static func state(_ address: String) -> String {
      String(address.split(separator: "state=").last?.prefix { $0 != "&" } ?? "")
    }
  }

  @Test(arguments: ["google", "microsoft", "calcom"])
  func anAccountIsConnectedForWhoBegan(_ provider: String) async throws {
    let vendor = try await Vendor(
      provider == "google" ? .google : provider == "microsoft" ? .microsoft : .calcom)
    let (ana, ben) = (
      try await vendor.house.person("ana"), try await vendor.house.person("ben")
    )
    let address = try await vendor.begin(provider, ana)
    #expect(address.hasPrefix(vendor.fake.server.address))
    let pages = try await vendor.browse(address)
    let last = try #require(pages.last)
    #expect(last.status == 200, "\(last.text)")
    #expect(last.text.contains("“ana@example.com” is connected for “ana”"))
    #expect(vendor.fake.complaints.isEmpty)
    #expect(try await vendor.accounts(of: ana).map(\.name) == ["ana@example.com"])
    #expect(try await vendor.accounts(of: ben).isEmpty)
    // What proves it lies beside her store, locked, and nowhere else.
    let secrets = vendor.house.folder.path + "/stores/\(ana.id).sqlite.secrets"
    let files = try FileManager.default.contentsOfDirectory(atPath: secrets)
    #expect(files.contains { $0.hasSuffix(".secret") })
    for secret in vendor.fake.everySecret {
      #expect(!vendor.house.log.text.contains(secret))
      for file in files {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: secrets + "/" + file))
        #expect(bytes.range(of: Data(secret.utf8)) == nil)
      }
    }
    // Once more is the same account, signed in to again.
    let again = try await vendor.browse(try await vendor.begin(provider, ana))
    #expect(again.last?.status == 200)
    #expect(try await vendor.accounts(of: ana).count == 1)
  }

  @Test func calComIsAskedAsItWantsToBe() async throws {
    let vendor = try await Vendor(.calcom)
    let ana = try await vendor.house.person("ana")
    let address = try await vendor.begin("calcom", ana)
    #expect(address.hasPrefix(vendor.fake.authorizationEndpoint + "?"))
    let back = "http://localhost:\(vendor.house.port)/api/auth/callback/calcom"
    #expect(address.contains("code_challenge_method=S256"))
    #expect(address.removingPercentEncoding?.contains("redirect_uri=\(back)&") == true)
    // It sends the browser back with a code, for which its API gives tokens.
    #expect(try await vendor.browse(address).last?.status == 200)
    #expect(vendor.fake.complaints.isEmpty && vendor.calcom.complaints.isEmpty)
    #expect(vendor.fake.asked("authorization_code") == 1)
  }

  @Test func bookingsOfCalComAreReadWithWhatTheCodeBrought() async throws {
    let vendor = try await Vendor(.calcom)
    let (ana, ben) = (
      try await vendor.house.person("ana"), try await vendor.house.person("ben")
    )
    vendor.calcom.put(FakeBooking("bk1", title: "Discovery call"))
    _ = try await vendor.browse(try await vendor.begin("calcom", ana))
    let report = try await vendor.sync(ana)
    #expect(report.state == .ok, "\(report)")
    func titles(_ person: Person) async throws -> [String] {
      let path = "/api/events?from=2026-11-19&to=2026-11-19"
      let reply = try await vendor.house.ask("GET", path, headers: person.bearer)
      return reply.list("events").map { $0["title"] as? String ?? "" }
    }
    #expect(try await titles(ana) == ["Discovery call"])
    #expect(try await titles(ben).isEmpty)
    // What ends is renewed, with another refresh token each time.
    let first = vendor.fake.refreshTokens
    vendor.fake.endAccess()
    vendor.calcom.edit("bk1") { $0.title = "Second call" }
    _ = try await vendor.sync(ana)
    #expect(try await titles(ana) == ["Second call"])
    #expect(vendor.fake.asked("refresh_token") == 1)
    #expect(vendor.fake.refreshTokens.isDisjoint(with: first))
    #expect(vendor.fake.complaints.isEmpty && vendor.calcom.complaints.isEmpty)
    // And a code that is none brings nothing.
    let state = Vendor.state(try await vendor.begin("calcom", ben))
    let wrong = try await vendor.house.ask(
      "GET", "/api/auth/callback/calcom?state=\(state)&code=none")
    #expect(wrong.status == 400)
    #expect(try await vendor.accounts(of: ben).isEmpty)
    let gone = try await vendor.house.ask(
      "POST", "/api/auth/disconnect/calcom", headers: ana.bearer)
    #expect(gone.status == 200)
    #expect(try await titles(ana).isEmpty)
  }

  @Test func aStateIsGoodOnce() async throws {
    let vendor = try await Vendor()
    let ana = try await vendor.house.person("ana")
    let pages = try await vendor.browse(try await vendor.begin("google", ana))
    let back = try #require(pages.dropLast().last?.location)
    let asked = vendor.fake.asked("authorization_code")
    let again = try await vendor.browse(back)
    #expect(again.last?.status == 400)
    #expect(vendor.fake.asked("authorization_code") == asked)
  }

  @Test(arguments: ["another vendor", "too late", "unknown", "none", "removed", "empty"])
  func aStateThatIsWrongConnectsNothing(_ how: String) async throws {
    let vendor = try await Vendor()
    let ana = try await vendor.house.person("ana")
    let state = Vendor.state(try await vendor.begin("google", ana))
    #expect(state.utf8.count >= 43)
    var (provider, query) = ("google", "state=\(state)&code=x")
    switch how {
    case "another vendor": provider = "microsoft"
    case "too late": vendor.house.clock.pass(600)
    case "unknown": query = "state=\(SecretToken.make().text)&code=x"
    case "none": query = "code=x"
    case "removed": try vendor.house.index.remove(ana.id)
    default: query = "state=&code=x"
    }
    let reply = try await vendor.house.ask("GET", "/api/auth/callback/\(provider)?\(query)")
    #expect(reply.status == 400)
    #expect(reply.headers["content-type"] == "text/html; charset=utf-8")
    #expect(vendor.fake.asked("authorization_code") == 0)
    // What was tried is used up.
    if how == "another vendor" {
      let right = try await vendor.house.ask(
        "GET", "/api/auth/callback/google?state=\(state)&code=x")
      #expect(right.status == 400)
      #expect(vendor.fake.asked("authorization_code") == 0)
    }
  }

  @Test func whatAnotherBeganIsTheirs() async throws {
    let vendor = try await Vendor()
    let (ana, ben) = (
      try await vendor.house.person("ana"), try await vendor.house.person("ben")
    )
    let address = try await vendor.begin("google", ana)
    // Whoever's browser goes there, and whatever token it shows.
    let pages = try await vendor.browse(address)
    #expect(pages.last?.text.contains("for “ana”") == true)
    #expect(try await vendor.accounts(of: ben).isEmpty)
    #expect(try await vendor.accounts(of: ana).count == 1)
  }

  @Test func aSignInThatWasDeclinedConnectsNothing() async throws {
    let vendor = try await Vendor()
    let ana = try await vendor.house.person("ana")
    vendor.fake.answerBrowser(.refused("access_denied", "<script>alert(1)</script>"))
    let pages = try await vendor.browse(try await vendor.begin("google", ana))
    #expect(pages.last?.status == 400)
    #expect(pages.last?.text.contains("declined") == true)
    #expect(pages.last?.text.contains("<script") == false)
    #expect(try await vendor.accounts(of: ana).isEmpty)
  }

  @Test func aTokenEndpointThatFailsConnectsNothing() async throws {
    let vendor = try await Vendor()
    let ana = try await vendor.house.person("ana")
    vendor.fake.fail(.refusal(400, "invalid_grant"))
    let pages = try await vendor.browse(try await vendor.begin("google", ana))
    #expect(pages.last?.status == 400)
    #expect(try await vendor.accounts(of: ana).isEmpty)
  }

  @Test func aBrowserMayComeBackFromAnotherSite() async throws {
    let vendor = try await Vendor()
    let headers = ["Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"]
    let back = try await vendor.house.ask(
      "GET", "/api/auth/callback/google?state=x&code=y&scope=a&authuser=0&prompt=consent",
      headers: headers)
    #expect(back.status == 400)
    #expect(back.headers["referrer-policy"] == "no-referrer")
    let ana = try await vendor.house.person("ana")
    for path in ["/api/auth/connect/google", "/api/events"] {
      let reply = try await vendor.house.ask(
        "GET", path, headers: headers.merging(ana.bearer) { $1 })
      #expect(reply.code == "foreign_origin")
    }
    let named = try await vendor.house.ask(
      "GET", "/api/auth/callback/google?state=x&code=y", headers: ["Host": "evil.example"])
    #expect(named.status == 421)
  }

  @Test func whatCannotBeConnectedIsSaid() async throws {
    let vendor = try await Vendor(client: "")
    let ana = try await vendor.house.person("ana")
    for (provider, status, code) in [
      ("google", 409, "no_client"), ("microsoft", 409, "no_client"), ("caldav", 404, "not_found"),
      ("local", 404, "not_found"), ("ics", 404, "not_found"),
    ] {
      let reply = try await vendor.house.ask(
        "GET", "/api/auth/connect/\(provider)", headers: ana.bearer)
      #expect(reply.status == status)
      #expect(reply.code == code)
    }
  }

  @Test func anAccountIsDisconnected() async throws {
    let vendor = try await Vendor()
    let (ana, ben) = (
      try await vendor.house.person("ana"), try await vendor.house.person("ben")
    )
    _ = try await vendor.browse(try await vendor.begin("google", ana))
    vendor.fake.signsIn(.init(subject: "sub-2", email: "second@example.com"))
    _ = try await vendor.browse(try await vendor.begin("google", ana))
    func disconnect(_ query: String, _ person: Person) async throws -> Reply {
      try await vendor.house.ask(
        "POST", "/api/auth/disconnect/google" + query, headers: person.bearer)
    }
    #expect(try await disconnect("?account=ana@example.com", ben).status == 404)
    #expect(try await disconnect("", ben).status == 404)
    let which = try await disconnect("", ana)
    #expect(which.status == 422)
    #expect(which.field == "account")
    let done = try await disconnect("?account=ana@example.com", ana)
    #expect(done.status == 200, "\(done.text)")
    #expect(Shape.disconnection.faults(in: done.json, at: "disconnect").isEmpty)
    #expect(try await vendor.accounts(of: ana).map(\.name) == ["second@example.com"])
    #expect(vendor.fake.revoked.count == 1)
    #expect(try await disconnect("", ana).status == 200)
    #expect(try await vendor.accounts(of: ana).isEmpty)
    #expect(try await disconnect("", ana).status == 404)
  }
}

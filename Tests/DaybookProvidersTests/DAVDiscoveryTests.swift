import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// How an address leads to calendars, on servers that are not in reach of a test.
@Suite struct DAVDiscoveryTests {
  @Test func thePrincipalIsLookedForWhereTheStandardSaysAndInItsOrder() async throws {
    let server = try LoopbackServer { question in
      switch question.path {
      case "/.well-known/caldav": .redirection(301, to: "/dav/")
      case "/dav/":
        Self.own(
          "/dav/",
          "<d:current-user-principal><d:href>/me/</d:href>"
            + "</d:current-user-principal>")
      case "/me/":
        Self.own(
          "/me/",
          "<c:calendar-home-set><d:href>/cal/</d:href>"
            + "</c:calendar-home-set><c:calendar-user-address-set><d:href>mailto:Ana@Example.com"
            + "</d:href><d:href>/me/</d:href></c:calendar-user-address-set>")
      case "/cal/": DAVStub.home(token: "t", ctag: "c")
      default: WebReply(404)
      }
    }
    defer { server.stop() }
    let found = try await discovery.find(server.address + "/start/")
    #expect(found.address == server.address + "/cal/")
    #expect(found.addresses == ["ana@example.com"])
    #expect(found.calendars.map(\.name) == ["Jobs"])
    #expect(
      server.questions.map(\.path) == ["/start/", "/.well-known/caldav", "/dav/", "/me/", "/cal/"])
  }

  /// Some hosts know no principals: the calendar's own address is all there is.
  @Test func aCalendarWithoutAPrincipalIsAnAccountOfItsOwn() async throws {
    let server = try LoopbackServer { question in
      let isRead = String(decoding: question.body, as: UTF8.self).contains("sync-collection")
      if isRead { return DAVStub.multistatus("", token: "t") }
      return question.path == "/cal/jobs/" && question.headers["depth"] == "0"
        ? DAVStub.home(token: "t", ctag: "c") : WebReply(404)
    }
    defer { server.stop() }
    let found = try await discovery.find(server.address + "/cal/jobs/")
    #expect(found.calendars.map(\.id) == [DAVStub.calendar])
    let provider = CalDAVProvider(
      address: found.address, transport: CurlTransport(version: "0"), zones: TestZones.database)
    #expect(try await provider.calendars().map(\.id) == [DAVStub.calendar])
    _ = try await provider.changes(in: DAVStub.calendar, since: KeptCopy())
  }

  @Test func aHomeOnAHostOfSomebodyElseIsNotGivenThePassword() async throws {
    let server = try LoopbackServer(
      Self.own(
        "/",
        "<c:calendar-home-set><d:href>https://elsewhere.example/cal/</d:href>"
          + "</c:calendar-home-set>"))
    defer { server.stop() }
    await expect("other_host", server.address)
  }

  @Test func whoIsNobodyThereIsAskedForAPassword() async throws {
    let server = try LoopbackServer(
      Self.own("/", "<d:current-user-principal><d:unauthenticated/></d:current-user-principal>"))
    defer { server.stop() }
    await expect("sign_in_needed", server.address)
  }

  /// With a Basic challenge, and with Apple's, which is no scheme at all.
  @Test(arguments: ["Basic realm=\"x\"", "x-mobileme-authtoken realm=\"x\"", ""])
  func aRefusedPasswordIsSaidAtOnce(_ challenge: String) async throws {
    let server = try LoopbackServer(
      WebReply(401, "no", headers: challenge.isEmpty ? [] : [("WWW-Authenticate", challenge)]))
    defer { server.stop() }
    await expect("sign_in_needed", server.address)
    #expect(server.questions.count == 1)
  }

  @Test(arguments: [404, 405, 403, 501, 200])
  func whatKeepsNoCalendarsSaysSo(_ status: Int) async throws {
    let server = try LoopbackServer(WebReply(status, "<html><body>Hello</body></html>"))
    defer { server.stop() }
    await expect("no_calendars", server.address)
  }

  @Test func aFeedIsNoServer() async throws {
    await expect("bad_address", "webcal://example.com/feed.ics")
  }

  @Test func appleHasItsOwnWordsForARefusedPassword() throws {
    let error = ProviderError.signInNeeded(
      RemotePlace("https://p12-caldav.icloud.com/1/"), by: .password)
    #expect(error.hint?.contains("app-specific password") == true)
  }

  @Test func anAccountIsServedInTheNameOfItsPassword() async throws {
    let server = try LoopbackServer(DAVStub.home(token: "t", ctag: "c"))
    defer { server.stop() }
    let account = Account(
      id: "a", name: "dav", kind: .caldav, address: server.address + "/cal/")
    let secrets = PassingSecrets()
    try secrets.keep(.password(user: "ana", password: "geheim"), of: account.id)
    let factory = ProviderFactory(
      transport: CurlTransport(version: "0"), home: "/", credentials: .of(secrets),
      time: .init(zones: TestZones.database, zone: .utc, clock: { .earliest }))
    #expect(try await factory.provider(for: account).calendars().count == 1)
    #expect(server.questions.map { $0.headers["authorization"] } == ["Basic YW5hOmdlaGVpbQ=="])
  }

  private var discovery: DAVDiscovery {
    DAVDiscovery(transport: CurlTransport(version: "0"), zones: TestZones.database)
  }

  private func expect(
    _ code: String, _ address: String, _ place: SourceLocation = #_sourceLocation
  ) async {
    do throws(ProviderError) {
      _ = try await discovery.find(address)
      Issue.record("calendars were found", sourceLocation: place)
    } catch {
      #expect(error.code == code, sourceLocation: place)
      #expect(error.hint != nil, sourceLocation: place)
    }
  }

  private static func own(_ href: String, _ properties: String) -> WebReply {
    DAVStub.multistatus(
      "<d:response><d:href>\(href)</d:href><d:propstat><d:prop>\(properties)</d:prop>"
        + "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>")
  }
}

import DaybookCore
import DaybookStore
import DaybookTestSupport
import DaybookWorld
import Foundation
import ICalendar
import Testing

@testable import DaybookServer
@testable import daybook_server

/// What vendors change comes to each of several people, whether they ask or not.
struct BackgroundSyncTests {
  /// Two people at two vendors, looked after by what the program looks after them with.
  private final class SyncedHouse: Sendable {
    let house: HouseUnderTest
    let google: FakeGoogle
    let graph: FakeGraph
    let ana: Person
    let ben: Person
    private let signIns: [FakeSignIn]
    private let outside: TemporaryFolder

    /// Ana has connected her Google, Ben his Microsoft, and both were asked once.
    init() async throws {
      let (atGoogle, atMicrosoft) = (try FakeSignIn(.google), try FakeSignIn(.microsoft))
      signIns = [atGoogle, atMicrosoft]
      google = try FakeGoogle(accepts: { atGoogle.accepts($0) })
      google.addCalendar("ana@example.com", summary: "Ana", isPrimary: true)
      graph = try FakeGraph(accepts: { atMicrosoft.accepts($0) })
      graph.addCalendar("Ben")
      outside = try TemporaryFolder()
      try outside.write(
        "config.toml",
        """
        [server]
        public_url = "https://calendar.example"
        [providers.google]
        client_id = "\(FakeSignIn.clientID)"
        client_secret_command = "echo \(FakeSignIn.clientSecret)"
        authorization_endpoint = "\(atGoogle.authorizationEndpoint)"
        token_endpoint = "\(atGoogle.tokenEndpoint)"
        revocation_endpoint = "\(atGoogle.revocationEndpoint)"
        api_base = "\(google.base)"
        [providers.microsoft]
        client_id = "\(FakeSignIn.clientID)"
        authority = "\(atMicrosoft.authority)"
        api_base = "\(graph.address)"
        """)
      let home = outside.path
      var place = ServerPlace()
      place.names = ["calendar.example"]
      let house = try await HouseUnderTest(
        place: place,
        quarters: { user, folder, clock in
          try HouseRun.quarters(
            of: user, in: try House(folder, in: [:]), try SyncedHouse.world(home, at: clock.now),
            syncs: true)
        })
      self.house = house
      google.knock(at: house.port)
      graph.knock(at: house.port)
      (ana, ben) = (try await house.person("ana"), try await house.person("ben"))
      try await connect("google", ana)
      try await connect("microsoft", ben)
      for person in [ana, ben] {
        let store = try await house.household.clerk(of: person.id).store
        await eventually { try store.pushChannels().contains { $0.remote != nil } }
      }
    }

    deinit {
      for signIn in signIns { signIn.stop() }
      google.stop()
      graph.stop()
      outside.remove()
    }

    private static func world(_ home: String, at now: Instant) throws -> World {
      var options = WorldOptions()
      options.configuration = home + "/config.toml"
      return try World(
        options, output: Output(environment: [:]),
        environment: [
          "HOME": home, "PATH": "/usr/bin:/bin", "TZ": "Europe/Berlin",
          "DAYBOOK_NOW": RFC3339.text(now, in: .utc),
        ])
    }

    private func connect(_ provider: String, _ person: Person) async throws {
      let begun = try await house.ask(
        "GET", "/api/auth/connect/\(provider)", headers: person.bearer)
      let address = try #require(begun.json["address"] as? String)
      let last = try await SyncedHouse.beside { try FakeBrowser.open(address).last }
      #expect(last?.status == 200, "\(last?.text ?? "")")
    }

    /// Waits on a thread of its own: those that compute are few, and the server needs them.
    private static func beside<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value)
      async throws -> Value
    {
      try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
      }
    }

    /// Google tells that something changed in Ana's calendar; answers what it was told.
    func push() async throws -> Int? {
      let google = google
      return try await SyncedHouse.beside {
        google.push("ana@example.com")
        return google.pushAnswers.last ?? nil
      }
    }

    /// Closes both stores, as when nobody has asked for long; both accounts are due later.
    func fallSilent() async {
      house.clock.pass(900)
      await house.household.round()
      #expect(await house.household.openCount == 0)
    }

    /// What lies in somebody's store, read beside the server.
    func titles(of person: Person) throws -> [String] {
      let store = try Store.open(
        at: house.folder.path + "/stores/\(person.id).sqlite", zones: TestZones.database,
        options: StoreOptions(now: house.clock.now))
      let days = TimeSpan(TemporaryStore.now, TemporaryStore.now + 30 * 86_400)
      return try store.occurrences(touching: days, viewer: .utc).occurrences.map(\.title)
    }

    func meet(_ title: String) {
      google.put(
        [
          "summary": .string(title), "start": ["dateTime": "2026-11-24T09:00:00+01:00"],
          "end": ["dateTime": "2026-11-24T10:00:00+01:00"],
        ], in: "ana@example.com")
    }
  }

  @Test func whoDoesNotAskIsSyncedByTheTimer() async throws {
    let synced = try await SyncedHouse()
    let (house, ana) = (synced.house, synced.ana)
    await synced.fallSilent()
    // Ben's vendor keeps whoever asks waiting.
    synced.graph.server.answer(WebReply(200, "", .isSilent))
    synced.meet("First")
    house.clock.pass(900)
    await house.household.round()
    await eventually { try synced.titles(of: ana) == ["First"] }
    while await house.household.isVisited(ana.id) { await Task.yield() }
    #expect(await house.household.isVisited(synced.ben.id))
    // And goes on to, when Ana's turn comes again.
    synced.meet("Second")
    house.clock.pass(900)
    await house.household.round()
    await eventually { try synced.titles(of: ana).sorted() == ["First", "Second"] }
    #expect(try synced.titles(of: synced.ben).isEmpty)
    #expect(await house.household.openCount == 0)
    let hers = try await house.household.clerk(of: ana.id)
    #expect(try hers.store.accountSyncStates().first?.failures == 0)
  }

  @Test func aMessageComesToWhoeverDoesNotAsk() async throws {
    let synced = try await SyncedHouse()
    await synced.fallSilent()
    let asked = synced.graph.requests.count
    synced.meet("Review")
    #expect(try await synced.push() == 204)
    await eventually { try synced.titles(of: synced.ana) == ["Review"] }
    // Her store is open for that, and nobody else's.
    #expect(await synced.house.household.openCount == 1)
    #expect(try synced.titles(of: synced.ben).isEmpty)
    #expect(synced.graph.requests.count == asked)
  }

  @Test func aStreamTellsWhatAVendorChanged() async throws {
    let synced = try await SyncedHouse()
    let ben = try await synced.house.household.clerk(of: synced.ben.id)
    let before = ben.news.number
    let listening = try Connection(port: synced.house.port)
    await listening.send(
      """
      GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\
      Authorization: Bearer \(synced.ana.access)\r\n\r\n
      """)
    _ = await listening.read { String(decoding: $0, as: UTF8.self).contains(": here") }
    synced.meet("Review")
    #expect(try await synced.push() == 204)
    // Now and then it says that nothing happened.
    let told = await listening.read {
      let text = String(decoding: $0, as: UTF8.self)
      return text.contains("event: events") || text.contains(": still here")
    }
    #expect(String(decoding: told, as: UTF8.self).contains("event: events"))
    #expect(try synced.titles(of: synced.ana) == ["Review"])
    #expect(!ben.news.since(before).contains { $0.kind == .events })
  }
}

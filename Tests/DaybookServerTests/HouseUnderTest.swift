import DaybookCore
import DaybookStore
import DaybookTestSupport
import Foundation
import ICalendar
import Logging
import Synchronization
import Testing

@testable import DaybookServer

/// A clock that a test moves.
final class HandClock: Sendable {
  private let moment: Mutex<Instant>

  init(_ start: Instant = TemporaryStore.now) {
    moment = Mutex(start)
  }

  var now: Instant { moment.withLock { $0 } }
  func pass(_ seconds: Int) { moment.withLock { $0 = $0 + seconds } }
}

/// A server of several people, asked over real sockets.
final class HouseUnderTest: AskedServer {
  let folder: TemporaryFolder
  let index: UserIndex
  let key = SecretToken.make()
  let token = SecretToken.make()
  let log = LinesLogged()
  let clock = HandClock()
  let registry: Registry
  let household: Household
  let visits = Visits()
  let port: Int
  let promises = Promises.house
  private let running: Task<Void, any Error>

  /// Far less work than a real password costs.
  static let cost = PasswordRecord.Cost(logRounds: 4, blocks: 8, lanes: 1)
  static let password = "correct horse battery"

  /// - Parameters:
  ///   - rates: so many attempts that no test meets their end by chance, unless told.
  ///   - connecting: what connects the accounts of each.
  ///   - quarters: what stands behind each, told the folder and the clock; unless told, nothing that
  ///     syncs.
  init(
    registration: Registration = .open, rates: AttemptLimits.Rates? = nil,
    place: ServerPlace = ServerPlace(), patience: Int = 900,
    connecting: @escaping @Sendable (Store) throws -> (any AccountConnecting)? = { _ in nil },
    quarters: (@Sendable (String, _ folder: String, HandClock) throws -> Quarters)? = nil
  ) async throws {
    folder = try TemporaryFolder()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o700], ofItemAtPath: folder.path)
    index = try UserIndex.open(at: folder.path + "/users.sqlite")
    let (clock, log, path, visits) = (clock, log, folder.path, visits)
    var wide = AttemptLimits.Rates()
    (wide.address.burst, wide.name.burst) = (100_000, 100_000)
    registry = await Registry(
      index: index, key: key, registration: registration, cost: HouseUnderTest.cost,
      rates: rates ?? wide, clock: { clock.now })
    let zone = try TestZones.zone("Europe/Berlin")
    household = Household(
      of: registry, patience: patience, every: 900, clock: { clock.now },
      open: { user in
        if let quarters { return try quarters(user, path, clock) }
        let store = try Store.open(
          at: "\(path)/stores/\(user).sqlite", zones: TestZones.database,
          options: StoreOptions(now: clock.now, viewer: zone, connections: .two))
        let clerk = Clerk(
          store: store, settings: Settings(), zone: zone, clock: { clock.now }, engine: nil,
          connecting: try connecting(store))
        return Quarters(
          clerk: clerk, live: {}, syncDue: { visits.add(user) }, leave: {})
      })
    var place = place
    place.port = 0
    let service = DaybookService(
      of: household, registry: registry, token: token, at: place, clock: { clock.now },
      version: "1.2.3", logger: Logger(label: "test") { _ in log.handler })
    let (ports, told) = AsyncThrowingStream.makeStream(of: Int.self)
    running = Task {
      do {
        try await service.run(heedsSignals: false) { told.yield($0) }
        told.finish()
      } catch {
        told.finish(throwing: error)
        throw error
      }
    }
    var first = ports.makeAsyncIterator()
    port = try #require(try await first.next())
  }

  deinit {
    running.cancel()
    folder.remove()
  }

  // MARK: - What somebody does

  func post(
    _ path: String, _ members: [String: Any], headers: [String: String] = [:]
  ) async throws -> Reply {
    let body = try JSONSerialization.data(withJSONObject: members)
    return try await ask(
      "POST", "/api/" + path, headers: headers, body: String(decoding: body, as: UTF8.self))
  }

  func register(
    _ name: String, password: String = HouseUnderTest.password, invitation: String? = nil
  ) async throws -> Reply {
    var members = ["name": name, "password": password]
    if let invitation { members["invitation"] = invitation }
    return try await post("auth/register", members)
  }

  func logIn(
    _ name: String, password: String = HouseUnderTest.password, headers: [String: String] = [:]
  ) async throws -> Reply {
    try await post("auth/login", ["name": name, "password": password], headers: headers)
  }

  /// Somebody new, who is signed in.
  func person(_ name: String) async throws -> Person {
    let reply = try await register(name)
    #expect(reply.status == 201, "\(reply.text)")
    return try Person(reply)
  }

  /// A token for a script of somebody's.
  func script(_ person: Person, _ scopes: Scope...) async throws -> [String: String] {
    let made = try await post(
      "auth/tokens", ["name": "script", "scopes": scopes.map(\.rawValue)],
      headers: person.bearer)
    #expect(made.status == 201, "\(made.text)")
    return ["Authorization": "Bearer \(try #require(made.json["token"] as? String))"]
  }
}

/// Whose accounts were looked into, how often.
final class Visits: Sendable {
  private let counts = Mutex<[String: Int]>([:])

  func add(_ user: String) { counts.withLock { $0[user, default: 0] += 1 } }
  func count(of user: String) -> Int { counts.withLock { $0[user] ?? 0 } }
}

/// Somebody who is signed in.
struct Person: Sendable {
  var id: String
  var access: String
  var refresh: String

  init(_ reply: Reply) throws {
    let user = reply.json["user"] as? [String: Any]
    id = try #require(user?["id"] as? String)
    access = try #require(reply.json["access_token"] as? String)
    refresh = try #require(reply.json["refresh_token"] as? String)
  }

  var bearer: [String: String] { ["Authorization": "Bearer \(access)"] }
}

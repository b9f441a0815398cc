import DaybookStore
import DaybookTestSupport
import Dispatch
import HTTPTypes
import Foundation
import Testing

@testable import DaybookServer

/// How often somebody may try.
struct AttemptTests {
  private static let few = AttemptLimits.Rates(
    address: .init(burst: 6, seconds: 30), name: .init(burst: 3, seconds: 60))

  private static func isRefused(_ body: () throws -> Void) -> Bool {
    do {
      try body()
      return false
    } catch let problem as Problem {
      return problem.status == .tooManyRequests && problem.headers[.retryAfter] != nil
    } catch {
      return false
    }
  }

  @Test func guessesAtOneNameEnd() async throws {
    let house = try await HouseUnderTest(rates: Self.few)
    for name in ["ana", "nobody"] {
      house.clock.pass(3_600)
      if name == "ana" { _ = try await house.person("ana") }
      house.clock.pass(3_600)
      for _ in 0..<3 { #expect(try await house.logIn(name, password: "wrong one").status == 401) }
      let refused = try await house.logIn(name)
      #expect(refused.status == 429)
      #expect(refused.code == "too_many_attempts")
      #expect(refused.headers["retry-after"] == "60")
      house.clock.pass(59)
      #expect(try await house.logIn(name).status == 429)
      house.clock.pass(1)
      #expect(try await house.logIn(name).status == (name == "ana" ? 200 : 401))
    }
  }

  @Test func whoSucceedsHasTriedNothing() async throws {
    let house = try await HouseUnderTest(rates: Self.few)
    let ana = try await house.person("ana")
    for _ in 0..<20 { #expect(try await house.logIn("ana").status == 200) }
    var token = ana.refresh
    for _ in 0..<20 {
      let reply = try await house.post("auth/refresh", ["refresh_token": token])
      #expect(reply.status == 200)
      token = try #require(reply.json["refresh_token"] as? String)
    }
  }

  @Test func guessesFromOneAddressEnd() async throws {
    let house = try await HouseUnderTest(rates: Self.few)
    for number in 0..<6 { #expect(try await house.logIn("name \(number)").status == 401) }
    for (path, body) in [
      ("auth/login", ["name": "other", "password": HouseUnderTest.password]),
      ("auth/register", ["name": "other", "password": HouseUnderTest.password]),
      ("auth/refresh", ["refresh_token": "x"]),
    ] {
      let reply = try await house.post(path, body)
      #expect(reply.status == 429)
      #expect(reply.headers["retry-after"] == "30")
    }
    #expect(try house.index.users().isEmpty)
  }

  @Test func behindAProxyTheAddressIsWhatItSays() async throws {
    var place = ServerPlace()
    place.isBehindProxy = true
    let house = try await HouseUnderTest(rates: Self.few, place: place)
    func status(_ name: String, _ from: String) async throws -> Int {
      try await house.logIn(name, headers: ["X-Forwarded-For": from]).status
    }
    // What whoever asks says of themselves is not the last.
    for number in 0..<6 {
      #expect(try await status("name \(number)", "10.0.0.\(number), 192.0.2.1:\(number)") == 401)
    }
    #expect(try await status("other", "10.0.0.9, 192.0.2.1") == 429)
    #expect(try await status("other", "192.0.2.1, 192.0.2.2") == 401)
  }

  @Test func notBehindAProxyItIsNot() async throws {
    let house = try await HouseUnderTest(rates: Self.few)
    for number in 0..<6 {
      _ = try await house.logIn("n\(number)", headers: ["X-Forwarded-For": "192.0.2.\(number)"])
    }
    let reply = try await house.logIn("n", headers: ["X-Forwarded-For": "192.0.2.9"])
    #expect(reply.status == 429)
  }

  @Test func tenThousandAttemptsAreBounded() throws {
    let clock = HandClock()
    var rates = AttemptLimits.Rates()
    rates.most = 1_000
    let limits = AttemptLimits(rates, clock: { clock.now })
    var refused = 0
    for number in 0..<10_000 {
      let isLate = Self.isRefused {
        try limits.begin(from: "198.51.100.7", name: "name \(number)")
      }
      refused += isLate ? 1 : 0
    }
    #expect(refused == 10_000 - rates.address.burst)
    for number in 0..<10_000 {
      try limits.begin(from: "2001:db8:\(String(number, radix: 16))::1", name: "n\(number)")
      let count = limits.count
      #expect(count.addresses <= 1_000 && count.names <= 1_000)
    }
    // Who tried most is remembered longest.
    #expect(Self.isRefused { try limits.begin(from: "198.51.100.7") })
    clock.pass(rates.address.burst * rates.address.seconds)
    try limits.begin(from: "198.51.100.7")
  }

  @Test func aNetworkIsOneAddress() {
    #expect(AttemptLimits.place("2001:db8::1") == AttemptLimits.place("2001:db8::ffff:2"))
    #expect(AttemptLimits.place("2001:db8::1") != AttemptLimits.place("2001:db8:0:1::1"))
    #expect(AttemptLimits.place("::ffff:192.0.2.1") == AttemptLimits.place("192.0.2.1"))
    #expect(AttemptLimits.place("::ffff:192.0.2.1") != AttemptLimits.place("192.0.2.2"))
    #expect(AttemptLimits.place(String(repeating: "x", count: 10_000)).utf8.count == 64)
  }

  @Test func aClockThatIsSetBackKeepsNobodyOut() throws {
    let clock = HandClock()
    let limits = AttemptLimits(Self.few, clock: { clock.now })
    for _ in 0..<3 { try limits.begin(from: "192.0.2.1", name: "ana") }
    #expect(Self.isRefused { try limits.begin(from: "192.0.2.1", name: "ana") })
    clock.pass(-1_000_000)
    #expect(Self.isRefused { try limits.begin(from: "192.0.2.1", name: "ana") })
    // Whoever is asked again finds out what time it is, and waits no longer than at any time.
    for _ in 0..<2 {
      clock.pass(180)
      try? limits.begin(from: "192.0.2.1", name: "ana")
    }
    clock.pass(180)
    try limits.begin(from: "192.0.2.1", name: "ana")
  }

  @Test func onlySoManyPasswordsWait() async throws {
    let work = PasswordWork(most: 1)
    let (begun, tell) = AsyncStream.makeStream(of: Void.self)
    let gate = DispatchSemaphore(value: 0)
    let first = Task {
      try await work.run {
        tell.yield()
        gate.wait()
      }
    }
    for await _ in begun { break }
    do {
      try await work.run {}
      Issue.record("One too many was let in.")
    } catch let problem as Problem {
      #expect(problem.status == .serviceUnavailable)
      #expect(problem.headers[.retryAfter] == "5")
    }
    gate.signal()
    try await first.value
    try await work.run {}
  }
}

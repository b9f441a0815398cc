import DaybookStore
import DaybookTestSupport
import Foundation
import ICalendar
import JWTKit
import Testing

@testable import DaybookServer

/// Sign-ins that last, and what passes for one.
struct SessionTests {
  private func refresh(_ house: HouseUnderTest, _ token: String) async throws -> Reply {
    try await house.post("auth/refresh", ["refresh_token": token])
  }

  private func status(_ house: HouseUnderTest, _ access: String) async throws -> Int {
    let reply = try await house.ask(
      "GET", "/api/events", headers: ["Authorization": "Bearer \(access)"])
    if reply.status == 401 {
      #expect(reply.code == "invalid_token")
      #expect(reply.headers["www-authenticate"]?.contains("error=\"invalid_token\"") == true)
    }
    return reply.status
  }

  @Test func anAccessTokenEndsAfterAQuarterOfAnHour() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    house.clock.pass(899)
    #expect(try await status(house, ana.access) == 200)
    house.clock.pass(1)
    #expect(try await status(house, ana.access) == 401)
    let renewed = try Person(try await refresh(house, ana.refresh))
    #expect(renewed.id == ana.id)
    #expect(try await status(house, renewed.access) == 200)
  }

  @Test func aRefreshTokenIsWorthSomethingOnce() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    let next = try Person(try await refresh(house, ana.refresh))
    #expect(next.refresh != ana.refresh)
    let elsewhere = try Person(try await house.logIn("ana"))
    // Whoever has the old one is not alone: all that came of it ends, at once.
    let reused = try await refresh(house, ana.refresh)
    #expect(reused.status == 401)
    #expect(try await refresh(house, next.refresh).status == 401)
    for access in [ana.access, next.access] { #expect(try await status(house, access) == 401) }
    #expect(try await status(house, elsewhere.access) == 200)
    #expect(try await refresh(house, elsewhere.refresh).status == 200)
  }

  @Test func ofManyAtOnceOneRenews() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 { group.addTask { try await refresh(house, ana.refresh).status } }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses.filter { $0 == 200 }.count == 1)
    #expect(try await status(house, ana.access) == 401)
  }

  @Test func aRefreshTokenThatNobodyUsedEnds() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    house.clock.pass(30 * 86_400)
    #expect(try await refresh(house, ana.refresh).status == 401)
    #expect(try await refresh(house, "nonsense").status == 401)
    #expect(try await refresh(house, "").status == 401)
  }

  @Test func whoLogsOutIsOut() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    for token in [ana.refresh, ana.refresh, "nonsense"] {
      let reply = try await house.post("auth/logout", ["refresh_token": token])
      #expect(reply.status == 200)
      #expect(reply.text == "{\"signed_out\":true}\n")
    }
    #expect(try await status(house, ana.access) == 401)
    #expect(try await refresh(house, ana.refresh).status == 401)
    #expect(try await house.logIn("ana").status == 200)
  }

  @Test func theOldestOfTooManySessionsEnds() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let index = try UserIndex.open(at: folder.path + "/users.sqlite")
    let now = TemporaryStore.now
    let user = User(id: User.makeID(), name: "ana", since: now)
    try index.add(user, folded: "ana", password: "x", invitation: nil)
    let sessions = try (0...UserIndex.mostSessions).map { number in
      try index.beginSession(
        of: user.id, hash: "\(number)", now: now + number, expires: now + 100_000)
    }
    #expect(try !index.isSession(try #require(sessions[0]), of: user.id))
    #expect(try index.isSession(try #require(sessions[1]), of: user.id))
    #expect(
      try index.isSession(try #require(sessions[UserIndex.mostSessions]), of: user.id))
  }

  // MARK: - What passes for a token

  private struct Claims: JWTPayload {
    var iss = "daybook-server"
    var aud = "daybook"
    var sub: String
    var exp: Int
    var iat: Int
    var jti = "x"
    var sid: String

    func verify(using algorithm: some JWTAlgorithm) async throws {}
  }

  private func claims(_ house: HouseUnderTest, _ person: Person) throws -> Claims {
    let middle = try #require(person.access.split(separator: ".").dropFirst().first)
    var text = middle.replacing("-", with: "+").replacing("_", with: "/")
    while text.utf8.count % 4 != 0 { text += "=" }
    let data = try #require(Data(base64Encoded: String(text)))
    return try JSONDecoder().decode(Claims.self, from: data)
  }

  private func signed(_ claims: Claims, _ key: String, _ digest: DigestAlgorithm = .sha256)
    async throws -> String
  {
    let keys = JWTKeyCollection()
    await keys.add(hmac: HMACKey(from: key), digestAlgorithm: digest)
    return try await keys.sign(claims)
  }

  @Test func aTokenSaysWhatItSays() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    let claims = try claims(house, ana)
    #expect(claims.sub == ana.id)
    #expect(claims.exp == house.clock.now.seconds + 900)
    #expect(claims.iat == house.clock.now.seconds)
    #expect(try await status(house, try await signed(claims, house.key.text)) == 200)
  }

  @Test func aForeignKeyOpensNothing() async throws {
    let house = try await HouseUnderTest()
    let claims = try claims(house, try await house.person("ana"))
    let foreign = try await signed(claims, SecretToken.make().text)
    #expect(try await status(house, foreign) == 401)
  }

  @Test func anotherAlgorithmOpensNothing() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    let claims = try claims(house, ana)
    // The right key is too short for these; what counts is that they are not even tried.
    let long = house.key.text + house.key.text
    for digest in [DigestAlgorithm.sha384, .sha512] {
      #expect(try await status(house, try await signed(claims, long, digest)) == 401)
    }
    let parts = ana.access.split(separator: ".").map(String.init)
    func head(_ text: String) -> String {
      Data(text.utf8).base64EncodedString().replacing("=", with: "")
        .replacing("+", with: "-").replacing("/", with: "_")
    }
    for text in [
      #"{"alg":"none","typ":"JWT"}"#, #"{"alg":"None"}"#, #"{"alg":""}"#, #"{"typ":"JWT"}"#,
      #"{"alg":"RS256"}"#, #"{"alg":"HS256","crit":["exp"]}"#, "{", "",
    ] {
      for signature in [parts[2], ""] {
        #expect(try await status(house, "\(head(text)).\(parts[1]).\(signature)") == 401)
      }
    }
  }

  @Test func whatWasChangedOpensNothing() async throws {
    let house = try await HouseUnderTest()
    let (ana, ben) = (try await house.person("ana"), try await house.person("ben"))
    let (mine, theirs) = (try claims(house, ana), try claims(house, ben))
    let (a, b) = (ana.access.split(separator: "."), ben.access.split(separator: "."))
    #expect(try await status(house, "\(a[0]).\(b[1]).\(a[2])") == 401)
    #expect(try await status(house, "\(a[0]).\(a[1])") == 401)
    #expect(try await status(house, ana.access + ".x") == 401)
    // Another way to write the same bytes is no token of ours (RFC 7515 §2).
    let parts = ana.access.split(separator: ".").map(String.init)
    for index in parts.indices {
      var padded = parts
      padded[index] += "="
      #expect(try await status(house, padded.joined(separator: ".")) == 401)
    }
    #expect(try await status(house, ana.access + "==") == 401)
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    let last = try #require(parts[2].last.flatMap { letters.firstIndex(of: $0) })
    // 256 bits leave two of the last letter unused.
    #expect(
      try await status(house, String(ana.access.dropLast()) + String(letters[last ^ 1])) == 401)
    #expect(try await status(house, ana.access) == 200)
    // Even by whoever has the key: a token for somebody else's session, one for another server,
    // one that lasts too long, one of tomorrow.
    var wrong = mine
    wrong.sub = theirs.sub
    #expect(try await status(house, try await signed(wrong, house.key.text)) == 401)
    wrong = mine
    wrong.iss = "elsewhere"
    #expect(try await status(house, try await signed(wrong, house.key.text)) == 401)
    wrong = mine
    wrong.aud = "elsewhere"
    #expect(try await status(house, try await signed(wrong, house.key.text)) == 401)
    wrong = mine
    wrong.exp += 3_600
    #expect(try await status(house, try await signed(wrong, house.key.text)) == 401)
    wrong = mine
    (wrong.iat, wrong.exp) = (mine.iat + 86_400, mine.exp + 86_400)
    #expect(try await status(house, try await signed(wrong, house.key.text)) == 401)
  }

  @Test func nothingAtAllIsToldWhatToShow() async throws {
    let house = try await HouseUnderTest()
    for path in ["/api/events", "/api/events/abcd", "/api/auth/tokens", "/api/stream"] {
      let reply = try await house.ask("GET", path)
      #expect(reply.status == 401)
      #expect(reply.headers["www-authenticate"] == "Bearer realm=\"daybook\"")
    }
    #expect(try await house.ask("GET", "/api/health").status == 200)
  }
}

import DaybookTestSupport
import Foundation
import NIOCore
import Testing

@testable import DaybookServer

/// Who may come in to one person's own server.
struct DoorTests {
  @Test func aStrangerIsTurnedAway() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    try server.fill()
    for path in ["/api/events", "/api/events/abcd", "/api/metrics", "/api/calendars"] {
      let reply = try await server.ask("GET", path)
      #expect(reply.status == 401)
      #expect(reply.code == "unauthorized")
      #expect(reply.headers["www-authenticate"] == "Bearer realm=\"daybook\"")
      #expect(!reply.text.contains("Acme"))
    }
    #expect(try await server.ask("GET", "/api/health").status == 200)
  }

  @Test func theTokenOpens() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    #expect(try await server.ask("GET", "/api/events", headers: server.bearer).status == 200)
  }

  @Test(arguments: ["Bearer wrong", "Bearer", "Basic dXNlcjpwYXNz", "Bearer  ", ""])
  func aWrongTokenOpensNothing(_ shown: String) async throws {
    // Not even for a program that would need none.
    let server = try await ServerUnderTest()
    let reply = try await server.ask("GET", "/api/events", headers: ["Authorization": shown])
    #expect(reply.status == 401)
    #expect(reply.headers["www-authenticate"]?.contains("error=\"invalid_token\"") == true)
  }

  #if os(Linux)
    @Test func aProgramOfTheSameUserNeedsNoToken() async throws {
      let server = try await ServerUnderTest()
      #expect(try await server.ask("GET", "/api/calendars").status == 200)
    }
  #endif

  @Test func behindAProxyEverybodyNeedsTheToken() async throws {
    var place = ServerPlace()
    place.isBehindProxy = true
    let server = try await ServerUnderTest(place: place)
    #expect(try await server.ask("GET", "/api/calendars").status == 401)
    let named = server.bearer.merging(["Host": "calendar.example"]) { $1 }
    #expect(try await server.ask("GET", "/api/calendars", headers: named).status == 200)
  }

  @Test(arguments: ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", ""])
  func anotherNameIsNotOurs(_ host: String) async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask("GET", "/api/calendars", headers: ["Host": host])
    #expect(reply.status == 421)
    #expect(reply.code == "unknown_host")
  }

  @Test func whoIsAskedIsSaidOnce() async throws {
    let server = try await ServerUnderTest()
    let connection = try Connection(port: server.port)
    await connection.send(
      "GET /api/health HTTP/1.1\r\nConnection: close\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"
    )
    let answer = String(decoding: await connection.read(), as: UTF8.self)
    #expect(answer.hasPrefix("HTTP/1.1 400"))
    #expect(answer.contains("ambiguous_host"))
  }

  @Test(arguments: ["localhost:1", "127.0.0.1", "[::1]:80", "LOCALHOST", "daybook.localhost"])
  func theseNamesAreOurs(_ host: String) async throws {
    let server = try await ServerUnderTest()
    #expect(try await server.ask("GET", "/api/health", headers: ["Host": host]).status == 200)
  }

  @Test(arguments: [
    ["Origin": "https://evil.example"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"],
    ["Sec-Fetch-Site": "same-site"], ["Origin": "http://localhost:1"],
  ])
  func pagesOfOtherSitesMayNotAsk(_ headers: [String: String]) async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask("GET", "/api/calendars", headers: headers)
    #expect(reply.status == 403)
    #expect(reply.code == "foreign_origin")
    #expect(reply.headers["access-control-allow-origin"] == nil)
  }

  @Test func aPageOfOursMayAsk() async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask(
      "GET", "/api/calendars",
      headers: ["Origin": "http://127.0.0.1:\(server.port)", "Sec-Fetch-Site": "same-origin"])
    #expect(reply.status == 200)
  }

  @Test func thePlaceIsNearOrGuarded() {
    var place = ServerPlace()
    #expect(place.fault == nil)
    place.host = "0.0.0.0"
    #expect(place.fault != nil)
    place.isBehindProxy = true
    #expect(place.fault == nil)
    place.isBehindProxy = false
    place.certificate = ServerPlace.Certificate(chain: "c", key: "k")
    #expect(place.fault == nil)
  }

  @Test func theTokenIsKeptForItsOwnerOnly() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/token"
    let made = try SecretToken.kept(at: path)
    #expect(made.text.utf8.count == 43)
    #expect(try SecretToken.kept(at: path).text == made.text)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect(throws: TokenFileError.self) { try SecretToken.kept(at: path) }
  }

  @Test func anOwnerIsReadOffTheTable() throws {
    let table = """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1
         1: 0100007F:C001 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 77 1
         2: 0100007F:C002 0100007F:1F90 05 00000000:00000000 00:00000000 00000000     0        0 78 1
         3: 0100007F:C003 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 0 1
      """
    let server = try SocketTable.name(of: SocketAddress(ipAddress: "127.0.0.1", port: 8080))
    #expect(server == "0100007F:1F90")
    func owner(_ port: String) -> uid_t? {
      SocketTable.owner(of: "0100007F:" + port, connectedTo: "0100007F:1F90", in: table)
    }
    #expect(owner("C001") == 1001)
    // One that was closed, and one that nobody holds.
    #expect(owner("C002") == nil)
    #expect(owner("C003") == nil)
    #expect(owner("C004") == nil)
    #expect(try SocketTable.name(of: SocketAddress(ipAddress: "10.0.0.1", port: 80)) == nil)
    #expect(
      try SocketTable.name(of: SocketAddress(ipAddress: "::1", port: 80))
        == "00000000000000000000000001000000:0050")
  }
}

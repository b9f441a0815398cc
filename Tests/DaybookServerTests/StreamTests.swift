import DaybookStore
import DaybookTestSupport
import Foundation
import Testing

@testable import DaybookServer

/// The stream of changes.
struct StreamTests {
  /// What a stream says until it has said `last`.
  private func stream(
    _ server: ServerUnderTest, since id: String? = nil, until last: String,
    meanwhile: () throws -> Void = {}
  ) async throws -> String {
    let connection = try Connection(port: server.port)
    let resume = id.map { "Last-Event-ID: \($0)\r\n" } ?? ""
    await connection.send(
      "GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\(resume)\r\n")
    let opening = await connection.read { String(decoding: $0, as: UTF8.self).contains(": here") }
    try meanwhile()
    let needed = "event: \(last)\n"
    let text = String(decoding: opening, as: UTF8.self)
    if text.contains(needed) { return text }
    let rest = await connection.read { String(decoding: $0, as: UTF8.self).contains(needed) }
    withExtendedLifetime(server) {}
    return text + String(decoding: rest, as: UTF8.self)
  }

  private func lastID(_ text: String) throws -> String {
    let line = text.split(whereSeparator: \.isNewline).last { $0.hasPrefix("id: ") }
    return String(try #require(line).dropFirst(4))
  }

  @Test func aChangeIsTold() async throws {
    let server = try await ServerUnderTest()
    let told = try await stream(server, until: "conflicts") { try server.fill() }
    #expect(told.contains("Content-Type: text/event-stream; charset=utf-8"))
    #expect(told.contains("event: events\ndata: {\"changed\":\"events\"}\n\n"))
    #expect(!told.contains("Acme"))
  }

  @Test func whatWasMissedIsToldAfterwards() async throws {
    let server = try await ServerUnderTest()
    let first = try await stream(server, until: "conflicts") { try server.fill() }
    let id = try lastID(first)
    _ = try await server.ask(
      "POST", "/api/events", body: "{\"title\": \"A\", \"start\": \"2026-11-20\"}")
    let second = try await stream(server, since: id, until: "conflicts")
    #expect(second.contains("event: events\n"))
    #expect(try lastID(second) != id)
  }

  @Test func whoeverComesFromAnotherRunIsToldThatAllMayHaveChanged() async throws {
    let server = try await ServerUnderTest()
    let told = try await stream(server, since: "other-7", until: "sync")
    for kind in ["events", "conflicts", "sync"] { #expect(told.contains("event: \(kind)\n")) }
  }

  @Test func newsOfAKindAreToldOnce() {
    let news = ChangeNews()
    for _ in 0..<5 { news.took(.events) }
    news.took(.outbox)
    news.took(.journal)
    #expect(news.since(0).map(\.kind) == [.events, .conflicts, .sync])
    #expect(news.since(news.number).isEmpty)
    #expect(news.number(of: news.id(3)) == 3)
    #expect(news.number(of: news.id(news.number + 1)) == nil)
    #expect(news.number(of: "x") == nil)
  }
}

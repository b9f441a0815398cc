import DaybookTestSupport
import Foundation
import Testing

/// What waits to be sent and what was asked, from the command line, against a Cal.com on loopback.
struct OutboxTests {
  let daybook: Program
  let fake: FakeCalCom

  init() throws {
    daybook = try Program()
    fake = try FakeCalCom()
    fake.put(FakeBooking("a", status: "pending"))
    let added = try daybook(
      "accounts", "add", "calcom", "--api-key-stdin", "--api-base", fake.base, "--name", "Calls",
      input: FakeCalCom.key + "\n")
    try #require(added.status == 0, "\(added.errors)")
  }

  private func event() throws -> [String: Any] {
    try #require(
      AgendaTests.events(try daybook("agenda", "--days", "60", "--json")).first)
  }

  private func answer() throws {
    let id = try #require(try event()["event"] as? String)
    #expect(try daybook("respond", id, "yes", "--json").json()["queued"] as? Bool == true)
  }

  private func outbox() throws -> [[String: Any]] {
    try #require(try daybook("outbox", "list", "--json").json()["outbox"] as? [[String: Any]])
  }

  @Test func whatWaitsIsListedAndCanBeGivenUp() throws {
    #expect(try outbox().isEmpty)
    #expect(try daybook("outbox").output == "Nothing waits to be sent.\n")
    try answer()
    let entry = try #require(try outbox().first)
    #expect(
      Set(entry.keys) == [
        "id", "account", "calendar", "event", "kind", "sentence", "at", "attempts", "retry_at",
        "error", "diverged",
      ])
    #expect(entry["diverged"] as? [String] == [])
    #expect(entry["account"] as? String == "Calls")
    #expect(entry["calendar"] as? String == "Bookings")
    #expect(entry["event"] as? String == (try event()["event"] as? String))
    #expect(entry["kind"] as? String == "update")
    #expect(entry["at"] as? String == "2026-11-18T14:12:00+01:00")
    #expect(entry["attempts"] as? Int == 0)
    #expect(entry["retry_at"] is NSNull && entry["error"] is NSNull)
    let id = try #require(entry["id"] as? Int)
    let dropped = try daybook("outbox", "drop", String(id), "--json")
    #expect(dropped.status == 0)
    #expect((try dropped.json()["dropped"] as? [String: Any])?["id"] as? Int == id)
    #expect(try event()["response"] as? String == "needs_action")
    #expect(try outbox().isEmpty)
    #expect(try daybook("sync").status == 0)
    #expect(!fake.server.questions.contains { $0.method == "POST" })
    let again = try daybook("outbox", "drop", String(id), "--json")
    #expect(again.status == 1)
    #expect(again.errors.split(separator: "\n").count == 1)
    #expect(try daybook("outbox", "drop", "first").status == 64)
  }

  @Test func whatIsToBeTriedLaterIsSentNow() throws {
    try answer()
    fake.misbehave(.answers(WebReply(503)), on: "POST", "/confirm")
    #expect(try daybook("sync").status == 2)
    let entry = try #require(try outbox().first)
    #expect(entry["attempts"] as? Int == 1)
    #expect(entry["retry_at"] is String)
    #expect((entry["error"] as? [String: Any])?["message"] is String)
    // Its time has not come.
    _ = try daybook("sync")
    #expect(fake.server.questions.count { $0.method == "POST" } == 1)
    let sent = try daybook("outbox", "send", "--json")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect((try sent.json()["outbox"] as? [Any])?.isEmpty == true)
    #expect((try sent.json()["accounts"] as? [Any])?.count == 1)
    #expect(fake.server.questions.count { $0.method == "POST" } == 2)
    #expect(try event()["response"] as? String == "accepted")
    #expect(try daybook("outbox", "send").output == "Nothing waits to be sent.\n")
  }

  @Test func theLogTellsWhatWasAskedWithoutSecrets() throws {
    let feed = try LoopbackServer(.calendar(Feed.text))
    defer { feed.stop() }
    let address = feed.address.replacingOccurrences(of: "http://", with: "http://me:hush@")
    _ = try daybook("accounts", "add", "ics", address + "/secret-token.ics", "--name", "Feed")
    let result = try daybook("log", "--json")
    #expect(result.status == 0)
    let log = try #require(try result.json()["log"] as? [[String: Any]])
    #expect(Set(log.compactMap { $0["account"] as? String }) == ["Calls", "Feed"])
    // The newest is last.
    #expect(log.last?["account"] as? String == "Feed")
    #expect(log.last?["status"] as? Int == 200)
    #expect((log.last?["request"] as? String)?.hasPrefix("GET http://127.0.0.1") == true)
    #expect(
      Set(log.flatMap(\.keys)) == [
        "at", "account", "request", "status", "milliseconds", "bytes", "note",
      ])
    for text in [result.output, try daybook("log").output] {
      for secret in ["hush", "secret-token", FakeCalCom.key] { #expect(!text.contains(secret)) }
    }
    let own = try #require(
      try daybook("log", "--account", "calls", "--limit", "1", "--json").json()["log"]
        as? [[String: Any]])
    #expect(own.map { $0["account"] as? String } == ["Calls"])
    #expect(
      own.first?["request"] as? String == log.last { $0["account"] as? String == "Calls" }?[
        "request"] as? String)
    #expect(try daybook("log", "--limit", "0").status == 64)
    #expect(try daybook("log", "--account", "nobody").status == 1)
  }

  private enum Feed {
    static let text = Program.calendar("UID:f\nSUMMARY:One\nDTSTART:20261119T100000Z")
  }
}

import DaybookTestSupport
import Foundation
import Testing

/// With the network gone everything is there, takes edits, and sends them once when it is back.
final class OfflineTests {
  private static let ana = "ana@example.com"
  private let google: FakeGoogle
  private let person: SigningIn
  private var daybook: Program { person.daybook }

  init() throws {
    (person, google) = try SigningIn.atGoogle()
  }

  deinit { google.stop() }

  /// A configuration in which nobody listens where the calendars are.
  private func offline() throws -> [String: String] {
    let known = daybook.folder.path + "/config/daybook/config.toml"
    let text = try String(contentsOfFile: known, encoding: .utf8)
    let path = daybook.folder.path + "/offline.toml"
    try text.replacing(google.base, with: "http://127.0.0.1:1/calendar/v3")
      .write(toFile: path, atomically: true, encoding: .utf8)
    return ["DAYBOOK_CONFIG": path]
  }

  private func writes() -> [String] { google.requests.filter { !$0.hasPrefix("GET ") } }

  @Test func editsWaitForTheNetworkAndAreSentOnce() throws {
    let review = google.put(
      [
        "summary": "Review", "start": ["dateTime": "2026-11-19T10:00:00+01:00"],
        "end": ["dateTime": "2026-11-19T11:00:00+01:00"],
      ], in: Self.ana)
    #expect(try person.run("accounts", "add", "google", "--name", "Work").status == 0)
    let away = try offline()
    let id = try daybook.event(titled: "Review")

    for attempt in 1...3 {
      let edited = try daybook(
        "edit", id, "--title", "Edit \(attempt)", "--json", environment: away)
      #expect(try edited.json()["queued"] as? Bool == true, "\(edited.errors)")
      let failed = try daybook("sync", "--json", environment: away)
      #expect(failed.status == 1)
      let account = try #require((try failed.json()["accounts"] as? [[String: Any]])?.first)
      #expect(account["status"] as? String == "failed")
      #expect((account["error"] as? [String: Any])?["code"] as? String == "unreachable")
    }
    let made = try daybook(
      "new", "Lunch fri 12:30-13:00", "--calendar", "Ana", "--json", environment: away)
    #expect(made.status == 0)
    // All is there all the while.
    let agenda = try daybook("agenda", "--json", environment: away)
    #expect(
      try AgendaTests.events(agenda).compactMap { $0["title"] as? String } == ["Edit 3", "Lunch"])
    #expect(try daybook("conflicts", "--json", environment: away).status == 0)
    #expect(try daybook("free", "--json", environment: away).status == 0)
    #expect(try daybook.outbox().count == 2)
    #expect(writes().isEmpty)

    #expect(try daybook.changes() == [0, 0, 0])
    #expect(try daybook.outbox().isEmpty)
    #expect(writes().map { $0.prefix { $0 != " " } }.sorted() == ["PATCH", "POST"])
    #expect(google.event(review, in: Self.ana)?["summary"] == "Edit 3")
    #expect(google.events(in: Self.ana).count == 2)
    #expect(try daybook.changes() == [0, 0, 0])
    #expect(writes().count == 2)
    #expect(google.complaints.isEmpty)
  }
}

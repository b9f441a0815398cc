import Foundation
import Testing

/// A terminal and the server over one store: what is done in one is seen in the other at once.
struct TerminalAndServerTests {
  @Test func eachSeesTheOthersChanges() throws {
    let daybook = try Program()
    let server = try ServingBeside(daybook)
    let terminal = try Tmux(Program.executable.path, environment: daybook.environment)
    try terminal.expect("Welcome to Daybook")

    let made = try server.ask(
      "POST", "/api/events",
      body: "{\"title\": \"Posted\", \"start\": \"2026-11-19T10:00:00+01:00\"}")
    #expect(made.status == 201)
    try terminal.expect("Posted")
    let id = try #require((made.json["event"] as? [String: Any])?["id"] as? String)

    try terminal.press("a")
    try terminal.type("Typed thu 10:30-11:30")
    try terminal.press("Enter")
    try terminal.expect("Added “Typed” · Thu 19 Nov 10:30–11:30")
    let events = try server.ask("GET", "/api/events").json["events"] as? [[String: Any]]
    #expect(events?.compactMap { $0["title"] as? String } == ["Posted", "Typed"])
    try terminal.expect("⚠ 1")

    let conflicts = try server.ask("GET", "/api/conflicts").json["conflicts"] as? [[String: Any]]
    let conflict = try #require(conflicts?.first?["id"] as? String)
    #expect(
      try server.ask("POST", "/api/conflicts/\(conflict)/resolve", body: "{\"action\": \"keep\"}")
        .status == 200)
    try terminal.expect("(?s)^(?!.*⚠)")

    #expect(try server.ask("DELETE", "/api/events/\(id)").status == 200)
    try terminal.expect("(?s)^(?!.*Posted)")
    #expect(server.end() == 0)
    try terminal.press("q")
    try terminal.expectEnd()
  }
}

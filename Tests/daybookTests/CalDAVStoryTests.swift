import DaybookTestSupport
import Foundation
import Testing

/// A CalDAV account from the first sign-in to its removal, on the built program and real servers.
@Suite(.enabled(if: CalDAVServer.isWanted)) struct CalDAVStoryTests {
  @Test(arguments: CalDAVServer.wanted)
  func anAccountIsAddedSyncedEditedAndRemoved(_ kind: CalDAVServer.Kind) throws {
    let (home, stop) = try Self.home(kind)
    defer { stop() }
    try home.put("jobs", "a.ics", Self.event("a", "Review"))
    let daybook = try Program(configuration: "addresses = [\"me@example.com\"]\n")
    let added = try daybook(
      "accounts", "add", "caldav", home.address, "--user", home.user.isEmpty ? "ana" : home.user,
      "--password-stdin", "--name", "Work", "--json", input: CalDAVServer.password + "\n")
    #expect(added.status == 0, "\(added.errors)")
    #expect(!(added.output + added.errors).contains(CalDAVServer.password))
    #expect(try Self.titles(daybook) == ["Review"])

    // Nothing changed: one question.
    let idle = try Self.calendars(daybook)
    #expect(idle.map { $0["requests"] as? Int ?? 0 }.reduce(0, +) == 1)

    // There, and here.
    try home.put("jobs", "b.ics", Self.event("b", "Theirs"))
    _ = try Self.calendars(daybook)
    #expect(try Self.titles(daybook) == ["Review", "Theirs"])
    let event = try Self.event(daybook, titled: "Review")
    #expect(try daybook("edit", event, "--title", "Edited").status == 0)
    _ = try Self.calendars(daybook)
    #expect(try home.text("jobs", "a.ics")?.contains("SUMMARY:Edited") == true)

    // An answer, and a deletion.
    let theirs = try Self.event(daybook, titled: "Theirs")
    #expect(try daybook("respond", theirs, "yes").status == 0)
    #expect(try daybook("delete", event).status == 0)
    _ = try Self.calendars(daybook)
    #expect(try home.text("jobs", "b.ics")?.contains("PARTSTAT=ACCEPTED") == true)
    #expect(try home.names("jobs") == ["b.ics"])

    // Removed here, kept there.
    #expect(try daybook("accounts", "remove", "Work").status == 0)
    #expect(try Self.titles(daybook).isEmpty)
    #expect(try home.names("jobs") == ["b.ics"])
  }

  @Test func aWrongPasswordLeavesNothingBehind() throws {
    let home = try CalDAVServer.shared(.radicale).home()
    let daybook = try Program()
    let result = try daybook(
      "accounts", "add", "caldav", home.address, "--user", home.user, "--password-stdin",
      input: "not-the-password\n")
    #expect(result.status == 1)
    #expect(!(result.output + result.errors).contains("not-the-password"))
    let left = try daybook("accounts", "list", "--json").json()["accounts"] as? [Any]
    #expect(left?.isEmpty == true)
  }

  /// A home that its address leads to. Xandikos knows one person a server, so a server is made for it.
  private static func home(_ kind: CalDAVServer.Kind) throws -> (CalDAVHome, () -> Void) {
    guard kind == .xandikos else { return (try CalDAVServer.shared(kind).home(), {}) }
    let server = try CalDAVServer(kind)
    let home = CalDAVHome(server: server, user: "", path: "/ana/calendars/")
    try home.make("jobs")
    return (home, { server.stop() })
  }

  private static func event(_ uid: String, _ title: String) -> String {
    Program.calendar(
      "UID:\(uid)\nSUMMARY:\(title)\nDTSTART:20261119T100000Z\nDTEND:20261119T110000Z\n"
        + "ORGANIZER:mailto:ana@example.com\n"
        + "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:me@example.com")
  }

  private static func titles(_ daybook: Program) throws -> [String] {
    try AgendaTests.events(try daybook("agenda", "--json")).compactMap { $0["title"] as? String }
      .sorted()
  }

  private static func event(_ daybook: Program, titled title: String) throws -> String {
    let events = try AgendaTests.events(try daybook("agenda", "--json"))
    return try #require(events.first { $0["title"] as? String == title }?["event"] as? String)
  }

  /// Syncs, and tells what was reported of each calendar.
  private static func calendars(_ daybook: Program) throws -> [[String: Any]] {
    let result = try daybook("sync", "--json")
    #expect(result.status == 0, "\(result.output)")
    let accounts = try #require(try result.json()["accounts"] as? [[String: Any]])
    return accounts.flatMap { $0["calendars"] as? [[String: Any]] ?? [] }
  }
}

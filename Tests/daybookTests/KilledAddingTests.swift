import DaybookTestSupport
import Foundation
import Testing

/// Wherever the program is killed (SIGKILL) while it adds an account, there is a whole one afterwards
/// or none, no secret without an account, and adding it again works.
struct KilledAddingTests {
  /// An account that can be added, and whom the program asks for it.
  struct Deed {
    var daybook: Program
    var servers: [LoopbackServer]
    var title: String
    var add: () throws -> Program.Result
    /// Whether it was killed before it had ended.
    var kill: (() -> Bool) throws -> Bool
  }

  // MARK: - At each question

  @Test(arguments: LoopbackServer.Halt.allCases)
  func aGoogleAccountIsAddedWholeOrNotAtAll(_ halt: LoopbackServer.Halt) throws {
    let (person, google) = try SigningIn.atGoogle()
    defer { google.stop() }
    google.put(
      [
        "summary": "Review", "start": ["dateTime": "2026-11-19T10:00:00+01:00"],
        "end": ["dateTime": "2026-11-19T11:00:00+01:00"],
      ], in: "ana@example.com")
    try killEverywhere(browserDeed(person, "google", google.server), halt)
    #expect(google.complaints.isEmpty && person.fake.complaints.isEmpty)
  }

  @Test(arguments: LoopbackServer.Halt.allCases)
  func aMicrosoftAccountIsAddedWholeOrNotAtAll(_ halt: LoopbackServer.Halt) throws {
    let (person, graph) = try SigningIn.atMicrosoft()
    defer { graph.stop() }
    let calendar = graph.addCalendar()
    graph.add(
      [
        "subject": "Review", "isAllDay": false, "showAs": "busy",
        "start": ["dateTime": "2026-11-19T10:00:00", "timeZone": "UTC"],
        "end": ["dateTime": "2026-11-19T11:00:00", "timeZone": "UTC"],
      ], to: calendar)
    try killEverywhere(browserDeed(person, "microsoft", graph.server), halt)
    #expect(graph.violations.isEmpty && person.fake.complaints.isEmpty)
  }

  @Test(arguments: LoopbackServer.Halt.allCases)
  func aCalComAccountIsAddedWholeOrNotAtAll(_ halt: LoopbackServer.Halt) throws {
    let calcom = try FakeCalCom()
    defer { calcom.stop() }
    calcom.put(FakeBooking("a", title: "Review"))
    try killEverywhere(
      deed(
        [
          "calcom", "--api-key-command", "echo \(FakeCalCom.key)", "--api-base", calcom.base,
        ], calcom.server), halt)
    #expect(calcom.complaints.isEmpty)
  }

  @Test(.enabled(if: CalDAVServer.isWanted), arguments: LoopbackServer.Halt.allCases)
  func aCalDAVAccountIsAddedWholeOrNotAtAll(_ halt: LoopbackServer.Halt) throws {
    let relay = try CalDAVRelay(try CalDAVServer.shared(.radicale).home())
    defer { relay.front.stop() }
    try relay.home.put(
      "jobs", "a.ics",
      Program.calendar("UID:a\nSUMMARY:Review\nDTSTART:20261119T100000Z\nDURATION:PT1H"))
    try killEverywhere(
      deed(
        [
          "caldav", relay.address, "--user", relay.home.user, "--password-command",
          "echo \(CalDAVServer.password)",
        ], relay.front), halt)
  }

  // MARK: - Between two files

  /// The secret is kept and the account is not stored yet.
  @Test func aSecretWhoseAccountWasNeverStoredIsErasedAtTheNextStart() throws {
    let calcom = try FakeCalCom()
    defer { calcom.stop() }
    let daybook = try Program(
      configuration: "[providers.calcom]\napi_base = \"\(calcom.base)\"\n")
    let add = ["accounts", "add", "calcom", "--api-key-stdin", "--no-sync", "--name", "Work"]
    #expect(try daybook("accounts", "list").status == 0)
    let held = try HeldStore(at: daybook.folder.path + "/" + KilledTests.store)
    let input = Pipe()
    try input.fileHandleForWriting.write(contentsOf: Data(FakeCalCom.key.utf8))
    try input.fileHandleForWriting.close()
    #expect(try daybook.kill(add, input: input) { _ in !daybook.secretFiles().isEmpty })
    try held.letGo()
    #expect(daybook.secretFiles().count == 1)
    #expect(try AccountsTests.accounts(daybook).isEmpty)
    #expect(try daybook("sync").status == 0)
    #expect(daybook.secretFiles().isEmpty)
    let again = try daybook.run(add, input: FakeCalCom.key + "\n")
    #expect(again.status == 0, "\(again.errors)")
    // Nothing is erased of an account that is there.
    #expect(try daybook("sync").status == 0)
    #expect(daybook.secretFiles().count == 1)
  }

  // MARK: - The story

  private func browserDeed(_ person: SigningIn, _ kind: String, _ calendars: LoopbackServer) -> Deed
  {
    Deed(
      daybook: person.daybook, servers: [person.fake.server, calendars], title: "Review",
      add: { try person.run("accounts", "add", kind, "--name", "Work") },
      kill: { try person.kill(["accounts", "add", kind, "--name", "Work"], when: $0) })
  }

  /// Without a browser.
  private func deed(_ arguments: [String], _ server: LoopbackServer) throws -> Deed {
    let daybook = try Program()
    let add = ["accounts", "add"] + arguments + ["--name", "Work"]
    return Deed(
      daybook: daybook, servers: [server], title: "Review", add: { try daybook.run(add) },
      kill: { moment in try daybook.kill(add) { _ in moment() } })
  }

  /// Kills it at the n-th question to each server, for each n until one comes to its end.
  private func killEverywhere(_ deed: Deed, _ halt: LoopbackServer.Halt) throws {
    var kills = 0
    for server in deed.servers {
      var isKilled = true
      var count = 0
      while isKilled, count < 20 {
        server.halt(after: count, halt)
        isKilled = try deed.kill { server.isHalted }
        server.resume()
        try expectWholeOrNothing(deed, "question \(count) of \(server.address)")
        if isKilled { kills += 1 }
        count += 1
      }
      #expect(!isKilled)
    }
    // Whoever signs in is asked for, and then the calendars.
    #expect(kills > 2)
  }

  private func expectWholeOrNothing(_ deed: Deed, _ story: String) throws {
    // The next start.
    let next = try deed.daybook("sync")
    let accounts = try AccountsTests.accounts(deed.daybook)
    #expect(accounts.count <= 1, "\(story)")
    #expect(deed.daybook.secretFiles().count == accounts.count, "\(story)")
    if accounts.isEmpty {
      let added = try deed.add()
      #expect(added.status == 0, "\(story): \(added.errors)")
    } else {
      #expect(next.status == 0, "\(story): \(next.errors)")
    }
    #expect(try deed.daybook.account("Work")["status"] as? String == "ok", "\(story)")
    #expect(try deed.daybook.titles() == [deed.title], "\(story)")
    #expect(try deed.daybook("accounts", "remove", "Work").status == 0, "\(story)")
    #expect(deed.daybook.secretFiles().isEmpty, "\(story)")
    #expect(try deed.daybook.titles().isEmpty, "\(story)")
  }
}

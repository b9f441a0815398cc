import Foundation
import Testing

/// Reminders without the interface: `daybook remind`, and `sync --watch`.
struct RemindTests {
  private func program(_ configuration: String = "") throws -> Program {
    let daybook = try Program(configuration: configuration)
    // Ten minutes ahead of it are two minutes ago.
    _ = try daybook("new", "Acme call today 14:20 @ Zoom")
    _ = try daybook("new", "Globex today 16:00")
    return daybook
  }

  private func texts(_ result: Program.Result) throws -> [String?] {
    let reminders = try #require(try result.json()["reminders"] as? [[String: Any]])
    return reminders.map { $0["text"] as? String }
  }

  @Test func whatFellDueIsToldOnce() throws {
    let daybook = try program()
    #expect(try daybook("remind").output == "in 8 min: Acme call, 14:20, Zoom\n")
    let again = try daybook("remind")
    #expect(again.status == 0)
    #expect(again.output.isEmpty)
    // Half an hour on, the other one.
    let later = ["DAYBOOK_NOW": "2026-11-18T15:51:00+01:00"]
    #expect(try daybook("remind", environment: later).output == "in 9 min: Globex, 16:00\n")
    #expect(try daybook("remind", environment: later).output.isEmpty)
  }

  @Test func whatFellDueMoreThanAnHourAgoIsNotTold() throws {
    let daybook = try Program()
    let path = try daybook.write(
      "fair.ics",
      Program.calendar(
        """
        UID:fair
        SUMMARY:Fair
        DTSTART:20261120T100000Z
        BEGIN:VALARM
        ACTION:DISPLAY
        TRIGGER;VALUE=DATE-TIME:20261118T120000Z
        END:VALARM
        """))
    _ = try daybook("import", path)
    #expect(try daybook("remind").output.isEmpty)
    let then = ["DAYBOOK_NOW": "2026-11-18T13:59:00+01:00"]
    #expect(
      try daybook("remind", environment: then).output == "in 45 h 01: Fair, Fri 20 Nov 11:00\n")
  }

  @Test func jsonHasTheMomentTheWordsAndTheEvent() throws {
    let daybook = try program()
    let result = try daybook("remind", "--json")
    let reminders = try #require(try result.json()["reminders"] as? [[String: Any]])
    let first = try #require(reminders.first)
    #expect(reminders.count == 1)
    #expect(first["at"] as? String == "2026-11-18T14:10:00+01:00")
    #expect(first["text"] as? String == "in 8 min: Acme call, 14:20, Zoom")
    #expect((first["event"] as? [String: Any])?["title"] as? String == "Acme call")
    #expect(try texts(try daybook("remind", "--json")).isEmpty)
  }

  @Test func lookingAheadTellsNothing() throws {
    let daybook = try program()
    let ahead = try daybook("remind", "--within", "2h")
    #expect(ahead.output == "Wed 18 Nov 15:50  in 1 h 48: Globex, 16:00\n")
    #expect(try daybook("remind", "--within", "30m").output.isEmpty)
    #expect(
      try texts(try daybook("remind", "--within", "2h", "--json")) == ["in 1 h 48: Globex, 16:00"])
    #expect(try daybook("remind", "--within", "2").status == 64)
    #expect(try texts(try daybook("remind", "--json")).count == 1)
  }

  @Test func theCommandOfThePersonGetsTheText() throws {
    let daybook = try program("[reminders]\ncommand = \"cat >> told\"\n")
    let result = try daybook("remind")
    #expect(result.status == 0)
    #expect(result.output.isEmpty)
    let told = try String(contentsOfFile: daybook.folder.path + "/told", encoding: .utf8)
    #expect(told == "in 8 min: Acme call, 14:20, Zoom")
  }

  @Test func whereTheCommandFailsTheTextIsPrinted() throws {
    let daybook = try program("[reminders]\ncommand = \"exit 3\"\n")
    let result = try daybook("remind")
    #expect(result.status == 1)
    #expect(result.output == "in 8 min: Acme call, 14:20, Zoom\n")
    #expect(result.errors.contains("reminders.command"))
  }

  @Test func watchingTellsWhatTheInterfaceWould() throws {
    let daybook = try program("[reminders]\ncommand = \"cat >> told\"\n")
    let (lines, _) = try watch(daybook)
    #expect(lines.contains("14:12  ◷ in 8 min: Acme call, 14:20, Zoom"))
    let told = try String(contentsOfFile: daybook.folder.path + "/told", encoding: .utf8)
    #expect(told == "in 8 min: Acme call, 14:20, Zoom")
    // Of several programs one tells.
    #expect(try daybook("remind").output.isEmpty)
  }

  /// Watches until a line was printed and the command has run.
  private func watch(_ daybook: Program) throws -> (lines: [String], status: Int32) {
    let (process, pipe) = try daybook.watching()
    defer { if process.isRunning { process.terminate() } }
    var text = Data()
    while !text.contains(0x0a) {
      let more = pipe.fileHandleForReading.availableData
      try #require(!more.isEmpty)
      text.append(more)
    }
    while daybook.size(of: "told") == 0, process.isRunning { sched_yield() }
    process.interrupt()
    process.waitUntilExit()
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    return (lines, process.terminationStatus)
  }

  @Test(arguments: ["off", "silent"])
  func watchingIsSilentWhereTheSettingsSaySo(_ way: String) throws {
    let daybook = try program("[reminders]\nby = \"\(way)\"\ncommand = \"cat >> told\"\n")
    let path = try daybook.write("feed.ics", AccountsTests.events)
    _ = try daybook("accounts", "add", "ics", path, "--name", "Feed")
    let (process, pipe) = try daybook.watching()
    defer { if process.isRunning { process.terminate() } }
    let first = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
    process.interrupt()
    process.waitUntilExit()
    #expect(first.contains("Feed"))
    // It was left to somebody else.
    #expect(daybook.size(of: "told") == 0)
    #expect(try texts(try daybook("remind", "--json")) == ["in 8 min: Acme call, 14:20, Zoom"])
  }
}

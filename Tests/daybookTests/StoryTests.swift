import DaybookTestSupport
import Foundation
import Testing

/// The whole story in a real terminal: a feed is added, the week seen, a conflict opened and
/// resolved, slots copied, the clipboard read.
struct StoryTests {
  /// A feed with one call, an hour from 09:30 on the next day.
  static let feed = Program.calendar(
    """
    UID:call@globex
    SUMMARY:Globex call
    DTSTART;TZID=Europe/Berlin:20261119T093000
    DTEND;TZID=Europe/Berlin:20261119T103000
    """)

  static func single(_ title: String) -> String {
    Program.calendar("UID:one\nSUMMARY:\(title)\nDTSTART:20261119T090000Z\nDURATION:PT2H")
  }

  @Test func fromAFeedToSlotsOnTheClipboard() throws {
    let daybook = try Program(configuration: "[sync]\nevery = \"1h\"\n")
    let server = try LoopbackServer(.calendar(Self.feed))
    defer { server.stop() }
    #expect(
      try daybook("accounts", "add", "ics", server.address + "/call.ics", "--name", "Globex").status
        == 0)
    #expect(try daybook("calendars", "add", "Work").status == 0)
    #expect(try daybook("new", "Acme review 19 nov 9:30-11:00").status == 0)

    let terminal = try Tmux(Program.executable.path, environment: daybook.environment)
    // The terminal may have taken in half of the picture: each is waited for.
    try terminal.expect("Acme")
    try terminal.expect("Glob")
    try terminal.expect("⚠ 1")

    try terminal.press("c")
    try terminal.expect("overlap 1 h")
    // The feed's own event cannot be moved: the first way out moves the other one.
    try terminal.expect("1  Move Acme review to Thu 10:45–12:15")
    try terminal.press("1")
    try terminal.expect("0 open · 1 resolved")
    // An Esc with a key right behind it is Alt and that key: wait until the panel is gone.
    try terminal.press("Escape")
    try terminal.expect("h/l day")

    try terminal.press("f", "y")
    try terminal.expect("(?i)sent")
    let copied = try terminal.clipboard()
    #expect(copied.hasPrefix("Here are some times that work for me"))
    #expect(copied.contains("Europe/Berlin"))
    let printed = try daybook("free").output
    #expect(copied == printed.trimmingCharacters(in: .newlines))

    try terminal.press("Escape")
    try terminal.expect("h/l day")
    try terminal.press("q")
    try terminal.expectEnd()
    let open = try daybook("conflicts", "--json").json()["conflicts"] as? [[String: Any]]
    #expect(open?.isEmpty == true)
    let events = try AgendaTests.events(try daybook("agenda", "--json"))
    let starts = events.map { "\($0["title"] ?? "") \($0["start"] ?? "")" }
    #expect(
      starts == [
        "Globex call 2026-11-19T09:30:00+01:00", "Acme review 2026-11-19T10:45:00+01:00",
      ])
    let undone = try daybook("undo")
    #expect(undone.status == 0)
    let again = try daybook("conflicts", "--json").json()["conflicts"] as? [[String: Any]]
    #expect(again?.count == 1)
  }

  @Test func theScreenFollowsAWatchedFileWithoutAKey() throws {
    let daybook = try Program(configuration: "[sync]\nevery = \"1h\"\n")
    let path = try daybook.write("feed.ics", Self.single("Before"))
    #expect(try daybook("accounts", "add", "ics", path, "--name", "Feed").status == 0)
    let terminal = try Tmux(Program.executable.path, environment: daybook.environment)
    try terminal.expect("Before")
    try daybook.write("feed.ics", Self.single("Afterwards"))
    try terminal.expect("Afterwards")
  }

  @Test func theScreenFollowsAFeedWithoutAKey() throws {
    let server = try LoopbackServer(.calendar(Self.single("Before"), etag: "\"1\""))
    defer { server.stop() }
    let daybook = try Program(configuration: "[sync]\nevery = \"5s\"\n")
    #expect(
      try daybook("accounts", "add", "ics", server.address + "/feed.ics", "--name", "Feed").status
        == 0)
    let terminal = try Tmux(Program.executable.path, environment: daybook.environment)
    try terminal.expect("Before")
    server.answer(.calendar(Self.single("Afterwards"), etag: "\"2\""))
    let screen = try terminal.expect("Afterwards")
    #expect(!screen.contains("Before"))
  }

  /// However the store is named: SQLite's own files lie beside the one that it is.
  @Test(arguments: ["", "name", "link"])
  func anotherProcessIsSeenOnTheOpenScreen(_ way: String) throws {
    let daybook = try Program()
    _ = try daybook("calendars", "add", "Personal")
    var command = Program.executable.path
    let store = daybook.folder.path + "/data/daybook/daybook.sqlite"
    if way == "link" {
      let link = daybook.folder.path + "/link.sqlite"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: store)
      command += " --store \(link)"
    } else if !way.isEmpty {
      command = "cd \(daybook.folder.path)/data/daybook && exec \(command) --store daybook.sqlite"
    }
    let terminal = try Tmux(command, environment: daybook.environment)
    try terminal.expect("Nov")
    #expect(try daybook("new", "Dentist fri 10:00").status == 0)
    try terminal.expect("Dentist")
  }

  @Test func everySizeShowsAScreenAndQuits() throws {
    let daybook = try Program()
    for (columns, rows) in [(120, 36), (80, 24), (40, 12), (10, 4), (2, 2)] {
      let terminal = try Tmux(
        Program.executable.path + " --demo", columns: columns, rows: rows,
        environment: daybook.environment)
      try terminal.expect("\\S")
      try terminal.press("q")
      try terminal.expectEnd()
    }
  }

  @Test func aThemeOfOnesOwnIsReadAgainWhenItIsWritten() throws {
    let daybook = try Program(configuration: "theme = \"mine\"\n")
    try daybook.write("config/daybook/themes/mine.toml", "inherits = \"ink\"\n")
    let terminal = try Tmux(
      Program.executable.path + " --demo", environment: daybook.environment)
    try terminal.expect("November")
    try daybook.write(
      "config/daybook/themes/mine.toml", "inherits = \"ink\"\n\n[roles]\nmutedd = {}\n")
    try terminal.expect("mine.toml:4")
  }

  @Test func theCalcursePresetAndAWrongKeyAreSeenInTheInterface() throws {
    let daybook = try Program(
      configuration: "keymap = \"calcurse\"\n[keys]\n\"event.delet\" = [\"x\"]\n")
    let terminal = try Tmux(
      Program.executable.path + " --demo", environment: daybook.environment)
    try terminal.expect("event.delet is no action")
    // In calcurse, g goes to a date.
    try terminal.press("g")
    try terminal.expect("Go to date")
  }

  @Test func aDumbTerminalGetsOneSentence() throws {
    let daybook = try Program()
    let result = try daybook.run([], environment: ["TERM": "dumb"])
    #expect(result.status == 1)
    #expect(
      result.errors
        == "daybook: The interface needs a terminal. 'daybook agenda' prints without one.\n")
  }
}

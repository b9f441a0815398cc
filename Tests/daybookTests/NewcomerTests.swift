import DaybookTestSupport
import Foundation
import Testing

/// Somebody who has read nothing: whatever is pressed here was offered by the screen before it, in its
/// bottom line, in what it welcomes with, or in its help.
struct NewcomerTests {
  private static let week =
    Program.calendar(
      """
      UID:review@acme
      SUMMARY:Acme review
      DTSTART;TZID=Europe/Berlin:20261119T093000
      DTEND;TZID=Europe/Berlin:20261119T110000
      """)
    + Program.calendar(
      """
      UID:call@globex
      SUMMARY:Globex call
      DTSTART;TZID=Europe/Berlin:20261119T093000
      DTEND;TZID=Europe/Berlin:20261119T103000
      """)

  /// Presses keys that the screen offers by name.
  private func follow(
    _ keys: String..., offered words: String, _ terminal: Tmux,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    try terminal.expect(words)
    for key in keys { try terminal.press(key) }
  }

  /// Looks a word up in the help, where the key stands before it, and leaves that again.
  private func look(up words: String, _ line: String, _ terminal: Tmux) throws {
    try follow("?", offered: #"\? help"#, terminal)
    try terminal.expect("Enter runs the line")
    try terminal.type(words)
    try terminal.expect(line)
    try follow("Escape", offered: "Esc leave", terminal)
    try terminal.expect("h/l day")
  }

  @Test func fromTheWelcomeToHoursAndOut() throws {
    let daybook = try Program(configuration: "[sync]\nevery = \"1h\"\n")
    let file = try daybook.write("work.ics", Self.week)
    #expect(try daybook("calendars", "add", "Work").status == 0)
    let terminal = try Tmux(
      Program.executable.path, environment: daybook.environment, seconds: 120)

    // A feed of one's own.
    try terminal.expect("Welcome to Daybook")
    try follow("g", "a", offered: "ga +connect accounts", terminal)
    try follow("a", offered: "a add", terminal)
    try terminal.expect("Which kind")
    try terminal.expect("Feed or file")
    try terminal.type("feed")
    try follow("Enter", offered: "Enter do it", terminal)
    try terminal.expect("Address")
    try terminal.type(file)
    try follow("Enter", offered: "Enter do it", terminal)
    try terminal.expect("1 calendar · 2 events")
    try follow("Enter", offered: "Enter go on", terminal)
    try terminal.expect("Enter calendars")
    try follow("Escape", offered: "Esc close", terminal)
    try terminal.expect("⚠ 1")

    // The first conflict.
    try follow("5", offered: "5 conflicts", terminal)
    try terminal.expect("overlap 1 h")
    try follow("i", offered: "i +Keep both|i keep", terminal)
    try terminal.expect("0 open · 1 resolved")
    try follow("Escape", offered: "Esc close", terminal)
    try terminal.expect("h/l day")

    // Slots.
    try follow("f", offered: "f free slots", terminal)
    try follow("y", offered: "y copy", terminal)
    try terminal.expect("(?i)sent")
    #expect(try terminal.clipboard().hasPrefix("Here are some times that work for me"))
    try follow("Escape", offered: "Esc close", terminal)

    // An event for a client, and its hours.
    try follow("J", offered: "J/K event", terminal)
    try follow("C", offered: "C client", terminal)
    try terminal.type("Acme")
    try terminal.expect("Create “Acme”")
    try follow("Enter", offered: "Enter do it", terminal)
    try terminal.expect("h/l day")
    try look(up: "hours", "7 +Show clients and hours", terminal)
    try terminal.press("7")
    try terminal.expect("Acme +1\\.50 +1\\.50")
    try follow("2", offered: "2 Week", terminal)
    try terminal.expect("h/l day")

    // Another look, and out.
    try look(up: "theme", "gt +Choose a theme", terminal)
    try terminal.press("g", "t")
    try terminal.expect("Themes")
    try terminal.type("nord")
    try terminal.press("Enter")
    try terminal.expect("h/l day")
    try look(up: "leave", "q +.*leave", terminal)
    try terminal.press("q")
    try terminal.expectEnd()

    let assigned = try AgendaTests.events(try daybook("agenda", "--client", "Acme", "--json"))
    #expect(assigned.count == 1)
    #expect(try daybook("theme", "list").output.contains("nord"))
    let open = try daybook("conflicts", "--json").json()["conflicts"] as? [[String: Any]]
    #expect(open?.isEmpty == true)
  }

  @Test func theSamplesAreALookAroundThatTouchesNothing() throws {
    let daybook = try Program()
    let terminal = try Tmux(
      Program.executable.path + " --demo", environment: daybook.environment)
    try terminal.expect("sample data|demo|Demo")
    try follow("5", offered: "5 conflicts", terminal)
    try terminal.expect("[1-9] open")
    try follow("Escape", offered: "Esc close", terminal)
    try terminal.expect("h/l day")
    try terminal.press("q")
    try terminal.expectEnd()
    #expect(try AgendaTests.events(try daybook("agenda", "--json")).isEmpty)
  }
}

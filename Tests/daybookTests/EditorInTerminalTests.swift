import Foundation
import Testing

/// An event's text in an editor that sets the terminal up for itself, as all of them do.
struct EditorInTerminalTests {
  /// Takes a line from the terminal without echo, and makes it the event's title.
  private static let editor = """
    stty -echo
    echo the editor is here
    read line
    stty echo
    sed "s/^SUMMARY:.*/SUMMARY:$line/" "$1" >"$1.new"
    cat "$1.new" >"$1"
    """

  private func program() throws -> (Program, [String: String]) {
    let daybook = try Program()
    #expect(try daybook("calendars", "add", "Work").status == 0)
    #expect(try daybook("new", "Acme review today 15:00-16:30").status == 0)
    let editor = try daybook.write("editor.sh", Self.editor)
    return (daybook, daybook.environment.merging(["EDITOR": "sh \(editor)"]) { $1 })
  }

  private func titles(_ daybook: Program) throws -> [String] {
    try AgendaTests.events(try daybook("agenda", "--json")).compactMap { $0["title"] as? String }
  }

  @Test func itHasTheTerminalToItself() throws {
    let (daybook, environment) = try program()
    let terminal = try Tmux(Program.executable.path, environment: environment)
    try terminal.expect("Acme")
    try terminal.press("J", "E")
    try terminal.expect("the editor is here")
    try terminal.type("Globex review")
    try terminal.press("Enter")
    try terminal.expect("(?s)Globex.*h/l day")
    try terminal.press("q")
    try terminal.expectEnd()
    #expect(try titles(daybook) == ["Globex review"])
  }

  @Test func itIsStoppedTogetherWithUsAndGoesOn() throws {
    let (daybook, environment) = try program()
    let terminal = try Tmux(
      "env PS1='shell> ' bash --norc --noprofile -i", environment: environment)
    try terminal.expect("shell>")
    try terminal.type(Program.executable.path)
    try terminal.press("Enter")
    try terminal.expect("Acme")
    try terminal.press("J", "E")
    try terminal.expect("the editor is here")
    try terminal.press("C-z")
    try terminal.expect("Stopped")
    try terminal.type("stty echo; fg")
    try terminal.press("Enter")
    try terminal.expect("fg\\s+\(Program.executable.path)")
    try terminal.type("Globex review")
    try terminal.press("Enter")
    try terminal.expect("(?s)Globex.*h/l day")
    try terminal.press("q")
    try terminal.expect("shell>\\s*$")
    #expect(try titles(daybook) == ["Globex review"])
  }
}

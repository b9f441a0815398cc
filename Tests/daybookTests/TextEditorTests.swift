import DaybookCore
import DaybookTestSupport
import DaybookWorld
import Foundation
import Testing

@testable import daybook

/// What becomes of a text in somebody's own editor.
struct TextEditorTests {
  private func edit(_ text: String, with editor: String) throws -> EditedText? {
    try TextEditor.edit(text, environment: ["EDITOR": editor])
  }

  @Test(arguments: [
    (["VISUAL": "", "EDITOR": "nano"], "nano"), (["VISUAL": " ", "EDITOR": ""], "vi"),
    (["VISUAL": "code -w", "EDITOR": "nano"], "code -w"), ([:], "vi"),
  ])
  func anEmptyVariableNamesNoEditor(_ environment: [String: String], _ editor: String) {
    #expect(TextEditor.command(environment) == editor)
  }

  @Test func whatWasTypedStaysUntilItIsRemoved() throws {
    let edited = try #require(try edit("SUMMARY:One\n", with: "printf 'no calendar' >"))
    #expect(edited.text == "no calendar")
    #expect(try String(contentsOfFile: edited.path, encoding: .utf8) == "no calendar")
    edited.remove()
    #expect(!FileManager.default.fileExists(atPath: OwnFiles.folder(of: edited.path)))
  }

  @Test func aFailureNamesTheFileThatKeepsTheText() {
    let edited = EditedText(text: "x", path: "/tmp/daybook-1/event.ics")
    let place = "what you typed is in /tmp/daybook-1/event.ics"
    let failure = Failure(code: "invalid", message: "Line 3 is no property.")
    #expect(edited.kept(failure).hint == place)
    let hinted = Failure(code: "invalid", message: "Line 3 is no property.", hint: "mend it")
    #expect(edited.kept(hinted).hint == "mend it; \(place)")
  }

  @Test func whatIsLeftAsItWasIsNoEdit() throws {
    #expect(try edit("SUMMARY:One\n", with: "true")?.text == nil)
  }

  @Test func anEditorThatFailsChangesNothing() throws {
    #expect(throws: CommandError.self) { try edit("SUMMARY:One\n", with: "false") }
  }
}

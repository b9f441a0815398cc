import DaybookTUI
import Testing

@Suite struct KeyTextTests {
  @Test(arguments: [
    ("j", [KeyPress("j")]), ("gd", [KeyPress("g"), KeyPress("d")]),
    ("g d", [KeyPress("g"), KeyPress("d")]), ("<C-d>", [KeyPress("d", .control)]),
    ("<PageDown>", [KeyPress(.pageDown)]), ("<pgdn>", [KeyPress(.pageDown)]),
    ("<", [KeyPress("<")]), (">", [KeyPress(">")]), ("<lt>", [KeyPress("<")]),
    ("<S-Tab>", [KeyPress(.tab, .shift)]), ("<Space>", [KeyPress(" ")]),
    ("<C-Space>", [KeyPress(" ", .control)]), ("<M-x>", [KeyPress("x", .alt)]),
    ("<C-i>", [KeyPress(.tab)]), ("<C-m>", [KeyPress(.enter)]), ("<C-[>", [KeyPress(.escape)]),
    ("<C-M-Left>", [KeyPress(.left, [.control, .alt])]), ("<F12>", [KeyPress(.function(12))]),
    ("g<Enter>", [KeyPress("g"), KeyPress(.enter)]), ("<S-j>", [KeyPress("J")]),
    ("<C-D>", [KeyPress("d", .control)]), ("ü", [KeyPress("ü")]),
    ("<<", [KeyPress("<"), KeyPress("<")]),
  ])
  func keysAreRead(_ text: String, _ keys: [KeyPress]) throws {
    #expect(try KeyText.parse(text) == keys)
    #expect(try KeyText.parse(KeyText.write(keys)) == keys)
  }

  @Test func anUnknownKeyIsNamedWithTheNearest() {
    #expect(throws: KeyTextError.unknownKey("<Pagedwn>", nearest: "<PageDown>")) {
      try KeyText.parse("<Pagedwn>")
    }
    #expect(throws: KeyTextError.empty) { try KeyText.parse(" ") }
    #expect(throws: KeyTextError.self) { try KeyText.parse("<Q-x>") }
  }

  @Test func labelsAreForPeople() throws {
    #expect(KeyText.label(try KeyText.parse("<C-d>")) == "Ctrl-D")
    #expect(KeyText.label(try KeyText.parse("gd")) == "gd")
    #expect(KeyText.label(try KeyText.parse("<Esc>")) == "Esc")
    #expect(KeyText.label(try KeyText.parse("<PageDown>")) == "PgDn")
    #expect(KeyText.label(try KeyText.parse("g<Enter>")) == "g Enter")
  }
}

import DaybookTUI
import Testing

@Suite struct TextFieldTests {
  private func field(_ text: String, _ keys: String) throws -> TextField {
    var field = TextField(text)
    for press in try KeyText.parse(keys) {
      let isUnderstood = field.handle(press)
      #expect(isUnderstood)
    }
    return field
  }

  @Test func lettersAreEditedAsPeopleSeeThem() throws {
    #expect(try field("Café 👩‍👩‍👧", "<BS>").text == "Café ")
    #expect(try field("e\u{301}x", "<Left><BS>").text == "x")
    #expect(try field("日本", "<Left>a").text == "日a本")
  }

  @Test(arguments: [
    ("one two", "<C-w>", "one "), ("one two", "<C-u>", ""), ("one two", "<C-a><C-k>", ""),
    ("one two", "<C-a>x", "xone two"), ("one two", "<C-a><C-e>x", "one twox"),
    ("one-two", "<M-b><C-k>", "one-"), ("one two", "<C-Left><C-Left>x", "xone two"),
    ("one two", "<C-a><M-f>x", "onex two"), ("one two", "<Home><Del>", "ne two"),
    ("one two", "<C-w><C-a><C-y>", "twoone "), ("ab", "<C-b><C-d>", "a"), ("ab", "<C-h>", "a"),
  ])
  func theKeysAreThoseOfAShell(_ text: String, _ keys: String, _ result: String) throws {
    #expect(try field(text, keys).text == result)
  }

  @Test func keysThatMeanNothingAreLeftToOthers() {
    var field = TextField("a")
    let others: [KeyPress] = [
      KeyPress(.enter), KeyPress(.escape), KeyPress(.tab), KeyPress("p", .control), .focus(true),
    ]
    for press in others {
      let isUnderstood = field.handle(press)
      #expect(!isUnderstood)
    }
    #expect(field.text == "a")
  }

  @Test func aPasteBecomesOneLine() {
    var field = TextField("[]")
    _ = field.handle(KeyPress(.left))
    _ = field.handle(.paste("a\nb\t\u{1B}c"))
    #expect(field.text == "[a b c]")
  }

  @Test func theCursorStaysInSight() {
    for text in ["", "abc", "abcdefghijkl", "日本語日本語", "a日b本c語d"] {
      for width in 0..<9 {
        var field = TextField(text)
        for _ in 0...text.count {
          var grid = Grid(columns: 9, rows: 1)
          field.draw(on: &grid, row: 0, width: width, hasFocus: true, placeholder: "…")
          if width > 1 { #expect((grid.cursor?.column ?? 99) < width) }
          for column in width..<9 { #expect(grid[row: 0, column: column].text == " ") }
          _ = field.handle(KeyPress(.left))
        }
      }
    }
  }
}

import DaybookTUI
import Testing

@Suite struct GridTests {
  private func text(_ grid: Grid, row: Int = 0) -> String {
    (0..<grid.columns).map { grid[row: row, column: $0].text }.joined()
  }

  @Test func aTextIsCutAtItsWidth() {
    var grid = Grid(columns: 10, rows: 1)
    #expect(grid.write("Stand-up", row: 0, column: 1, width: 5, as: .text) == 5)
    #expect(text(grid) == " Stand    ")
    grid.write("Stand-up", row: 0, column: 1, width: 5, as: .text, ellipsis: true)
    #expect(text(grid) == " Stan…    ")
  }

  @Test func aWideLetterThatDoesNotFitIsLeftOut() {
    var grid = Grid(columns: 4, rows: 1)
    #expect(grid.write("a日本", row: 0, as: .text) == 3)
    #expect(text(grid) == "a日 ")
    #expect(grid[row: 0, column: 2].isContinuation)
  }

  @Test func halfAWideLetterIsNeverLeftBehind() {
    var grid = Grid(columns: 4, rows: 1)
    grid.write("日本", row: 0, as: .text)
    grid.write("x", row: 0, column: 1, as: .text)
    #expect(text(grid) == " x本")
    grid.write("日", row: 0, column: 1, as: .text)
    #expect(text(grid) == " 日 ")
    grid.fill(Rect(row: 0, column: 2, width: 1, height: 1), as: .text)
    #expect(text(grid) == "    ")
  }

  @Test func controlsAndEscapesBecomePictures() {
    var grid = Grid(columns: 12, rows: 1)
    grid.write("a\u{1B}[2Jb\u{7}\u{9B}", row: 0, as: .text)
    #expect(text(grid) == "a␛[2Jb␇·    ")
  }

  @Test func directionMarksAndInvisibleLettersVanish() {
    var grid = Grid(columns: 6, rows: 1)
    grid.write("a\u{202E}b\u{2066}c\u{200B}\u{FEFF}d\u{AD}e", row: 0, as: .text)
    #expect(text(grid) == "abcde ")
  }

  @Test func aFamilyIsDrawnAsItsFirstMember() {
    var grid = Grid(columns: 5, rows: 1)
    grid.write("👩‍👩‍👧x🇩🇪", row: 0, as: .text)
    #expect(text(grid) == "👩xDE")
  }

  @Test func aTowerOfMarksIsCutDown() {
    var grid = Grid(columns: 2, rows: 1)
    grid.write("a" + String(repeating: "\u{301}", count: 500) + "b", row: 0, as: .text)
    #expect(grid[row: 0, column: 0].text.unicodeScalars.count <= 5)
    #expect(grid[row: 0, column: 1].text == "b")
  }

  @Test func anAreaCannotBeLeft() {
    var grid = Grid(columns: 6, rows: 3)
    grid.within(Rect(row: 1, column: 2, width: 3, height: 1)) { grid in
      #expect(grid.width == 3 && grid.height == 1)
      grid.write("abcdef", row: 0, column: -1, as: .text)
      grid.write("up", row: -1, as: .text)
      grid.write("down", row: 1, as: .text)
      grid.fill(Rect(row: -5, column: 2, width: 50, height: 50), with: "#", as: .border)
    }
    #expect(text(grid, row: 0) == "      ")
    #expect(text(grid, row: 1) == "  bc# ")
    #expect(text(grid, row: 2) == "      ")
  }

  @Test func aWideLetterOnTheEdgeOfAnAreaIsBlank() {
    var grid = Grid(columns: 6, rows: 1)
    grid.write("日本語", row: 0, as: .text)
    grid.within(Rect(row: 0, column: 1, width: 4, height: 1)) { grid in
      grid.within(Rect(row: 0, column: -1, width: 4, height: 1)) { grid in
        grid.write("漢字", row: 0, as: .text)
      }
    }
    #expect(text(grid) == "  字語")
    for column in 0..<6 where grid[row: 0, column: column].isContinuation {
      #expect(grid[row: 0, column: column - 1].text.unicodeScalars.first?.value ?? 0 > 0xFF)
    }
  }

  @Test func noTextBreaksAGridOfAnySize() {
    let texts = [
      "日本語日本語", "👩‍👩‍👧👍🏽", "a\u{301}\u{301}e", "\u{202E}שלום", "\u{301}", "plain ascii",
      "\u{1B}]0;x\u{7}",
    ]
    for columns in 0..<8 {
      for column in -3..<9 {
        for other in texts {
          var grid = Grid(columns: columns, rows: 1)
          for text in texts {
            grid.write(text, row: 0, column: column, width: 3, as: .text, ellipsis: true)
            grid.write(other, row: 0, column: 8 - column, as: .strong)
            grid.box(as: .border)
          }
          var expectsRight = false
          for column in 0..<columns {
            let cell = grid[row: 0, column: column]
            #expect(cell.isContinuation == expectsRight)
            expectsRight = !cell.isContinuation && TextWidth.of(cell.text) == 2
          }
          #expect(!expectsRight)
        }
      }
    }
  }

  @Test func aBoxHasCornersAndATitle() {
    var grid = Grid(columns: 14, rows: 3)
    let inside = grid.box(title: "Day", as: .border, titleAs: .title)
    #expect(text(grid, row: 0) == "┌─ Day ──────┐")
    #expect(text(grid, row: 1) == "│            │")
    #expect(text(grid, row: 2) == "└────────────┘")
    #expect(inside == Rect(row: 1, column: 1, width: 12, height: 1))
    #expect(grid[row: 0, column: 3].style == Role.title.style)
  }

  @Test func aGroundGoesUnderTheLetters() {
    var grid = Grid(columns: 3, rows: 1)
    grid.write("abc", row: 0, as: .strong)
    grid.lay(.selection, under: Rect(row: 0, column: 1, width: 1, height: 1))
    #expect(text(grid) == "abc")
    #expect(grid[row: 0, column: 1].style == Role.strong.over(.selection))
    #expect(grid[row: 0, column: 2].style == Role.strong.style)
  }

  @Test func theCursorIsShownOnlyWhereItCanBeSeen() {
    var grid = Grid(columns: 4, rows: 2)
    grid.within(Rect(row: 1, column: 1, width: 2, height: 1)) { $0.showCursor(row: 0, column: 1) }
    #expect(grid.cursor == Grid.Position(row: 1, column: 2))
    grid.within(Rect(row: 1, column: 1, width: 2, height: 1)) { $0.showCursor(row: 0, column: 2) }
    #expect(grid.cursor == nil)
  }
}

@Suite struct GridDifferenceTests {
  private func runs(_ old: String, _ new: String) -> [Range<Int>] {
    var (a, b) = (Grid(columns: 20, rows: 1), Grid(columns: 20, rows: 1))
    a.write(old, row: 0, as: .text)
    b.write(new, row: 0, as: .text)
    return GridDifference(from: a, to: b).runs.map(\.columns)
  }

  @Test func equalGridsDoNotDiffer() {
    #expect(runs("abc", "abc").isEmpty)
  }

  @Test func onlyWhatChangedIsListed() {
    #expect(runs("abcdefghijklmno", "aXcdefghijklmnY") == [1..<2, 14..<15])
  }

  @Test func neighboursAreJoined() {
    #expect(runs("abcdef", "aXcdYf") == [1..<5])
  }

  @Test func aWideLetterIsRepaintedWhole() {
    #expect(runs("a日b", "ax b") == [1..<3])
    #expect(runs("ax b", "a日b") == [1..<3])
  }

  @Test func theCellAfterADoubtfulGlyphIsRepaintedToo() {
    #expect(runs("a⚠b", "axb") == [1..<3])
  }

  @Test func anotherSizeIsAllNew() {
    let difference = GridDifference(
      from: Grid(columns: 3, rows: 1), to: Grid(columns: 4, rows: 2))
    #expect(difference.runs.map(\.columns) == [0..<4, 0..<4])
    #expect(GridDifference(from: nil, to: Grid(columns: 0, rows: 0)).isEmpty)
  }
}

@Suite struct RectTests {
  @Test func columnsShareTheWidthEvenly() {
    let columns = Rect(row: 0, column: 5, width: 20, height: 3).columns(7)
    #expect(columns.map(\.width).reduce(0, +) == 20)
    #expect(Set(columns.map(\.width)) == [2, 3])
    #expect(columns.first?.column == 5)
    #expect(Rect(row: 0, column: 0, width: 2, height: 1).columns(7, gap: 1).count == 7)
  }

  @Test func cutsNeverGoBelowNothing() {
    let rect = Rect(row: 0, column: 0, width: 3, height: 2)
    #expect(rect.cutTop(5).rest.isEmpty)
    #expect(rect.cutLeft(-1).rest == rect)
    #expect(rect.inset(by: 4).isEmpty)
    #expect(rect.intersection(rect.moved(rows: 9)).isEmpty)
  }
}

import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// What the year shows of a day, at any size.
struct YearTests {
  private func text(_ app: AppUnderTest) -> String { PictureText.text(of: app.picture.grid) }

  @Test(arguments: [(200, 60), (120, 36), (80, 24), (60, 20), (40, 12)])
  func theShadesAreExplained(_ columns: Int, _ rows: Int) throws {
    var app = AppUnderTest(size: Size(columns: columns, rows: rows))
    try app.press("8")
    let grid = app.picture.grid
    let shades = Set(
      (rows - 3..<rows).flatMap { row in
        (columns / 3..<columns).map { grid[row: row, column: $0].style.role }
      })
    for role in [Role.heat1, .heat2, .heat3, .heat4] { #expect(shades.contains(role)) }
    #expect(text(app).contains("Wed 18 Nov"))
  }

  @Test(arguments: [(120, 36), (80, 24), (60, 20), (40, 12)])
  func theCursorHidesNoShade(_ columns: Int, _ rows: Int) throws {
    var app = AppUnderTest(size: Size(columns: columns, rows: rows))
    try app.press("8")
    let grid = app.picture.grid
    let cells = (0..<rows).flatMap { row in
      (0..<columns).map { (row: row, column: $0, style: grid[row: row, column: $0].style) }
    }
    #expect(cells.contains { $0.style.role == .cursor })
    let heat: Set<Role> = [.heat1, .heat2, .heat3, .heat4]
    // The day's busy hours stand in words on its shade.
    let foot = cells.filter { $0.row == rows - 2 && $0.column < 24 && heat.contains($0.style.role) }
    #expect(!foot.isEmpty)
  }

  @Test func aNumberedDayIsInBrackets() throws {
    var app = AppUnderTest()
    try app.press("8")
    #expect(text(app).contains("[18]"))
  }

  @Test func aYearThatIsNotReadSaysSo() throws {
    var state = AppUnderTest().state
    _ = update(&state, .key(KeyPress("8")))
    let unread = PictureText.text(of: render(state).grid)
    #expect(unread.contains("Wed 18 Nov · … reading"))
    #expect(!unread.contains("0 h busy"))
    _ = update(
      &state,
      .year(YearLoad(year: 2026, occurrences: Samples.occurrences, zone: Samples.berlin)))
    #expect(!PictureText.text(of: render(state).grid).contains("reading"))
    _ = update(&state, .key(KeyPress("]")))
    #expect(PictureText.text(of: render(state).grid).contains("… reading"))
  }
}

import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// How each screen looks, at the sizes that people use and at some that nobody does.
struct ScreenTests {
  @Test(arguments: [(120, 36), (80, 24), (60, 20), (40, 12), (39, 12), (1, 1)])
  func theWeek(_ columns: Int, _ rows: Int) throws {
    let app = AppUnderTest(size: Size(columns: columns, rows: rows))
    try app.expectScreen("week-\(columns)x\(rows)")
  }

  @Test(
    arguments: [("month", "3"), ("hours", "7"), ("year", "8")],
    [(200, 60), (120, 36), (80, 24), (60, 20), (40, 12), (24, 6), (1, 1)])
  func aView(_ view: (name: String, key: String), _ size: (columns: Int, rows: Int)) throws {
    var app = AppUnderTest(size: Size(columns: size.columns, rows: size.rows))
    try app.press(view.key)
    try app.expectScreen("\(view.name)-\(size.columns)x\(size.rows)")
  }

  @Test(arguments: [
    ("day", "1"), ("agenda", "4"), ("month-event", "3J"), ("month-outside", "3G"),
    ("hours-week", "7-"), ("hours-project", "7s"), ("hours-calendar", "7sss"), ("year-next", "8l"),
    ("card", "lJ<Enter>"), ("conflicts", "c"),
    ("conflicts-second", "cj"), ("slots", "f"), ("client", "lJC"), ("delete-series", "l0Jd"),
    ("help", "?"), ("palette", ":"), ("goto", "gd12<Space>dec"), ("search", "/globex"),
    ("move", "$hhJm"), ("form", "lJe"), ("hour-rows", "-"), ("quarter-rows", "+"), ("zone", "z"),
    ("mask", "*"), ("folded", "b"), ("quick-add", "aBo<Space>fri<Space>15:00"),
  ])
  func aScreen(_ name: String, _ keys: String) throws {
    var app = AppUnderTest()
    try app.press(keys)
    try app.expectScreen(name)
  }

  @Test(arguments: [("agenda", "4"), ("conflicts", "c"), ("slots", "f"), ("help", "?")])
  func aScreenOf80By24(_ name: String, _ keys: String) throws {
    var app = AppUnderTest(size: Size(columns: 80, rows: 24))
    try app.press(keys)
    try app.expectScreen("\(name)-80x24")
  }

  @Test(arguments: [
    ("agenda", "4"), ("conflicts", "c"), ("slots", "f"), ("card", "lJ<Enter>"), ("form", "lJe"),
    ("help", "?"),
  ])
  func aScreenOf40By12(_ name: String, _ keys: String) throws {
    var app = AppUnderTest(size: Size(columns: 40, rows: 12))
    try app.press(keys)
    try app.expectScreen("\(name)-40x12")
  }

  @Test(arguments: ["", "3", "3J", "7", "8", "4", "c", "f", "?", "lJ<Enter>", "lJd", "a", "gd"])
  func theAccessibleModeHasNoBoxesAndShowsWhereOneIs(_ keys: String) throws {
    var settings = Settings()
    settings.isAccessible = true
    var app = AppUnderTest(settings: settings)
    if !keys.isEmpty { try app.press(keys) }
    let grid = app.picture.grid
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let value = grid[row: row, column: column].scalar?.value ?? 0
        #expect(!(0x2500..<0x2580).contains(value), "row \(row), column \(column)")
      }
    }
    #expect(grid.cursor != nil)
  }

  @Test func theSideBarComesAsAnOverlay() throws {
    var app = AppUnderTest(size: Size(columns: 80, rows: 24))
    try app.press("b")
    try app.expectScreen("sidebar-80x24")
  }

  @Test func anEmptyStoreSaysWhatToDo() throws {
    let days = Samples.monday - 35..<Samples.monday + 42
    let app = AppUnderTest(
      snapshot: Snapshot(
        days: LoadedDays(days: days, occurrences: [], zone: Samples.berlin), calendars: []))
    try app.expectScreen("empty")
  }

  @Test(arguments: [
    (AccountState.ok, "", "● synced 14:02"),
    (AccountState.failed, "unreachable", "○ offline since 14:02"),
    (AccountState.failed, "timeout", "○ offline since 14:02"),
    (AccountState.failed, "not_found", "! Team: not synced since 14:02"),
    (AccountState.partial, "wipe_guard", "! Team: synced in part"),
    (AccountState.loginRequired, "sign_in_needed", "! Team: sign in again"),
  ])
  func theHeaderSaysHowFreshWhatIsShownIs(
    _ state: AccountState, _ code: String, _ words: String
  ) {
    var snapshot = Samples.snapshot()
    snapshot.accounts = [
      Account(
        id: AccountID("t"), name: "Team", kind: .ics, address: "https://example.com", state: state,
        lastSync: Samples.now - 600, failure: code.isEmpty ? nil : Failure(code: code, message: ""))
    ]
    let text = PictureText.text(of: AppUnderTest(snapshot: snapshot).picture.grid)
    #expect(text.split(separator: "\n").first?.contains(words) == true)
  }

  @Test func whatMayFollowAPrefixAppearsAfterAWhile() throws {
    var app = AppUnderTest()
    try app.press("g")
    #expect(app.effects == [.timer(1, milliseconds: 300)])
    let before = app.picture.grid
    app.send(.timer(1))
    #expect(app.picture.grid != before)
    try app.expectScreen("prefix")
  }
}

import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// Esc leads back to where one came from.
struct SteppingBackTests {
  @Test(arguments: ["3", "4", "8", "1", "2", "7"], ["5j", "c", "f", "6j"])
  func escLeadsBackToTheViewBefore(_ view: String, _ panel: String) throws {
    var app = AppUnderTest()
    try app.press(view)
    let (kind, focus) = (app.state.view, app.state.focus)
    try app.press(panel + "<Esc>")
    #expect(app.state.layers.isEmpty)
    #expect(app.state.view == kind)
    #expect(app.state.focus == focus)
  }

  @Test(arguments: ["3", "4", "8", "1"]) func escLeadsOutOfTheHours(_ view: String) throws {
    var app = AppUnderTest()
    try app.press(view)
    let (kind, focus) = (app.state.view, app.state.focus)
    try app.press("7[")
    #expect(app.state.view == .hours && app.state.focus != focus)
    try app.press("5<Esc>")
    #expect(app.state.view == .hours)
    try app.press("<Esc>")
    #expect(app.state.view == kind && app.state.focus == focus)
  }

  @Test func enterStaysAtTheConflictInTheWeek() throws {
    var app = AppUnderTest()
    try app.press("35j<Enter>")
    #expect(app.state.view == .week && app.state.layers.isEmpty)
    #expect(app.state.focusedEvent != nil)
  }

  @Test(arguments: ["7", "8"]) func aSideBarThatIsNotThereIsSaid(_ view: String) throws {
    var app = AppUnderTest()
    try app.press("\(view)b")
    #expect(app.state.notice?.text.contains("No side bar here") == true)
    #expect(!app.state.isSideBarFolded)
  }

  @Test func narrowHoursSayHowFreshTheyAre() throws {
    var app = AppUnderTest(size: Size(columns: 40, rows: 12))
    try app.press("7")
    let text = PictureText.text(of: app.picture.grid)
    #expect(text.contains("● synced"))
    #expect(text.contains("Nov 2026"))
  }

  @Test func sumsThatWouldBePartialAreLeftOut() throws {
    var app = AppUnderTest()
    try app.press("7")
    let total = try #require(
      PictureText.text(of: app.picture.grid).split(separator: "\n").first { $0.contains("total") })
    // Initech has hours and no rate.
    #expect(!total.contains("." + "00 "))
    #expect(app.state.hours.report?.amount == nil)
  }
}

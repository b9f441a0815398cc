import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// Settings are changed from the palette, and from a list of their own.
struct SettingPickerTests {
  private func screen(_ app: AppUnderTest) -> String { PictureText.text(of: app.picture.grid) }

  private func choices(_ app: AppUnderTest) -> [SettingChoice] {
    app.effects.compactMap { if case .set(let choice) = $0 { choice } else { nil } }
  }

  private static let sunday = SettingChoice(
    name: "week_starts", text: "\"sunday\"", sentence: "First day of the week: Sunday")

  @Test func thePaletteSaysWhatASettingIsAndChangesIt() throws {
    var app = AppUnderTest()
    try app.press(":")
    app.type("first day")
    #expect(screen(app).contains("Set: First day of the week") && screen(app).contains("Monday"))
    try app.press("<Enter>")
    #expect(screen(app).contains("✓ Monday"))
    try app.press("<Down><Down><Enter>")
    #expect(choices(app) == [Self.sunday])
    #expect(app.state.layers.isEmpty)
  }

  @Test func theNameInTheConfigurationFindsIt() throws {
    var app = AppUnderTest()
    try app.press(":")
    app.type("reminders.by")
    #expect(screen(app).contains("Set: How reminders are told"))
  }

  @Test func theListOfSettingsLeadsToOneAndBack() throws {
    var app = AppUnderTest()
    try app.press("g,")
    app.type("week")
    try app.press("<Enter>")
    #expect(screen(app).contains("─ First day of the week"))
    try app.press("<Esc>")
    #expect(screen(app).contains("─ Settings ") && screen(app).contains("Accessible mode"))
    try app.press("<Enter>")
    app.type("sun")
    try app.press("<Enter>")
    #expect(choices(app) == [Self.sunday])
  }

  @Test func whatIsSoAlreadyChangesNothing() throws {
    var app = AppUnderTest()
    try app.press("g,<Enter><Enter>")
    #expect(choices(app).isEmpty && app.state.layers.isEmpty)
  }

  @Test func whatIsNotAmongThoseOfferedIsOfferedToo() throws {
    var settings = Settings()
    settings.conflicts.buffer = 25
    var app = AppUnderTest(settings: settings)
    try app.press("g,")
    app.type("conflicts.buffer")
    #expect(screen(app).contains("25 min"))
    try app.press("<Enter>")
    #expect(screen(app).contains("✓ 25 min") && screen(app).contains("  15 min"))
  }

  @Test func whatIsSetIsSeenAtOnce() throws {
    var app = AppUnderTest()
    #expect(screen(app).contains("Mo Tu We Th Fr Sa Su"))
    var settings = app.state.settings
    settings.weekStarts = .sunday
    settings.keymap = "calcurse"
    let keys = try #require(StandardKeymap.named("calcurse"))
    app.send(.settings(settings, keymap: keys))
    #expect(screen(app).contains("Su Mo Tu We Th Fr Sa"))
    #expect(
      app.state.keymap.bindings(in: .grid).map(\.help) == keys.bindings(in: .grid).map(\.help))
  }

  @Test func theDefaultCalendarIsOneThatCanBeWritten() throws {
    var app = AppUnderTest()
    try app.press("g,")
    app.type("default_calendar")
    try app.press("<Enter>")
    #expect(screen(app).contains("✓ By priority") && !screen(app).contains("  Holidays DE  "))
    app.type("outlook")
    try app.press("<Enter>")
    #expect(
      choices(app) == [
        SettingChoice(
          name: "default_calendar", text: "\"Outlook · Globex\"",
          sentence: "Calendar of new events: Outlook · Globex")
      ])
  }

  @Test func aMaskedScreenNamesNoCalendar() throws {
    var settings = Settings()
    settings.defaultCalendar = "Personal"
    var app = AppUnderTest(settings: settings)
    try app.press("*g,")
    for keys in ["<C-u>", "default_calendar<Enter>"] {
      try app.press(keys)
      for word in ["Personal", "Globex", "acme"] {
        #expect(!screen(app).contains(word), "\(word)")
      }
    }
    #expect(screen(app).contains("✓ Calendar 2"))
  }

  @Test(arguments: [
    Size(columns: 120, rows: 36), Size(columns: 80, rows: 24), Size(columns: 60, rows: 20),
    Size(columns: 1, rows: 1),
  ])
  func theListOfSettings(_ size: Size) throws {
    var app = AppUnderTest(size: size)
    try app.press("g,")
    try app.expectScreen("settings-\(size.columns)x\(size.rows)")
  }

  @Test func whatASettingCanBe() throws {
    var app = AppUnderTest(size: Size(columns: 80, rows: 24))
    try app.press("g,")
    app.type("reminders.before")
    try app.press("<Enter>")
    try app.expectScreen("setting-values")
  }
}

import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// A part of the calendar is looked at alone, and nothing of the rest is forgotten.
struct SetsTests {
  private func titles(_ app: AppUnderTest) -> Set<String> {
    Set(app.state.snapshot.days.occurrences.map(\.title))
  }

  private func header(_ app: AppUnderTest) -> String {
    PictureText.text(of: app.picture.grid).split(separator: "\n").first.map(String.init) ?? ""
  }

  private var settings: Settings {
    var settings = Settings()
    settings.sets = [
      NamedSet(name: "Day job", members: ["#globex", "/personal"]),
      NamedSet(name: "Nothing", members: ["#nobody known"]),
    ]
    return settings
  }

  @Test func oneClientIsLookedAtAlone() throws {
    var app = AppUnderTest()
    let all = titles(app)
    try app.press("gs")
    app.type("acme")
    try app.press("<Enter>")
    let acme = app.state.snapshot.days.occurrences
    #expect(!acme.isEmpty && acme.allSatisfy { $0.client == Samples.acme.id })
    #expect(header(app).contains("◑ Acme only"))
    #expect(app.state.layers.isEmpty)
    try app.press("gs<Up><Enter>")
    for _ in 0..<3 { try app.press("gs<Up><Up><Up><Up><Enter>") }
    #expect(titles(app) == all)
    #expect(!header(app).contains("only"))
  }

  @Test func aSetOfTheSettingsNamesClientsAndCalendars() throws {
    var app = AppUnderTest(settings: settings)
    try app.press("gs")
    app.type("day job")
    try app.press("<Enter>")
    let seen = app.state.snapshot.days.occurrences
    #expect(seen.contains { $0.client == Samples.globexClient.id })
    #expect(seen.contains { $0.calendar == Samples.personal.id })
    #expect(
      seen.allSatisfy {
        $0.client == Samples.globexClient.id || $0.calendar == Samples.personal.id
          || $0.alsoIn.contains(Samples.personal.id)
      })
  }

  @Test func itIsShownWhileItIsChosenAndLeftOnEscape() throws {
    var app = AppUnderTest(settings: settings)
    let all = titles(app)
    try app.press("gs<Down><Down>")
    #expect(titles(app).isEmpty)
    try app.press("<Esc>")
    #expect(titles(app) == all)
  }

  @Test func anotherPageIsOfTheSamePart() throws {
    var app = AppUnderTest()
    try app.press("gs")
    app.type("globex")
    try app.press("<Enter>]]]")
    #expect(app.state.snapshot.days.occurrences.allSatisfy { $0.client == Samples.globexClient.id })
    #expect(app.state.wholeDays.occurrences.contains { $0.client != Samples.globexClient.id })
  }

  @Test func whatIsFreeAndWhatCollidesCountEverything() throws {
    var app = AppUnderTest(size: Size(columns: 160, rows: 150))
    let open = app.state.snapshot.openAhead
    try app.press("4")
    let gaps = app.picture.grid
    try app.press("gs")
    app.type("initech")
    try app.press("<Enter>")
    #expect(app.state.snapshot.openAhead == open)
    func free(_ grid: Grid) -> [String] {
      PictureText.text(of: grid).matches(of: /\d\d:\d\d–\d\d:\d\d +free [\d a-z]+/)
        .map { String($0.0) }
    }
    #expect(free(gaps).count > 5)
    #expect(free(app.picture.grid).allSatisfy(free(gaps).contains))
  }

  @Test func goingToAnEventOfTheRestShowsEverythingAgain() throws {
    var app = AppUnderTest()
    let all = titles(app)
    let other = try #require(
      app.state.snapshot.days.occurrences.first { $0.client == Samples.acme.id })
    try app.press("gs")
    app.type("globex")
    try app.press("<Enter>/")
    app.type(other.title)
    try app.press("<Enter>")
    #expect(titles(app) == all)
    #expect(app.state.notice?.text.contains("Globex") == true)
  }

  @Test func whileTheScreenIsSharedNoNameIsTold() throws {
    var app = AppUnderTest(settings: settings)
    try app.press("gs")
    app.type("acme")
    try app.press("<Enter>*")
    #expect(header(app).contains("◑ a part only"))
    try app.press("gs")
    let text = PictureText.text(of: app.picture.grid)
    #expect(!text.contains("Acme") && !text.contains("Day job"))
  }

  @Test(arguments: ["200x60", "120x36", "80x24", "60x20", "40x12", "1x1"])
  func theListFitsEveryScreen(_ size: String) throws {
    let parts = size.split(separator: "x").compactMap { Int($0) }
    var app = AppUnderTest(size: Size(columns: parts[0], rows: parts[1]), settings: settings)
    try app.press("gs<Down>")
    try app.expectScreen("sets-\(size)")
  }
}

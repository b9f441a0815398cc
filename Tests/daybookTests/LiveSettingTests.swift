import DaybookCore
import DaybookTUI
import DaybookTestSupport
import DaybookWorld
import Foundation
import ICalendar
import Testing

/// What is set on the screen is what the configuration says then, and no more of it is changed.
struct LiveSettingTests {
  /// A state with a calendar, for the values that are calendars.
  private var state: AppState {
    AppUnderTest().state
  }

  private static let names = LiveSetting.all.map(\.name)

  @Test(arguments: names) func eachValueIsOneThatTheConfigurationTakes(_ name: String) throws {
    let setting = try #require(LiveSetting.all.first { $0.name == name })
    for value in setting.values(state) {
      var settings = Settings()
      try SettingsWriting.apply(setting.name, value.text, to: &settings)
      #expect(setting.current(settings) == value, "\(value.text)")
      let text = try #require(
        SettingsText("").setting(name.split(separator: ".").map(String.init), to: value.text))
      var read = try self.read(text)
      #expect(read.problems.isEmpty, "\(read.problems)")
      settings.defaultCalendarPlace = ""
      read.settings.defaultCalendarPlace = ""
      #expect(read.settings == settings, "\(text)")
    }
  }

  private func read(_ text: String) throws -> (settings: Settings, problems: [String]) {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write("config.toml", text)
    let file = SettingsFile(path: folder.path + "/config.toml", zones: ZoneFiles.database())
    return (file.settings, file.problems)
  }

  private static let before = """
    # mine
    theme = "nord"   # dark
    week_starts = 'monday'

    [conflicts]   # what counts
    buffer = "15m" # "a # in it"

    # billing
    [hours]
    round = "15m"

    """

  @Test(arguments: [
    ("theme", "\"paper\"", "theme = \"nord\"   # dark", "theme = \"paper\"   # dark"),
    ("week_starts", "\"sunday\"", "week_starts = 'monday'", "week_starts = \"sunday\""),
    (
      "conflicts.buffer", "\"5m\"", "buffer = \"15m\" # \"a # in it\"",
      "buffer = \"5m\" # \"a # in it\""
    ),
    (
      "accessible", "true", "week_starts = 'monday'\n",
      "week_starts = 'monday'\naccessible = true\n"
    ),
    (
      "conflicts.travel", "\"5m\"", "\n\n# billing", "\ntravel = \"5m\"\n\n# billing"
    ),
    ("hours.rounding", "\"up\"", "round = \"15m\"\n", "round = \"15m\"\nrounding = \"up\"\n"),
    (
      "reminders.by", "\"bell\"", "round = \"15m\"\n",
      "round = \"15m\"\n\n[reminders]\nby = \"bell\"\n"
    ),
  ])
  func oneLineChangesAndAllElseStays(
    _ name: String, _ value: String, _ old: String, _ new: String
  ) throws {
    let path = name.split(separator: ".").map(String.init)
    let after = try #require(SettingsText(Self.before).setting(path, to: value))
    #expect(after == Self.before.replacing(old, with: new))
  }

  @Test(arguments: [
    ("", "theme = \"ink\"\n"), ("# mine\n", "# mine\ntheme = \"ink\"\n"),
    (
      "# mine\n\n# what counts\n[conflicts]\n",
      "# mine\n\ntheme = \"ink\"\n\n# what counts\n[conflicts]\n"
    ),
  ])
  func theFirstSettingStandsAboveTheSections(_ text: String, _ wanted: String) {
    #expect(SettingsText(text).setting(["theme"], to: "\"ink\"") == wanted)
  }

  @Test func whatIsWrittenOtherwiseIsFoundToo() throws {
    let dotted = try #require(
      SettingsText("conflicts.buffer = \"15m\"\n").setting(["conflicts", "buffer"], to: "\"5m\""))
    #expect(dotted == "conflicts.buffer = \"5m\"\n")
    let quoted = try #require(
      SettingsText("\"theme\" = \"nord\"").setting(["theme"], to: "\"ink\""))
    #expect(quoted == "\"theme\" = \"ink\"")
    let windows = try #require(
      SettingsText("# a\r\n[hours]\r\nround = \"6m\"\r\n").setting(
        ["hours", "round"], to: "\"15m\""))
    #expect(windows == "# a\r\n[hours]\r\nround = \"15m\"\r\n")
  }

  @Test(arguments: [
    "conflicts = { buffer = \"15m\" }\n", "theme = \n", "[conflicts]\nbuffer = \"\"\"\n15m\"\"\"\n",
    "[conflicts]\ntravel = \"\"\"\nbuffer = 1\n\"\"\"\n",
  ])
  func whatCannotBeChangedAloneIsLeftAsItIs(_ text: String) {
    #expect(SettingsText(text).setting(["conflicts", "buffer"], to: "\"5m\"") == nil)
  }

  @Test func aFileThatCannotBeChangedIsNamedWithWhatToDo() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/config.toml"
    let writing = SettingsWriting(path: path)
    #expect(writing.remember("conflicts.buffer", "\"5m\"") == nil)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "[conflicts]\nbuffer = \"5m\"\n")
    let odd = "conflicts = { buffer = \"15m\" }\n"
    try folder.write("config.toml", odd)
    let failure = try #require(writing.remember("conflicts.buffer", "\"5m\""))
    #expect(failure.hint == "set buffer = \"5m\" in it by hand under [conflicts]")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == odd)
  }
}

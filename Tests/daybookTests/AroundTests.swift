import Foundation
import Testing

struct AroundTests {
  @Test func everyThemeFileIsBuiltIn() throws {
    let daybook = try Program()
    let files = try FileManager.default.contentsOfDirectory(
      atPath: repository.appendingPathComponent("Themes").path
    ).filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
    let themes = try daybook("theme", "list", "--json").json()["themes"] as? [[String: Any]]
    #expect(themes?.compactMap { $0["name"] as? String } == ["auto"] + files.sorted())
    for name in files {
      let shown = try daybook("theme", "show", name, "--json")
      #expect(shown.status == 0)
      #expect(shown.errors.isEmpty, "\(name)")
      #expect((try shown.json()["problems"] as? [Any])?.isEmpty == true)
    }
  }

  @Test func aThemeOfOnesOwnIsFoundAndItsFaultsAreNamed() throws {
    let daybook = try Program()
    try daybook.write(
      "config/daybook/themes/mine.toml",
      "appearance = \"light\"\n[palette]\nred = \"#ff0000\"\n[roles]\nerorr = { fg = \"red\" }\n")
    let shown = try daybook("theme", "show", "min", "--json")
    #expect(shown.status == 0)
    #expect(shown.errors.contains("mine.toml:5"))
    #expect(try shown.json()["appearance"] as? String == "light")
  }

  @Test func theChosenThemeStaysAndTheRestOfTheFileToo() throws {
    let daybook = try Program(
      configuration: "# mine\ntimezone = \"UTC\"\n\n[conflicts]\nbuffer = \"5m\"\n")
    #expect(try daybook("theme", "use", "nord").status == 0)
    #expect(try daybook("theme", "use", "paper").status == 0)
    let file = daybook.folder.path + "/config/daybook/config.toml"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("# mine\ntimezone = \"UTC\"\n"))
    #expect(text.contains("[conflicts]\nbuffer = \"5m\"\n"))
    #expect(text.components(separatedBy: "theme = ").count == 2)
    let themes = try daybook("theme", "list", "--json").json()["themes"] as? [[String: Any]]
    let current = themes?.filter { $0["current"] as? Bool == true }
    #expect(current?.map { $0["name"] as? String } == ["paper"])
    let unknown = try daybook("theme", "use", "papr")
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("paper"))
  }

  @Test func aConfigurationThatIsNotAllTextIsLeftAsItIs() throws {
    let daybook = try Program(configuration: "")
    let file = URL(fileURLWithPath: daybook.folder.path + "/config/daybook/config.toml")
    let bytes = Data("# caf".utf8) + Data([0xE9]) + Data("\ntimezone = \"UTC\"\n".utf8)
    try bytes.write(to: file)
    let result = try daybook("theme", "use", "nord")
    #expect(result.status == 1)
    #expect(result.errors.contains("is not all UTF-8"))
    #expect(result.errors.contains("theme = \"nord\""))
    #expect(try Data(contentsOf: file) == bytes)
  }

  @Test func theDoctorNamesWhatIsWrong() throws {
    let daybook = try Program(configuration: "colour = 3\n")
    _ = try daybook("calendars", "add", "Personal")
    let result = try daybook("doctor", "--json")
    #expect(result.status == 0)
    let checks = try #require(try result.json()["checks"] as? [[String: Any]])
    let names = checks.compactMap { $0["name"] as? String }
    for name in ["terminal", "clipboard", "store", "clock", "zone_files", "configuration"] {
      #expect(names.contains(name))
    }
    #expect(checks.contains { $0["name"] as? String == "account local" })
    for check in checks {
      #expect(Set(check.keys) == ["name", "status", "message", "hint"])
      #expect(["ok", "warning", "failed"].contains(check["status"] as? String))
    }
    let configuration = checks.first { $0["name"] as? String == "configuration" }
    #expect(configuration?["status"] as? String == "warning")
  }

  @Test func theDoctorFailsWhereAnAccountDoes() throws {
    let daybook = try Program()
    _ = try daybook("accounts", "add", "ics", "nowhere.ics", "--name", "Gone")
    let result = try daybook("doctor")
    #expect(result.status == 1)
    #expect(result.errors.contains("Gone"))
  }

  @Test(arguments: [["doctor"], ["calendars", "list"], ["report", "--by", "calendar", "--csv"]])
  func namesGivenByStrangersCannotSteerTheTerminal(_ command: [String]) throws {
    let daybook = try Program()
    _ = try daybook("accounts", "add", "ics", "nowhere.ics", "--name", "Red\u{1b}[31m", "--no-sync")
    _ = try daybook("calendars", "add", "Mine\u{1b}[31m")
    _ = try daybook("new", "Lunch 2026-11-19 12:00", "--calendar", "Mine")
    let result = try daybook.run(command)
    #expect(!result.output.isEmpty)
    #expect(!(result.output + result.errors).contains("\u{1b}"))
  }

  @Test func whatIsUndoneIsNamedHarmlessly() throws {
    let daybook = try Program()
    _ = try daybook("new", "Lunch\u{202e} 2026-11-19 12:00")
    let result = try daybook("undo")
    #expect(result.output.contains("Lunch"))
    #expect(!result.output.contains("\u{202e}"))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionsKnowTheCommands(_ shell: String) throws {
    let daybook = try Program()
    let script = try daybook("completions", shell)
    #expect(script.status == 0)
    #expect(script.output.contains("assign-rules"))
  }

  @Test func aShellThatIsUnknownIsWrongUsage() throws {
    #expect(try Program()("completions", "powershell").status == 64)
  }
}

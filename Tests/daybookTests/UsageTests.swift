import Foundation
import Testing

struct UsageTests {
  @Test(arguments: [
    ["agenda", "--to", "fri", "--days", "3"], ["agenda", "--from", "someday"],
    ["free", "--duration", "45"], ["free", "--hours", "17:00-09:00"], ["agenda", "--nonsense"],
    ["nonsense"], ["agenda", "--timezone", "Mars/Base"], ["free", "--duration", "soon"],
    ["show"], ["conflicts", "--kind", "quarrel"], ["report", "--by", "mood"],
  ])
  func wrongWordsAreWrongUsage(_ arguments: [String]) throws {
    let daybook = try Program()
    let result = try daybook.run(arguments + ["--json"])
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(result.errors.hasPrefix("daybook: "))
  }

  @Test func nonsenseAsTheMomentIsWrongUsage() throws {
    let daybook = try Program(now: "yesterday-ish")
    #expect(try daybook("agenda").status == 64)
  }

  @Test func helpAndVersionAreEverywhere() throws {
    let daybook = try Program()
    for command in [[], ["agenda"], ["free"], ["accounts"], ["accounts", "add"]] {
      let help = try daybook.run(command + ["--help"])
      #expect(help.status == 0)
      #expect(help.output.contains("USAGE"))
    }
    let version = try daybook("--version")
    #expect(version.status == 0)
    #expect(version.output.contains("0.1"))
    #expect(try daybook("agenda", "--version").status == 0)
  }

  @Test func globalOptionsStandBeforeOrAfterTheCommand() throws {
    let daybook = try Program()
    let before = try daybook("--timezone", "Asia/Tokyo", "--json", "agenda")
    let after = try daybook("agenda", "--timezone", "Asia/Tokyo", "--json")
    #expect(before.output == after.output)
    #expect(try before.json()["timezone"] as? String == "Asia/Tokyo")
  }

  @Test func anUnknownSettingIsNamedWithItsLine() throws {
    let daybook = try Program(
      configuration: "timezone = \"Asia/Tokyo\"\n[conflicts]\nbufer = \"10m\"\n")
    let result = try daybook("agenda", "--json", environment: ["TZ": ""])
    #expect(result.status == 0)
    #expect(result.errors.contains("config.toml:3"))
    #expect(result.errors.contains("conflicts.buffer"))
    #expect(try result.json()["timezone"] as? String == "Asia/Tokyo")
  }

  @Test(arguments: [
    ("timezone = \"Europe/Berln\"\n", 1, "Europe/Berlin"),
    ("theme = \"auto\"\nsecond_timezone = \"Asia/Tokio\"\n", 2, "Asia/Tokyo"),
    ("[conflict]\nbuffer = \"15m\"\n", 1, "conflicts"),
    ("[availability]\nmin_notice = \"4h\"\n", 2, "availability.minimum_notice"),
    ("[availability]\nhours = { mon-fry = [\"09:00-17:00\"] }\n", 2, "fri"),
    ("[conflicts]\nignore = [\"tentatives\"]\n", 2, "tentative"),
    ("[providers.gogle]\nclient_id = \"x\"\n", 2, "google"),
    ("week_starts = \"sundey\"\n", 1, "sunday"),
  ])
  func aWrongSettingIsNamedWithItsLineAndTheNearest(_ text: String, _ line: Int, _ nearest: String)
    throws
  {
    let daybook = try Program(configuration: text)
    let result = try daybook("agenda")
    #expect(result.status == 0)
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(result.errors.contains("config.toml:\(line): "))
    #expect(result.errors.contains(nearest), "\(result.errors)")
  }

  @Test func aWrongKeyIsNamedWithItsLineAndTheNearestAction() throws {
    let daybook = try Program(
      configuration: "keymap = \"emacs\"\n[keys]\n\"event.delet\" = [\"x\"]\n")
    let errors = try daybook("agenda").errors
    #expect(errors.contains("config.toml:1: keymap wants \"default\" or \"calcurse\"."))
    #expect(
      errors.contains("config.toml:3: event.delet is no action. The nearest is event.delete."))
  }

  @Test func aConfigurationThatDoesNotParseIsNamedWithItsLine() throws {
    let daybook = try Program(configuration: "timezone = \"UTC\"\nweek_starts = = 3\n")
    let result = try daybook("agenda", "--json")
    #expect(result.status == 0)
    #expect(result.errors.contains("config.toml:2"))
  }

  @Test(arguments: [["agend"], ["help", "agend"], ["agend", "--help"]])
  func anUnknownCommandIsNamedWithTheNearest(_ arguments: [String]) throws {
    let result = try Program().run(arguments)
    #expect(result.status == 64)
    #expect(result.errors.contains("There is no command “agend”. Did you mean “agenda”?"))
  }

  @Test func withoutATerminalTheInterfaceSaysSoInASentence() throws {
    let daybook = try Program()
    for arguments in [[], ["--demo"]] {
      let result = try daybook.run(arguments)
      #expect(result.status == 1)
      #expect(result.errors.hasPrefix("daybook: The interface needs a terminal."))
    }
  }

  @Test func theDemoNeverTouchesTheStore() throws {
    let daybook = try Program()
    _ = try daybook("calendars", "add", "Mine")
    for arguments in [["--demo", "calendars", "list"], ["calendars", "list", "--demo"]] {
      let result = try daybook.run(arguments)
      #expect(result.status == 0)
      #expect(!result.output.contains("Mine"))
    }
    #expect(try daybook("--demo", "calendars", "add", "Other").status == 0)
    #expect(try daybook("calendars", "list").output.contains("Other") == false)
  }

  @Test func aZoneIsFoundInAnyCaseAndTheNearestIsNamed() throws {
    let daybook = try Program()
    let found = try daybook("agenda", "--timezone", "asia/tokyo", "--json").json()
    #expect(found["timezone"] as? String == "Asia/Tokyo")
    let result = try daybook("agenda", "--timezone", "Europe/Berlim")
    #expect(result.status == 64)
    #expect(result.errors.contains("Europe/Berlin?"))
  }

  @Test func unknownNamesFailWithTheNearest() throws {
    let daybook = try Program()
    _ = try daybook("calendars", "add", "Personal")
    let result = try daybook("agenda", "--calendar", "Persnal")
    #expect(result.status == 1)
    #expect(result.errors.contains("Personal"))
  }

  @Test func filesAndFoldersAreForTheirOwnerOnly() throws {
    let daybook = try Program()
    _ = try daybook("calendars", "add", "Personal")
    let manager = FileManager.default
    let folder = daybook.folder.path + "/data/daybook"
    func mode(_ path: String) throws -> Int {
      try #require(try manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
    #expect(try mode(folder) == 0o700)
    for name in try manager.contentsOfDirectory(atPath: folder) {
      #expect(try mode(folder + "/" + name) == 0o600, "\(name)")
    }
  }

  @Test func aDamagedStoreIsSetAside() throws {
    let daybook = try Program()
    _ = try daybook("calendars", "add", "Personal")
    let path = daybook.folder.path + "/data/daybook/daybook.sqlite"
    try Data("this is no database, whatever it was before. ".utf8).write(
      to: URL(fileURLWithPath: path))
    let result = try daybook("agenda")
    #expect(result.status == 1)
    #expect(result.errors.contains(".damaged-"))
    let names = try FileManager.default.contentsOfDirectory(
      atPath: daybook.folder.path + "/data/daybook")
    #expect(names.contains { $0.contains(".damaged-") })
    #expect(try daybook("agenda").status == 0)
  }

  @Test(arguments: ["-5 degrees run fri 10:00", "-high tea fri 10:00"])
  func aTextThatBeginsWithADashIsToldFromAnOption(_ text: String) throws {
    let daybook = try Program()
    let wrong = try daybook("new", text)
    #expect(wrong.status == 64)
    #expect(wrong.output.isEmpty)
    #expect(wrong.errors.contains("begins with a dash"))
    #expect(try daybook("new", "--", text).status == 0)
  }

  @Test(arguments: [
    (["outbox", "drop", "-1"], "-1 is below zero"),
    (["outbox", "keep", "-12"], "-12 is below zero"),
    (["log", "--limit", "-3"], "--limit takes nothing below zero, and -3 is"),
    (["log", "--limit=-3"], "--limit takes a number from 1"),
  ])
  func aNumberBelowZeroIsToldFromAnOption(_ arguments: [String], _ words: String) throws {
    let wrong = try Program().run(arguments)
    #expect(wrong.status == 64)
    #expect(wrong.output.isEmpty)
    #expect(wrong.errors.contains(words), "\(wrong.errors)")
  }

  @Test func anotherMistakeIsNotBlamedOnANumber() throws {
    let wrong = try Program().run(["agenda", "--from", "-10d", "--nonsense"])
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("--nonsense"), "\(wrong.errors)")
  }

  @Test func aDefaultCalendarThatIsNotThereIsNamedWithItsLine() throws {
    let daybook = try Program(configuration: "# mine\ndefault_calendar = \"Nope\"\n")
    let result = try daybook("new", "Lunch fri 12:00")
    #expect(result.status == 1)
    #expect(result.errors.contains("config.toml:2: default_calendar"))
    #expect(result.errors.contains("“Nope”"))
  }

  @Test func holdsAloneListsThem() throws {
    let daybook = try Program()
    #expect(try daybook("holds", "--json").json()["holds"] is [Any])
    #expect(try daybook("holds").output == daybook("holds", "list").output)
  }

  @Test func anEmptyStorePathIsWrongUsage() throws {
    let daybook = try Program()
    #expect(try daybook("agenda", "--store", "").status == 64)
  }

  @Test func aConfigurationThatIsAPipeIsNotWaitedFor() throws {
    let daybook = try Program()
    let pipe = daybook.folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let result = try daybook("agenda", "--config", pipe)
    #expect(result.status == 0)
    #expect(result.errors.contains("could not be read"))
  }
}

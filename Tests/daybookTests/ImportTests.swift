import Foundation
import Testing

struct ImportTests {
  static let standUp = """
    UID:stand-up@example.com
    SUMMARY:Stand-up
    DTSTART;TZID=Europe/Berlin:20261116T090000
    DTEND;TZID=Europe/Berlin:20261116T091500
    RRULE:FREQ=DAILY;COUNT=5
    """

  @Test func importingTwiceChangesNothing() throws {
    let daybook = try Program()
    let path = try daybook.write("work.ics", Program.calendar(Self.standUp))
    let first = try daybook("import", path, "--json").json()
    let file = try #require((first["files"] as? [[String: Any]])?.first)
    #expect(file["events"] as? Int == 1)
    #expect(file["added"] as? Int == 1)
    #expect(file["calendar"] as? String == "work")
    #expect(file["error"] is NSNull)
    let before = try daybook("agenda", "--json").output
    let second = try daybook("import", path, "--json").json()
    let again = try #require((second["files"] as? [[String: Any]])?.first)
    #expect(again["added"] as? Int == 0)
    #expect(again["updated"] as? Int == 0)
    #expect(again["unchanged"] as? Int == 1)
    #expect(try daybook("agenda", "--json").output == before)
  }

  @Test func theHigherSequenceWinsWhicheverComesLast() throws {
    let daybook = try Program()
    let old = "UID:a\nSEQUENCE:1\nSUMMARY:Old\nDTSTART:20261119T100000Z"
    let new = "UID:a\nSEQUENCE:2\nSUMMARY:New\nDTSTART:20261119T110000Z"
    for (name, body) in [("1.ics", new), ("2.ics", old)] {
      let path = try daybook.write(name, Program.calendar(body))
      #expect(try daybook("import", path, "--calendar", "Work").status == 0)
    }
    let events = try daybook("agenda", "--json").json()["events"] as? [[String: Any]]
    #expect(events?.map { $0["title"] as? String } == ["New"])
  }

  @Test func aBrokenComponentCostsOnlyItself() throws {
    let daybook = try Program()
    let path = try daybook.write(
      "mixed.ics",
      Program.calendar(
        "UID:good\nSUMMARY:Good\nDTSTART:20261119T100000Z\nDTEND:20261119T110000Z",
        "UID:bad\nSUMMARY:Bad\nDTSTART:2026-99-99", "UID:no-start\nSUMMARY:No start"))
    let result = try daybook("import", path, "--json")
    #expect(result.status == 0)
    let file = try #require((try result.json()["files"] as? [[String: Any]])?.first)
    #expect(file["events"] as? Int == 1)
    let skipped = try #require(file["skipped"] as? [[String: Any]])
    #expect(skipped.count == 2)
    #expect(skipped.allSatisfy { ($0["line"] as? Int ?? 0) > 1 && $0["reason"] is String })
  }

  @Test(arguments: [
    ("empty.ics", ""), ("noise.ics", "\u{1}\u{2}\u{3} not a calendar at all"),
    ("page.ics", "<html><body>Sign in</body></html>"),
  ])
  func aFileWithoutACalendarFails(_ name: String, _ text: String) throws {
    let daybook = try Program()
    let result = try daybook("import", try daybook.write(name, text), "--json")
    #expect(result.status == 1)
    #expect(result.errors.contains(name))
    let file = try #require((try result.json()["files"] as? [[String: Any]])?.first)
    #expect(file["error"] is [String: Any])
  }

  @Test func aMissingFileIsNamedAndTheRestIsStored() throws {
    let daybook = try Program()
    let path = try daybook.write("work.ics", Program.calendar(Self.standUp))
    let result = try daybook("import", path, daybook.folder.path + "/nowhere.ics")
    #expect(result.status == 2)
    #expect(result.errors.contains("nowhere.ics"))
    #expect(result.errors.split(separator: "\n").count == 1)
    let events = try daybook("agenda", "--json").json()["events"] as? [[String: Any]]
    #expect(events?.count == 3)
  }

  @Test func standardInputIsTheCalendarImported() throws {
    let daybook = try Program()
    let result = try daybook.run(["import", "-", "--json"], input: Program.calendar(Self.standUp))
    let file = try #require((try result.json()["files"] as? [[String: Any]])?.first)
    #expect(file["calendar"] as? String == "Imported")
  }

  @Test func aFolderOfSingleEventsIsOneCalendar() throws {
    let daybook = try Program()
    for number in 1...3 {
      try daybook.write(
        "vdir/\(number).ics",
        Program.calendar("UID:v\(number)\nSUMMARY:V\(number)\nDTSTART:2026111\(number + 6)T100000Z")
      )
    }
    try daybook.write("vdir/displayname", "My vdir\n")
    try daybook.write("vdir/.hidden.ics", "nothing")
    let result = try daybook("import", daybook.folder.path + "/vdir", "--json")
    #expect(result.status == 0)
    let calendars = try daybook("calendars", "list", "--json").json()["calendars"]
    let listed = try #require(calendars as? [[String: Any]])
    #expect(listed.contains { $0["name"] as? String == "My vdir" && $0["events"] as? Int == 3 })
  }

  /// What a folder's files became: path, calendar and whether it failed.
  static func files(_ result: Program.Result) throws -> [(String, String?, Bool)] {
    let files = try #require(try result.json()["files"] as? [[String: Any]])
    return files.map { file in
      (
        (file["path"] as? String ?? "").components(separatedBy: "/").last ?? "",
        file["calendar"] as? String, file["error"] is [String: Any]
      )
    }
  }

  @Test func aLinkToNowhereCostsOnlyItself() throws {
    let daybook = try Program()
    let folder = daybook.folder.path + "/folder"
    try daybook.write("folder/good.ics", Program.calendar(Self.standUp))
    for name in ["lost.ics", "lost.txt"] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/\(name)", withDestinationPath: "nowhere")
    }
    let result = try daybook("import", folder + "/", "--json")
    #expect(result.status == 2)
    #expect(result.errors.contains("folder/lost.ics"))
    let files = try Self.files(result)
    #expect(files.map(\.0) == ["good.ics", "lost.ics"])
    #expect(files.map(\.2) == [false, true])
  }

  @Test func aFolderWithADisplayNameInsideAFolderIsItsOwnCalendar() throws {
    let daybook = try Program()
    for (place, number) in [("work", 1), ("work", 2), ("rest", 3), ("rest", 4)] {
      try daybook.write(
        "all/\(place)/\(number).ics",
        Program.calendar("UID:v\(number)\nSUMMARY:V\nDTSTART:20261119T100000Z"))
    }
    try daybook.write("all/work/displayname", "Work\n")
    let files = try Self.files(try daybook("import", daybook.folder.path + "/all", "--json"))
    #expect(files.map(\.1) == ["all", "all", "Work", "Work"])
  }

  @Test func aLineOfMoreThanAMegabyteCostsItsComponentAndSaysSo() throws {
    let daybook = try Program()
    let path = try daybook.write(
      "long.ics",
      Program.calendar(
        "UID:long\nDTSTART:20261119T100000Z\nDESCRIPTION:\(String(repeating: "x", count: 1_100_000))",
        "UID:good\nDTSTART:20261119T100000Z"))
    let result = try daybook("import", path, "--json").json()
    let file = try #require((result["files"] as? [[String: Any]])?.first)
    #expect(file["events"] as? Int == 1)
    let skipped = try #require(file["skipped"] as? [[String: Any]])
    #expect(skipped.map { $0["line"] as? Int } == [4])
  }

  @Test func aSkippedComponentIsNamedOnceByItsLine() throws {
    let daybook = try Program()
    let path = try daybook.write(
      "bad.ics", Program.calendar("UID:a\nDTSTART:20261399T000000Z", Self.standUp))
    let result = try daybook("import", path)
    #expect(result.output.contains("bad.ics:7: 20261399T000000Z is not a date or time\n"))
  }

  @Test func aCalendarIsNamedInAnyCaseAndWithItsAccount() throws {
    let daybook = try Program()
    let path = try daybook.write("work.ics", Program.calendar(Self.standUp))
    _ = try daybook("calendars", "add", "Work")
    for name in ["work", "local/WORK"] {
      let files = try Self.files(try daybook("import", path, "--calendar", name, "--json"))
      #expect(files.map(\.1) == ["Work"])
    }
    #expect(try daybook("import", path, "--calendar", " ").status == 64)
  }

  @Test func whatIsGoneStaysUnlessMirrored() throws {
    let daybook = try Program()
    let both = Program.calendar(
      "UID:a\nSUMMARY:A\nDTSTART:20261119T100000Z", "UID:b\nSUMMARY:B\nDTSTART:20261119T120000Z")
    let one = Program.calendar("UID:a\nSUMMARY:A\nDTSTART:20261119T100000Z")
    func titles() throws -> [String?] {
      (try daybook("agenda", "--json").json()["events"] as? [[String: Any]] ?? [])
        .map { $0["title"] as? String }
    }
    _ = try daybook("import", try daybook.write("work.ics", both))
    let smaller = try daybook.write("work.ics", one)
    _ = try daybook("import", smaller)
    #expect(try titles() == ["A", "B"])
    _ = try daybook("import", smaller, "--mirror")
    #expect(try titles() == ["A"])
  }

  @Test func unknownPropertiesSurviveImportAndExport() throws {
    let daybook = try Program()
    let body = """
      UID:x
      SUMMARY:Kept
      DTSTART:20261119T100000Z
      X-VENDOR;X-PARAM="a;b":raw\\, value
      ATTENDEE;CN="Mora, Ana";X-NOTE=^'hi^':mailto:ana@example.com
      """
    _ = try daybook("import", try daybook.write("x.ics", Program.calendar(body)))
    let exported = try daybook("export").output.replacingOccurrences(of: "\r\n ", with: "")
    for line in body.split(separator: "\n") { #expect(exported.contains(line)) }
    #expect(exported.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 400 })
    let physical = try daybook("export").output.components(separatedBy: "\r\n")
    #expect(physical.allSatisfy { $0.utf8.count <= 75 })
  }

  @Test func aDeviceIsNoFile() throws {
    let daybook = try Program()
    let result = try daybook("import", "/dev/zero")
    #expect(result.status == 1)
    #expect(result.errors.contains("/dev/zero is neither a file nor a folder"))
    #expect(result.errors.contains("daybook import -"))
    #expect(try daybook("calendars", "list", "--json").output.contains("\"calendars\": []"))
  }

  @Test func whatComesThroughAPipeIsReadWhole() throws {
    let daybook = try Program()
    let events = (0..<3000).map { number in
      "UID:\(number)\nSUMMARY:\(number)\nDTSTART:20261119T100000Z"
    }
    let path = try daybook.write(
      "many.ics", events.map { Program.calendar($0) }.joined())
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "cat '\(path)' | '\(Program.executable.path)' import -"]
    shell.environment = daybook.environment
    shell.standardOutput = FileHandle.nullDevice
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    let calendars = try daybook("calendars", "list", "--json").json()["calendars"]
    let imported = try #require((calendars as? [[String: Any]])?.first)
    #expect(imported["name"] as? String == "Imported")
    #expect(imported["events"] as? Int == 3000)
  }
}

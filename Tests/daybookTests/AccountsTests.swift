import DaybookTestSupport
import Foundation
import Testing

struct AccountsTests {
  static let events = Program.calendar(
    "UID:a\nSUMMARY:One\nDTSTART:20261119T100000Z\nDTEND:20261119T110000Z",
    "UID:b\nSUMMARY:Two\nDTSTART:20261120T100000Z\nDTEND:20261120T110000Z")

  static func accounts(_ daybook: Program) throws -> [[String: Any]] {
    try #require(try daybook("accounts", "list", "--json").json()["accounts"] as? [[String: Any]])
  }

  @Test func aFileIsSyncedAtOnceAndAgainWhenItChanged() throws {
    let daybook = try Program()
    let path = try daybook.write("feed.ics", Self.events)
    let added = try daybook("accounts", "add", "ics", path, "--name", "Feed", "--json")
    #expect(added.status == 0)
    let account = try #require(try added.json()["account"] as? [String: Any])
    #expect(account["name"] as? String == "Feed")
    #expect(account["status"] as? String == "ok")
    #expect(account["calendars"] as? Int == 1)
    #expect(try AgendaTests.events(try daybook("agenda", "--json")).count == 2)
    try daybook.write("feed.ics", Self.events.replacingOccurrences(of: "One", with: "Other"))
    let synced = try daybook("sync", "--json")
    #expect(synced.status == 0)
    let report = try #require((try synced.json()["accounts"] as? [[String: Any]])?.first)
    #expect(report["name"] as? String == "Feed")
    #expect(report["kind"] as? String == "ics")
    #expect(report["status"] as? String == "ok")
    #expect(report["error"] is NSNull)
    let calendar = try #require((report["calendars"] as? [[String: Any]])?.first)
    #expect(calendar["updated"] as? Int == 1)
    #expect(calendar["added"] as? Int == 0)
    #expect(calendar["deleted"] as? Int == 0)
    #expect(
      Set(calendar.keys) == [
        "name", "added", "updated", "deleted", "full", "requests", "milliseconds",
      ])
  }

  @Test func anAccountWhoseSyncFailsIsStored() throws {
    let daybook = try Program()
    let result = try daybook("accounts", "add", "ics", "nowhere.ics", "--name", "Gone")
    #expect(result.status == 2)
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(result.errors.contains("Gone"))
    let account = try #require(try Self.accounts(daybook).first { $0["name"] as? String == "Gone" })
    #expect(account["status"] as? String == "failed")
    #expect(account["error"] is [String: Any])
    #expect(try daybook("sync").status == 1)
    let path = try daybook.write("feed.ics", Self.events)
    _ = try daybook("accounts", "add", "ics", path, "--name", "Feed")
    #expect(try daybook("sync").status == 2)
    #expect(try daybook("sync", "--account", "feed").status == 0)
    #expect(try daybook("accounts", "remove", "Gone").status == 0)
    #expect(try daybook("sync").status == 0)
  }

  @Test func withoutAnAccountThereIsNothingToSync() throws {
    let daybook = try Program()
    let result = try daybook("sync", "--json")
    #expect(result.status == 0)
    #expect((try result.json()["accounts"] as? [Any])?.isEmpty == true)
  }

  @Test func aFeedsAddressStaysSecret() throws {
    let daybook = try Program()
    let address = "https://127.0.0.1:9/private-hush-3f9c/basic.ics?key=hush"
    let added = try daybook("accounts", "add", "ics", address)
    #expect(added.status == 2)
    let listed = try daybook("accounts", "list")
    let document = try daybook("accounts", "list", "--json")
    let log = try String(
      contentsOfFile: daybook.folder.path + "/state/daybook/daybook.log", encoding: .utf8)
    for text in [
      added.output, added.errors, listed.output, document.output, log,
      try daybook("doctor", "--json").output,
    ] {
      #expect(!text.contains("hush"))
    }
    #expect(document.output.contains("https://127.0.0.1:9/…"))
    #expect(try Self.accounts(daybook).contains { $0["name"] as? String == "127.0.0.1" })
    #expect(log.contains("\"code\""))
  }

  @Test func aKindIsNamedAndGetsWhatBelongsToIt() throws {
    let daybook = try Program()
    for (words, complaint) in [
      (["google", "somewhere"], "takes no address"),
      (["microsoft", "somewhere"], "takes no address"),
      (["calcom", "somewhere"], "takes no address"),
      (["caldav", "https://dav.example"], "--user is missing"),
      (["caldav", "https://dav.example", "--user", "ana"], "password is missing"),
      (["caldav", "https://dav.example", "--api-key-stdin"], "belong to calcom"),
      (["google", "--device-code"], "device code"), (["calcom"], "key is missing"),
      (["fax", "somewhere"], "no kind of account"),
    ] {
      let result = try daybook.run(["accounts", "add"] + words)
      #expect(result.status == 64, "\(words)")
      #expect(result.errors.contains(complaint), "\(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1)
    }
    #expect(try daybook("accounts", "add", "ics", "ftp://example.com/a.ics").status == 64)
  }

  @Test func anAddressInTheWrongPlaceIsNotRepeated() throws {
    let daybook = try Program()
    let address = "https://example.com/hush.ics"
    for arguments in [
      ["accounts", "add", address], ["accounts", "add", "ics", "https:/example.com/hush.ics"],
      ["accounts", "remove", address], ["sync", "--account", address],
    ] {
      let result = try daybook.run(arguments)
      #expect(result.status == (arguments[1] == "add" ? 64 : 1))
      #expect(!result.errors.contains("hush"))
      #expect(result.errors.split(separator: "\n").count == 1)
    }
    #expect(try Self.accounts(daybook).isEmpty)
  }

  @Test func localAccountsHoldCalendarsOfTheirOwn() throws {
    let daybook = try Program()
    #expect(try daybook("accounts", "add", "local", "Archive").status == 0)
    let account = try #require(
      try Self.accounts(daybook).first { $0["name"] as? String == "Archive" })
    #expect(account["calendars"] as? Int == 1)
    #expect(try daybook("accounts", "add", "local", "archive").status == 1)
    #expect(try daybook("accounts", "login", "Archive").status == 1)
  }

  @Test func watchingPrintsADocumentAPassAndEndsOnASignal() throws {
    let daybook = try Program()
    let path = try daybook.write("feed.ics", Self.events)
    _ = try daybook("accounts", "add", "ics", path, "--name", "Feed")
    let (process, pipe) = try daybook.watching("--json")
    defer { if process.isRunning { process.terminate() } }
    var text = Data()
    // Reading waits for the first pass; the program says when it is done.
    while !text.contains(0x0a) {
      let more = pipe.fileHandleForReading.availableData
      try #require(!more.isEmpty)
      text.append(more)
    }
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 0)
    let line = try #require(text.split(separator: 0x0a).first)
    let document = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
    #expect((document?["accounts"] as? [Any])?.count == 1)
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func watchingEndsWellThoughAnAnswerIsWaitedFor(_ signal: Int32) throws {
    let daybook = try Program()
    let answers = try LoopbackServer(WebReply.calendar(Self.events))
    defer { answers.stop() }
    let address = answers.address + "/feed.ics"
    #expect(try daybook("accounts", "add", "ics", address, "--name", "Feed").status == 0)
    let asked = answers.questions.count
    answers.answer(WebReply(200, "", .isSilent))
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = ["sync", "--watch"]
    process.environment = daybook.environment
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { if process.isRunning { process.terminate() } }
    while answers.questions.count == asked, process.isRunning { sched_yield() }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 0)
    let account = try #require(try Self.accounts(daybook).first)
    #expect(account["status"] as? String == "ok")
    #expect(account["error"] is NSNull)
  }
}

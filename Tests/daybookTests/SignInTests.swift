import DaybookTestSupport
import Foundation
import Testing

/// Accounts that one signs in to, from the command to the fake vendor and back.
struct SignInTests {
  private static func names(_ daybook: Program) throws -> [String] {
    try AccountsTests.accounts(daybook).compactMap { $0["name"] as? String }
  }

  @Test(arguments: [FakeSignIn.Vendor.google, .microsoft])
  func anAccountIsAddedThroughTheBrowser(_ vendor: FakeSignIn.Vendor) throws {
    let person = try SigningIn(vendor)
    let kind = vendor == .google ? "google" : "microsoft"
    let added = try person.run("accounts", "add", kind, "--no-sync", "--json")
    #expect(added.status == 0, "\(added.errors)")
    let account = try #require(try added.json()["account"] as? [String: Any])
    #expect(account["name"] as? String == "ana@example.com")
    #expect(account["kind"] as? String == kind)
    #expect(account["status"] as? String == "new")
    #expect(try added.json()["sync"] is NSNull)
    let lines = added.errors.split(separator: "\n")
    #expect(lines.count == 1 && lines[0].hasPrefix("Open: \(person.fake.server.address)/"))
    #expect(person.fake.complaints.isEmpty)
    let again = try person.run("accounts", "add", kind, "--no-sync", "--name", "Other")
    #expect(again.status == 1)
    #expect(again.errors.contains("“ana@example.com” already"))
    person.fake.signsIn(.init(subject: "sub-2", email: "ben@example.com"))
    #expect(try person.run("accounts", "add", kind, "--no-sync", "--name", "Ben").status == 0)
    #expect(try Self.names(person.daybook).sorted() == ["Ben", "ana@example.com"])
  }

  @Test func aGoogleAccountIsSyncedFromItsFirstMinuteToItsLast() throws {
    let (person, google) = try SigningIn.atGoogle()
    defer { google.stop() }
    google.put(
      [
        "summary": "Review", "start": ["dateTime": "2026-11-19T10:00:00+01:00"],
        "end": ["dateTime": "2026-11-19T11:00:00+01:00"],
      ], in: "ana@example.com")
    let added = try person.run("accounts", "add", "google", "--name", "Work", "--json")
    #expect(added.status == 0, "\(added.errors)")
    #expect((try added.json()["account"] as? [String: Any])?["status"] as? String == "ok")
    let titles = try AgendaTests.events(try person.daybook("agenda", "--json"))
      .compactMap { $0["title"] as? String }
    #expect(titles == ["Review"])
    // The token ends before its time: it is replaced in the middle of the pass.
    person.fake.endAccess()
    let synced = try person.daybook("sync", "--json")
    #expect(synced.status == 0, "\(synced.errors)")
    #expect(person.fake.asked("refresh_token") == 1)
    // Everything is ended there: what was read stays, and the account says what to do.
    person.fake.endAll()
    #expect(try person.daybook("sync").status == 1)
    #expect(
      try AccountsTests.accounts(person.daybook).first?["status"] as? String == "login_required")
    #expect(try AgendaTests.events(try person.daybook("agenda", "--json")).count == 1)
    let again = try person.run("accounts", "login", "Work", "--json")
    #expect(again.status == 0, "\(again.errors)")
    #expect(
      try AccountsTests.accounts(person.daybook).first?["status"] as? String == "ok")
    #expect(try person.daybook("accounts", "remove", "Work").status == 0)
    #expect(try AgendaTests.events(try person.daybook("agenda", "--json")).isEmpty)
    #expect(person.fake.refreshTokens.isEmpty)
  }

  @Test func noSecretIsAnywhere() throws {
    let person = try SigningIn()
    let added = try person.run(
      "accounts", "add", "google", environment: ["DAYBOOK_LOG": "trace"])
    let seen = [
      added, try person.daybook("accounts", "list", "--json"),
      try person.daybook("sync", environment: ["DAYBOOK_LOG": "trace"]),
      try person.daybook("doctor", "--json"),
    ].flatMap { [$0.output, $0.errors] }
    let files = try person.files()
    #expect(files.contains { $0.path.hasSuffix(".secret") })
    #expect(files.contains { $0.path.hasSuffix("daybook.log") })
    for secret in person.fake.everySecret {
      for text in seen { #expect(!text.contains(secret)) }
      for file in files where !file.path.hasSuffix("config.toml") {
        #expect(!file.text.contains(secret), "\(file.path)")
      }
    }
  }

  @Test func aPastedAddressIsTaken() throws {
    let person = try SigningIn()
    let added = try person.run(
      "accounts", "add", "google", "--no-browser", "--no-sync", "--name", "Work", pasting: true)
    #expect(added.status == 0, "\(added.errors)")
    #expect(try Self.names(person.daybook) == ["Work"])
  }

  @Test func microsoftSignsInByACodeToo() throws {
    let person = try SigningIn(.microsoft)
    let added = try person.run("accounts", "add", "microsoft", "--device-code", "--no-sync")
    #expect(added.status == 0, "\(added.errors)")
    #expect(added.errors.contains("Open: https://example.com/devicelogin\n"))
    #expect(added.errors.contains("FJC3EXMPL"))
    #expect(try Self.names(person.daybook) == ["ana@example.com"])
  }

  @Test func aSignInThatFailsStoresNothing() throws {
    let person = try SigningIn()
    person.fake.answerBrowser(.refused("access_denied"))
    let declined = try person.run("accounts", "add", "google", "--no-sync")
    #expect(declined.status == 1)
    #expect(declined.output.isEmpty)
    let lines = declined.errors.split(separator: "\n")
    #expect(lines.count == 2 && lines[1].contains("declined"))
    #expect(try Self.names(person.daybook).isEmpty)
    #expect(try !person.files().contains { $0.path.hasSuffix(".secret") })
  }

  @Test func withoutAClientOneIsTold() throws {
    let daybook = try Program()
    for kind in ["google", "microsoft"] {
      let added = try daybook("accounts", "add", kind)
      #expect(added.status == 1)
      #expect(added.errors.contains("docs/ACCOUNTS.md"))
      #expect(added.errors.split(separator: "\n").count == 1)
    }
  }

  @Test func theEnvironmentNamesClientsToo() throws {
    let person = try SigningIn()
    let config = person.daybook.folder.path + "/config/daybook/config.toml"
    let text = try String(contentsOfFile: config, encoding: .utf8)
      .replacing("client_id", with: "# client_id").replacing("client_secret_command", with: "# c")
    try text.write(toFile: config, atomically: true, encoding: .utf8)
    let added = try person.run(
      "accounts", "add", "google", "--no-sync",
      environment: [
        "DAYBOOK_GOOGLE_CLIENT_ID": FakeSignIn.clientID,
        "DAYBOOK_GOOGLE_CLIENT_SECRET": FakeSignIn.clientSecret,
      ])
    #expect(added.status == 0, "\(added.errors)")
  }

  @Test func signingInAgainKeepsTheAccount() throws {
    let person = try SigningIn()
    #expect(try person.run("accounts", "add", "google", "--no-sync").status == 0)
    person.fake.endAll()
    let again = try person.run("accounts", "login", "ana", "--no-sync", "--json")
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.errors.contains("login_hint=ana%40example.com"))
    #expect(try Self.names(person.daybook) == ["ana@example.com"])
    #expect(person.fake.refreshTokens.count == 1)
    person.fake.signsIn(.init(subject: "sub-2", email: "ben@example.com"))
    let other = try person.run("accounts", "login", "ana", "--no-sync")
    #expect(other.status == 1)
    #expect(other.errors.contains("somebody else"))
  }

  @Test func aRemovedAccountIsSignedOutAndErased() throws {
    let person = try SigningIn()
    #expect(try person.run("accounts", "add", "google", "--no-sync").status == 0)
    let refresh = try #require(person.fake.refreshTokens.first)
    #expect(try person.daybook("accounts", "remove", "ana").status == 0)
    #expect(person.fake.revoked == [refresh])
    #expect(try Self.names(person.daybook).isEmpty)
    #expect(try !person.files().contains { $0.path.hasSuffix(".secret") })
  }

  @Test func anAccountIsRemovedThoughNobodyAnswers() throws {
    let person = try SigningIn()
    #expect(try person.run("accounts", "add", "google", "--no-sync").status == 0)
    person.fake.stop()
    #expect(try person.daybook("accounts", "remove", "ana").status == 0)
    #expect(try Self.names(person.daybook).isEmpty)
  }

  @Test func anEndedSignInIsShownWithWhatToDo() throws {
    let person = try SigningIn()
    #expect(try person.run("accounts", "add", "google", "--no-sync").status == 0)
    person.fake.endAll()
    let synced = try person.daybook(
      "sync", "--json", environment: ["DAYBOOK_NOW": "2026-11-18T18:12:00+01:00"])
    #expect(synced.status == 1)
    let report = try #require((try synced.json()["accounts"] as? [[String: Any]])?.first)
    #expect(report["status"] as? String == "login_required")
    let error = try #require(report["error"] as? [String: Any])
    #expect((error["message"] as? String)?.contains("Google ended the sign-in") == true)
    #expect((error["hint"] as? String)?.contains("daybook accounts login") == true)
    let doctor = try person.daybook("doctor", "--json")
    #expect(doctor.status == 1)
    #expect(doctor.output.contains("Google ended the sign-in"))
  }

  @Test func theDoctorSaysHowSecretsAreKept() throws {
    let person = try SigningIn()
    #expect(try person.run("accounts", "add", "google", "--no-sync").status == 0)
    let checks = try #require(
      try person.daybook("doctor", "--json").json()["checks"] as? [[String: Any]])
    let secrets = try #require(checks.first { $0["name"] as? String == "secrets" })
    #expect(secrets["status"] as? String == "ok")
    #expect((secrets["message"] as? String)?.contains("secrets.key") == true)
    let key = person.daybook.folder.path + "/state/daybook/secrets.key"
    try FileManager.default.removeItem(atPath: key)
    let broken = try person.daybook("doctor", "--json")
    #expect(broken.status == 1)
    #expect(broken.output.contains("its key is gone"))
  }

  @Test func anotherStoreHasSecretsOfItsOwn() throws {
    let person = try SigningIn()
    #expect(try person.run("accounts", "add", "google", "--no-sync").status == 0)
    let other = person.daybook.folder.path + "/other.sqlite"
    #expect(try person.run("accounts", "add", "google", "--no-sync", "--store", other).status == 0)
    let secrets = try person.files().map(\.path).filter { $0.hasSuffix(".secret") }
    #expect(secrets.count == 2)
    #expect(secrets.contains { $0.hasPrefix("other.sqlite.secrets/") })
  }

  // MARK: - Keys and passwords

  @Test func aKeyIsCheckedAndKept() throws {
    let calcom = try LoopbackServer { question in
      guard question.headers["authorization"] == "Bearer cal_hush-3f9c" else {
        return WebReply(401)
      }
      guard question.path == "/v2/me" else { return WebReply(200, #"{"data":[]}"#) }
      return WebReply(200, #"{"status":"success","data":{"id":5,"email":"ana@example.com"}}"#)
    }
    defer { calcom.stop() }
    let daybook = try Program(
      configuration: "[providers.calcom]\napi_base = \"\(calcom.address)/v2\"\n")
    let refused = try daybook(
      "accounts", "add", "calcom", "--api-key-stdin", "--no-sync", input: "cal_wrong\n")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("refuses what the account signs in with"))
    #expect(try Self.names(daybook).isEmpty)
    let added = try daybook(
      "accounts", "add", "calcom", "--api-key-stdin", "--no-sync", "--name", "Bookings",
      input: "cal_hush-3f9c\n")
    #expect(added.status == 0, "\(added.errors)")
    let twice = try daybook(
      "accounts", "add", "calcom", "--no-sync",
      environment: ["DAYBOOK_CALCOM_API_KEY": "cal_hush-3f9c"])
    #expect(twice.status == 1)
    #expect(twice.errors.contains("“Bookings” already"))
    let missing = try daybook("accounts", "add", "calcom")
    #expect(missing.status == 64)
    let both = try daybook(
      "accounts", "add", "calcom", "--api-key-stdin", "--api-key-command", "echo", input: "a")
    #expect(both.status == 64)
  }

  /// A command of the person's own has no use for what another account signs in with.
  @Test func secretsInTheEnvironmentReachNoChild() throws {
    let daybook = try Program(
      configuration: """
        [providers.calcom]
        api_base = "http://127.0.0.1:9/v2"
        """)
    let seen = daybook.folder.path + "/seen"
    _ = try daybook(
      "accounts", "add", "calcom", "--api-key-command", "env > '\(seen)'; echo key", "--no-sync",
      environment: [
        "DAYBOOK_CALCOM_API_KEY": "cal_hush-3f9c", "DAYBOOK_GOOGLE_CLIENT_SECRET": "hush-3f9c",
        "DAYBOOK_GOOGLE_CLIENT_ID": "client-7",
      ])
    let text = try String(contentsOfFile: seen, encoding: .utf8)
    #expect(text.contains("client-7"))
    #expect(!text.contains("hush-3f9c"))
  }

  @Test func aCommandThatFailsSaysSoAndNotWhatItPrinted() throws {
    let daybook = try Program(
      configuration: "[providers.calcom]\napi_base = \"http://127.0.0.1:9/v2\"\n")
    for (command, says) in [
      ("echo hush-3f9c; echo hush-3f9c >&2; exit 3", "ended with status 3"),
      ("true", "printed nothing"),
    ] {
      let added = try daybook("accounts", "add", "calcom", "--api-key-command", command)
      #expect(added.status == 1)
      #expect(added.errors.contains(says))
      #expect(!added.errors.contains("hush-3f9c"))
    }
  }

  @Test func optionsBelongToTheirKind() throws {
    let daybook = try Program()
    for arguments in [
      ["google", "ana@example.com"], ["google", "--device-code"], ["microsoft", "--user", "ana"],
      ["caldav"], ["caldav", "https://example.com/", "--api-key-stdin"],
      ["calcom", "--password-stdin"], ["ics", "https://example.com/a.ics", "--no-browser"],
      ["caldav", "https://example.com/"],
      ["caldav", "ana@example.com", "--password-stdin", "--password-command", "echo a"],
    ] {
      let result = try daybook.run(["accounts", "add"] + arguments, input: "secret")
      #expect(result.status == 64, "\(arguments)")
      #expect(result.errors.split(separator: "\n").count == 1, "\(arguments)")
    }
    // Nothing is asked where nobody sits at a terminal.
    let unasked = try daybook("accounts", "add", "caldav", "ana@example.com")
    #expect(unasked.status == 64)
    #expect(unasked.errors.contains("--password-stdin"))
  }
}

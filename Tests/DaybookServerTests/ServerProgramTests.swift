import DaybookStore
import DaybookTestSupport
import Foundation
import ICalendar
import Testing

/// The program with `--users`, from an empty folder to an empty one.
struct ServerProgramTests {
  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func somebodyComesAndGoes() async throws {
    let program = try ServerProgram()
    let people = program.folder.path + "/people"
    let invited = try await program.run("invite", "--users", people)
    #expect(invited.status == 0, "\(invited.errors)")
    let code = invited.output.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(code.utf8.count == 43)
    let server = try await program.start("--users", people, "--port", "0", "--idle-timeout", "600")
    let body = #"{"name": "ana", "password": "correct horse", "invitation": "\#(code)"}"#
    // What a password costs takes long in a program that was built to be debugged.
    let registered = try await server.ask("POST", "/api/auth/register", body: body, patience: 600)
    #expect(registered.status == 201, "\(registered.text)")
    let ana = try Person(registered)
    // Programs of the same user need a token too.
    #expect(try await server.ask("GET", "/api/events").status == 401)
    let made = try await server.ask(
      "POST", "/api/events", headers: ana.bearer,
      body: #"{"title": "Review", "start": "2026-11-20"}"#)
    #expect([200, 201].contains(made.status), "\(made.text)")
    for (path, wanted) in [
      ("", 0o700), ("/stores", 0o700), ("/users.sqlite", 0o600), ("/signing-key", 0o600),
      ("/server-token", 0o600), ("/stores/\(ana.id).sqlite", 0o600),
    ] {
      #expect(try mode(people + path) == wanted, "\(path)")
    }
    #expect(try await program.run("people", "--users", people).output == "\(ana.id)  ana\n")
    #expect(try await program.run("people", "remove", "ANA", "--users", people).status == 0)
    #expect(try await server.ask("GET", "/api/events", headers: ana.bearer).status == 401)
    #expect(try await server.stop() == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: people + "/stores").isEmpty)
    let log = try String(
      contentsOfFile: program.folder.path + "/state/daybook/daybook.log", encoding: .utf8)
    for secret in [code, ana.access, ana.refresh, "correct horse", "Review"] {
      #expect(!log.contains(secret))
    }
  }

  @Test func tokensForScriptsAreMadeAtTheCommandLine() async throws {
    let program = try ServerProgram()
    let store = program.folder.path + "/mine.sqlite"
    let server = try await program.start(
      "--store", store, "--port", "0", "--no-sync", "--require-token")
    let none = try await program.run("tokens", "--store", store)
    #expect(none.status == 0)
    #expect(none.output.contains("tokens add"))
    let made = try await program.run(
      "tokens", "add", "backup", "--scope", "write", "--scope", "read", "--days", "30", "--store",
      store)
    #expect(made.status == 0, "\(made.errors)")
    let text = made.output.trimmingCharacters(in: .newlines)
    #expect(text.wholeMatch(of: /daybook_[-\w]{43}/) != nil)
    let script = ["Authorization": "Bearer \(text)"]
    #expect(try await server.ask("GET", "/api/events", headers: script).status == 200)
    #expect(try await server.ask("GET", "/api/auth/tokens", headers: script).status == 403)
    let listed = try await program.run("tokens", "list", "--store", store).output
    let row = try #require(listed.wholeMatch(of: /(\w{26})  backup  read write  until .*\n/))
    let id = String(row.1)
    #expect(try await program.run("tokens", "remove", id, "--store", store).status == 0)
    #expect(try await program.run("tokens", "remove", id, "--store", store).status == 1)
    #expect(try await server.ask("GET", "/api/events", headers: script).status == 401)
    #expect(try mode(store + ".script-tokens") == 0o600)
    #expect(try await server.stop() == 0)
  }

  @Test func anotherPasswordIsReadAndNeverAnArgument() async throws {
    let program = try ServerProgram()
    let people = program.folder.path + "/people"
    let index = try UserIndex.open(at: people + "/users.sqlite")
    let user = User(id: User.makeID(), name: "ana", since: .init(seconds: 0))
    try index.add(user, folded: "ana", password: "before", invitation: nil)
    func change(_ input: String) async throws -> ServerProgram.Result {
      try await program.run("people", "password", "ana", "--users", people, input: input)
    }
    for wrong in ["", "short\n"] {
      #expect(try await change(wrong).status != 0)
      #expect(try index.user(named: "ana")?.password == "before")
    }
    let changed = try await change("quite another one\n")
    #expect(changed.status == 0, "\(changed.errors)")
    #expect(try index.user(named: "ana")?.password.hasPrefix("$scrypt$") == true)
    #expect(!changed.output.contains("quite"))
  }

  @Test(arguments: [
    ("people --users open", Int32(1)), ("--users open", 1), ("people", 64), ("invite", 64),
    ("--users people --store x", 64), ("--users people --demo", 64),
    ("--users people --registration all", 64), ("--users people --address calendar.example", 64),
    ("people remove nobody --users people", 1), ("invite --users people --days 0", 64),
    ("tokens --users people", 64), ("tokens --demo", 64), ("tokens add a --scope all", 64),
    ("tokens add a --days 0", 64), ("tokens add", 64), ("tokens remove", 64), ("--nope", 64),
    ("--port abc", 64), ("--port 99999", 64), ("--host 0.0.0.0", 64), ("--max-body 0", 64),
    ("nonsense", 64), ("--port 0 --tls-certificate /none --tls-key /none", 1),
  ])
  func whatCannotBeIsRefused(_ words: String, _ status: Int32) async throws {
    let program = try ServerProgram()
    let open = program.folder.path + "/open"
    try FileManager.default.createDirectory(atPath: open, withIntermediateDirectories: false)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: open)
    let result = try await program.run(words.split(separator: " ").map(String.init))
    #expect(result.status == status, "\(result.errors)")
    #expect(result.output.isEmpty)
    // One line, as of every command.
    #expect(result.errors.wholeMatch(of: /daybook: [^\n]+\n/) != nil, "\(result.errors)")
    #expect(!result.errors.contains("Error:"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: open).isEmpty)
  }

  @Test func whatKeepsItFromStartingIsNamed() async throws {
    let program = try ServerProgram()
    let running = try await program.start("--demo", "--port", "0", "--no-sync")
    let taken = try await program.run("--demo", "--no-sync", "--port", String(running.port))
    #expect(taken.status == 1)
    #expect(
      taken.errors == """
        daybook: 127.0.0.1:\(running.port) cannot be listened at: Address already in use; choose another \
        with --host and --port.

        """)
    #expect(try await running.stop() == 0)
    let missing = try await program.run(
      "--demo", "--port", "0", "--tls-certificate", "/none.pem", "--tls-key", "/none.key")
    #expect(missing.status == 1)
    #expect(missing.errors.contains("/none.pem cannot be read: there is no such file"))
  }

  @Test func whatIsListedIsAlsoJSON() async throws {
    let program = try ServerProgram()
    func document(_ arguments: String...) async throws -> [String: Any] {
      let result = try await program.run(arguments)
      #expect(result.status == 0, "\(result.errors)")
      let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      return try #require(object as? [String: Any])
    }
    let made = try await document("tokens", "add", "backup", "--json", "--store", "mine.sqlite")
    #expect((made["token"] as? String)?.hasPrefix("daybook_") == true)
    let listed = try await document("tokens", "--json", "--store", "mine.sqlite")
    let token = try #require((listed["tokens"] as? [[String: Any]])?.first)
    #expect(token["name"] as? String == "backup")
    #expect(token["scopes"] as? [String] == ["read"])
    let id = try #require(token["id"] as? String)
    let removed = try await document("tokens", "remove", id, "--json", "--store", "mine.sqlite")
    #expect(removed["removed"] as? String == id)
    let invited = try await document("invite", "--json", "--users", "people")
    #expect((invited["invitation"] as? String)?.isEmpty == false)
    let people = try await document("people", "--json", "--users", "people")
    #expect((people["people"] as? [Any])?.isEmpty == true)
  }
}

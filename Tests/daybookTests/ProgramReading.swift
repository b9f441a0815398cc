import Foundation
import Testing

/// What the program says of itself, read back.
extension Program {
  /// Whatever takes place in the sixty days from now on.
  func occurrences() throws -> [[String: Any]] {
    try AgendaTests.events(try self("agenda", "--days", "60", "--json"))
  }

  func titles() throws -> [String] {
    try occurrences().compactMap { $0["title"] as? String }.sorted()
  }

  func occurrence(titled title: String) throws -> [String: Any] {
    try #require(try occurrences().first { $0["title"] as? String == title }, "\(title)")
  }

  /// The event's id.
  func event(titled title: String) throws -> String {
    try #require(try occurrence(titled: title)["event"] as? String)
  }

  func account(_ name: String) throws -> [String: Any] {
    try #require(try AccountsTests.accounts(self).first { $0["name"] as? String == name })
  }

  func outbox() throws -> [[String: Any]] {
    try #require(try self("outbox", "list", "--json").json()["outbox"] as? [[String: Any]])
  }

  /// Syncs, and tells what was reported of the only account.
  func synced(
    expecting status: Int32 = 0, _ location: SourceLocation = #_sourceLocation
  ) throws -> [String: Any] {
    let result = try self("sync", "--json")
    #expect(
      result.status == status, "\(result.output) \(result.errors)", sourceLocation: location)
    // One line for what failed, and none where nothing did.
    #expect(
      result.errors.split(separator: "\n").count == (status == 0 ? 0 : 1),
      sourceLocation: location)
    let accounts = try #require(try result.json()["accounts"] as? [[String: Any]])
    #expect(accounts.count == 1, sourceLocation: location)
    let account = try #require(accounts.first)
    #expect(
      Set(account.keys) == ["name", "kind", "status", "calendars", "error"],
      sourceLocation: location)
    return account
  }

  /// Syncs, and tells how many events were added, updated and deleted.
  func changes(_ location: SourceLocation = #_sourceLocation) throws -> [Int] {
    let calendars = try synced(expecting: 0, location)["calendars"] as? [[String: Any]] ?? []
    return ["added", "updated", "deleted"].map { name in
      calendars.reduce(0) { $0 + ($1[name] as? Int ?? 0) }
    }
  }

  /// Does something that waits to be sent, and answers what it printed.
  @discardableResult
  func queue(_ arguments: String..., location: SourceLocation = #_sourceLocation) throws
    -> [String: Any]
  {
    let result = try run(arguments + ["--json"])
    #expect(result.status == 0, "\(arguments) \(result.errors)", sourceLocation: location)
    let document = try result.json(location)
    #expect(document["queued"] as? Bool == true, "\(arguments)", sourceLocation: location)
    return document
  }

  /// Names of the files that hold what accounts sign in with.
  func secretFiles() -> [String] {
    let found = FileManager.default.enumerator(atPath: folder.path)
    return (found?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".secret") }
  }
}

/// What is claimed of every account whose sign-in ended.
enum EndedSignIn {
  /// A pass fails and says the one thing to do; nothing is lost, and what waits goes on waiting.
  static func expect(
    _ daybook: Program, account name: String, by words: String,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let (titles, waiting) = (try daybook.titles(), try daybook.outbox().count)
    let report = try daybook.synced(expecting: 1, location)
    for account in [report, try daybook.account(name)] {
      #expect(account["status"] as? String == "login_required", sourceLocation: location)
      let error = try #require(account["error"] as? [String: Any], sourceLocation: location)
      #expect(error["code"] as? String == "sign_in_needed", sourceLocation: location)
      #expect(
        (error["message"] as? String)?.contains(words) == true, "\(error)",
        sourceLocation: location)
      #expect(
        error["hint"] as? String == "sign in again with 'daybook accounts login'",
        sourceLocation: location)
    }
    #expect(try daybook.titles() == titles, sourceLocation: location)
    #expect(try daybook.outbox().count == waiting, sourceLocation: location)
  }

  /// After signing in again all is well, and what waited has been sent.
  static func expectMended(
    _ login: Program.Result, _ daybook: Program, account name: String,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(login.status == 0, "\(login.errors)", sourceLocation: location)
    let sync = try #require(try login.json()["sync"] as? [String: Any], sourceLocation: location)
    #expect(sync["status"] as? String == "ok", sourceLocation: location)
    let account = try daybook.account(name)
    #expect(account["status"] as? String == "ok", sourceLocation: location)
    #expect(account["error"] is NSNull, sourceLocation: location)
    #expect(try daybook.outbox().isEmpty, sourceLocation: location)
  }
}

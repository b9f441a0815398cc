import DaybookTestSupport
import Foundation
import Testing

/// The built program with a fake sign-in, and somebody at a browser who goes where it says.
final class SigningIn: Sendable {
  let fake: FakeSignIn
  let daybook: Program

  /// - Parameter calendars: where the calendars of whoever signs in are, told who is let in.
  init(
    _ vendor: FakeSignIn.Vendor = .google,
    calendars: (@escaping @Sendable (String) -> Bool) throws -> String? = { _ in nil }
  ) throws {
    let fake = try FakeSignIn(vendor)
    self.fake = fake
    let base = try calendars { fake.accepts($0) } ?? fake.server.address
    daybook = try Program(
      configuration: """
        [providers.google]
        client_id = "\(FakeSignIn.clientID)"
        client_secret_command = "echo \(FakeSignIn.clientSecret)"
        authorization_endpoint = "\(fake.authorizationEndpoint)"
        token_endpoint = "\(fake.tokenEndpoint)"
        revocation_endpoint = "\(fake.revocationEndpoint)"
        api_base = "\(base)"
        [providers.microsoft]
        client_id = "\(FakeSignIn.clientID)"
        authority = "\(fake.authority)"
        api_base = "\(base)"
        """)
  }

  deinit { fake.stop() }

  /// Somebody whose main calendar is `ana@example.com`, “Ana”, at a Google that lets in who has
  /// signed in.
  static func atGoogle() throws -> (person: SigningIn, google: FakeGoogle) {
    var made: FakeGoogle?
    let person = try SigningIn { accepts in
      let fake = try FakeGoogle(accepts: accepts)
      fake.addCalendar("ana@example.com", summary: "Ana", isPrimary: true)
      made = fake
      return fake.base
    }
    return (person, try #require(made))
  }

  /// The same at a Microsoft, whose mailbox is empty.
  static func atMicrosoft() throws -> (person: SigningIn, graph: FakeGraph) {
    var made: FakeGraph?
    let person = try SigningIn(.microsoft) { accepts in
      let fake = try FakeGraph(accepts: accepts)
      made = fake
      return fake.address
    }
    return (person, try #require(made))
  }

  /// Runs the program; the browser goes to each address that it says to open.
  func run(
    _ arguments: String..., environment: [String: String] = [:], pasting: Bool = false
  ) throws -> Program.Result {
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = arguments
    process.environment = daybook.environment.merging(environment) { $1 }
    process.currentDirectoryURL = daybook.folder
    let (input, errors) = (Pipe(), Pipe())
    let out = daybook.folder.appendingPathComponent("signing-in-out")
    _ = FileManager.default.createFile(atPath: out.path, contents: nil)
    process.standardInput = input
    process.standardError = errors
    process.standardOutput = try FileHandle(forWritingTo: out)
    try process.run()
    var text = ""
    var pending = ""
    while true {
      // What it says comes when it says it; the end comes when it ends.
      let data = errors.fileHandleForReading.availableData
      if data.isEmpty { break }
      pending += String(decoding: data, as: UTF8.self)
      while let end = pending.firstIndex(of: "\n") {
        let line = String(pending[..<end])
        pending = String(pending[pending.index(after: end)...])
        text += line + "\n"
        guard line.hasPrefix("Open: http://") else { continue }
        let address = String(line.dropFirst(6))
        if pasting {
          let back = try FakeBrowser.visit(address).location ?? ""
          try input.fileHandleForWriting.write(contentsOf: Data((back + "\n").utf8))
        } else {
          // It may end before it has answered: then there is no page to show.
          _ = try? FakeBrowser.open(address)
        }
      }
    }
    process.waitUntilExit()
    let output = String(decoding: try Data(contentsOf: out), as: UTF8.self)
    try FileManager.default.removeItem(at: out)
    return Program.Result(
      status: process.terminationStatus, output: output, errors: text + pending)
  }

  /// As `Program.kill`, with somebody at the browser.
  func kill(_ arguments: [String], when moment: () -> Bool) throws -> Bool {
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = arguments
    process.environment = daybook.environment
    process.currentDirectoryURL = daybook.folder
    let errors = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let reading = errors.fileHandleForReading
    // The browser may be kept waiting for ever, so nobody waits for it.
    Thread.detachNewThread {
      var text = ""
      while true {
        let data = reading.availableData
        if data.isEmpty { break }
        text += String(decoding: data, as: UTF8.self)
        guard let end = text.firstIndex(of: "\n") else { continue }
        let line = text[..<end]
        text = String(text[text.index(after: end)...])
        if line.hasPrefix("Open: http://") { _ = try? FakeBrowser.open(String(line.dropFirst(6))) }
      }
    }
    while process.isRunning {
      if moment() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        break
      }
      sched_yield()
    }
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL
  }

  /// Every file in the home, and what it says.
  func files() throws -> [(path: String, text: String)] {
    let found = FileManager.default.enumerator(atPath: daybook.folder.path)
    return (found?.compactMap { $0 as? String } ?? []).compactMap { path in
      let whole = daybook.folder.path + "/" + path
      return FileManager.default.contents(atPath: whole).map {
        (path, String(decoding: $0, as: UTF8.self))
      }
    }
  }
}

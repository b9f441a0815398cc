import DaybookTestSupport
import Foundation
import Testing

/// A change at Google that Google tells of, on the built server: nobody waits for the clock.
@Suite(.enabled(if: ServerProcess.isBuilt))
final class PushStoryTests {
  private static let ana = "ana@example.com"

  @Test func whatGoogleTellsIsInTheStoreAtOnce() throws {
    let (person, google) = try SigningIn.atGoogle()
    defer { google.stop() }
    let daybook = person.daybook
    #expect(try person.run("accounts", "add", "google", "--name", "Work").status == 0)
    let path = "config/daybook/config.toml"
    let before = try String(
      contentsOf: daybook.folder.appendingPathComponent(path), encoding: .utf8)
    try daybook.write(path, "[server]\npublic_url = \"https://calendar.example\"\n" + before)
    let server = try ServerProcess(of: daybook)
    defer { server.stop() }
    google.knock(at: server.port)
    #expect(Self.comesAbout { !google.channels.isEmpty })
    let channel = try #require(google.channels.first)
    #expect(channel.address.hasPrefix("https://calendar.example/api/webhooks/google?for=home&"))

    google.put(
      [
        "summary": "Told", "start": ["dateTime": "2026-11-19T10:00:00+01:00"],
        "end": ["dateTime": "2026-11-19T11:00:00+01:00"],
      ], in: Self.ana)
    let asked = google.requests.count
    let began = ContinuousClock.now
    google.push(Self.ana)
    #expect(google.pushAnswers.last == 204)
    #expect(try Self.comesAbout { try daybook.titles() == ["Told"] })
    print("in the store after \(ContinuousClock.now - began), reading it included")
    // One question is enough to learn it.
    #expect(google.requests.dropFirst(asked).filter { $0.hasPrefix("GET") }.count <= 2)

    // Whoever goes takes the channel along.
    #expect(try daybook("accounts", "remove", "Work", "--json").status == 0)
    #expect(google.channels.isEmpty)
    #expect(google.complaints.isEmpty, "\(google.complaints)")
  }

  private static func comesAbout(_ isSo: () throws -> Bool) rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < end {
      if try isSo() { return true }
      sched_yield()
    }
    return false
  }
}

/// The built server over a program's home.
final class ServerProcess: Sendable {
  let port: Int
  private let process: Process

  private static let executable = Program.executable.deletingLastPathComponent()
    .appendingPathComponent("daybook-server")

  static var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: executable.path) }

  /// Waits until it listens.
  init(of program: Program) throws {
    process = Process()
    process.executableURL = Self.executable
    process.arguments = ["--port", "0", "--behind-proxy"]
    process.environment = program.environment
    process.currentDirectoryURL = program.folder
    let errors = Pipe()
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    var text = ""
    while !text.contains("\n") {
      let data = errors.fileHandleForReading.availableData
      if data.isEmpty { break }
      text += String(decoding: data, as: UTF8.self)
    }
    let digits = text.firstMatch(of: /127\.0\.0\.1:(\d+)/)?.1
    port = try #require(digits.flatMap { Int($0) }, "it does not listen: \(text)")
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }
}

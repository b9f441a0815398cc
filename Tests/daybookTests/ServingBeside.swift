import DaybookTestSupport
import Foundation
import Testing

/// The server of a home, as `daybook serve` starts it, until it is let go.
final class ServingBeside {
  private let process = Process()
  private let root: String
  private let token: String

  struct Silent: Error, CustomStringConvertible {
    let said: String
    var description: String { "the server never said where it listens: \(said)" }
  }

  init(_ daybook: Program) throws {
    process.executableURL = Program.executable
    process.arguments = ["serve", "--port", "0", "--no-sync"]
    process.environment = daybook.environment
    process.currentDirectoryURL = daybook.folder
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    var said = ""
    while !said.contains("\n") {
      let more = errors.fileHandleForReading.availableData
      guard !more.isEmpty else { throw Silent(said: said) }
      said += String(decoding: more, as: UTF8.self)
    }
    guard let address = said.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/) else {
      throw Silent(said: said)
    }
    root = String(address.0)
    let file = daybook.folder.path + "/data/daybook/daybook.sqlite.server-token"
    token = try String(contentsOfFile: file, encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  /// Asks, and answers with one JSON object.
  func ask(_ method: String, _ path: String, body: String = "") throws
    -> (status: Int, json: [String: Any])
  {
    var headers = ["Authorization": "Bearer \(token)"]
    if !body.isEmpty { headers["Content-Type"] = "application/json" }
    let answer = try PlainHTTP.ask(
      method, root, path, headers: headers, body: Array(body.utf8))
    let object = try? JSONSerialization.jsonObject(with: Data(answer.body.utf8))
    return (answer.status, object as? [String: Any] ?? [:])
  }

  /// Ends it as a service manager does, and says how it ended.
  func end() -> Int32 {
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }
}

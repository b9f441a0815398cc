import DaybookTestSupport
import Foundation
import Testing

/// A server, as `daybook serve` starts it, until it is let go.
final class ServingBeside {
  private let process = Process()
  private let root: String
  let port: Int
  /// Shown unless another is.
  private let token: String?

  struct Silent: Error, CustomStringConvertible {
    let said: String
    var description: String { "the server never said where it listens: \(said)" }
  }

  /// The server of the home's own person, which does not sync.
  convenience init(_ daybook: Program) throws {
    try self.init(
      daybook, ["--no-sync"],
      tokenFile: daybook.folder.path + "/data/daybook/daybook.sqlite.server-token")
  }

  /// - Parameter tokenFile: where the token lies that is shown; nil for none.
  init(_ daybook: Program, _ options: [String], tokenFile: String? = nil) throws {
    process.executableURL = Program.executable
    process.arguments = ["serve", "--port", "0"] + options
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
    guard let address = said.firstMatch(of: /http:\/\/127\.0\.0\.1:(\d+)/) else {
      throw Silent(said: said)
    }
    root = String(address.0)
    port = Int(address.1) ?? 0
    token = try tokenFile.map {
      try String(contentsOfFile: $0, encoding: .utf8)
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  /// Asks, and answers with one JSON object.
  func ask(_ method: String, _ path: String, as bearer: String? = nil, body: String = "") throws
    -> (status: Int, json: [String: Any], text: String)
  {
    var headers: [String: String] = [:]
    if let shown = bearer ?? token { headers["Authorization"] = "Bearer \(shown)" }
    if !body.isEmpty { headers["Content-Type"] = "application/json" }
    let answer = try PlainHTTP.ask(
      method, root, path, headers: headers, body: Array(body.utf8))
    let object = try? JSONSerialization.jsonObject(with: Data(answer.body.utf8))
    return (answer.status, object as? [String: Any] ?? [:], answer.body)
  }

  /// Ends it as a service manager does, and says how it ended.
  func end() -> Int32 {
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }
}

import DaybookTestSupport
import Foundation
import Testing

/// The built server, run in a home of its own.
final class ServerProgram: Sendable {
  let folder: TemporaryFolder
  private let environment: [String: String]

  struct Result: Sendable {
    let status: Int32
    let output: String
    let errors: String
  }

  init() throws {
    folder = try TemporaryFolder()
    environment = [
      "HOME": folder.path, "PATH": "/usr/bin:/bin", "TZ": "Europe/Berlin", "LANG": "C.UTF-8",
      "XDG_DATA_HOME": folder.path + "/data", "XDG_CONFIG_HOME": folder.path + "/config",
      "XDG_STATE_HOME": folder.path + "/state",
    ]
  }

  deinit { folder.remove() }

  /// The executable that this build made: it lies beside the test bundle.
  private static let executable: URL = {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    var here = bundle
    for _ in 0..<5 {
      let candidate = here.appendingPathComponent("daybook-server")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      here.deleteLastPathComponent()
    }
    return bundle.appendingPathComponent("daybook-server")
  }()

  private func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = ServerProgram.executable
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Runs it to its end, on a thread that may wait.
  func run(_ arguments: String..., input: String = "") async throws -> Result {
    try await run(arguments, input: input)
  }

  func run(_ arguments: [String], input: String = "") async throws -> Result {
    let name = UUID().uuidString
    let (out, errors, given) = (
      folder.path + "/out-" + name, folder.path + "/errors-" + name, folder.path + "/in-" + name
    )
    for path in [out, errors] { try Data().write(to: URL(fileURLWithPath: path)) }
    try Data(input.utf8).write(to: URL(fileURLWithPath: given))
    let process = process(arguments)
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: given))
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: out))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try await ServerProgram.end(of: process) { try process.run() }
    return Result(
      status: process.terminationStatus,
      output: try String(contentsOfFile: out, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }

  /// A server that answers; ended by `stop`.
  func start(_ arguments: String...) async throws -> Running {
    let process = process(arguments)
    let errors = Pipe()
    process.standardError = errors
    let handle = errors.fileHandleForReading
    try process.run()
    let line = await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        var text = Data()
        while !text.contains(0x0a) {
          let more = handle.availableData
          guard !more.isEmpty else { break }
          text += more
        }
        continuation.resume(returning: String(decoding: text, as: UTF8.self))
      }
    }
    let port = line.firstMatch(of: /listening on http:\/\/127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) }
    return Running(
      process: process, port: try #require(port, "it said: \(line)"),
      promises: arguments.contains("--users") ? Promises.house : Promises.home)
  }

  struct Running: AskedServer, @unchecked Sendable {
    // because nobody but the test that started it touches it, one step after the other
    let process: Process
    let port: Int
    let promises: Task<Promises, any Error>

    /// Asks it to end, and says how it did.
    func stop() async throws -> Int32 {
      try await ServerProgram.end(of: process) { process.terminate() }
      return process.terminationStatus
    }
  }

  private static func end(of process: Process, after begin: () throws -> Void) async throws {
    let (ends, ended) = AsyncStream.makeStream(of: Void.self)
    process.terminationHandler = { _ in ended.yield() }
    try begin()
    if process.isRunning { for await _ in ends { break } }
  }
}

import Foundation
import Testing

/// The built program, run in a home of its own at a frozen moment.
///
/// Each one owns a temporary folder, which lives as long as it does.
final class Program: Sendable {
  let folder: URL
  let environment: [String: String]

  struct Result: Sendable {
    let status: Int32
    let output: String
    let errors: String

    /// Standard output as one JSON document.
    func json(_ location: SourceLocation = #_sourceLocation) throws -> [String: Any] {
      let object = try? JSONSerialization.jsonObject(with: Data(output.utf8))
      return try #require(
        object as? [String: Any], "no JSON object: \(output) \(errors)", sourceLocation: location)
    }
  }

  init(
    now: String = "2026-11-18T14:12:00+01:00", timezone: String = "Europe/Berlin",
    configuration: String? = nil
  ) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("daybook-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    environment = [
      "HOME": folder.path, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "DAYBOOK_NOW": now, "TZ": timezone, "LANG": "C.UTF-8", "TERM": "xterm-256color",
      "XDG_DATA_HOME": folder.path + "/data", "XDG_CONFIG_HOME": folder.path + "/config",
      "XDG_STATE_HOME": folder.path + "/state",
    ]
    if let configuration {
      let config = folder.appendingPathComponent("config/daybook", isDirectory: true)
      try FileManager.default.createDirectory(at: config, withIntermediateDirectories: true)
      try configuration.write(
        to: config.appendingPathComponent("config.toml"), atomically: true, encoding: .utf8)
    }
  }

  deinit {
    // A folder that is already gone is what we want.
    try? FileManager.default.removeItem(at: folder)
  }

  /// The executable that this build made: it lies beside the test bundle.
  static let executable: URL = {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    var here = bundle
    for _ in 0..<5 {
      let candidate = here.appendingPathComponent("daybook")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      here.deleteLastPathComponent()
    }
    return bundle.appendingPathComponent("daybook")
  }()

  /// Runs the program to its end.
  func callAsFunction(
    _ arguments: String..., input: String? = nil, environment extra: [String: String] = [:]
  ) throws -> Result {
    try run(arguments, input: input, environment: extra)
  }

  func run(_ arguments: [String], input: String? = nil, environment extra: [String: String] = [:])
    throws -> Result
  {
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = arguments
    process.environment = environment.merging(extra) { $1 }
    process.currentDirectoryURL = folder
    // Files and not pipes: no reader has to keep up.
    let out = folder.appendingPathComponent("out-\(UUID().uuidString)")
    let err = folder.appendingPathComponent("err-\(UUID().uuidString)")
    let given = folder.appendingPathComponent("in-\(UUID().uuidString)")
    for file in [out, err] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    _ = FileManager.default.createFile(atPath: given.path, contents: Data((input ?? "").utf8))
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = try FileHandle(forReadingFrom: given)
    try process.run()
    process.waitUntilExit()
    let result = Result(
      status: process.terminationReason == .exit
        ? process.terminationStatus : 128 + process.terminationStatus,
      output: String(decoding: try Data(contentsOf: out), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: err), as: UTF8.self))
    for file in [out, err, given] { try FileManager.default.removeItem(at: file) }
    return result
  }

  /// Starts the program and kills it without a word (SIGKILL) as soon as `moment` has come, which is
  /// asked again and again. False when the program ended before.
  func kill(_ arguments: [String], input: Pipe? = nil, when moment: (pid_t) throws -> Bool) throws
    -> Bool
  {
    let process = Process()
    process.executableURL = Program.executable
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = folder
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    while process.isRunning {
      if try moment(process.processIdentifier) {
        Foundation.kill(process.processIdentifier, SIGKILL)
        break
      }
      sched_yield()
    }
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL
  }

  /// How many bytes the file of this name in the folder has; 0 where there is none.
  func size(of name: String) -> Int {
    var facts = stat()
    return stat(folder.path + "/" + name, &facts) == 0 ? Int(facts.st_size) : 0
  }

  /// Writes a file into the folder and returns its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let file = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// Starts `sync --watch` in the folder; the pipe is its standard output.
  func watching(_ options: String...) throws -> (process: Process, output: Pipe) {
    let (process, output) = (Process(), Pipe())
    process.executableURL = Program.executable
    process.arguments = ["sync", "--watch"] + options
    process.environment = environment
    process.currentDirectoryURL = folder
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return (process, output)
  }

  /// A VCALENDAR around these VEVENT bodies.
  static func calendar(_ events: String...) -> String {
    let bodies = events.map { "BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n\($0)\nEND:VEVENT\n" }
    return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n\(bodies.joined())END:VCALENDAR\n"
  }
}

/// The repository's folder.
let repository = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

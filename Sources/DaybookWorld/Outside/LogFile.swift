import DaybookCore
import ICalendar
import Logging

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The log: one JSON object a line, in a file for its owner only, which starts anew at a megabyte
/// and leaves its last three predecessors.
///
/// What fails here fails in silence, because a log must not stop what it tells of; `doctor` says
/// whether the file can be written.
package struct LogFile: Sendable {
  package let path: String
  package let level: Logger.Level
  private let clock: WallClock
  private static let limit = 1 << 20
  private static let kept = 3

  package init(world: World) {
    path = world.home.log
    clock = world.clock
    level = LogFile.level(world.environment["DAYBOOK_LOG"])
  }

  /// A writer for one part of the program.
  package func logger(_ label: String) -> Logger {
    Logger(label: label) { LogFileHandler(label: $0, file: self, logLevel: level) }
  }

  /// `trace` to `critical`; anything else is `info`.
  package static func level(_ text: String?) -> Logger.Level {
    Logger.Level(rawValue: text?.lowercased() ?? "") ?? .info
  }

  fileprivate func append(_ fields: [(String, JSON)]) {
    let time = ("time", JSON.string(RFC3339.text(clock.now, in: .utc)))
    write(Array((JSON.object([time] + fields).text(compact: true) + "\n").utf8))
  }

  /// Whether a line could be written, and if not, why.
  package var fault: String? {
    guard OwnFiles.makeFolder(OwnFiles.folder(of: path)) else {
      return String(cString: strerror(errno))
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    close(descriptor)
    return nil
  }

  /// Several processes write to it: each holds its lock for one line, and looks whether the name
  /// still means the file it has opened.
  private func write(_ line: [UInt8]) {
    for _ in 0..<4 {
      guard let descriptor = locked() else { return }
      defer { close(descriptor) }
      var opened = stat()
      var named = stat()
      guard fstat(descriptor, &opened) == 0, stat(path, &named) == 0,
        opened.st_ino == named.st_ino, opened.st_dev == named.st_dev
      else { continue }
      if opened.st_size > 0, Int(opened.st_size) + line.count > LogFile.limit {
        rotate()
        continue
      }
      // A line goes out in one call, so that lines of two processes never mix.
      _ = line.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      return
    }
  }

  private func locked() -> Int32? {
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
    var descriptor = open(path, flags, 0o600)
    if descriptor < 0, errno == ENOENT {
      OwnFiles.makeFolder(OwnFiles.folder(of: path))
      descriptor = open(path, flags, 0o600)
    }
    guard descriptor >= 0 else { return nil }
    flock(descriptor, LOCK_EX)
    return descriptor
  }

  private func rotate() {
    for number in stride(from: LogFile.kept - 1, through: 1, by: -1) {
      rename("\(path).\(number)", "\(path).\(number + 1)")
    }
    rename(path, path + ".1")
  }
}

/// Gives swift-log's events to a `LogFile`.
private struct LogFileHandler: LogHandler {
  let label: String
  let file: LogFile
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    file.append(
      [
        ("level", .string(event.level.rawValue)), ("source", .string(label)),
        ("message", .string(event.message.description)),
      ] + all.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) })
  }

  private func json(_ value: Logger.Metadata.Value) -> JSON {
    switch value {
    case .string(let text): .string(text)
    case .stringConvertible(let number as Int): .int(number)
    case .stringConvertible(let flag as Bool): .bool(flag)
    case .stringConvertible(let other): .string(other.description)
    case .array(let values): .array(values.map(json))
    case .dictionary(let fields):
      .object(fields.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) })
    }
  }
}

/// `write(2)`, which a method of the same name would hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}

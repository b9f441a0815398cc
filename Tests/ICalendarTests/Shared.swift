import Foundation
import ICalendar

/// Data beside the package that tests read where it exists; without it they have less to check.
enum Shared {
  static let directory = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared")

  static func data(_ path: String) -> Data? {
    FileManager.default.contents(atPath: directory.appending(path: path).path)
  }

  static func files(in path: String, suffix: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: directory.appending(path: path).path)
    return (names ?? []).filter { $0.hasSuffix(suffix) }.sorted()
  }

  /// Seconds since 1970 on the wall that `2026-03-08T02:30:00` shows; a final Z is ignored.
  static func seconds(_ text: String) throws -> Int {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard let day = Day(iso: parts[0]) else { throw Unreadable(text: text) }
    guard parts.count == 2 else { return LocalDateTime(day).wallSeconds }
    let clock = parts[1].prefix(8).split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3 else { throw Unreadable(text: text) }
    return LocalDateTime(day, hour: clock[0], minute: clock[1], second: clock[2]).wallSeconds
  }

  struct Unreadable: Error {
    var text: String
  }
}

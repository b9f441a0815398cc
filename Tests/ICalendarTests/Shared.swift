import Foundation
import ICalendar

/// Data beside the package that tests read where it exists; without it they have less to check.
enum Shared {
  static let directory = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared")

  static func data(_ path: String) -> Data? {
    // A second checkout may lie one directory deeper.
    let deeper = directory.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "shared")
    return try? Data(contentsOf: directory.appending(path: path))
      ?? Data(contentsOf: deeper.appending(path: path))
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

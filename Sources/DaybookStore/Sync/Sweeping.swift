internal import DaybookCore
import GRDB
internal import ICalendar

/// What time makes worthless.
extension Writing {
  private static let day = 86_400
  /// Days after which nobody asks any more how a run went.
  private static let runs = 30
  /// Days after which what was resolved, and is over, is no news.
  private static let conflicts = 90

  /// Once a day forgets runs and requests of long ago, and conflicts that were resolved then and
  /// whose time is over. Decisions to leave two events as they are stay: those still collide.
  func sweep(at now: Instant) throws {
    let last = try db.first("SELECT value FROM meta WHERE name = 'swept'") { $0.int(0) }
    if let last, (last..<last + Self.day).contains(now.seconds) { return }
    let old = now.seconds - Self.runs * Self.day
    try db.run("DELETE FROM sync_run WHERE at < ?", old)
    try db.run("DELETE FROM exchange WHERE at < ?", old)
    try db.run(
      "DELETE FROM decision WHERE state = ? AND at < ? AND end <= ?",
      Conflict.State.resolved.rawValue, now.seconds - Self.conflicts * Self.day, now.seconds)
    if db.changes > 0 { changes.insert(.conflicts) }
    changes.insert(.log)
    try db.run("INSERT OR REPLACE INTO meta VALUES ('swept', ?)", now.seconds)
  }
}

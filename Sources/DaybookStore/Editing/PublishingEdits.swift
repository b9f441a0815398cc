package import DaybookCore
import GRDB

extension Store {
  /// What was written into a schedule elsewhere, and what had stood there before; nothing where
  /// nothing was.
  package func publishedDates(in schedule: String) throws -> PublishedDates {
    try read { db in
      try db.first(
        "SELECT value FROM meta WHERE name = ?", Self.name(of: schedule),
        read: { PublishedDates(text: $0.text(0)) }) ?? PublishedDates()
    }
  }

  package func setPublishedDates(_ dates: PublishedDates, in schedule: String) throws {
    try write { writing in
      try writing.db.run(
        "INSERT OR REPLACE INTO meta VALUES (?, ?)", Self.name(of: schedule), dates.text)
    }
  }

  private static func name(of schedule: String) -> String { "published " + schedule }
}

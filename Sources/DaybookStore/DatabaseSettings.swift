import CSQLiteSettings

/// What SQLite is told once for the whole process, before it opens its first database.
enum DatabaseSettings {
  private static let applied: Void = daybook_sqlite_counts_no_memory()

  static func apply() { applied }
}

import GRDB

extension Store {
  /// What SQLite finds wrong with the file, in its words; nil when nothing is.
  package func fault() throws -> String? {
    let found = try read { db in try db.first("PRAGMA quick_check(1)") { $0.text(0) } }
    return found == "ok" ? nil : found
  }
}

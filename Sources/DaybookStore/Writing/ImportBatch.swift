package import DaybookCore
import GRDB
package import ICalendar

/// What is to be read into one calendar.
package struct ImportBatch: Sendable {
  package var calendar: CalendarID
  /// One file, or those of a folder that is one calendar.
  package var files: [ImportFile]
  /// Whether what none of the files has goes.
  package var mirrors: Bool

  package init(calendar: CalendarID, files: [ImportFile], mirrors: Bool = false) {
    self.calendar = calendar
    self.files = files
    self.mirrors = mirrors
  }
}

/// Where calendar text comes from.
package struct ImportFile: Sendable {
  package enum Source: Sendable {
    case path(String)
    case bytes([UInt8])
  }

  /// What it is called in reports.
  package var name: String
  package var source: Source

  package init(name: String, source: Source) {
    self.name = name
    self.source = source
  }

  package init(path: String) {
    self.init(name: path, source: .path(path))
  }
}

/// What became of one file.
package struct ImportOutcome: Sendable {
  package var name: String
  /// VEVENTs without RECURRENCE-ID, and with.
  package var events = 0
  package var overrides = 0
  package var added = 0
  package var updated = 0
  package var unchanged = 0
  /// Components that were left out, and why.
  package var skipped: [Note] = []
  /// What was repaired or guessed at.
  package var notes: [Note] = []
  /// Why nothing of the file was stored.
  package var failure: Failure?

  package init(name: String) {
    self.name = name
  }
}

/// What became of a batch.
package struct ImportCounts: Sendable {
  package var files: [ImportOutcome] = []
  /// What was in the calendar and in no file.
  package var removed = 0

  package init() {}
}

extension Store {
  /// Reads files into a calendar. Each file is stored whole or not at all; memory is bounded by
  /// the largest component, not by the file.
  package func importEvents(_ batch: ImportBatch) throws -> ImportCounts {
    try write { writing in
      // Pages that were written wait in memory for the end, instead of being written again and
      // again; 4 MB otherwise.
      try writing.db.script("PRAGMA cache_size = -32768")
      defer { try? writing.db.script("PRAGMA cache_size = -4096") }
      let writer = try writing.events()
      var seen: Set<Int>? = batch.mirrors ? [] : nil
      var counts = ImportCounts()
      var isIncomplete = false
      for file in batch.files {
        try writing.db.script("SAVEPOINT file")
        var importer = EventImporter(
          writer: writer, zones: zones, calendar: batch.calendar, file: file, seen: seen)
        try importer.run()
        if importer.outcome.failure == nil {
          try writing.db.script("RELEASE file")
          seen = importer.seen
        } else {
          try writing.db.script("ROLLBACK TO file; RELEASE file")
          writer.forget()
          isIncomplete = true
        }
        if importer.outcome.added + importer.outcome.updated > 0 { writing.changes = .events }
        counts.files.append(importer.outcome)
      }
      // A file that could not be read must not cost what it had last time.
      if let seen, !isIncomplete {
        counts.removed = try writer.removeOthers(than: seen, in: batch.calendar)
        if counts.removed > 0 { writing.changes = .events }
      }
      return counts
    }
  }
}

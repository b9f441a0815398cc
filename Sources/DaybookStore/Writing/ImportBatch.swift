package import DaybookCore
import GRDB
package import ICalendar

/// What is to be read into one calendar.
package struct ImportBatch: Sendable {
  package var target: Target
  /// One file, or those of a folder that is one calendar.
  package var files: [ImportFile]
  /// Whether what none of the files has goes.
  package var mirrors: Bool

  /// The calendar it goes to.
  package enum Target: Sendable {
    case calendar(CalendarID)
    /// The local calendar of this name; made with the first thing that goes into it.
    case local(name: String, color: String? = nil)
  }

  package init(to target: Target, files: [ImportFile], mirrors: Bool = false) {
    self.target = target
    self.files = files
    self.mirrors = mirrors
  }

  package init(calendar: CalendarID, files: [ImportFile], mirrors: Bool = false) {
    self.init(to: .calendar(calendar), files: files, mirrors: mirrors)
  }
}

/// Where calendar text comes from.
package struct ImportFile: Sendable {
  package enum Source: Sendable {
    case path(String)
    case bytes([UInt8])
    /// An open file or pipe, read from where it stands; whoever opened it closes it.
    case descriptor(Int32)
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
  /// What they were read into; empty where none was and no calendar was made for them.
  package var calendarName = ""
  /// What was in the calendar and in no file.
  package var removed = 0

  package init() {}
}

extension Store {
  /// Reads files into a calendar. Each file is stored whole or not at all, a new calendar with its
  /// first file; memory is bounded by the largest component, not by the file.
  package func importEvents(_ batch: ImportBatch) throws -> ImportCounts {
    try write { writing in
      // Pages that were written wait in memory for the end, instead of being written again and
      // again; 4 MB otherwise.
      try writing.db.script("PRAGMA cache_size = -32768")
      defer { try? writing.db.script("PRAGMA cache_size = -4096") }
      switch batch.target {
      case .calendar(let id):
        return try writing.read(batch.files, into: id, mirrors: batch.mirrors)
      case .local(let name, let color):
        let target = try writing.localCalendar(named: name, color: color)
        var counts = try writing.read(
          batch.files, into: target.calendar.id, mirrors: batch.mirrors)
        // A name must not stay behind when there was nothing to go under it.
        if target.isNew, counts.files.allSatisfy({ $0.failure != nil }) {
          try writing.removeCalendar(target.calendar.id)
        } else {
          counts.calendarName = target.calendar.name
        }
        return counts
      }
    }
  }
}

extension Writing {
  fileprivate func read(_ files: [ImportFile], into calendar: CalendarID, mirrors: Bool) throws
    -> ImportCounts
  {
    let writer = try events()
    var seen: Set<Int>? = mirrors ? [] : nil
    var counts = ImportCounts()
    var isIncomplete = false
    for file in files {
      try db.script("SAVEPOINT file")
      var importer = EventImporter(
        writer: writer, zones: store.zones, calendar: calendar, file: file, seen: seen)
      try importer.run()
      if importer.outcome.failure == nil {
        try db.script("RELEASE file")
        seen = importer.seen
      } else {
        try db.script("ROLLBACK TO file; RELEASE file")
        writer.forget()
        isIncomplete = true
      }
      if importer.outcome.added + importer.outcome.updated > 0 { changes.insert(.events) }
      counts.files.append(importer.outcome)
    }
    // A file that could not be read must not cost what it had last time.
    if let seen, !isIncomplete {
      counts.removed = try writer.removeOthers(than: seen, in: calendar)
      if counts.removed > 0 { changes.insert(.events) }
    }
    try finish()
    return counts
  }
}

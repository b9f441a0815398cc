package import ICalendar

extension Store {
  /// Notes that whatever fell due until `last` is told, by whoever asks this: it is one at a time.
  ///
  /// - Returns: until when it had been told before; nil where it never was. What lies ahead of `now`
  ///   was noted by a clock that was wrong, and is not believed.
  package func takeReminders(dueUntil last: Instant, now: Instant) throws -> Instant? {
    try write { writing in
      let noted = try writing.db.first("SELECT value FROM meta WHERE name = 'reminders told'") {
        Instant(seconds: $0.int(0))
      }
      let told = noted.flatMap { $0 <= now + 60 ? $0 : nil }
      if let told, told >= last { return told }
      try writing.db.run(
        "INSERT OR REPLACE INTO meta VALUES ('reminders told', ?)", last.seconds)
      return told
    }
  }
}

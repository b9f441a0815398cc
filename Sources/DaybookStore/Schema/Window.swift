import GRDB
internal import ICalendar

/// The stretch of time for which instances of series are kept ready.
///
/// An instance is kept when it touches the window; of floating and all-day ones their clock
/// readings are taken for UTC, so that the answer is the same for every viewer.
struct Window: Equatable {
  var from: Int
  var to: Int

  init(from: Int, to: Int) {
    self.from = from
    self.to = to
  }

  init(around now: Instant, _ options: StoreOptions) {
    let day = now.seconds / 86_400
    from = (day - options.pastDays) * 86_400
    // A month more than asked, so that it need not move every day.
    to = (day + options.futureDays + 31) * 86_400
  }

  init(in db: Database) throws {
    let values = try db.all(
      "SELECT value FROM meta WHERE name IN ('window_from', 'window_to') ORDER BY name"
    ) { $0.int(0) }
    self.init(from: values.first ?? 0, to: values.last ?? 0)
  }

  func store(in db: Database) throws {
    try db.run("INSERT OR REPLACE INTO meta VALUES ('window_from', ?)", from)
    try db.run("INSERT OR REPLACE INTO meta VALUES ('window_to', ?)", to)
  }

  func holds(start: Int, length: Int) -> Bool {
    length > 0 ? start < to && start + length > from : start >= from && start < to
  }
}

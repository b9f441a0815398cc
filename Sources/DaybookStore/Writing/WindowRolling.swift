import GRDB
package import ICalendar

extension Store {
  /// Keeps series ready as far as the options want it, now that it is `now`. Answers whether there
  /// was anything to do; for the background and for writers, at most once a day.
  ///
  /// The window grows at its end, a month at a time. When it has become a year too long, or when
  /// other lengths are wanted, it is made anew.
  @discardableResult
  package func rollWindow(now: Instant) throws -> Bool {
    let kept = try read { try Window(in: $0) }
    var wanted = options
    wanted.now = now
    let fresh = Window(around: now, wanted)
    let slack = 31 * 86_400
    let reaches = kept.to >= fresh.to - slack && kept.from <= fresh.from
    let isTooLong =
      kept.from < fresh.from - 366 * 86_400 || kept.to > fresh.to + 366 * 86_400
    if reaches, !isTooLong { return false }
    return try write { writing in
      let window =
        isTooLong ? fresh : Window(from: min(kept.from, fresh.from), to: max(kept.to, fresh.to))
      try window.store(in: writing.db)
      let writer = try writing.events()
      // What ended before either window has nothing to gain or lose.
      let series = try writing.db.all(
        "SELECT sid FROM event WHERE first IS NOT NULL AND last > ? AND first < ?",
        min(kept.from, window.from), max(kept.to, window.to)
      ) { $0.text(0) }
      for sid in series { try writer.expand(sid) }
      writing.changes.insert(.events)
      return true
    }
  }
}

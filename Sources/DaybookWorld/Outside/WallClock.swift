import ICalendar

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What time it is: the system's clock, or one that `DAYBOOK_NOW` froze.
package struct WallClock: Sendable {
  /// The frozen moment, where there is one.
  package let frozen: Instant?

  package init(frozen: Instant?) {
    self.frozen = frozen
  }

  package var now: Instant {
    if let frozen { return frozen }
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int(time.tv_sec))
  }
}

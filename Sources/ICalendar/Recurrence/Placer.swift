/// Makes instances out of original starts: ends, spans for one viewer, and the shifts of
/// THISANDFUTURE.
struct Placer {
  let series: Series
  private var zone: ZoneCursor
  private var viewer: ZoneCursor

  init(series: Series, viewer: Zone) {
    self.series = series
    zone = ZoneCursor(series.zone ?? viewer)
    self.viewer = ZoneCursor(viewer)
  }

  /// An instance of the series itself.
  @inline(__always)
  mutating func instance(
    _ key: Int, _ wall: Int, length: EventLength
  ) -> RecurrenceSet.Instance {
    if series.form == .timed, case .exact(let seconds) = length {
      return RecurrenceSet.Instance(
        series: series, key: key, form: .timed, startValue: key, endValue: key + seconds,
        span: TimeSpan(Instant(seconds: key), Instant(seconds: key + seconds)), override: nil,
        followsOverride: false)
    }
    var cursor = zone
    defer { zone = cursor }
    return place(
      key, form: series.form, start: key, wall: wall, length: length, zone: &cursor,
      override: nil)
  }

  /// The instance that an override is.
  mutating func instance(_ replacement: RecurrenceSet.Replacement) -> RecurrenceSet.Instance {
    let override = replacement.override
    let own = Series(start: override.start, calendarZone: nil)
    var cursor = ZoneCursor(own.zone ?? viewer.zone)
    let key: Int
    if let day = replacement.day {
      // A date in a series with times: the instance of that day, at its usual time.
      key = series.key(ofWall: day * 86_400 + series.startLocal.second)
    } else {
      key = replacement.key
    }
    return place(
      key, form: own.form, start: own.startKey, wall: own.startLocal.wallSeconds,
      length: override.length, zone: &cursor, override: replacement.index)
  }

  /// An instance that follows an override: moved by the same difference on the clock, and as long.
  mutating func moved(
    _ key: Int, _ wall: Int, by future: RecurrenceSet.Replacement
  ) -> RecurrenceSet.Instance {
    var start = future.override.start
    // An override in UTC of a series with a zone is meant by that zone's clock.
    if case .utc(let instant) = start, let zone = series.zone, !series.isUTC {
      start = .zoned(zone.local(at: instant), zone, tzid: series.tzid)
    }
    let original: Int
    if let day = future.day {
      original = day * 86_400 + series.startLocal.second
    } else if let zone = series.zone {
      original = zone.local(at: Instant(seconds: future.key)).wallSeconds
    } else {
      original = future.key
    }
    let own = Series(start: start, calendarZone: nil)
    var moved = wall + own.startLocal.wallSeconds - original
    if own.form == .allDay { moved = LocalDateTime(wallSeconds: moved).day.number * 86_400 }
    var cursor = ZoneCursor(own.zone ?? viewer.zone)
    return place(
      key, form: own.form, start: own.key(ofWall: moved), wall: moved,
      length: future.override.length, zone: &cursor, override: future.index, follows: true)
  }

  private mutating func place(
    _ key: Int, form: RecurrenceSet.Form, start: Int, wall: Int, length: EventLength,
    zone: inout ZoneCursor, override: Int?, follows: Bool = false
  ) -> RecurrenceSet.Instance {
    var endValue: Int
    var span: TimeSpan
    switch form {
    case .timed:
      switch length {
      case .exact(let seconds): endValue = start + seconds
      case .nominal(let days), .days(let days):
        endValue = max(start, zone.seconds(ofWall: wall + days * 86_400))
      }
      span = TimeSpan(Instant(seconds: start), Instant(seconds: endValue))
    case .floating:
      let instant = viewer.seconds(ofWall: wall)
      switch length {
      case .exact(let seconds):
        endValue = wall + seconds
        span = TimeSpan(Instant(seconds: instant), Instant(seconds: instant + seconds))
      case .nominal(let days), .days(let days):
        endValue = wall + days * 86_400
        span = TimeSpan(
          Instant(seconds: instant), Instant(seconds: viewer.seconds(ofWall: endValue)))
      }
    case .allDay:
      let days: Int
      switch length {
      case .days(let count), .nominal(let count): days = max(1, count)
      case .exact(let seconds): days = max(1, (seconds + 86_399) / 86_400)
      }
      endValue = wall + days * 86_400
      span = TimeSpan(viewer.startOfDay(wall: wall), viewer.startOfDay(wall: endValue))
    }
    return RecurrenceSet.Instance(
      series: series, key: key, form: form, startValue: form == .timed ? start : wall,
      endValue: endValue, span: span, override: override, followsOverride: follows)
  }
}

extension ZoneCursor {
  /// The first instant of the day whose midnight is `wall`.
  mutating func startOfDay(wall: Int) -> Instant {
    let day = LocalDateTime(wallSeconds: wall).day
    let instant = seconds(ofWall: wall)
    if instant + offset(at: Instant(seconds: instant)) == wall { return Instant(seconds: instant) }
    return zone.start(of: day)
  }
}

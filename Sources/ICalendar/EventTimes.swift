/// Start, end and length of an event, by the rules for files that are not quite right.
struct EventTimes {
  var start: CalendarTime
  var end: CalendarTime
  var length: EventLength

  init(_ component: Component, zones: ZoneResolver, notes: inout [Note]) throws(ICalendarError) {
    guard let startLine = component.first("DTSTART") else { throw .noStart(line: component.line) }
    guard let read = CalendarTime.read(startLine, zones: zones, notes: &notes) else {
      throw .unreadableTime(line: startLine.line, text: startLine.value)
    }
    start = read
    end = read
    length = .exact(0)
    var stated: CalendarTime?
    if let line = component.first("DTEND") {
      stated = CalendarTime.read(line, zones: zones, notes: &notes)
      if stated == nil {
        notes.append(Note(line: line.line, reason: "DTEND is no time, ignored", text: line.raw))
      }
    }
    adoptZones(&stated)
    if let flag = component.first("X-MICROSOFT-CDO-ALLDAYEVENT"), flag.value.trimmed.isSame("TRUE")
    {
      makeAllDay(&stated, zones: zones)
    }
    if let stated {
      setEnd(stated, line: component.first("DTEND")?.line ?? 0, notes: &notes)
    } else if let line = component.first("DURATION") {
      setDuration(line, notes: &notes)
    } else {
      setDefaultEnd()
    }
  }

  /// A floating time beside one with a zone is read in that zone.
  private mutating func adoptZones(_ stated: inout CalendarTime?) {
    guard let other = stated else { return }
    if case .floating(let local) = start {
      switch other {
      case .utc: start = .utc(Instant(seconds: local.wallSeconds))
      case .zoned(_, let zone, let tzid): start = .zoned(local, zone, tzid: tzid)
      case .date, .floating: break
      }
    } else if case .floating(let local) = other {
      switch start {
      case .utc: stated = .utc(Instant(seconds: local.wallSeconds))
      case .zoned(_, let zone, let tzid): stated = .zoned(local, zone, tzid: tzid)
      case .date, .floating: break
      }
    }
  }

  /// Exchange's all-day events are midnights, perhaps in UTC.
  private mutating func makeAllDay(_ stated: inout CalendarTime?, zones: ZoneResolver) {
    guard !start.isDate else { return }
    let zone: Zone?
    if case .utc = start { zone = zones.calendarZone } else { zone = nil }
    func midnight(_ time: CalendarTime) -> Day? {
      if case .date(let day) = time { return day }
      var local = time.local
      if let zone, case .utc(let instant) = time { local = zone.local(at: instant) }
      return local.second == 0 ? local.day : nil
    }
    guard let first = midnight(start) else { return }
    guard let other = stated else {
      start = .date(first)
      return
    }
    guard let last = midnight(other) else { return }
    start = .date(first)
    stated = .date(last)
  }

  private mutating func setDefaultEnd() {
    if case .date(let day) = start {
      end = .date(day + 1)
      length = .days(1)
    } else {
      end = start
      length = .exact(0)
    }
  }

  private mutating func setEnd(_ stated: CalendarTime, line: Int, notes: inout [Note]) {
    if case .date(let first) = start {
      var last = stated.local.day
      // A time past midnight means that the day counts.
      if !stated.isDate, stated.local.second > 0 { last = last + 1 }
      if last < first {
        notes.append(Note(line: line, reason: "DTEND lies before DTSTART and is ignored"))
      }
      last = max(last, first + 1)
      end = .date(last)
      length = .days(last - first)
      return
    }
    var stated = stated
    if case .date(let day) = stated {
      let midnight = LocalDateTime(day)
      switch start {
      case .zoned(_, let zone, let tzid): stated = .zoned(midnight, zone, tzid: tzid)
      case .utc: stated = .utc(Instant(seconds: midnight.wallSeconds))
      case .floating, .date: stated = .floating(midnight)
      }
    }
    // Only two floating times can have no zone here, and then their walls are the same.
    let seconds = stated.instant(viewer: .utc) - start.instant(viewer: .utc)
    guard seconds >= 0 else {
      notes.append(Note(line: line, reason: "DTEND lies before DTSTART and is ignored"))
      return setDefaultEnd()
    }
    end = stated
    length = .exact(seconds)
  }

  private mutating func setDuration(_ line: ContentLine, notes: inout [Note]) {
    guard let duration = CalendarDuration.read(Array(line.value.utf8)), !duration.isNegative else {
      notes.append(
        Note(line: line.line, reason: "DURATION cannot be used and is ignored", text: line.raw))
      return setDefaultEnd()
    }
    switch start {
    case .date(let day):
      let days = max(1, duration.days + (duration.seconds + 86_399) / 86_400)
      end = .date(day + days)
      length = .days(days)
    case .floating(let local):
      end = .floating(
        LocalDateTime(wallSeconds: local.wallSeconds + duration.days * 86_400 + duration.seconds))
      length =
        duration.hasTimePart
        ? .exact(duration.days * 86_400 + duration.seconds) : .nominal(duration.days)
    case .utc(let instant):
      let seconds = duration.days * 86_400 + duration.seconds
      end = .utc(instant + seconds)
      length = duration.hasTimePart ? .exact(seconds) : .nominal(duration.days)
    case .zoned(let local, let zone, let tzid):
      // Days first, on the wall; then what is exact (RFC 5545 §3.3.6).
      let later = zone.instant(of: LocalDateTime(local.day + duration.days, second: local.second))
      let last = later + duration.seconds
      let reading = zone.local(at: last)
      // The second of two equal readings can only be said in UTC.
      end = zone.instant(of: reading) == last ? .zoned(reading, zone, tzid: tzid) : .utc(last)
      length =
        duration.hasTimePart
        ? .exact(max(0, last - zone.instant(of: local))) : .nominal(duration.days)
    }
  }
}

extension CalendarTime {
  /// The time that a property states (DTSTART, DTEND, RECURRENCE-ID), or nil where it is none.
  public static func read(_ line: ContentLine, zones: ZoneResolver) -> CalendarTime? {
    var ignored: [Note] = []
    return read(line, zones: zones, notes: &ignored)
  }

  static func read(
    _ line: ContentLine, zones: ZoneResolver, notes: inout [Note]
  ) -> CalendarTime? {
    guard let raw = line.withValue({ RawTime.read($0) }) else { return nil }
    return make(raw, of: line, zones: zones, notes: &notes)
  }

  /// Gives a raw time the meaning that the parameters of its line lend it.
  static func make(
    _ raw: RawTime, of line: ContentLine, zones: ZoneResolver, notes: inout [Note]
  ) -> CalendarTime {
    switch raw {
    case .date(let day): return .date(day)
    case .utc(let local):
      if line.isDateValue { return .date(local.day) }
      return .utc(Instant(seconds: local.wallSeconds))
    case .local(let local):
      if line.isDateValue { return .date(local.day) }
      if let tzid = line.parameter("TZID") {
        let finding = zones.find(tzid)
        if let note = finding.note { notes.append(Note(line: line.line, reason: note)) }
        if let zone = finding.zone { return .zoned(local, zone, tzid: tzid) }
        return .floating(local)
      }
      guard let zone = zones.fallback else { return .floating(local) }
      return .zoned(local, zone, tzid: zone.identifier)
    }
  }
}

extension ContentLine {
  /// Whether `VALUE=DATE` is stated.
  var isDateValue: Bool {
    // Most lines have no parameters, and then there is nothing to search.
    guard hasParameters else { return false }
    return parameter("VALUE")?.trimmed.isSame("DATE") ?? false
  }
}

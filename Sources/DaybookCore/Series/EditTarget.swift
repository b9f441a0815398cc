internal import ICalendar

/// The instance that an edit is about, as it stands now.
struct EditTarget {
  /// nil for a single event.
  var original: OriginalStart?
  /// The original start in the form of the series.
  var time: CalendarTime
  /// What orders it among the original starts of its series.
  var key: Int
  /// Where it is now, on the wall of its series.
  var wall: Int
  /// How long it is now.
  var length: EventLength
  /// Its entry, or what would be its entry: with its own times, without a rule.
  var component: Component
  /// Whether it has an entry already.
  var hasEntry: Bool
  /// Whether no instance comes before it.
  var isFirst: Bool
}

extension EventEditor {
  func target(_ instance: OriginalStart?) throws(EditError) -> EditTarget {
    let form = form
    guard let master = bundle.master else {
      let found = instance.flatMap { wanted in
        bundle.entries.first { $0.recurrence == wanted }
      }
      guard let entry = found ?? (instance == nil ? bundle.entries.first : nil),
        let id = entry.read.recurrenceID
      else { throw .noSuchInstance }
      return target(of: entry.read, id, isFirst: true)
    }
    guard bundle.isSeries else {
      return EditTarget(
        original: nil, time: master.start, key: form.key(master.start),
        wall: form.wall(master.start), length: master.length, component: master.component,
        hasEntry: true, isFirst: true)
    }
    let time = instance.map { form.time($0) } ?? master.start
    let key = form.key(time)
    let isFirst = isFirst(key, master)
    if let read = bundle.overrides.last(where: {
      $0.recurrenceID.map { form.key($0) == key } ?? false
    }) {
      return target(of: read, time, isFirst: isFirst)
    }
    return try generated(time, key, master, isFirst: isFirst)
  }

  private func target(of read: EventComponent, _ id: CalendarTime, isFirst: Bool) -> EditTarget {
    EditTarget(
      original: OriginalStart(id), time: id, key: form.key(id), wall: form.wall(read.start),
      length: read.length, component: read.component, hasEntry: true, isFirst: isFirst)
  }

  /// An instance that the rule gives, perhaps moved by an entry that holds for all later ones.
  private func generated(
    _ time: CalendarTime, _ key: Int, _ master: EventComponent, isFirst: Bool
  ) throws(EditError) -> EditTarget {
    let start = time.instant(viewer: viewer)
    let isWanted = { (instance: RecurrenceSet.Instance) in
      form.key(instance.originalStart) == key
        && (instance.override == nil || instance.followsOverride)
    }
    var found = bundle.set.instances(touching: TimeSpan(start, start + 1), viewer: viewer)
      .instances.first(where: isWanted)
    if found == nil, bundle.overrides.contains(where: \.isThisAndFuture) {
      let around = TimeSpan(start - 62 * 86_400, start + 62 * 86_400)
      found = bundle.set.instances(touching: around, viewer: viewer).instances.first(
        where: isWanted)
    }
    guard let found else { throw .noSuchInstance }
    let read = found.override.map { bundle.overrides[$0] } ?? master
    let wall =
      found.form == .timed
      ? form.wall(.utc(found.start)) : found.startValue
    var component = read.component
    component.detach()
    component.set("RECURRENCE-ID", parameters: time.parameters, rawValue: time.text)
    let begin = SeriesForm(read.start).time(
      wall: SeriesForm(read.start).wall(form.time(wall: wall)))
    switch read.length {
    case .days(let days): component.setTimes(begin, to: .date(begin.local.day + days))
    case .nominal:
      component.set("DTSTART", parameters: begin.parameters, rawValue: begin.text)
    case .exact(let seconds):
      // A PERIOD can give an instance a length of its own.
      let own = found.endValue - found.startValue
      if component.has("DURATION"), own == seconds {
        component.set("DTSTART", parameters: begin.parameters, rawValue: begin.text)
      } else if case .floating = begin {
        component.setTimes(
          begin, to: .floating(LocalDateTime(wallSeconds: begin.local.wallSeconds + own)))
      } else {
        let end = begin.instant(viewer: viewer) + own
        component.setTimes(begin, to: SeriesForm(read.end, unless: begin).time(.instant(end)))
      }
    }
    return EditTarget(
      original: OriginalStart(time), time: time, key: key, wall: wall, length: read.length,
      component: component, hasEntry: false, isFirst: isFirst)
  }

  private func isFirst(_ key: Int, _ master: EventComponent) -> Bool {
    if bundle.overrides.contains(where: { read in
      read.status != .cancelled && read.recurrenceID.map { form.key($0) < key } ?? false
    }) {
      return false
    }
    let first = form.key(master.start)
    guard key > first else { return true }
    let set = RecurrenceSet(master: master)
    let window = TimeSpan(set.firstStart, Instant(seconds: key) + 50_400)
    return !set.instances(touching: window, viewer: viewer, limit: 64).instances.contains {
      form.key($0.originalStart) < key
    }
  }
}

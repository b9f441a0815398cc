internal import ICalendar

/// Changes of single events, of one instance, and of whole series.
extension EventEditor {
  /// An event that repeats nothing, or one date of a series of which nothing else is known.
  func changeAlone(_ change: EventChange, _ target: EditTarget) throws(EditError) -> EventEdit {
    var component = target.component
    try apply(change, to: &component, target)
    component.stamp(now, raisingSequence: change.isSignificant && isMine(component))
    if let rule = change.rule { component.setRule(rule) }
    var after = before
    after[key(target.original)] = component.text
    return EventEdit(from: before, to: after, event: bundle.event, instance: target.original)
  }

  func changeOne(_ change: EventChange, _ target: EditTarget, _ master: EventComponent)
    throws(EditError) -> EventEdit
  {
    var component = target.component
    try apply(change, to: &component, target)
    component.stamp(now, raisingSequence: change.isSignificant && isMine(component))
    var after = before
    after[key(target.original)] = component.text
    return EventEdit(from: before, to: after, event: bundle.event, instance: target.original)
  }

  func deleteOne(_ target: EditTarget, _ master: EventComponent) -> EventEdit {
    var component = master.component
    component.appendLists("EXDATE", [form.time(target.original ?? OriginalStart(target.time))])
    component.stamp(now, raisingSequence: isMine(component))
    var after = before
    after[key(target.original)] = nil
    after[key(nil)] = component.text
    if isEmpty(component, without: target) {
      return EventEdit(from: before, to: [:], event: nil)
    }
    return EventEdit(from: before, to: after, event: bundle.event)
  }

  /// Whether the last instance went.
  private func isEmpty(_ component: Component, without target: EditTarget) -> Bool {
    guard let master = try? EventComponent(component, zones: zones) else { return false }
    let others = bundle.overrides.filter {
      $0.recurrenceID.map { form.key($0) != target.key } ?? true
    }
    let set = RecurrenceSet(master: master, overrides: others)
    guard let last = set.lastEnd else { return false }
    return set.instances(
      touching: TimeSpan(set.firstStart, last + 1), viewer: viewer, limit: 1
    ).instances.isEmpty
  }

  func changeAll(_ change: EventChange, _ target: EditTarget, _ master: EventComponent)
    throws(EditError) -> EventEdit
  {
    let shift = shift(change, target, from: target.wall)
    var after: [EventEdit.Key: String] = [:]
    var component = master.component
    try rework(&component, master, change, target, shift)
    if let rule = change.rule { component.setRule(rule) }
    component.stamp(now, raisingSequence: change.isSignificant && isMine(component))
    after[key(nil)] = component.text
    for (recurrence, read) in bundle.entries where recurrence != nil {
      let (moved, text) = try followed(read, master, change, target, shift, uid: nil)
      after[key(moved)] = text
    }
    let shown =
      bundle.isSeries && change.rule != ""
      ? target.original.map { OriginalStart(shift(form.time($0))) } : nil
    return EventEdit(from: before, to: after, event: bundle.event, instance: shown)
  }

  // MARK: - Parts

  /// How far the series moves for an instance to come from where it is to where it shall be.
  func shift(_ change: EventChange, _ target: EditTarget, from wall: Int) -> SeriesShift {
    guard let time = change.time else { return SeriesShift(from: form, to: form, seconds: 0) }
    let to = SeriesForm(time, like: form, zones: zones)
    return SeriesShift(from: form, to: to, seconds: to.wall(to.bounds(time).start) - wall)
  }

  /// Gives one entry its new texts and exactly its new time.
  func apply(_ change: EventChange, to component: inout Component, _ target: EditTarget)
    throws(EditError)
  {
    component.setTexts(change)
    guard let time = change.time else { return }
    let read: EventComponent
    do throws(ICalendarError) {
      read = try EventComponent(component, zones: zones)
    } catch {
      throw .unreadable("\(error)")
    }
    let old = SeriesForm(read.start)
    let new = SeriesForm(time, like: old, zones: zones)
    let (start, end) = new.bounds(time)
    if isSameLength(time, as: read), component.has("DURATION") {
      component.set("DTSTART", parameters: start.parameters, rawValue: start.text)
    } else if case .zoned = read.end, case .zoned = start, case .timed(let span, _) = time {
      component.setTimes(start, to: SeriesForm(read.end, unless: start).time(.instant(span.end)))
    } else {
      component.setTimes(start, to: end)
    }
  }

  /// Whether an event of this length that starts with `time` also ends with it.
  private func isSameLength(_ time: EventTime, as read: EventComponent) -> Bool {
    switch (time, read.length) {
    case (.allDay(let days), .days(let count)): return days.count == count
    case (.timed(let span, _), .exact(let seconds)): return span.seconds == seconds
    case (.timed(let span, _), .nominal(let days)):
      let zone = read.start.zone ?? viewer
      let start = zone.local(at: span.start)
      return zone.instant(of: LocalDateTime(start.day + days, second: start.second)) == span.end
    case (.floating(let from, let to), .exact(let seconds)):
      return to.wallSeconds - from.wallSeconds == seconds
    case (.floating(let from, let to), .nominal(let days)):
      return to.wallSeconds - from.wallSeconds == days * 86_400
    default: return false
    }
  }

  /// Gives a master its new texts, and moves its start, its rule and its exceptions.
  func rework(
    _ component: inout Component, _ master: EventComponent, _ change: EventChange,
    _ target: EditTarget, _ shift: SeriesShift
  ) throws(EditError) {
    component.setTexts(change)
    guard let time = change.time else { return }
    if !shift.isIdle {
      component.move(master, by: shift)
      let recurrence = master.recurrence
      var rules: [RecurrenceRule] = []
      for rule in recurrence.rules { rules.append(try shift(rule, start: master.start)) }
      if !rules.isEmpty { component.setRules(rules) }
      if !recurrence.exclusions.isEmpty {
        component.setExclusions(recurrence.exclusions.map { shift($0) })
      }
      if !recurrence.dates.isEmpty {
        component.setAddedDates(
          recurrence.dates.map { .init(start: shift($0.start), length: $0.length) })
      }
    }
    resize(&component, master.length, to: time, target, start: shift(master.start), end: master.end)
  }

  /// Gives a component the length of `time`, where that is not the one it has.
  func resize(
    _ component: inout Component, _ length: EventLength, to time: EventTime, _ target: EditTarget,
    start: CalendarTime, end: CalendarTime
  ) {
    switch time {
    case .allDay(let days):
      if case .days(let count) = length, count == days.count { return }
      component.setTimes(start, to: .date(start.local.day + days.count))
    case .floating(let from, let to):
      let seconds = to.wallSeconds - from.wallSeconds
      if length == .exact(seconds) { return }
      component.setTimes(
        start, to: .floating(LocalDateTime(wallSeconds: start.local.wallSeconds + seconds)))
    case .timed(let span, _):
      if length == .exact(span.seconds), !start.isFloating { return }
      if case .nominal(let days) = length, let zone = start.zone {
        let first = zone.local(at: span.start)
        let same = zone.instant(of: LocalDateTime(first.day + days, second: first.second))
        if same == span.end { return }
      }
      let last = start.instant(viewer: viewer) + span.seconds
      component.setTimes(start, to: SeriesForm(end, unless: start).time(.instant(last)))
    }
  }

  /// An exception after its series has changed: it stays different where it was, and follows where
  /// it said the same as the master.
  func followed(
    _ read: EventComponent, _ master: EventComponent, _ change: EventChange, _ target: EditTarget,
    _ shift: SeriesShift, uid: String?
  ) throws(EditError) -> (recurrence: OriginalStart?, text: String) {
    var component = read.component
    guard let id = read.recurrenceID else { return (nil, component.text) }
    let isTarget = form.key(id) == target.key
    if isTarget {
      try apply(change, to: &component, target)
    } else {
      component.setTexts(change) { name in
        name == "VALARM"
          ? read.component.alarmTexts == master.component.alarmTexts
          : read.component.first(name)?.text == master.component.first(name)?.text
      }
      if let time = change.time {
        let stays = form.wall(read.start) != form.wall(id) && !read.isThisAndFuture
        if !stays, !shift.isIdle { component.move(read, by: shift) }
        if read.length == master.length, !stays || shift.from.isDays == shift.to.isDays {
          let start = stays ? read.start : shift(read.start)
          resize(&component, read.length, to: time, target, start: start, end: read.end)
        }
      }
    }
    let newID = shift.isIdle ? id : shift(id)
    component.set(
      "RECURRENCE-ID",
      parameters: newID.parameters
        + (read.isThisAndFuture ? [ContentLine.Parameter("RANGE", "THISANDFUTURE")] : []),
      rawValue: newID.text)
    if let uid { component.setText("UID", uid) }
    if component.text != read.component.text {
      component.stamp(now, raisingSequence: change.isSignificant && isMine(component))
    }
    return (OriginalStart(newID), component.text)
  }
}

extension Component {
  /// Replaces the rule; an empty one ends the repetition.
  mutating func setRule(_ text: String) {
    if text.isEmpty {
      for name in ["RRULE", "RDATE", "EXDATE", "EXRULE"] { remove(name) }
    } else {
      set("RRULE", rawValue: text)
    }
  }
}

extension Component {
  fileprivate var alarmTexts: [String] {
    children.filter { $0.name == "VALARM" }.map(\.text).sorted()
  }
}

internal import ICalendar

/// Cutting a series in two: what came before stays as it is, what comes after is a new one.
extension EventEditor {
  func split(
    at target: EditTarget, _ master: EventComponent, _ change: EventChange, newUID: String
  ) throws(EditError) -> EventEdit {
    // An entry that held for all later instances has moved them already.
    let moved = target.hasEntry ? 0 : target.wall - form.wall(target.time)
    var shift = shift(change, target, from: target.wall)
    shift = SeriesShift(from: shift.from, to: shift.to, seconds: shift.seconds + moved)
    var after: [EventEdit.Key: String] = [:]
    after[key(nil)] = truncated(master, before: target).text
    let newKey = { (recurrence: OriginalStart?) in
      EventEdit.Key(calendar: bundle.calendar, uid: newUID, recurrence: recurrence)
    }
    for (recurrence, read) in bundle.entries {
      guard let id = read.recurrenceID else { continue }
      if form.key(id) < target.key {
        after[key(recurrence)] = read.component.text
      } else {
        let (original, text) = try followed(read, master, change, target, shift, uid: newUID)
        after[newKey(original)] = text
      }
    }
    after[newKey(nil)] = try continued(master, from: target, change, shift, uid: newUID).text
    return EventEdit(
      from: before, to: after,
      event: Event.id(calendar: bundle.calendar, uid: newUID),
      instance: OriginalStart(shift(target.time)))
  }

  /// The master, ended one second before `target`.
  func truncated(_ master: EventComponent, before target: EditTarget) -> Component {
    var component = master.component
    let recurrence = master.recurrence
    let end: RecurrenceRule.Until =
      switch target.time {
      case .date(let day): .date(day - 1)
      case .floating(let local):
        .floating(LocalDateTime(wallSeconds: local.wallSeconds - 1))
      case .utc, .zoned: .utc(target.time.instant(viewer: .utc) - 1)
      }
    component.setRules(
      recurrence.rules.map { rule in
        var ended = rule
        ended.count = nil
        if rule.until.map({ key($0) >= target.key }) ?? true { ended.until = end }
        return ended
      })
    component.keepExclusions(recurrence.exclusions) { form.key($0) < target.key }
    component.keepAddedDates(recurrence.dates) { form.key($0) < target.key }
    component.stamp(now, raisingSequence: isMine(component))
    return component
  }

  /// What orders an end among original starts.
  private func key(_ until: RecurrenceRule.Until) -> Int {
    switch until {
    // A date holds for the whole of its day.
    case .date(let day): form.isDays ? form.key(.date(day)) : form.key(.date(day + 1)) - 1
    case .utc(let instant): form.key(.utc(instant))
    case .floating(let local): form.key(.floating(local))
    }
  }

  /// The series that goes on from `target` under a name of its own.
  private func continued(
    _ master: EventComponent, from target: EditTarget, _ change: EventChange,
    _ shift: SeriesShift, uid: String
  ) throws(EditError) -> Component {
    let recurrence = master.recurrence
    var component = master.component
    // An entry for all later instances says what they look like; only its texts are taken.
    if !target.hasEntry {
      for name in ["SUMMARY", "LOCATION", "DESCRIPTION"] {
        component.setText(name, target.component.first(name)?.text)
      }
    }
    component.setTexts(change)
    component.setText("UID", uid)
    let start = shift(target.time)
    component.move(
      master,
      by: SeriesShift(
        from: form, to: shift.to, seconds: shift.to.wall(start) - form.wall(master.start)))
    if let time = change.time {
      resize(&component, master.length, to: time, target, start: start, end: master.end)
    }
    var rules: [RecurrenceRule] = []
    for rule in recurrence.rules {
      var rest = rule
      if let count = rule.count {
        rest.count = max(1, count - started(rule, master, before: target.key))
      }
      rules.append(try shift(rest, start: target.time))
    }
    component.setRules(rules)
    component.setExclusions(
      recurrence.exclusions.filter { form.key($0) >= target.key }.map { shift($0) })
    component.setAddedDates(
      recurrence.dates.filter { form.key($0.start) > target.key }
        .map { .init(start: shift($0.start), length: $0.length) })
    if let rule = change.rule { component.setRule(rule) }
    component.set("SEQUENCE", rawValue: "0")
    component.set("CREATED", rawValue: CalendarTime.utc(now).text)
    component.stamp(now, raisingSequence: false)
    return component
  }

  /// How many starts of a rule lie before; exceptions count, as COUNT counts them.
  private func started(_ rule: RecurrenceRule, _ master: EventComponent, before key: Int) -> Int {
    let set = RecurrenceSet(start: master.start, length: master.length, rules: [rule])
    var count = 0
    set.forEachStart(from: form.key(master.start), to: key) { _ in
      count += 1
      return true
    }
    return count
  }
}

extension Component {
  /// Drops EXDATEs, touching the lines only where something is dropped.
  fileprivate mutating func keepExclusions(
    _ times: [CalendarTime], where isKept: (CalendarTime) -> Bool
  ) {
    let kept = times.filter(isKept)
    if kept.count < times.count { setExclusions(kept) }
  }

  fileprivate mutating func keepAddedDates(
    _ dates: [RecurrenceSet.AddedDate], where isKept: (CalendarTime) -> Bool
  ) {
    let kept = dates.filter { isKept($0.start) }
    if kept.count < dates.count { setAddedDates(kept) }
  }
}

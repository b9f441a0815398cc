package import ICalendar

/// Computes what edits of an event do to its sources (RFC 5545 §3.8.4.4, and how clients expect it).
///
/// - *this*: one instance gets an entry of its own; deleted, it becomes an EXDATE.
/// - *following*: the series ends one second before the instance, and a new one with a new UID goes
///   on from there, with the later exceptions and what is left of COUNT.
/// - *all*: the master changes, and exceptions follow where they said the same as it did.
///
/// Nothing is done here: the result is a value for the store, or for a look at what would happen.
package struct EventEditor: Sendable {
  package let bundle: EventBundle
  package let now: Instant
  /// Who I am, lower-case.
  package let addresses: Set<String>
  /// The zone for floating times and whole days.
  package let viewer: Zone

  package init(_ bundle: EventBundle, now: Instant, addresses: Set<String>, viewer: Zone) {
    self.bundle = bundle
    self.now = now
    self.addresses = addresses
    self.viewer = viewer
  }

  /// Changes an instance, it and what follows, or all.
  ///
  /// - Parameters:
  ///   - instance: which; nil means the first, and is all there is of a single event.
  ///   - newUID: what a new series is called, if there has to be one.
  package func change(
    _ change: EventChange, of instance: OriginalStart?, _ scope: EditScope, newUID: String
  ) throws(EditError) -> EventEdit {
    if case .timed(let span, _)? = change.time, span.end < span.start { throw .endNotAfterStart }
    guard change.time?.isOnCalendar(in: viewer) ?? true else { throw .beyondCalendar }
    let target = try target(instance)
    guard change.invites.isEmpty || isMine(target.component) else { throw .notOrganizer }
    guard let master = bundle.master, bundle.isSeries else {
      return try changeAlone(change, target)
    }
    switch scope {
    case .this: return try changeOne(change, target, master)
    case .all: return try changeAll(change, target, master)
    case .following:
      return target.isFirst
        ? try changeAll(change, target, master)
        : try split(at: target, master, change, newUID: newUID)
    }
  }

  /// Removes an instance, it and what follows, or all.
  package func delete(_ instance: OriginalStart?, _ scope: EditScope) throws(EditError)
    -> EventEdit
  {
    guard let master = bundle.master, bundle.isSeries, scope != .all else {
      if bundle.master == nil, scope == .this {
        let target = try target(instance)
        var after = before
        after[key(target.original)] = nil
        return EventEdit(from: before, to: after, event: nil)
      }
      return EventEdit(from: before, to: [:], event: nil)
    }
    let target = try target(instance)
    switch scope {
    case .all: return EventEdit(from: before, to: [:], event: nil)
    case .this: return deleteOne(target, master)
    case .following:
      if target.isFirst { return EventEdit(from: before, to: [:], event: nil) }
      var after: [EventEdit.Key: String] = [:]
      for (recurrence, read) in bundle.entries
      where recurrence.map({ form.key(form.time($0)) < target.key }) ?? false {
        after[key(recurrence)] = read.component.text
      }
      after[key(nil)] = truncated(master, before: target).text
      return EventEdit(from: before, to: after, event: bundle.event)
    }
  }

  /// Answers an invitation: to one instance, or to all of the series.
  package func respond(
    _ response: Response, note: String? = nil, of instance: OriginalStart?, _ scope: EditScope
  ) throws(EditError) -> EventEdit {
    var after = before
    if scope == .this, bundle.isSeries {
      let target = try target(instance)
      var component = target.component
      guard answer(response, note, in: &component) else { throw .notInvited }
      component.stamp(now, raisingSequence: false)
      after[key(target.original)] = component.text
      return EventEdit(
        from: before, to: after, event: bundle.event, instance: target.original)
    }
    var isInvited = false
    for (recurrence, read) in bundle.entries {
      var component = read.component
      guard answer(response, note, in: &component) else { continue }
      isInvited = true
      component.stamp(now, raisingSequence: false)
      after[key(recurrence)] = component.text
    }
    guard isInvited else { throw .notInvited }
    return EventEdit(from: before, to: after, event: bundle.event, instance: instance)
  }

  /// The same event once more, at another time, on its own and without the people invited to it.
  package func duplicate(
    _ instance: OriginalStart?, at time: EventTime, in calendar: CalendarID? = nil, newUID: String
  ) throws(EditError) -> EventEdit {
    var component = try target(instance).component
    component.detach()
    for name in [
      "ORGANIZER", "ATTENDEE", "SEQUENCE", "X-DAYBOOK-HOLD", "X-MICROSOFT-CDO-OWNERAPPTID",
    ] { component.remove(name) }
    component.setText("UID", newUID)
    let (start, end) = SeriesForm(time, like: form, zones: zones).bounds(time)
    component.setTimes(start, to: end)
    component.set("CREATED", rawValue: CalendarTime.utc(now).text)
    component.stamp(now, raisingSequence: false)
    let key = EventEdit.Key(calendar: calendar ?? bundle.calendar, uid: newUID)
    return EventEdit(from: [:], to: [key: component.text], event: key.event)
  }

  /// The whole of it, gone from its calendar and there in another.
  ///
  /// - Parameter uid: what it is called there; nil for as it is called here.
  package func move(to calendar: CalendarID, uid: String? = nil) throws(EditError) -> EventEdit {
    guard bundle.entries.allSatisfy({ isMine($0.read.component) }) else { throw .invitationStays }
    let entries = bundle.entries.map { (recurrence, read) in
      var component = read.component
      if let uid { component.setText("UID", uid) }
      component.stamp(now, raisingSequence: false)
      let key = EventEdit.Key(calendar: calendar, uid: uid ?? bundle.uid, recurrence: recurrence)
      return (key, component.text)
    }
    return EventEdit(
      from: before, to: Dictionary(entries, uniquingKeysWith: { _, last in last }),
      event: Event.id(calendar: calendar, uid: uid ?? bundle.uid),
      instance: bundle.isSeries ? try target(nil).original : nil)
  }

  // MARK: - What all of them need

  var zones: ZoneResolver { (bundle.master ?? bundle.overrides[0]).zones }

  var form: SeriesForm {
    SeriesForm(bundle.master?.start ?? bundle.overrides[0].recurrenceID ?? .utc(now))
  }

  var before: [EventEdit.Key: String] {
    Dictionary(
      bundle.entries.map { (key($0.recurrence), $0.read.component.text) },
      uniquingKeysWith: { _, last in last })
  }

  func key(_ recurrence: OriginalStart?) -> EventEdit.Key {
    EventEdit.Key(
      calendar: bundle.calendar, uid: bundle.uid, duplicate: bundle.duplicate,
      recurrence: recurrence)
  }

  /// Whether a change of mine is the event's own: there is no organiser, or it is me.
  func isMine(_ component: Component) -> Bool {
    guard let line = component.first("ORGANIZER") else { return true }
    return addresses.contains(EventComponent.Attendee(line).address)
  }

  /// Writes my answer on my own line; false when there is none.
  private func answer(_ response: Response, _ note: String?, in component: inout Component) -> Bool
  {
    let lines = component.all("ATTENDEE")
    func isMe(_ line: ContentLine) -> Bool {
      addresses.contains(EventComponent.Attendee(line).address)
    }
    guard lines.contains(where: isMe) else { return false }
    component.remove("ATTENDEE")
    for line in lines {
      guard isMe(line) else {
        component.append(line)
        continue
      }
      var parameters = line.parameters.filter {
        !["PARTSTAT", "RSVP", "X-RESPONSE-COMMENT"].contains($0.name)
      }
      parameters.append(ContentLine.Parameter("PARTSTAT", response.parameter))
      if let note, !note.isEmpty {
        parameters.append(ContentLine.Parameter("X-RESPONSE-COMMENT", note))
      }
      component.append("ATTENDEE", parameters: parameters, rawValue: line.value)
    }
    return true
  }
}

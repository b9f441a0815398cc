package import ICalendar

/// The single properties that edits touch; everything else in a component stays as it came.
extension Component {
  /// Writes DTSTART, and the end unless there is none to write.
  mutating func setTimes(_ start: CalendarTime, to end: CalendarTime) {
    set("DTSTART", parameters: start.parameters, rawValue: start.text)
    remove("DURATION")
    if end.isDate || end.instant(viewer: .utc) > start.instant(viewer: .utc) {
      set("DTEND", parameters: end.parameters, rawValue: end.text)
    } else {
      remove("DTEND")
    }
    if has("X-MICROSOFT-CDO-ALLDAYEVENT") {
      set("X-MICROSOFT-CDO-ALLDAYEVENT", rawValue: start.isDate ? "TRUE" : "FALSE")
    }
  }

  /// Moves start and end alike; a length told as DURATION stays told so.
  mutating func move(_ read: EventComponent, by shift: SeriesShift) {
    let start = shift(read.start)
    guard has("DTEND") else {
      set("DTSTART", parameters: start.parameters, rawValue: start.text)
      return
    }
    switch read.length {
    case .days(let days): setTimes(start, to: .date(start.local.day + days))
    case .nominal, .exact:
      let last = start.instant(viewer: .utc) + read.length.seconds
      setTimes(start, to: SeriesForm(read.end, unless: start).time(.instant(last)))
    }
  }

  mutating func setTexts(_ change: EventChange, where applies: (String) -> Bool = { _ in true }) {
    for (name, text) in [
      ("SUMMARY", change.title), ("LOCATION", change.location), ("DESCRIPTION", change.notes),
    ] {
      guard let text, applies(name) else { continue }
      setText(name, text.isEmpty && name != "SUMMARY" ? nil : text)
    }
    // A copy of the notes in HTML would tell the old ones.
    if change.notes != nil, applies("DESCRIPTION") { remove("X-ALT-DESC") }
    if let showsAs = change.showsAs {
      set("TRANSP", rawValue: showsAs == .free ? "TRANSPARENT" : "OPAQUE")
      if has("X-MICROSOFT-CDO-BUSYSTATUS") {
        let word =
          switch showsAs {
          case .free: "FREE"
          case .tentative: "TENTATIVE"
          case .busy: "BUSY"
          }
        set("X-MICROSOFT-CDO-BUSYSTATUS", rawValue: word)
      }
      if showsAs == .tentative, change.status == nil { set("STATUS", rawValue: "TENTATIVE") }
    }
    if let status = change.status { set("STATUS", rawValue: status.rawValue.uppercased()) }
    if let url = change.url, applies("URL") {
      if url.isEmpty { remove("URL") } else { set("URL", rawValue: url) }
    }
    invite(change.invites)
    if let reminders = change.reminders, applies("VALARM") { setReminders(reminders) }
  }

  /// Asks people who are not asked yet.
  mutating func invite(_ addresses: [String]) {
    let asked = Set(all("ATTENDEE").map { EventComponent.Attendee($0).address.lowercased() })
    for address in addresses where !asked.contains(address.lowercased()) {
      let attendee = EventComponent.Attendee(address: address, wantsResponse: true)
      append("ATTENDEE", parameters: attendee.parameters, rawValue: attendee.uri)
    }
  }

  /// Gives it alarms so many minutes before the start (RFC 5545 §3.6.6). One that was there stays as
  /// it came, and so do mails that somebody else sends.
  mutating func setReminders(_ minutes: [Int]) {
    var missing = Set(minutes)
    removeChildren { child in
      guard child.name == "VALARM" else { return false }
      let alarm = EventComponent.Alarm(child)
      guard ["DISPLAY", "AUDIO"].contains(alarm.action) else { return false }
      return alarm.minutesBefore.map { missing.remove($0) == nil } ?? true
    }
    for minutes in missing.sorted() {
      var alarm = Component(named: "VALARM")
      alarm.set("ACTION", rawValue: "DISPLAY")
      alarm.set("TRIGGER", rawValue: CalendarDuration(seconds: -minutes * 60).text)
      alarm.setText("DESCRIPTION", "Reminder")
      append(child: alarm)
    }
  }

  /// Says that it was changed, and how gravely.
  mutating func stamp(_ now: Instant, raisingSequence: Bool) {
    let text = CalendarTime.utc(now).text
    set("DTSTAMP", rawValue: text)
    set("LAST-MODIFIED", rawValue: text)
    if raisingSequence {
      let sequence = first("SEQUENCE").flatMap { Int($0.value) } ?? 0
      set("SEQUENCE", rawValue: String(sequence + 1))
    }
  }

  /// Writes EXDATEs, dates apart from times.
  mutating func setExclusions(_ times: [CalendarTime]) {
    remove("EXDATE")
    appendLists("EXDATE", times)
  }

  mutating func appendLists(_ name: String, _ times: [CalendarTime]) {
    var lists: [(parameters: [ContentLine.Parameter], values: [String])] = []
    for time in times {
      if let index = lists.firstIndex(where: {
        $0.parameters == time.parameters
          && $0.values.last?.hasSuffix("Z") == time.text.hasSuffix("Z")
      }) {
        lists[index].values.append(time.text)
      } else {
        lists.append((time.parameters, [time.text]))
      }
    }
    for list in lists {
      append(name, parameters: list.parameters, rawValue: list.values.joined(separator: ","))
    }
  }

  /// Writes RDATEs; those with a length of their own as periods.
  mutating func setAddedDates(_ dates: [RecurrenceSet.AddedDate]) {
    remove("RDATE")
    appendLists("RDATE", dates.filter { $0.length == nil }.map(\.start))
    for date in dates {
      guard let length = date.length else { continue }
      let duration =
        switch length {
        case .days(let days), .nominal(let days): CalendarDuration(days: days)
        case .exact(let seconds): CalendarDuration(seconds: seconds)
        }
      append(
        "RDATE", parameters: [ContentLine.Parameter("VALUE", "PERIOD")] + date.start.parameters,
        rawValue: date.start.text + "/" + duration.text)
    }
  }

  mutating func setRules(_ rules: [RecurrenceRule]) {
    remove("RRULE")
    for rule in rules { append("RRULE", rawValue: rule.text) }
  }

  /// Makes it an event of its own: no instance of a series, no rule.
  mutating func detach() {
    for name in ["RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"] { remove(name) }
  }
}

extension SeriesForm {
  /// The form of an end: its own zone, where start and end each have one.
  init(_ end: CalendarTime, unless start: CalendarTime) {
    if case .zoned = end, case .zoned = start { self.init(end) } else { self.init(start) }
  }
}

extension EventComponent.Alarm {
  /// Whole minutes before the start; nil for what goes by the end, or by a moment of its own.
  package var minutesBefore: Int? {
    guard case .relative(let offset, toEnd: false)? = trigger else { return nil }
    return -(offset.days * 1_440 + offset.seconds / 60)
  }
}

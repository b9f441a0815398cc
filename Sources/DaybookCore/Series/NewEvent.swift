package import ICalendar

/// An event to be made, as a form or a phrase tells it.
package struct NewEvent: Sendable, Equatable {
  package var title: String
  package var time: EventTime
  package var location = ""
  package var notes = ""
  /// Its page on the web; for a meeting where to join it.
  package var url = ""
  /// The value of an RRULE.
  package var rule: String?
  package var status: EventStatus = .confirmed
  package var showsAs: ShowsAs = .busy
  /// Addresses of people to invite.
  package var attendees: [String] = []
  /// Minutes before its start.
  package var reminders: [Int] = []
  /// Makes it a hold: its group, and when it lapses.
  package var hold: Hold?

  package struct Hold: Sendable, Equatable {
    package var group: String
    package var expires: Instant

    package init(group: String, expires: Instant) {
      self.group = group
      self.expires = expires
    }
  }

  package init(title: String, time: EventTime) {
    self.title = title
    self.time = time
  }

  package init(_ phrase: EventPhrase) {
    title = phrase.title
    time = phrase.time
    location = phrase.location
    rule = phrase.rule
    reminders = phrase.reminders
    guard let link = phrase.link else { return }
    // Every provider keeps a location, and a meeting's address there is found again.
    if location.isEmpty, ConferenceLink.first(in: link) != nil {
      location = link
    } else {
      url = link
    }
  }

  /// The VEVENT, as the canonical source of an event.
  ///
  /// - Parameter zones: where the time's zone is looked up; one that is unknown is written in UTC.
  package func source(uid: String, now: Instant, zones: ZoneResolver) -> String {
    var component = Component(named: "VEVENT")
    let stamp = CalendarTime.utc(now).text
    component.setText("UID", uid)
    component.set("DTSTAMP", rawValue: stamp)
    component.set("CREATED", rawValue: stamp)
    component.set("LAST-MODIFIED", rawValue: stamp)
    let (start, end) = SeriesForm(time, like: .utc, zones: zones).bounds(time)
    component.setTimes(start, to: end)
    if let rule { component.set("RRULE", rawValue: rule) }
    component.setText("SUMMARY", title)
    if !location.isEmpty { component.setText("LOCATION", location) }
    if !notes.isEmpty { component.setText("DESCRIPTION", notes) }
    if !url.isEmpty { component.set("URL", rawValue: url) }
    if status != .confirmed || hold != nil {
      component.set(
        "STATUS", rawValue: hold != nil ? "TENTATIVE" : status.rawValue.uppercased())
    }
    component.set("TRANSP", rawValue: showsAs == .free ? "TRANSPARENT" : "OPAQUE")
    component.invite(attendees)
    if let hold {
      component.set(
        "X-DAYBOOK-HOLD", parameters: [ContentLine.Parameter("GROUP", hold.group)],
        rawValue: OriginalStart.instant(hold.expires).compact)
    }
    component.setReminders(reminders)
    return component.text
  }

  /// The edit that adds it to a calendar.
  package func edit(calendar: CalendarID, uid: String, now: Instant, zones: ZoneResolver)
    -> EventEdit
  {
    let key = EventEdit.Key(calendar: calendar, uid: uid)
    return EventEdit(
      from: [:], to: [key: source(uid: uid, now: now, zones: zones)], event: key.event,
      instance: rule == nil
        ? nil
        : OriginalStart(SeriesForm(time, like: .utc, zones: zones).bounds(time).start))
  }
}

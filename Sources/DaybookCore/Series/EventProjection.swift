package import ICalendar

extension Event {
  /// The event that a VEVENT describes.
  ///
  /// - Parameter duplicate: which of several events of one UID it is, in a feed that uses one twice.
  package init(reading read: EventComponent, calendar: CalendarID, duplicate: Int = 0) {
    let uid = read.uid ?? ""
    let status: EventStatus =
      switch read.status {
      case .tentative: .tentative
      case .cancelled: .cancelled
      case .confirmed, nil: .confirmed
      }
    self.init(
      id: Event.id(calendar: calendar, uid: uid, duplicate: duplicate), calendar: calendar,
      uid: uid, duplicate: duplicate, recurrenceID: read.recurrenceID.map { OriginalStart($0) },
      isThisAndFuture: read.isThisAndFuture, isSeries: read.isRecurring, sequence: read.sequence,
      stamp: read.stamp ?? Instant(seconds: 0), title: read.summary ?? "",
      location: read.location ?? "", time: EventTime(read.start, to: read.end), status: status,
      showsAs: ShowsAs(of: read), organizer: read.organizer.map { Attendee($0) },
      attendees: read.attendees.map { Attendee($0) }, joinURL: read.conferenceURL,
      categories: read.categories, color: read.color, source: read.component.text)
  }
}

extension ShowsAs {
  /// What an event says of itself, the first that applies: cancelled, Microsoft's finer word, TRANSP,
  /// tentative. My own answer is folded in by `MyAnswer`.
  init(of read: EventComponent) {
    if read.status == .cancelled {
      self = .free
      return
    }
    switch read.busyStatus {
    case .free, .workingElsewhere: self = .free
    case .tentative: self = .tentative
    case .busy, .outOfOffice: self = .busy
    case nil:
      self = read.isTransparent ? .free : read.status == .tentative ? .tentative : .busy
    }
  }
}

extension EventTime {
  package init(_ start: CalendarTime, to end: CalendarTime) {
    switch start {
    case .date(let first): self = .allDay(first..<max(first + 1, end.local.day))
    case .floating(let from): self = .floating(from: from, to: max(from, end.local))
    case .utc(let from):
      self = .timed(TimeSpan(from, end.instant(viewer: .utc)), zone: "UTC")
    case .zoned(_, let zone, let tzid):
      self = .timed(
        TimeSpan(start.instant(viewer: zone), end.instant(viewer: zone)),
        zone: zone.identifier.isEmpty ? tzid : zone.identifier)
    }
  }
}

extension OriginalStart {
  package init(_ time: CalendarTime) {
    switch time {
    case .date(let day): self = .day(day)
    case .floating(let local): self = .floating(local)
    case .utc, .zoned: self = .instant(time.instant(viewer: .utc))
    }
  }
}

extension Attendee {
  init(_ read: EventComponent.Attendee) {
    self.init(
      email: read.address, name: read.name ?? "", response: Response(read.response),
      role: Role(read.role))
  }
}

extension Response {
  init(_ read: EventComponent.Attendee.Response) {
    switch read {
    case .accepted: self = .accepted
    case .declined: self = .declined
    case .tentative: self = .tentative
    // Whoever delegated has not said that they come.
    case .needsAction, .delegated: self = .needsAction
    }
  }

  /// PARTSTAT.
  var parameter: String {
    switch self {
    case .accepted: "ACCEPTED"
    case .declined: "DECLINED"
    case .tentative: "TENTATIVE"
    case .needsAction: "NEEDS-ACTION"
    }
  }
}

extension Attendee.Role {
  init(_ read: EventComponent.Attendee.Role) {
    switch read {
    case .chair: self = .chair
    case .required: self = .required
    case .optional: self = .optional
    case .observer: self = .nonParticipant
    }
  }
}

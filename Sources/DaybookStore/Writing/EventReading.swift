internal import DaybookCore
internal import ICalendar

extension Event {
  /// The event that a component describes.
  init(reading read: EventComponent, calendar: CalendarID, duplicate: Int = 0) {
    let uid = read.uid ?? ""
    let time: EventTime
    switch (read.start, read.end) {
    case (.date(let first), .date(let last)): time = .allDay(first..<max(first + 1, last))
    case (.floating(let from), let end): time = .floating(from: from, to: end.local)
    case (let start, let end):
      let name: String
      if case .zoned(_, let zone, let tzid) = start {
        name = zone.identifier.isEmpty ? tzid : zone.identifier
      } else {
        name = "UTC"
      }
      time = .timed(
        TimeSpan(start.instant(viewer: .utc), end.instant(viewer: .utc)), zone: name)
    }
    let status: EventStatus =
      switch read.status {
      case .tentative: .tentative
      case .cancelled: .cancelled
      default: .confirmed
      }
    var showsAs: ShowsAs = read.isTransparent ? .free : status == .tentative ? .tentative : .busy
    switch read.busyStatus {
    case .free, .workingElsewhere: showsAs = .free
    case .tentative: showsAs = .tentative
    case .busy, .outOfOffice: showsAs = .busy
    case nil: break
    }
    self.init(
      id: Event.id(calendar: calendar, uid: uid, duplicate: duplicate), calendar: calendar,
      uid: uid, duplicate: duplicate,
      recurrenceID: read.recurrenceID.map { time in
        switch time {
        case .date(let day): .day(day)
        case .floating(let local): .floating(local)
        case .utc, .zoned: .instant(time.instant(viewer: .utc))
        }
      }, isThisAndFuture: read.isThisAndFuture, isSeries: read.isRecurring,
      sequence: read.sequence, stamp: read.stamp ?? Instant(seconds: 0),
      title: read.summary ?? "", location: read.location ?? "", time: time, status: status,
      showsAs: showsAs, organizer: read.organizer.map { Attendee($0) },
      attendees: read.attendees.map { Attendee($0) }, joinURL: read.conferenceURL,
      categories: read.categories, color: read.color, source: read.component.text)
  }
}

extension Attendee {
  fileprivate init(_ attendee: EventComponent.Attendee) {
    self.init(email: attendee.address, name: attendee.name ?? "")
    switch attendee.response {
    case .accepted: response = .accepted
    case .declined: response = .declined
    case .tentative: response = .tentative
    default: response = .needsAction
    }
  }
}

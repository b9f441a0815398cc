internal import DaybookCore
internal import ICalendar

/// Turns what Google says of an event into a VEVENT.
///
/// What iCalendar has no property for, and Daybook needs to know when it writes, is in `X-DAYBOOK-`
/// properties; properties that Google has no field for come back out of the event's private ones.
struct GoogleReading {
  let scope: GoogleScope

  /// Why an entry is left out.
  struct Unusable: Error {
    var reason: String
  }

  /// The event's name for other programs: our own where we made the event, else Google's.
  func uid(_ event: GoogleEvent) -> String? {
    let id = event.recurringEventId ?? event.id
    if let own = event.extendedProperties?.private?[GoogleID.property],
      GoogleID.isMade(id, of: own, in: scope.calendar)
    {
      return own
    }
    return event.iCalUID.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// - Parameter uid: that of its series for an instance.
  func component(_ event: GoogleEvent, uid: String) throws(Unusable) -> Component {
    var lines = EventLines()
    lines.text("UID", uid)
    let stamp = instant(event.updated) ?? instant(event.created) ?? Instant(seconds: 0)
    lines.time("DTSTAMP", .utc(stamp))
    if let created = instant(event.created) { lines.time("CREATED", .utc(created)) }
    if event.updated != nil { lines.time("LAST-MODIFIED", .utc(stamp)) }
    if let sequence = event.sequence { lines.raw("SEQUENCE", String(sequence)) }
    try addTimes(event, to: &lines)
    if event.isCancelled {
      lines.raw("STATUS", "CANCELLED")
    } else {
      addWords(event, to: &lines)
      addPeople(event, to: &lines)
      addLinks(event, to: &lines)
      addMarks(event, to: &lines)
      addCarried(event, to: &lines)
      addReminders(event, to: &lines)
    }
    guard let component = lines.component() else { throw Unusable(reason: "it makes no VEVENT") }
    return component
  }

  private func instant(_ text: String?) -> Instant? {
    text.flatMap { RFC3339.instant(reading: $0, zone: nil) }
  }

  private func addTimes(_ event: GoogleEvent, to lines: inout EventLines) throws(Unusable) {
    let slot = scope.time(event.originalStartTime)
    if event.recurringEventId != nil {
      guard let slot else { throw Unusable(reason: "an instance without its original start") }
      lines.time("RECURRENCE-ID", slot)
    }
    guard let start = scope.time(event.start) ?? (event.isCancelled ? slot : nil) else {
      throw Unusable(reason: "an event without a start")
    }
    lines.time("DTSTART", start)
    if let end = scope.time(event.end), event.endTimeUnspecified != true, !event.isCancelled {
      let isLater =
        end.isDate == start.isDate && end.instant(viewer: .utc) > start.instant(viewer: .utc)
      if isLater { lines.time("DTEND", end) }
    }
    guard event.recurringEventId == nil else { return }
    for text in event.recurrence ?? [] {
      let line = ContentLine(raw: EventLines.clean(text))
      if ["RRULE", "EXRULE", "RDATE", "EXDATE"].contains(line.name) { lines.line(line) }
    }
  }

  private func addWords(_ event: GoogleEvent, to lines: inout EventLines) {
    if let title = title(event) { lines.text("SUMMARY", title) }
    if let location = event.location, !location.isEmpty { lines.text("LOCATION", location) }
    if let notes = event.description, !notes.isEmpty {
      if HTMLText.isHTML(notes) {
        lines.text("DESCRIPTION", HTMLText.plain(notes, .kept))
        lines.raw(
          "X-ALT-DESC", CalendarText.escape(notes),
          [ContentLine.Parameter("FMTTYPE", "text/html")])
      } else {
        lines.text("DESCRIPTION", notes)
      }
    }
    if event.status == "tentative" { lines.raw("STATUS", "TENTATIVE") }
    // Where somebody works, and whose birthday it is, takes no time, whatever else is said.
    let isIdle = event.eventType == "workingLocation" || event.eventType == "birthday"
    let isFree = event.transparency == "transparent" || isIdle
    lines.raw("TRANSP", isFree ? "TRANSPARENT" : "OPAQUE")
    switch event.visibility {
    case "public": lines.raw("CLASS", "PUBLIC")
    case "private": lines.raw("CLASS", "PRIVATE")
    case "confidential": lines.raw("CLASS", "CONFIDENTIAL")
    default: break
    }
    if let color = GoogleColors.event(event.colorId) { lines.raw("COLOR", color) }
  }

  /// Who may not see an event's title sees that there is one.
  private func title(_ event: GoogleEvent) -> String? {
    if let title = event.summary { return title }
    if let place = event.workingLocationProperties {
      let label = place.customLocation?.label ?? place.officeLocation?.label
      return label.flatMap { $0.isEmpty ? nil : $0 }
        ?? (place.type == "homeOffice" ? "Home" : "Office")
    }
    return scope.role?.seesAll == false ? "Busy" : nil
  }

  private func addPeople(_ event: GoogleEvent, to lines: inout EventLines) {
    let guests = event.attendees ?? []
    if let organizer = event.organizer, let email = organizer.email,
      organizer.isMe != true || !guests.isEmpty
    {
      let person = EventComponent.Attendee(address: email, name: organizer.displayName)
      lines.raw("ORGANIZER", person.uri, person.parameters)
    }
    for guest in guests {
      guard let email = guest.email, !email.isEmpty else { continue }
      var person = EventComponent.Attendee(address: email, name: guest.displayName)
      person.response = Self.response(guest.responseStatus)
      if guest.optional == true { person.role = .optional }
      if guest.resource == true { person.kind = .resource }
      var parameters = person.parameters
      if let comment = guest.comment, !comment.isEmpty {
        parameters.append(ContentLine.Parameter("X-RESPONSE-COMMENT", comment))
      }
      if let count = guest.additionalGuests, count > 0 {
        parameters.append(ContentLine.Parameter("X-NUM-GUESTS", String(count)))
      }
      lines.raw("ATTENDEE", person.uri, parameters)
    }
    let isCut = event.attendeesOmitted == true || guests.contains { $0.email?.isEmpty ?? true }
    if isCut { lines.line(ContentLine(GoogleMark.guestsOmitted, rawValue: "TRUE")) }
  }

  private static func response(_ status: String?) -> EventComponent.Attendee.Response {
    switch status {
    case "accepted": .accepted
    case "declined": .declined
    case "tentative": .tentative
    default: .needsAction
    }
  }

  /// A way in by video first; other ways only beside one, as nothing else may pass for the way to
  /// join.
  private func addLinks(_ event: GoogleEvent, to lines: inout EventLines) {
    let points = event.conferenceData?.entryPoints ?? []
    let video = points.first { $0.entryPointType == "video" && $0.uri?.isEmpty == false }?.uri
    if let link = video ?? event.hangoutLink, !link.isEmpty {
      lines.raw("CONFERENCE", link, Self.conference("VIDEO", nil))
      for point in points where point.entryPointType == "phone" {
        guard let uri = point.uri, !uri.isEmpty else { continue }
        lines.raw("CONFERENCE", uri, Self.conference("PHONE", point.label))
      }
    }
    for attachment in event.attachments ?? [] {
      guard let url = attachment.fileUrl, !url.isEmpty else { continue }
      var parameters: [ContentLine.Parameter] = []
      if let type = attachment.mimeType { parameters.append(.init("FMTTYPE", type)) }
      if let title = attachment.title { parameters.append(.init("FILENAME", title)) }
      lines.raw("ATTACH", url, parameters)
    }
  }

  private static func conference(_ feature: String, _ label: String?) -> [ContentLine.Parameter] {
    [.init("VALUE", "URI"), .init("FEATURE", feature)] + (label.map { [.init("LABEL", $0)] } ?? [])
  }

  private func addMarks(_ event: GoogleEvent, to lines: inout EventLines) {
    if let type = event.eventType, type != "default" {
      lines.line(ContentLine(GoogleMark.eventType, text: type))
    }
    if event.locked == true {
      lines.line(ContentLine(GoogleMark.locked, rawValue: "TRUE"))
    }
  }

  private func addCarried(_ event: GoogleEvent, to lines: inout EventLines) {
    for text in GoogleCarried.lines(in: event.extendedProperties?.private ?? [:])
    where !lines.contains(text) {
      lines.line(ContentLine(raw: text))
    }
  }

  private func addReminders(_ event: GoogleEvent, to lines: inout EventLines) {
    for reminder in event.reminders?.overrides ?? [] {
      guard let minutes = reminder.minutes, (0...GoogleFields.longestReminder).contains(minutes)
      else { continue }
      lines.reminder(minutes, action: reminder.method == "email" ? "EMAIL" : "DISPLAY")
    }
  }
}

/// Properties of our own for what Google knows of an event and iCalendar has no word for.
enum GoogleMark {
  static let eventType = "X-DAYBOOK-EVENT-TYPE"
  static let locked = "X-DAYBOOK-LOCKED"
  static let guestsOmitted = "X-DAYBOOK-GUESTS-OMITTED"
}

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
    var lines = GoogleLines()
    lines.add("UID", text: uid)
    let stamp = instant(event.updated) ?? instant(event.created) ?? Instant(seconds: 0)
    lines.add("DTSTAMP", CalendarTime.utc(stamp).text)
    if let created = instant(event.created) {
      lines.add("CREATED", CalendarTime.utc(created).text)
    }
    if event.updated != nil { lines.add("LAST-MODIFIED", CalendarTime.utc(stamp).text) }
    if let sequence = event.sequence { lines.add("SEQUENCE", String(sequence)) }
    try addTimes(event, to: &lines)
    if event.isCancelled {
      lines.add("STATUS", "CANCELLED")
    } else {
      addWords(event, to: &lines)
      addPeople(event, to: &lines)
      addLinks(event, to: &lines)
      addMarks(event, to: &lines)
      addCarried(event, to: &lines)
      addReminders(event, to: &lines)
    }
    guard let component = lines.component else { throw Unusable(reason: "it makes no VEVENT") }
    return component
  }

  private func instant(_ text: String?) -> Instant? {
    text.flatMap { RFC3339.instant(reading: $0, zone: nil) }
  }

  private func addTimes(_ event: GoogleEvent, to lines: inout GoogleLines) throws(Unusable) {
    let slot = scope.time(event.originalStartTime)
    if event.recurringEventId != nil {
      guard let slot else { throw Unusable(reason: "an instance without its original start") }
      lines.add("RECURRENCE-ID", slot.text, slot.parameters)
    }
    guard let start = scope.time(event.start) ?? (event.isCancelled ? slot : nil) else {
      throw Unusable(reason: "an event without a start")
    }
    lines.add("DTSTART", start.text, start.parameters)
    if let end = scope.time(event.end), event.endTimeUnspecified != true, !event.isCancelled {
      let isLater =
        end.isDate == start.isDate && end.instant(viewer: .utc) > start.instant(viewer: .utc)
      if isLater { lines.add("DTEND", end.text, end.parameters) }
    }
    guard event.recurringEventId == nil else { return }
    for text in event.recurrence ?? [] {
      let line = ContentLine(raw: GoogleLines.clean(text))
      if ["RRULE", "EXRULE", "RDATE", "EXDATE"].contains(line.name) { lines.add(line) }
    }
  }

  private func addWords(_ event: GoogleEvent, to lines: inout GoogleLines) {
    if let title = title(event) { lines.add("SUMMARY", text: title) }
    if let location = event.location, !location.isEmpty { lines.add("LOCATION", text: location) }
    if let notes = event.description, !notes.isEmpty {
      if GoogleText.isHTML(notes) {
        lines.add("DESCRIPTION", text: GoogleText.plain(notes))
        lines.add(
          "X-ALT-DESC", CalendarText.escape(notes),
          [ContentLine.Parameter("FMTTYPE", "text/html")])
      } else {
        lines.add("DESCRIPTION", text: notes)
      }
    }
    if event.status == "tentative" { lines.add("STATUS", "TENTATIVE") }
    // Where somebody works, and whose birthday it is, takes no time, whatever else is said.
    let isIdle = event.eventType == "workingLocation" || event.eventType == "birthday"
    let isFree = event.transparency == "transparent" || isIdle
    lines.add("TRANSP", isFree ? "TRANSPARENT" : "OPAQUE")
    switch event.visibility {
    case "public": lines.add("CLASS", "PUBLIC")
    case "private": lines.add("CLASS", "PRIVATE")
    case "confidential": lines.add("CLASS", "CONFIDENTIAL")
    default: break
    }
    if let color = GoogleColors.event(event.colorId) { lines.add("COLOR", color) }
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

  private func addPeople(_ event: GoogleEvent, to lines: inout GoogleLines) {
    let guests = event.attendees ?? []
    if let organizer = event.organizer, let email = organizer.email,
      organizer.isMe != true || !guests.isEmpty
    {
      let person = EventComponent.Attendee(address: email, name: organizer.displayName)
      lines.add("ORGANIZER", person.uri, person.parameters)
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
      lines.add("ATTENDEE", person.uri, parameters)
    }
    let isCut = event.attendeesOmitted == true || guests.contains { $0.email?.isEmpty ?? true }
    if isCut { lines.add(GoogleMark.guestsOmitted, "TRUE") }
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
  private func addLinks(_ event: GoogleEvent, to lines: inout GoogleLines) {
    let points = event.conferenceData?.entryPoints ?? []
    let video = points.first { $0.entryPointType == "video" && $0.uri?.isEmpty == false }?.uri
    if let link = video ?? event.hangoutLink, !link.isEmpty {
      lines.add("CONFERENCE", link, GoogleLines.conference("VIDEO", nil))
      for point in points where point.entryPointType == "phone" {
        guard let uri = point.uri, !uri.isEmpty else { continue }
        lines.add("CONFERENCE", uri, GoogleLines.conference("PHONE", point.label))
      }
    }
    for attachment in event.attachments ?? [] {
      guard let url = attachment.fileUrl, !url.isEmpty else { continue }
      var parameters: [ContentLine.Parameter] = []
      if let type = attachment.mimeType { parameters.append(.init("FMTTYPE", type)) }
      if let title = attachment.title { parameters.append(.init("FILENAME", title)) }
      lines.add("ATTACH", url, parameters)
    }
  }

  private func addMarks(_ event: GoogleEvent, to lines: inout GoogleLines) {
    if let type = event.eventType, type != "default" {
      lines.add(GoogleMark.eventType, CalendarText.escape(type))
    }
    if event.locked == true { lines.add(GoogleMark.locked, "TRUE") }
  }

  private func addCarried(_ event: GoogleEvent, to lines: inout GoogleLines) {
    for text in GoogleCarried.lines(in: event.extendedProperties?.private ?? [:])
    where !lines.contains(text) {
      lines.add(ContentLine(raw: text))
    }
  }

  private func addReminders(_ event: GoogleEvent, to lines: inout GoogleLines) {
    for reminder in event.reminders?.overrides ?? [] {
      guard let minutes = reminder.minutes, (0...GoogleFields.longestReminder).contains(minutes)
      else { continue }
      lines.addAlarm(
        action: reminder.method == "email" ? "EMAIL" : "DISPLAY",
        trigger: CalendarDuration(seconds: -60 * minutes).text)
    }
  }
}

/// Properties of our own for what Google knows of an event and iCalendar has no word for.
enum GoogleMark {
  static let eventType = "X-DAYBOOK-EVENT-TYPE"
  static let locked = "X-DAYBOOK-LOCKED"
  static let guestsOmitted = "X-DAYBOOK-GUESTS-OMITTED"
}

/// A VEVENT that is being written, line by line; in bytes, for a first sync makes thousands of them.
struct GoogleLines {
  private var bytes = Array("BEGIN:VEVENT".utf8)
  private var alarms = ""

  mutating func add(_ name: String, _ raw: String, _ parameters: [ContentLine.Parameter] = []) {
    bytes.append(0x0a)
    bytes += name.utf8
    for parameter in parameters {
      bytes.append(UInt8(ascii: ";"))
      bytes += parameter.text.utf8
    }
    bytes.append(UInt8(ascii: ":"))
    for byte in raw.utf8 where Self.isClean(byte) { bytes.append(byte) }
  }

  mutating func add(_ name: String, text value: String) { add(name, CalendarText.escape(value)) }

  mutating func add(_ line: ContentLine) {
    bytes.append(0x0a)
    bytes += line.raw.utf8
  }

  mutating func addAlarm(action: String, trigger: String) {
    alarms +=
      "\nBEGIN:VALARM\nACTION:\(action)\nTRIGGER:\(trigger)\nDESCRIPTION:Reminder\nEND:VALARM"
  }

  func contains(_ line: String) -> Bool {
    (String(decoding: bytes, as: UTF8.self) + "\n").contains("\n" + line + "\n")
  }

  var component: Component? {
    try? Component(text: String(decoding: bytes, as: UTF8.self) + alarms + "\nEND:VEVENT")
  }

  /// Without characters that would end the line or act on a terminal.
  static func clean(_ raw: String) -> String {
    guard !raw.utf8.allSatisfy(isClean) else { return raw }
    return String(decoding: raw.utf8.filter(isClean), as: UTF8.self)
  }

  private static func isClean(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F }

  static func conference(_ feature: String, _ label: String?) -> [ContentLine.Parameter] {
    [.init("VALUE", "URI"), .init("FEATURE", feature)] + (label.map { [.init("LABEL", $0)] } ?? [])
  }
}

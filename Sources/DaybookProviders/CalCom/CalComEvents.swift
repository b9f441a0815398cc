internal import DaybookCore
internal import ICalendar

/// Bookings as events.
struct CalComEvents {
  let me: CalComMe

  /// - Parameter name: the event's UID.
  func event(of booking: CalComBooking, named name: String) -> RemoteEvent {
    var component = Component(named: "VEVENT")
    component.setText("UID", name)
    component.set("DTSTAMP", time: .utc(booking.changedAt ?? booking.span.start))
    component.set("DTSTART", time: .utc(booking.span.start))
    component.set("DTEND", time: .utc(booking.span.end))
    component.setText("SUMMARY", booking.title)
    if !booking.notes.isEmpty { component.setText("DESCRIPTION", booking.notes) }
    if let place = CalComPlace(booking.location) {
      component.setText("LOCATION", place.text)
      if let link = place.link {
        component.set(
          "CONFERENCE",
          parameters: [.init("VALUE", "URI"), .init("FEATURE", "VIDEO")], rawValue: link)
      }
    }
    component.set("STATUS", rawValue: status(of: booking))
    addPeople(of: booking, to: &component)
    return RemoteEvent(
      id: RemoteID(booking.uid),
      version: BookingVersion(of: booking, component, named: name).version,
      components: [component])
  }

  private func status(of booking: CalComBooking) -> String {
    if booking.isOver { return "CANCELLED" }
    return booking.isAccepted ? "CONFIRMED" : "TENTATIVE"
  }

  // MARK: - People

  /// Who was booked has the chair and answers; who booked has said yes by doing so.
  private func addPeople(of booking: CalComBooking, to component: inout Component) {
    var known: Set<String> = []
    func add(_ attendee: EventComponent.Attendee, as name: String = "ATTENDEE") {
      component.append(name, parameters: attendee.parameters, rawValue: attendee.uri)
    }
    for host in booking.hosts {
      guard let address = address(of: host) else { continue }
      if known.isEmpty { add(.init(address: address, name: name(of: host)), as: "ORGANIZER") }
      guard known.insert(address).inserted else { continue }
      let response: EventComponent.Attendee.Response =
        booking.isPending ? .needsAction : booking.isRejected ? .declined : .accepted
      add(
        .init(
          address: address, name: name(of: host), response: response, role: .chair,
          wantsResponse: booking.isPending))
    }
    for attendee in booking.attendees {
      guard let address = address(of: attendee), known.insert(address).inserted else { continue }
      add(.init(address: address, name: name(of: attendee), response: .accepted))
    }
    for guest in booking.guests where Self.isMail(guest) && known.insert(guest).inserted {
      add(.init(address: guest, role: .optional))
    }
  }

  /// Mine is the account's, however the booking spells it.
  private func address(of person: CalComBooking.Person) -> String? {
    if me.isMe(person), Self.isMail(me.email) { return me.email }
    return [person.displayEmail, person.email].first(where: Self.isMail)
  }

  private func name(of person: CalComBooking.Person) -> String? {
    person.name.isEmpty || person.name == "unknown" ? nil : person.name
  }

  private static func isMail(_ text: String) -> Bool {
    text.utf8.count <= 320 && text.contains("@")
      && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f && $0 != UInt8(ascii: ":") }
  }
}

/// Where a booking takes place, fit to be shown.
struct CalComPlace: Equatable {
  var text: String
  /// Where to join.
  var link: String?

  /// nil where nothing is known yet.
  init?(_ location: String) {
    let location = location[...].trimmed
    guard !location.isEmpty, !Self.words.contains(location) else { return nil }
    let scheme = location.prefix(8).lowercased()
    if scheme.hasPrefix("https://") || scheme.hasPrefix("http://"),
      location.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f })
    {
      text = location
      link = location
      return
    }
    guard location.hasPrefix("integrations:") else {
      text = location
      return
    }
    let service = String(location.dropFirst("integrations:".count))
    text = Self.services[service] ?? location
  }

  /// What stands for a place that is told only to those who come.
  private static let words: Set<String> = [
    "inPerson", "attendeeInPerson", "phone", "userPhone", "link", "conferencing", "somewhereElse",
  ]

  private static let services = [
    "daily": "Cal Video", "google:meet": "Google Meet", "zoom": "Zoom",
    "office365_video": "Microsoft Teams", "jitsi": "Jitsi", "whereby_video": "Whereby",
    "webex_video": "Webex", "around_video": "Around",
  ]
}

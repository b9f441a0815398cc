import ICalendar
import Testing

/// Events: their times, ends and properties.
struct EventTests {
  private func event(_ text: String, calendar: String = "") throws -> EventComponent {
    let document = CalendarDocument.read(
      "BEGIN:VCALENDAR\n\(calendar)\nBEGIN:VEVENT\n\(text)\nEND:VEVENT\nEND:VCALENDAR")
    let object = try #require(document.calendars.first)
    let component = try #require(object.events.first)
    return try EventComponent(component, zones: object.zones(in: SystemZones.database))
  }

  @Test(arguments: [
    ("DTSTART;VALUE=DATE:20260301", "20260302", EventLength.days(1)),
    ("DTSTART:20260301T090000Z", "20260301T090000Z", .exact(0)),
    ("DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260303", "20260303", .days(2)),
    ("DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260301", "20260302", .days(1)),
    ("DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260228", "20260302", .days(1)),
    ("DTSTART:20260301T090000Z\nDTEND:20260301T080000Z", "20260301T090000Z", .exact(0)),
    (
      "DTSTART:20260301T090000Z\nDTEND:20260301T100000Z\nDURATION:PT5H", "20260301T100000Z",
      .exact(3600)
    ),
    (
      "DTSTART;TZID=Europe/Berlin:20260301T090000\nDTEND:20260301T100000", "20260301T100000",
      .exact(3600)
    ),
    (
      "DTSTART:20260301T090000\nDTEND;TZID=Europe/Berlin:20260301T100000", "20260301T100000",
      .exact(3600)
    ),
    ("DTSTART;VALUE=DATE:20260301\nDTEND:20260302T000000Z", "20260302", .days(1)),
    ("DTSTART;VALUE=DATE:20260301\nDTEND:20260302T100000Z", "20260303", .days(2)),
    ("DTSTART;VALUE=DATE:20260301\nDURATION:PT25H", "20260303", .days(2)),
    ("DTSTART;VALUE=DATE:20260301\nDURATION:P2W", "20260315", .days(14)),
    ("DTSTART:20260301T090000Z\nDURATION:-PT1H", "20260301T090000Z", .exact(0)),
    ("DTSTART:20260301T090000Z\nDURATION:", "20260301T090000Z", .exact(0)),
    ("DTSTART:20260301T090000Z\nDURATION:P1D", "20260302T090000Z", .nominal(1)),
    (
      "DTSTART;TZID=Europe/Berlin:20260328T120000\nDURATION:P1DT1H", "20260329T130000",
      .exact(24 * 3600)
    ),
    // Half past two comes twice on this day, and the second one ends it.
    (
      "DTSTART;TZID=Europe/Berlin:20261025T023000\nDURATION:PT1H", "20261025T013000Z",
      .exact(3600)
    ),
    ("DTSTART:20260301", "20260302", .days(1)),
    ("DTSTART;VALUE=DATE:20260301T120000", "20260302", .days(1)),
    ("DTSTART:20260301t090060z\nDTEND:20260301T240000Z", "20260302T000000Z", .exact(53_941)),
  ])
  func endsFollowTheTable(_ text: String, _ end: String, _ length: EventLength) throws {
    let event = try event(text)
    #expect(event.end.text == end)
    #expect(event.length == length)
  }

  @Test func anEndMayHaveAnotherZone() throws {
    let flight = try event(
      "DTSTART;TZID=Europe/Berlin:20260301T100000\nDTEND;TZID=America/New_York:20260301T130000")
    #expect(flight.length == .exact(9 * 3600))
    #expect(flight.end.zone?.identifier == "America/New_York")
  }

  @Test func utcWinsOverTZID() throws {
    let event = try event("DTSTART;TZID=Europe/Berlin:20260301T090000Z")
    #expect(event.start == .utc(Instant(seconds: 1_772_355_600)))
  }

  @Test(arguments: ["", "DTSTART:", "DTSTART:20260230", "DTSTART:00000101T000000", "DTSTART:soon"])
  func anEventWithoutAUsableStartIsRefused(_ text: String) {
    #expect(throws: ICalendarError.self) { try event(text) }
  }

  @Test func exchangeAllDayEventsAreAllDay() throws {
    let local = try event(
      "DTSTART;TZID=Europe/Berlin:20260301T000000\nDTEND;TZID=Europe/Berlin:20260302T000000\n"
        + "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE")
    #expect(local.start == .date(Day(2026, 3, 1)) && local.length == .days(1))
    let utc = try event(
      "DTSTART:20260228T230000Z\nDTEND:20260301T230000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
      calendar: "X-WR-TIMEZONE:Europe/Berlin")
    #expect(utc.start == .date(Day(2026, 3, 1)) && utc.length == .days(1))
    let timed = try event(
      "DTSTART:20260228T100000Z\nDTEND:20260301T230000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE")
    #expect(!timed.isAllDay)
  }

  @Test func theCalendarsZoneIsForFloatingTimesOnly() throws {
    let floating = try event("DTSTART:20260301T090000", calendar: "X-WR-TIMEZONE:Europe/Berlin")
    #expect(floating.start.instant(viewer: .utc) == Instant(seconds: 1_772_352_000))
    let utc = try event("DTSTART:20260301T090000Z", calendar: "X-WR-TIMEZONE:Europe/Berlin")
    #expect(utc.start.instant(viewer: .utc) == Instant(seconds: 1_772_355_600))
    #expect(try event("DTSTART:20260301T090000").start.isFloating)
  }

  @Test func propertiesMeanWhatTheySay() throws {
    let event = try event(
      """
      DTSTART:20260301T090000Z
      UID:abc
      SEQUENCE:3
      DTSTAMP:20260101T000000
      SUMMARY:a\\, b, c
      CATEGORIES:client,acme\\, inc
      CATEGORIES:paid
      STATUS:cancelled
      TRANSP:Transparent
      CLASS:SECRET
      X-MICROSOFT-CDO-BUSYSTATUS:OOF
      ORGANIZER;CN=Bo:MAILTO:Bo@Example.COM
      ATTENDEE;CN="Mora, Ana";PARTSTAT=accepted;ROLE=CHAIR;CUTYPE=ROOM;RSVP=TRUE:mailto:ana@example.com
      ATTENDEE;CN=Ana ^'Mo^' Mora;PARTSTAT=X-MAYBE:invalid:nomail
      LOCATION:Room 1
      DESCRIPTION:Join <https://us02web.zoom.us/j/1?pwd=2>.
      BEGIN:VALARM
      ACTION:DISPLAY
      TRIGGER;RELATED=END:-PT15M
      END:VALARM
      """)
    #expect(event.uid == "abc" && event.sequence == 3)
    #expect(event.stamp == Instant(seconds: 1_767_225_600))
    #expect(event.summary == "a, b, c")
    #expect(event.categories == ["client", "acme, inc", "paid"])
    #expect(event.status == .cancelled && event.isTransparent)
    #expect(event.classification == .private)
    #expect(event.busyStatus == .outOfOffice)
    #expect(event.organizer?.address == "bo@example.com")
    #expect(
      event.attendees == [
        EventComponent.Attendee(
          address: "ana@example.com", name: "Mora, Ana", response: .accepted, role: .chair,
          kind: .room, wantsResponse: true),
        EventComponent.Attendee(address: "invalid:nomail", name: "Ana \"Mo\" Mora"),
      ])
    #expect(event.conferenceURL == "https://us02web.zoom.us/j/1?pwd=2")
    #expect(event.alarms.first?.trigger == .relative(CalendarDuration(seconds: -900), toEnd: true))
  }

  @Test func theConferenceIsTakenFromTheBestPlace() throws {
    let all = """
      DTSTART:20260301T090000Z
      URL:https://example.com/page
      X-GOOGLE-CONFERENCE:https://meet.google.com/abc
      CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+1
      CONFERENCE;VALUE=URI;FEATURE=VIDEO,AUDIO:https://video.example.com/1
      """
    #expect(try event(all).conferenceURL == "https://video.example.com/1")
    let fewer = all.split(separator: "\n").filter { !$0.hasPrefix("CONFERENCE") }
    #expect(try event(fewer.joined(separator: "\n")).conferenceURL == "https://meet.google.com/abc")
    #expect(try event("DTSTART:20260301\nLOCATION:Room 1").conferenceURL == nil)
    #expect(ConferenceLink.first(in: "https://evil.com/zoom.us https://notzoom.us/x") == nil)
  }
}

import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// What comes from Cal.com.
@Suite struct CalComReadingTests {
  let fake: FakeCalCom
  let provider: CalComProvider

  init() throws {
    fake = try FakeCalCom()
    provider = CalComProvider(fake)
  }

  private func listed() async throws -> (Kept, notes: [String]) {
    var kept = Kept()
    let page = try await provider.changes(in: "bookings", since: kept.copy)
    for event in page.changed { kept.events[event.id] = event }
    for id in page.removed { kept.events[id] = nil }
    kept.token = page.token
    return (kept, page.notes)
  }

  @Test func anAccountIsOneCalendarOfWhoeverSignedIn() async throws {
    let calendars = try await provider.calendars()
    #expect(
      calendars == [
        RemoteCalendar(
          id: "bookings", name: "Bookings", timezone: "Europe/Berlin", address: "ana@example.com")
      ])
  }

  @Test func aBookingIsAnEventWithAllWhoTakePart() async throws {
    var booking = FakeBooking("pQ7wN2")
    booking.icsUID = "pQ7wN2@Cal.com"
    booking.notes = "Scope; the site, rebuilt\nand more"
    booking.location = "https://app.cal.com/video/pQ7wN2"
    booking.guests = ["pm@client.example"]
    fake.put(booking)
    let event = try #require(try await listed().0.events["pQ7wN2"])
    #expect(
      event.components.first?.text == """
        BEGIN:VEVENT
        UID:pQ7wN2@Cal.com
        DTSTAMP:20261118T131201Z
        DTSTART:20261119T083000Z
        DTEND:20261119T090000Z
        SUMMARY:Discovery call between Ana Reis and Tom Okafor
        DESCRIPTION:Scope\\; the site\\, rebuilt\\nand more
        LOCATION:https://app.cal.com/video/pQ7wN2
        CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://app.cal.com/video/pQ7wN2
        STATUS:CONFIRMED
        ORGANIZER;CN=Ana:mailto:ana@example.com
        ATTENDEE;CN=Ana;ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:ana@example.com
        ATTENDEE;CN=Tom;PARTSTAT=ACCEPTED:mailto:tom@client.example
        ATTENDEE;ROLE=OPT-PARTICIPANT:mailto:pm@client.example
        END:VEVENT
        """)
  }

  @Test(arguments: [
    ("accepted", "CONFIRMED", "ACCEPTED"), ("pending", "TENTATIVE", "NEEDS-ACTION"),
    ("cancelled", "CANCELLED", "ACCEPTED"), ("rejected", "CANCELLED", "DECLINED"),
    ("awaiting_host", "TENTATIVE", "NEEDS-ACTION"), ("something_new", "TENTATIVE", "ACCEPTED"),
  ])
  func whatItsStatusMeans(_ status: String, _ event: String, _ answer: String) async throws {
    fake.put(FakeBooking("a", status: status))
    let component = try #require(try await listed().0.events["a"]?.components.first)
    #expect(component.first("STATUS")?.value == event)
    let host = component.all("ATTENDEE").first { $0.value == "mailto:ana@example.com" }
    #expect((host?.parameter("PARTSTAT") ?? "NEEDS-ACTION") == answer)
  }

  @Test(arguments: [
    ("integrations:google:meet", "Google Meet", nil), ("integrations:daily", "Cal Video", nil),
    ("integrations:new_app", "integrations:new_app", nil), ("inPerson", nil, nil),
    (" ", nil, nil), ("Torstr. 1, Berlin", "Torstr. 1, Berlin", nil),
    ("+49 30 1234567", "+49 30 1234567", nil),
    ("HTTPS://meet.example.com/x", "HTTPS://meet.example.com/x", "HTTPS://meet.example.com/x"),
    ("javascript:alert(1)", "javascript:alert(1)", nil),
  ])
  func aLinkIsOnlyWhatCanBeOpened(_ location: String, _ text: String?, _ link: String?) {
    let place = CalComPlace(location)
    #expect(place?.text == text)
    #expect(place?.link == link)
  }

  @Test func whatOnlyConcernsTheTeamIsLeftOut() async throws {
    fake.put(FakeBooking("theirs", host: "bo@example.com"))
    fake.put(FakeBooking("booked", host: "bo@example.com", attendees: ["Ana@Example.com"]))
    #expect(try await listed().0.events.keys.map(\.raw) == ["booked"])
  }

  @Test func oneBookingThatCannotBeReadCostsItself() async throws {
    var odd = FakeBooking("odd")
    odd.oddities = ["start": "\"someday\""]
    var wild = FakeBooking("wild")
    wild.oddities = [
      "hosts": "[{\"id\":\"unknown\",\"name\":\"unknown\",\"email\":\"unknown\"},7]",
      "title": "[1]",
      "eventType": "null", "guests": "{}", "updatedAt": "17", "location": "{\"a\":1}",
      "attendees": "[{\"email\":\"ana@example.com\",\"name\":null},null]",
    ]
    fake.put(odd)
    fake.put(wild)
    fake.put(FakeBooking("good"))
    let (kept, notes) = try await listed()
    #expect(Set(kept.events.keys.map(\.raw)) == ["wild", "good"])
    #expect(notes == ["a booking could not be read and was left out"])
  }

  @Test func controlCharactersStayOut() async throws {
    var booking = FakeBooking("a", title: "Call\u{1b}[2J\u{7}")
    booking.oddities = [
      "guests": "[\"x@y.example\\r\\nSTATUS:CANCELLED\"]",
      "location": "\"https://x.example/a\\nSTATUS:CANCELLED\"",
    ]
    fake.put(booking)
    let component = try #require(try await listed().0.events["a"]?.components.first)
    #expect(component.first("SUMMARY")?.text == "Call[2J")
    #expect(component.all("STATUS").map(\.value) == ["CONFIRMED"])
    #expect(component.all("ATTENDEE").count == 2)
    #expect(component.first("CONFERENCE") == nil)
  }

  // MARK: - Moved

  @Test(arguments: [true, false], [true, false])
  func aBookingThatWasMovedIsTheSameEvent(_ tells: Bool, _ hasUID: Bool) async throws {
    fake.behave { $0.tellsWhereItWent = tells }
    var booking = FakeBooking("first")
    booking.icsUID = hasUID ? "first@Cal.com" : nil
    fake.put(booking)
    var kept = Kept()
    _ = try await kept.pass(provider, "bookings")
    let uid = kept.events["first"]?.uid
    for _ in 0..<2 {
      let old = try #require(kept.events.values.first)
      _ = try await provider.save(
        old.moved(by: 86_400), over: old, telling: .none, in: "bookings")
      _ = try await kept.pass(provider, "bookings")
      #expect(kept.events.count == 1)
      #expect(kept.events.values.first?.uid == uid)
    }
    // A look at everything tells the same.
    kept.token = nil
    let again = try await kept.pass(provider, "bookings")
    #expect(again.changed.isEmpty && again.removed.isEmpty)
    var anew = Kept()
    _ = try await anew.pass(CalComProvider(fake), "bookings")
    #expect(anew.events.keys.map(\.raw) == ["moved2"])
    #expect(fake.complaints.isEmpty)
  }

  @Test func whatWasBookedAtOnceIsNotOneEvent() async throws {
    for number in 0..<3 {
      var booking = FakeBooking("r\(number)", start: FakeBooking.start + number * 7 * 86_400)
      booking.icsUID = "same@Cal.com"
      booking.recurringUID = number < 2 ? "series" : nil
      fake.put(booking)
    }
    var twin = FakeBooking("twin", start: FakeBooking.start + 86_400)
    twin.icsUID = "same@Cal.com"
    fake.put(twin)
    let uids = try await listed().0.events.values.map(\.uid)
    #expect(Set(uids) == ["r0", "r1", "same@Cal.com", "twin"])
  }
}

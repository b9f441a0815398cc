import DaybookCore
import DaybookTestSupport
import Foundation
import ICalendar
import Synchronization
import Testing

@testable import DaybookProviders

/// Events as Graph tells them, in iCalendar's words and back.
@Suite struct GraphMappingTests {
  private func component(_ json: String, me: Set<String> = ["ada@contoso.example"]) throws
    -> Component
  {
    let event = try #require(JSONReading.value(GraphEvent.self, of: Array(json.utf8)))
    return try #require(GraphComponents(zones: GraphBench.zones, me: me).component(event))
  }

  private func event(_ more: String) -> String {
    """
    {"id":"1","iCalUId":"u","subject":"Talk","start":{"dateTime":"2026-11-23T09:00:00.0000000",
    "timeZone":"UTC"},"end":{"dateTime":"2026-11-23T10:00:00","timeZone":"UTC"},
    "originalStartTimeZone":"W. Europe Standard Time"\(more.isEmpty ? "" : ",")\(more)}
    """
  }

  @Test func aTimeIsToldInTheZoneItWasMadeIn() throws {
    let made = try component(event(""))
    #expect(made.first("DTSTART")?.raw == "DTSTART;TZID=Europe/Berlin:20261123T100000")
    #expect(made.first("DTEND")?.raw == "DTEND;TZID=Europe/Berlin:20261123T110000")
  }

  @Test func whatIsAllDayKeepsItsDates() throws {
    let made = try component(
      #"{"id":"1","isAllDay":true,"start":{"dateTime":"2026-11-23T00:00:00.0000000","timeZone":"Tokyo Standard Time"},"end":{"dateTime":"2026-11-25T00:00:00.0000000","timeZone":"UTC"}}"#
    )
    #expect(made.first("DTSTART")?.raw == "DTSTART;VALUE=DATE:20261123")
    #expect(made.first("DTEND")?.raw == "DTEND;VALUE=DATE:20261125")
  }

  @Test(arguments: [
    ("free", "TRANSPARENT", "FREE"), ("tentative", "OPAQUE", "TENTATIVE"),
    ("busy", "OPAQUE", "BUSY"), ("oof", "OPAQUE", "OOF"),
    ("workingElsewhere", "TRANSPARENT", "WORKINGELSEWHERE"),
  ])
  func everyClaimComesBack(_ word: String, _ transparency: String, _ busy: String) throws {
    let made = try component(event("\"showAs\":\"\(word)\""))
    #expect(made.first("TRANSP")?.value == transparency)
    #expect(made.first("X-MICROSOFT-CDO-BUSYSTATUS")?.value == busy)
    #expect(
      try GraphFields(made, zones: GraphBench.zones).creation()["showAs"] == .text(word))
  }

  @Test(arguments: [
    ("tentativelyAccepted", "TENTATIVE"), ("accepted", "ACCEPTED"), ("declined", "DECLINED"),
    ("notResponded", nil), ("none", nil),
  ])
  func myAnswerIsMine(_ word: String, _ status: String?) throws {
    let made = try component(
      event(
        """
        "isOrganizer":false,"organizer":{"emailAddress":{"name":"Ben","address":"ben@x.example"}},
        "responseStatus":{"response":"\(word)","time":"0001-01-01T00:00:00Z"},
        "attendees":[{"type":"optional","status":{"response":"none"},
        "emailAddress":{"name":"Ada","address":"Ada@contoso.example"}}]
        """))
    let mine = try #require(made.first("ATTENDEE"))
    #expect(mine.parameter("PARTSTAT") == status)
    #expect(mine.parameter("ROLE") == "OPT-PARTICIPANT")
    #expect(made.first("ORGANIZER")?.value == "mailto:ben@x.example")
  }

  @Test func aHiddenListStillTellsMyAnswer() throws {
    let made = try component(
      event(#""isOrganizer":false,"responseStatus":{"response":"accepted"},"attendees":[]"#))
    #expect(made.first("ATTENDEE")?.raw == "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@contoso.example")
  }

  @Test func anEntryOfMyOwnHasNoOrganizer() throws {
    let made = try component(
      event(
        #""isOrganizer":true,"responseStatus":{"response":"organizer"},"organizer":{"emailAddress":{"name":"Ada","address":"ada@contoso.example"}},"attendees":[]"#
      ))
    #expect(!made.has("ORGANIZER") && !made.has("ATTENDEE"))
  }

  @Test func theRestSurvivesBothWays() throws {
    let made = try component(
      event(
        """
        "body":{"contentType":"html","content":"<html><head><style>p{}</style></head><body><p>Bring <b>numbers</b> &amp; pens</p><ul><li>One</li><li>Two</li></ul></body></html>"},
        "sensitivity":"private","importance":"high","categories":["Blue, dark","Work"],
        "isReminderOn":true,"reminderMinutesBeforeStart":15,
        "location":{"displayName":"Room 4; left"},
        "onlineMeeting":{"joinUrl":"https://teams.microsoft.com/l/meetup-join/x"}
        """))
    let read = try EventComponent(made, zones: GraphBench.zones.resolver)
    #expect(read.description == "Bring numbers & pens\n\n- One\n- Two")
    #expect(read.classification == .private)
    #expect(read.categories == ["Blue, dark", "Work"])
    #expect(read.location == "Room 4; left")
    #expect(read.conferenceURL == "https://teams.microsoft.com/l/meetup-join/x")
    let fields = try GraphFields(made, zones: GraphBench.zones).creation()
    #expect(fields["reminderMinutesBeforeStart"] == 15 && fields["isReminderOn"] == true)
    #expect(fields["sensitivity"] == "private" && fields["importance"] == "high")
    #expect(
      fields["start"]
        == ["dateTime": "2026-11-23T10:00:00", "timeZone": "W. Europe Standard Time"])
  }

  @Test(arguments: [
    ("subject", "7"), ("attendees", "{}"), ("body", "[]"), ("showAs", "{}"), ("recurrence", "true"),
    ("categories", "[1,{}]"), ("responseStatus", "\"x\""), ("location", "[[]]"),
    ("onlineMeeting", "1"), ("organizer", "null"), ("lastModifiedDateTime", "\"never\""),
  ])
  func aFieldOfAWrongTypeCountsAsMissing(_ name: String, _ value: String) throws {
    // What stands last counts.
    let made = try component(event("\"\(name)\":\(value)"))
    #expect(made.first("DTSTART")?.value == "20261123T100000")
    #expect(made.first("SUMMARY")?.text == (name == "subject" ? "" : "Talk"))
    #expect(!made.has("RRULE") && !made.has("ATTENDEE") && !made.has("CATEGORIES"))
  }

  @Test func textCannotBecomeAProperty() throws {
    let made = try component(
      event(##""location":{"displayName":"Here\r\nATTENDEE:mailto:evil@x.example\u0007"}"##))
    #expect(!made.has("ATTENDEE"))
    #expect(made.first("LOCATION")?.text == "Here\nATTENDEE:mailto:evil@x.example")
  }

  @Test func everyZoneThatWindowsKnowsIsWrittenByItsName() {
    #expect(GraphZoneNames.windows(for: "Europe/Berlin") == "W. Europe Standard Time")
    #expect(GraphZoneNames.windows(for: "Europe/Oslo") == "W. Europe Standard Time")
    #expect(GraphZoneNames.windows(for: "America/Argentina/Ushuaia") != nil)
    #expect(GraphZoneNames.windows(for: "Antarctica/Troll") == nil)
  }

  @Test func theMeetingBlockStaysWhenNotesChange() {
    let html = """
      <html><body><div>Old</div><div style="x">________________</div>\
      <a href="https://teams.microsoft.com/l/x">Join</a></body></html>
      """
    let new = GraphBodyText.html(ofText: "New <1>\n________________ Join", keepingMeetingIn: html)
    #expect(new.contains("New &lt;1&gt;") && !new.contains("Old"))
    #expect(new.hasSuffix(#"<a href="https://teams.microsoft.com/l/x">Join</a></body></html>"#))
  }
}

/// Which hosts were asked.
final class AskedHosts: Sendable {
  private let hosts = Mutex<[String]>([])
  func add(_ host: String) { hosts.withLock { $0.append(host) } }
  var all: [String] { hosts.withLock { $0 } }
}

/// Against the tables that lie beside the project.
@Suite struct GraphZoneTableTests {
  private static let rows: [[Substring]] = {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "shared/contracts/microsoft/iana-to-windows.tsv").path
    let text = FileManager.default.contents(atPath: path).map {
      String(decoding: $0, as: UTF8.self)
    }
    return (text ?? "").split(separator: "\n").filter { !$0.hasPrefix("#") }.dropFirst()
      .map { $0.split(separator: "\t") }
  }()

  @Test func everyZoneOfTheTableHasItsName() {
    for row in Self.rows where row.count > 1 {
      #expect(GraphZoneNames.windows(for: String(row[0])) == String(row[1]), "\(row[0])")
    }
  }
}

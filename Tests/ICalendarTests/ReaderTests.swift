import DaybookTestSupport
import ICalendar
import Testing

/// What real files do, each in a fixture of our own.
struct ReaderTests {
  private func event(_ lines: String...) throws -> Component {
    try Component(text: "BEGIN:VEVENT\r\n\(lines.joined(separator: "\r\n"))\r\nEND:VEVENT\r\n")
  }

  private func read(_ text: String) -> CalendarDocument { CalendarDocument.read(text) }

  @Test func allLineEndsAreTakenAlsoMixed() throws {
    for end in ["\r\n", "\n", "\r"] {
      let text = [
        "BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:a b", " c", "\tc", "UID:1", "END:VEVENT",
        "END:VCALENDAR", "",
      ].joined(separator: end)
      let document = read(text)
      #expect(document.notes.isEmpty)
      let event = try #require(document.calendars.first?.events.first)
      #expect(event.first("SUMMARY")?.text == "a bcc")
      #expect(event.first("UID")?.line == 6)
    }
    let mixed = read("BEGIN:VCALENDAR\rBEGIN:VEVENT\nUID:1\r\n\r\n\nEND:VEVENT\rEND:VCALENDAR")
    #expect(mixed.calendars.first?.events.first?.first("UID")?.text == "1")
    #expect(!mixed.isTruncated)
  }

  @Test func aByteOrderMarkIsDroppedAtEveryBeginning() {
    let one = "\u{FEFF}BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    let document = read(one + one)
    #expect(document.calendars.count == 2)
    #expect(document.notes.isEmpty)
  }

  @Test func foldingMayCutACharacter() throws {
    var bytes = Array("BEGIN:VEVENT\r\nSUMMARY:caf\u{E9}\r\nEND:VEVENT\r\n".utf8)
    let middle = try #require(bytes.firstIndex(of: 0xC3)) + 1
    bytes.insert(contentsOf: Array("\r\n ".utf8), at: middle)
    let document = CalendarDocument.read(bytes)
    #expect(document.calendars.first?.components.first?.first("SUMMARY")?.text == "café")
    #expect(document.notes.isEmpty)
  }

  @Test func aLineThatIsNotUTF8IsReadAsWindows1252() {
    let bytes =
      Array("BEGIN:VEVENT\nSUMMARY:caf".utf8) + [0xE9, 0x20, 0x80]
      + Array("\nLOCATION:Köln\nEND:VEVENT".utf8)
    let document = CalendarDocument.read(bytes)
    let event = document.calendars.first?.components.first
    #expect(event?.first("SUMMARY")?.text == "café €")
    #expect(event?.first("LOCATION")?.text == "Köln")
    #expect(document.notes.map(\.line) == [2])
  }

  @Test func aLineThatLostItsSpaceBelongsToTheTextAbove() throws {
    let document = read(
      """
      BEGIN:VEVENT
      DESCRIPTION:first
      second line, with words
      see https://example.com
      UID:1
      stray words
      END:VEVENT
      """)
    let event = try #require(document.calendars.first?.components.first)
    #expect(
      event.first("DESCRIPTION")?.text
        == "first\nsecond line, with words\nsee https://example.com")
    #expect(event.first("UID")?.text == "1")
    #expect(document.notes.map(\.line) == [3, 4, 6])
  }

  @Test func namesAreFoundInAnyCaseAndSpelling() throws {
    let event = try event("summary:a", "REFRESH - INTERVAL; VALUE = DURATION:PT48H")
    #expect(event.first("SUMMARY")?.text == "a")
    #expect(event.first("refresh-interval")?.parameter("value") == "DURATION")
    #expect(event.text.contains("REFRESH - INTERVAL; VALUE = DURATION:PT48H"))
  }

  @Test(arguments: [
    ("DTSTART;TZID=\"(UTC+01:00) Bern, Rome: x\":20260309T090000", "(UTC+01:00) Bern, Rome: x"),
    ("DTSTART;TZID=(UTC+01:00) Bern, Rome:20260309T090000", "(UTC+01:00) Bern, Rome"),
    ("DTSTART;TZID=Canberra, Melbourne, Sydney:20260309T090000", "Canberra, Melbourne, Sydney"),
    ("DTSTART;TZID=:20260309T090000", ""),
    ("DTSTART;TZID:20260309T090000", ""),
    ("DTSTART;TZID=Екатеринбург:20260309T090000", "Екатеринбург"),
    ("DTSTART;TZID=\"Europe/Rome:20260309T090000", "Europe/Rome"),
  ])
  func brokenTZIDsAreKeptWhole(_ raw: String, _ tzid: String) {
    let line = ContentLine(raw: raw)
    #expect(line.parameter("TZID") == tzid)
    #expect(line.value == "20260309T090000")
  }

  @Test func propertiesMayFollowSubcomponents() throws {
    let event = try event("UID:1", "BEGIN:VALARM", "ACTION:DISPLAY", "UID:2", "END:VALARM", "X-A:b")
    #expect(event.first("X-A")?.value == "b")
    #expect(event.all("UID").map(\.value) == ["1"])
    #expect(event.children.map(\.name) == ["VALARM"])
    #expect(event.children.first?.first("UID")?.value == "2")
    #expect(event.lines.map(\.name) == ["UID", "X-A"])
  }

  @Test func missingEndsAreClosedAndSaidSo() throws {
    let document = read(
      """
      BEGIN:VCALENDAR
      BEGIN:VEVENT
      UID:1
      BEGIN:VALARM
      END:VEVENT
      END:VTODO
      BEGIN:VEVENT
      UID:2
      BEGIN:VEVENT
      UID:3
      END:VEVENT
      END:VCALENDAR
      """)
    let events = try #require(document.calendars.first?.events)
    #expect(events.map { $0.first("UID")?.value } == ["1", "2", "3"])
    #expect(events[0].text == "BEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nEND:VALARM\nEND:VEVENT")
    #expect(document.notes.map(\.line) == [5, 6, 9])
    #expect(!document.isTruncated)
  }

  @Test func aCutFileIsReadAndCalledTruncated() {
    let document = read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:hal")
    #expect(document.isTruncated)
    #expect(document.calendars.first?.events.count == 1)
    #expect(document.notes.contains { $0.reason.hasPrefix("truncated") })
  }

  @Test func eventsWithoutACalendarAreRead() {
    let document = read("BEGIN:VEVENT\nUID:1\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\n")
    #expect(!document.hasCalendar && !document.isTruncated)
    #expect(document.calendars.count == 1)
    #expect(document.calendars.first?.isWrapped == false)
    #expect(document.calendars.first?.events.count == 2)
  }

  @Test func aLoginPageHasNoCalendar() {
    let document = read("<!DOCTYPE html>\n<html><body>Sign in: now</body></html>\n")
    #expect(!document.hasCalendar)
    #expect(document.calendars.isEmpty)
  }

  @Test func anOverlongLineCostsItsComponentOnly() throws {
    let long = String(repeating: "x", count: CalendarReader.longestLine + 1)
    let document = read(
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nDESCRIPTION:\(long)\nEND:VALARM\nEND:VEVENT\n"
        + "BEGIN:VEVENT\nUID:2\nEND:VEVENT\nEND:VCALENDAR\n")
    #expect(document.calendars.first?.events.map { $0.first("UID")?.value } == ["2"])
    #expect(document.notes.count == 1)
    #expect(document.notes.first?.line == 2)
  }

  @Test func aLineOfTwoHundredMegabytesNeedsNoMemory() {
    var reader = CalendarReader()
    var count = 0
    let take: (CalendarReader.Item) -> Void = { if case .component = $0 { count += 1 } }
    reader.read(Array("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:".utf8), take)
    let chunk = [UInt8](repeating: 0x61, count: 1 << 20)
    for _ in 0..<200 { reader.read(chunk, take) }
    reader.read(Array("\nEND:VEVENT\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR".utf8), take)
    reader.finish(take)
    #expect(count == 1)
    #expect(reader.notes.count == 1)
    #expect(!reader.isTruncated)
  }

  @Test func deepNestingIsSkippedNotFollowed() {
    let depth = 20_000
    let text =
      "BEGIN:VCALENDAR\n" + String(repeating: "BEGIN:X\n", count: depth)
      + String(repeating: "END:X\n", count: depth)
      + "BEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n"
    let document = read(text)
    #expect(document.calendars.first?.components.map(\.name) == ["VEVENT"])
    #expect(document.notes.count == 1)
    let sixteen =
      String(repeating: "BEGIN:X\n", count: 16) + String(repeating: "END:X\n", count: 16)
    #expect(read(sixteen).calendars.first?.components.count == 1)
  }

  @Test func randomBytesNeverTrap() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Seeded(seed: seed)
    let words = [
      "BEGIN:", "END:", "VEVENT", "VCALENDAR", "VALARM", ":", ";", "=", "\"", ",", "\n", "\r", " ",
      "DTSTART", "TZID", "20260101", "T000000", "Z", "RRULE:FREQ=DAILY", "DURATION:P", "é", "^",
      "\\",
    ]
    for _ in 0..<300 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...120, using: &random) {
        if Int.random(in: 0..<8, using: &random) == 0 {
          bytes.append(UInt8.random(in: 0...255, using: &random))
        } else if let word = words.randomElement(using: &random) {
          bytes += Array(word.utf8)
        }
      }
      let document = CalendarDocument.read(bytes)
      for calendar in document.calendars {
        let events = calendar.readEvents(zones: calendar.zones(in: SystemZones.database)).events
        for event in events {
          _ = (event.notes, event.attendees, event.alarms.map(\.trigger), event.conferenceURL)
          let set = RecurrenceSet(master: event)
          _ = set.instances(touching: TimeSpan(.earliest, .latest), viewer: .utc, limit: 20)
        }
        let again = CalendarDocument.read(CalendarWriter.text(of: calendar))
        #expect(again.calendars.flatMap(\.components) == calendar.components, "seed \(seed)")
      }
    }
  }

  @Test func editingChangesOneLineAndNothingElse() throws {
    var event = try event(
      "uid:1", "X-Odd ;A=b:kept", "SUMMARY;LANGUAGE=en:old", "SEQUENCE:1", "BEGIN:VALARM",
      "SUMMARY:alarm", "END:VALARM")
    event.setText("SUMMARY", "new, and\nlonger")
    event.set("SEQUENCE", rawValue: "2")
    event.set("DTSTART", parameters: [.init("VALUE", "DATE")], rawValue: "20260301")
    #expect(
      event.text == """
        BEGIN:VEVENT
        uid:1
        X-Odd ;A=b:kept
        SUMMARY;LANGUAGE=en:new\\, and\\nlonger
        SEQUENCE:2
        DTSTART;VALUE=DATE:20260301
        BEGIN:VALARM
        SUMMARY:alarm
        END:VALARM
        END:VEVENT
        """)
    event.remove("sequence")
    event.removeChildren { $0.name == "VALARM" }
    event.append("COMMENT", rawValue: "one\r\nEND:VEVENT")
    #expect(!event.has("SEQUENCE") && event.children.isEmpty)
    #expect(event.first("COMMENT")?.value == "one\\nEND:VEVENT")
    #expect(try Component(text: event.text) == event)
  }

  @Test func zonesAreFoundAheadOfTheirEvents() {
    let text =
      "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nBEGIN:VTIMEZONE\nTZID:A\nEND:VTIMEZONE\nEND:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\n"
    let zones = Array(text.utf8).withUnsafeBytes { CalendarReader.zones(in: $0) }
    #expect(zones.map(\.count) == [1, 0])
  }
}

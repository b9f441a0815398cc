import ICalendar
import Testing

/// From a TZID to a zone, and from a zone to a VTIMEZONE.
struct ZoneResolverTests {
  private let resolver = ZoneResolver(database: SystemZones.database)

  @Test(arguments: [
    ("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"),
    ("\"Europe/Berlin\"", "Europe/Berlin"), (" Europe/Berlin ", "Europe/Berlin"),
    ("/Europe/Stockholm", "Europe/Stockholm"),
    ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
    ("/mozilla.org/20070129_1/America/Indiana/Knox", "America/Indiana/Knox"),
    ("/freeassociation.sourceforge.net/Tzfile/Asia/Tokyo", "Asia/Tokyo"),
    ("/freeassociation.sourceforge.net/Asia/Tokyo", "Asia/Tokyo"),
    ("/softwarestudio.org/Olson_20011030_5/America/New_York", "America/New_York"),
    ("/citadel.org/20190914_1/Europe/Rome", "Europe/Rome"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("w. europe standard time", "Europe/Berlin"),
    ("Canberra, Melbourne, Sydney", "Australia/Canberra"),
    ("Etc/GMT+5", "Etc/GMT+5"),
  ])
  func namesLeadToZones(_ tzid: String, _ identifier: String) {
    let found = resolver.find(tzid).zone
    if identifier == "Australia/Canberra" {
      #expect(["Australia/Canberra", "Australia/Melbourne"].contains(found?.identifier ?? ""))
    } else {
      #expect(found?.identifier == identifier)
    }
  }

  @Test(arguments: [("US/Eastern", "America/New_York"), ("Asia/Calcutta", "Asia/Kolkata")])
  func formerNamesLeadToTheSameTimes(_ former: String, _ current: String) throws {
    let zone = try #require(resolver.find(former).zone)
    let expected = try SystemZones.zone(current)
    for second in stride(from: 0, to: 2_000_000_000, by: 10_000_000) {
      let instant = Instant(seconds: second)
      #expect(zone.offset(at: instant) == expected.offset(at: instant))
    }
  }

  @Test(arguments: [
    ("GMT+0100", 3600), ("UTC-03:00", -10_800), ("(UTC+01:00) Amsterdam, Berlin", 3600),
    ("(GMT -05:00)", -18_000), ("(UTC-05:00) Eastern Time (US and Canada)", -18_000),
    ("Z", 0), ("GMT", 0), ("UTC", 0), ("Etc/Nowhere", 0), ("GMT+5", 18_000),
  ])
  func statedOffsetsAreTakenAtTheirWord(_ tzid: String, _ offset: Int) throws {
    let found = resolver.find(tzid)
    #expect(try #require(found.zone).offset(at: Instant(seconds: 0)) == offset)
    #expect((found.note == nil) == (offset == 0))
  }

  @Test(arguments: ["", "Custom Zone 1", "../../etc/passwd", "Europe", "GMT+99", "\u{0}"])
  func unknownZonesLeaveTimesFloatingAndSaySo(_ tzid: String) throws {
    #expect(resolver.find(tzid).zone == nil)
    #expect(resolver.find(tzid).note != nil)
    let berlin = try SystemZones.zone("Europe/Berlin")
    let other = ZoneResolver(database: SystemZones.database, fallback: berlin)
    #expect(other.find(tzid).zone === berlin)
  }

  private func definition(_ tzid: String, _ body: String) throws -> Component {
    try Component(text: "BEGIN:VTIMEZONE\nTZID:\(tzid)\n\(body)\nEND:VTIMEZONE")
  }

  private static let outlook = """
    BEGIN:STANDARD
    DTSTART:16010101T030000
    TZOFFSETFROM:+0200
    TZOFFSETTO:+0100
    RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
    END:STANDARD
    BEGIN:DAYLIGHT
    DTSTART:16010101T020000
    TZOFFSETFROM:+0100
    TZOFFSETTO:+0200
    RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
    END:DAYLIGHT
    """

  @Test func outlookRulesFrom1601AreBerlin() throws {
    let zone = try #require(Zone(vtimezone: try definition("X", Self.outlook)))
    let berlin = try SystemZones.zone("Europe/Berlin")
    for second in stride(from: 900_000_000, to: 4_000_000_000, by: 3_600_000) {
      let instant = Instant(seconds: second)
      #expect(zone.offset(at: instant) == berlin.offset(at: instant))
    }
  }

  @Test func definitionsCountForNamesNobodyKnows() throws {
    let definitions = [
      try definition("Mine", Self.outlook),
      try definition("Placed", "X-LIC-LOCATION:Asia/Tokyo\n" + Self.outlook),
      // The system knows better than a definition cut to today's rule.
      try definition("Asia/Kolkata", Self.outlook),
      try definition(
        "Summer only",
        "BEGIN:DAYLIGHT\nDTSTART:20000101T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0400\nEND:DAYLIGHT"
      ),
      try definition(
        "Nonsense",
        "BEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETFROM:+5328\nTZOFFSETTO:+0100\nEND:STANDARD"
      ),
    ]
    let resolver = ZoneResolver(database: SystemZones.database, definitions: definitions)
    let july = Instant(seconds: 1_783_000_000)
    #expect(resolver.find("Mine").zone?.offset(at: july) == 7200)
    #expect(resolver.find("Placed").zone?.identifier == "Asia/Tokyo")
    #expect(resolver.find("Asia/Kolkata").zone?.offset(at: july) == 19_800)
    #expect(resolver.find("Summer only").zone?.offset(at: july) == 14_400)
    #expect(resolver.find("Summer only").zone?.offset(at: Instant(seconds: 0)) == 10_800)
    #expect(resolver.find("Nonsense").zone == nil)
    #expect(self.resolver.find("Mine").zone == nil)
  }

  @Test func definitionsListOnsetsAndEndTheirRules() throws {
    let zone = try #require(
      Zone(
        vtimezone: try definition(
          "X",
          """
          BEGIN:DAYLIGHT
          DTSTART:19670430T020000
          RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1SU;UNTIL=19730429T070000Z
          TZOFFSETFROM:-0500
          TZOFFSETTO:-0400
          TZNAME:EDT
          END:DAYLIGHT
          BEGIN:STANDARD
          DTSTART:19671029T020000
          RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20061029T060000Z
          TZOFFSETFROM:-0400
          TZOFFSETTO:-0500
          TZNAME:EST
          END:STANDARD
          BEGIN:DAYLIGHT
          DTSTART:19740106T020000
          RDATE:19750223T020000
          TZOFFSETFROM:-0500
          TZOFFSETTO:-0400
          TZNAME:EDT
          END:DAYLIGHT
          """)))
    let newYork = try SystemZones.zone("America/New_York")
    for second in stride(from: -80_000_000, to: 180_000_000, by: 86_400) {
      let instant = Instant(seconds: second)
      #expect(zone.offset(at: instant) == newYork.offset(at: instant))
      #expect(zone.abbreviation(at: instant) == newYork.abbreviation(at: instant))
    }
  }

  /// What is written for a zone describes the same times, whatever its history.
  @Test(arguments: [
    "America/New_York", "Europe/Berlin", "Europe/Dublin", "Australia/Lord_Howe",
    "Africa/Casablanca", "Asia/Gaza", "America/Nuuk", "Asia/Tehran", "Asia/Tokyo",
    "America/Santiago", "Pacific/Apia", "Europe/Moscow", "UTC", "Africa/Cairo",
  ])
  func writtenZonesTellTheSameTimes(_ identifier: String) throws {
    let zone = try SystemZones.zone(identifier)
    for (from, through) in [(2026, 2040), (1990, 2030), (2010, 2012)] {
      let written = Component(timeZone: zone, from: from, through: through)
      let read = try #require(Zone(vtimezone: try Component(text: written.text)))
      var second = LocalDateTime(Day(from, 1, 1)).wallSeconds
      let end = LocalDateTime(Day(through + 1, 1, 1)).wallSeconds
      while second < end {
        let instant = Instant(seconds: second)
        #expect(
          read.offset(at: instant) == zone.offset(at: instant),
          "\(zone.local(at: instant))\n\(written.text)")
        if read.offset(at: instant) != zone.offset(at: instant) { return }
        second += 3600 * 5
      }
    }
  }

  @Test func newYorkIsWrittenAsTheContractShows() throws {
    let zone = try SystemZones.zone("America/New_York")
    #expect(
      Component(timeZone: zone, from: 2026, through: 2027).text == """
        BEGIN:VTIMEZONE
        TZID:America/New_York
        BEGIN:DAYLIGHT
        DTSTART:20070311T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
        TZOFFSETFROM:-0500
        TZOFFSETTO:-0400
        TZNAME:EDT
        END:DAYLIGHT
        BEGIN:STANDARD
        DTSTART:20071104T020000
        RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
        TZOFFSETFROM:-0400
        TZOFFSETTO:-0500
        TZNAME:EST
        END:STANDARD
        END:VTIMEZONE
        """)
  }

  @Test func aZoneWrittenUnderAnotherNameIsFoundAgain() throws {
    let zone = try SystemZones.zone("Europe/Berlin")
    let written = Component(
      timeZone: zone, identifier: "W. Europe Standard Time", from: 2026, through: 2027)
    let resolver = ZoneResolver(database: SystemZones.database, definitions: [written])
    #expect(resolver.find("W. Europe Standard Time").zone?.identifier == "Europe/Berlin")
  }
}

import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

/// What a search finds, and that a short beginning, which is looked for in the events themselves, finds
/// what the index of words would.
struct SearchTests {
  private static let hostile = TestCalendar.text(
    TestCalendar.event("plain", "DTSTART:20261119T090000Z", "SUMMARY:Acme review"),
    TestCalendar.event(
      "escaped", "DTSTART:20261119T100000Z", "SUMMARY:One\\nxylophone\\, zoo\\;yak\\\\quiz",
      "DESCRIPTION:first\\nnext"),
    TestCalendar.event(
      "people", "DTSTART:20261119T110000Z", "SUMMARY:Talk",
      "ORGANIZER;CN=Ünal:mailto:Boss@Example.org",
      "ATTENDEE;PARTSTAT=ACCEPTED;CN=\"Vera; of: W^nQuito\":MAILTO:vera@example.net",
      "ATTENDEE;ROLE=REQ-PARTICIPANT:urn:uuid:jackdaw"),
    TestCalendar.event(
      "alarm", "DTSTART:20261119T120000Z", "SUMMARY;LANGUAGE=de:Übergabe Straße",
      "LOCATION;ALTREP=\"http://kiosk:80/\":Halle 7", "COMMENT:hidden", "BEGIN:VALARM",
      "ACTION:DISPLAY", "DESCRIPTION:Wake up", "TRIGGER:-PT5M", "END:VALARM"),
    TestCalendar.event(
      "scripts", "DTSTART:20261119T130000Z", "SUMMARY:会議：四半期レビュー 👩‍👩‍👧 cafe\u{301}",
      "DESCRIPTION:Ημερίδα Şirket اجتماع"))

  /// Everything there is, by the index.
  private func indexed(_ text: String, _ home: TemporaryStore) throws -> [String] {
    var filter = OccurrenceFilter()
    filter.search = text
    return try home.store.allOccurrences(viewer: .utc, in: filter).occurrences.map(\.uid).sorted()
  }

  @Test func aShortBeginningFindsWhatTheIndexWould() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(Self.hostile)
    let letters = "abcdefghijklmnopqrstuvwxyz0123456789ßéüş会四иηاا".map(String.init)
    var found = 0
    let pairs = letters.map { $0 + "e" }
    for text in letters + pairs + ["ss", "a r", "x zo", "we wa", "ac re", "ÜB st"] {
      let uids = try home.store.search(text, near: TemporaryStore.now, limit: 10, viewer: .utc)
        .map(\.uid).sorted()
      #expect(uids == (try indexed(text, home)), "\(text)")
      found += uids.count
    }
    #expect(found > 40)
  }

  /// So many events that not all can be looked at, one an hour, half of them before now.
  private func crowded() throws -> TemporaryStore {
    let home = try TemporaryStore()
    let lines = (0..<6_000).map { index in
      let start = TemporaryStore.now + (index - 3_000) * 3_600 + 60
      let rare = index == 10 || index == 5_990 ? " xq" : index % 20 == 0 ? " mid" : ""
      return TestCalendar.event(
        "e\(index)", "DTSTART:\(CalendarTime.utc(start).text)",
        "SUMMARY:Talk\(rare)")
    }
    try home.load(
      "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n" + lines.joined(separator: "\n")
        + "\nEND:VCALENDAR\n")
    return home
  }

  @Test func theNearestOfManyComeFirst() throws {
    let home = try crowded()
    defer { home.remove() }
    func search(_ text: String, _ limit: Int) throws -> [String] {
      try home.store.search(text, near: TemporaryStore.now, limit: limit, viewer: .utc).map(\.uid)
    }
    #expect(try search("t", 4) == ["e3000", "e2999", "e3001", "e2998"])
    #expect(try search("talk", 4) == ["e3000", "e2999", "e3001", "e2998"])
    // Too rare to be found by looking around, and behind more than that finds.
    #expect(try search("x", 4) == ["e10", "e5990"])
    #expect(try search("mid t", 3) == ["e3000", "e2980", "e3020"])
    #expect(try search("mi", 200).count == 200)
  }

  @Test func anEventThatRepeatsIsFoundOnceWhereItIsNearest() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(
      TestCalendar.text(
        TestCalendar.event(
          "daily", "DTSTART:20261101T150000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=60",
          "SUMMARY:Daily")))
    for text in ["d", "daily"] {
      let found = try home.store.search(text, near: TemporaryStore.now, limit: 5, viewer: .utc)
      #expect(found.map { CalendarTime.utc($0.span.start).text } == ["20261118T150000Z"])
    }
  }
}

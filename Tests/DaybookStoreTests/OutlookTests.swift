import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

/// What a screen of some days is made of.
@Suite struct OutlookTests {
  private let today = Day(2026, 11, 19)

  /// Some hundred meetings around today that run into each other.
  private func desk(_ home: TemporaryStore, seed: UInt64) throws -> Desk {
    var generator = Seeded(seed: seed)
    let events = (0..<300).map { index in
      let start = today.number * 86_400 + Int.random(in: -9_000_000..<12_000_000, using: &generator)
      let end = start + 900 * Int.random(in: 1..<200, using: &generator)
      return TestCalendar.event(
        "e\(index)",
        "DTSTART:\(OriginalStart.instant(Instant(seconds: start - start % 900)).compact)",
        "DTEND:\(OriginalStart.instant(Instant(seconds: end - end % 900)).compact)")
    }
    try home.load(TestCalendar.text(events.joined(separator: "\n")))
    return Desk(
      store: home.store, settings: Settings(), zone: .utc,
      now: Instant(seconds: today.number * 86_400 + 40_000))
  }

  @Test(arguments: [-100, -60, -35, 0, 40, 89, 90, 120])
  func oneLookSaysWhatTwoWouldSay(_ offset: Int) throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let desk = try desk(home, seed: 11)
    let days = today + offset..<today + offset + 77
    let ahead = today..<today + 90
    let both = try desk.outlook(of: days, ahead: ahead)
    let alone = try desk.outlook(of: days)
    #expect(!alone.conflicts.isEmpty)
    #expect(both.outlook.occurrences == alone.occurrences)
    #expect(both.outlook.conflicts == alone.conflicts)
    let found = try desk.conflicts(touching: desk.span(of: ahead), includesDecided: true)
    #expect(both.ahead == found.conflicts)
  }
}

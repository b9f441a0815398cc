import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

/// Ways out of several conflicts.
struct OfferBookTests {
  @Test func theWorkOfManyIsBounded() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let events = (1...4).map { number in
      TestCalendar.event(
        "e\(number)", "SUMMARY:Meeting \(number)", "DTSTART:20261119T100000Z",
        "DTEND:20261119T110000Z")
    }
    try home.load(TestCalendar.text(events.joined(separator: "\n")))
    let desk = Desk(
      store: home.store, settings: Settings(), zone: .utc, now: TemporaryStore.now)
    let day = Day(2026, 11, 19)
    let conflicts = try desk.conflicts(touching: desk.span(of: day..<day + 1)).conflicts
    #expect(conflicts.count == 6)
    let book = try desk.offerBook(for: conflicts)
    let all = book.offers(for: conflicts)
    #expect(all.allSatisfy { !$0.isEmpty })
    #expect(all == conflicts.map { book.offers(for: $0) })
    // Four events lie around each of them.
    #expect(
      book.offers(for: conflicts, within: 5).map(\.isEmpty) == [
        false, false, true, true, true, true,
      ])
  }
}

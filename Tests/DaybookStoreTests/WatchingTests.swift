import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

/// Whoever watches hears of every commit, and of nothing else.
@Suite struct WatchingTests {
  private let text = TestCalendar.text(TestCalendar.event("a", "DTSTART:20261119T090000Z"))

  @Test func aCommitIsHeard() async throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    var changes = home.store.changes().makeAsyncIterator()
    try home.load(text)
    let heard = try #require(await changes.next())
    #expect(heard.contains([.calendars, .events]))
  }

  @Test func severalCommitsBecomeOne() async throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    var changes = home.store.changes().makeAsyncIterator()
    for index in 0..<20 { try home.store.addCalendar(named: "C\(index)") }
    try home.store.addAvailabilityRule(.notice(5), now: TemporaryStore.now)
    let heard = try #require(await changes.next())
    #expect(heard.contains([.calendars, .availability]))
    try home.store.addAvailabilityRule(.notice(6), now: TemporaryStore.now)
    #expect(try #require(await changes.next()).contains(.availability))
  }

  @Test func importingTheSameAgainIsNoNews() async throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(text)
    var changes = home.store.changes().makeAsyncIterator()
    try home.load(text)
    try home.store.addAvailabilityRule(.notice(5), now: TemporaryStore.now)
    #expect(try #require(await changes.next()).contains(.events) == false)
  }

  @Test func theFirstCommitOfAnotherProcessIsHeard() async throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let other = try home.reopened()
    var changes = home.store.changes().makeAsyncIterator()
    try other.addCalendar(named: "Elsewhere")
    try home.store.noticeOtherProcesses()
    // A change of its own comes too, so that a missed one is no endless wait.
    try home.store.addAvailabilityRule(.notice(5), now: TemporaryStore.now)
    #expect(await changes.next() == .all)
  }

  @Test func anotherProcessIsHeardWhenAskedFor() async throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let other = try home.reopened()
    try home.store.noticeOtherProcesses()
    var changes = home.store.changes().makeAsyncIterator()
    try other.addCalendar(named: "Elsewhere")
    try home.store.noticeOtherProcesses()
    #expect(await changes.next() == .all)
    try home.store.noticeOtherProcesses()
    try home.store.addAvailabilityRule(.notice(5), now: TemporaryStore.now)
    #expect(await changes.next() != .all)
  }
}

import DaybookCore
@testable import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

/// What is old is forgotten with the end of a pass, once a day.
@Suite struct SweepingTests {
  private static let now = TemporaryStore.now
  private static let day = 86_400
  let home: TemporaryStore
  private let account = Account(
    id: Account.id(kind: .caldav, nameOrAddress: "https://example.com"), name: "Work",
    kind: .caldav, address: "https://example.com")

  init() throws {
    home = try TemporaryStore()
    try home.store.addAccount(account)
    try home.store.updateCalendars(
      [RemoteCalendar(id: RemoteID("c"), name: "Team")], of: account.id)
  }

  private func endPass(at now: Instant) throws {
    try home.store.finishPass(of: account.id, state: .ok, failure: nil, at: now)
  }

  private func log(_ days: Int) throws {
    let at = Self.now - days * Self.day
    let calendar = EventCalendar.id(account: account.id.raw, key: "c")
    try home.store.commit(SyncPass(calendar: calendar, position: SyncPosition(), startedAt: at))
    try home.store.record([
      Exchange(
        at: at, account: "Work", request: "GET \(days)", status: 200, milliseconds: 1, bytes: 1)
    ])
  }

  @Test func runsAndRequestsAreKeptForThirtyDays() throws {
    defer { home.remove() }
    for days in [31, 29, 0] { try log(days) }
    try endPass(at: Self.now)
    #expect(try home.store.exchanges().map(\.request) == ["GET 0", "GET 29"])
    #expect(try home.store.syncRuns().map { (Self.now - $0.at) / Self.day } == [0, 29])
  }

  @Test func itIsDoneOnceADay() throws {
    defer { home.remove() }
    try endPass(at: Self.now)
    try log(40)
    try endPass(at: Self.now + Self.day - 1)
    #expect(try home.store.exchanges().count == 1)
    try endPass(at: Self.now + Self.day)
    #expect(try home.store.exchanges().isEmpty)
  }

  @Test func aClockThatWasAheadDoesNotPutItOffForEver() throws {
    defer { home.remove() }
    try endPass(at: Self.now + 3650 * Self.day)
    try log(40)
    try endPass(at: Self.now)
    #expect(try home.store.exchanges().isEmpty)
  }

  @Test func whatItDoesFailsWithThePass() throws {
    defer { home.remove() }
    try log(40)
    try home.store.execute(
      "CREATE TRIGGER no BEFORE DELETE ON exchange BEGIN SELECT RAISE(ABORT, 'no'); END")
    #expect(throws: (any Error).self) { try endPass(at: Self.now) }
    #expect(try home.store.accounts().first?.lastSync == nil)
    #expect(try home.store.syncRuns().count == 1)
  }

  private struct Settled: CustomTestStringConvertible {
    var state = Conflict.State.resolved
    /// Days since it was settled, and since it was over.
    var settled: Int
    var over: Int
    var stays: Bool
    var testDescription: String { "\(state) \(settled) days ago, over \(over) days ago" }

    static let all = [
      Settled(settled: 91, over: 80, stays: false), Settled(settled: 89, over: 80, stays: true),
      Settled(settled: 91, over: -1, stays: true),
      Settled(state: .ignored, settled: 400, over: 399, stays: true),
    ]
  }

  @Test(arguments: Settled.all)
  private func conflictsThatWereResolvedLongAgoAndAreOverAreForgotten(_ settled: Settled) throws {
    defer { home.remove() }
    let end = Self.now - settled.over * Self.day
    try home.store.execute(
      """
      INSERT INTO decision VALUES ('x', 'a', 'b', '\(settled.state.rawValue)', 'move', NULL,
        \((Self.now - settled.settled * Self.day).seconds), 'overlap', 'high',
        \(end.seconds - 3600), \(end.seconds), 60)
      """)
    try endPass(at: Self.now)
    #expect(try home.store.decisions().single.isEmpty == !settled.stays)
  }
}

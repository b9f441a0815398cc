import DaybookCore
@testable import DaybookStore
import DaybookTestSupport
import Testing

/// Listings that are stored in parts.
extension SyncTests {
  @Test func aPartOfAListingIsStoredWithWhereItGoesOn() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    try home.store.commit(pass(id, [remote("a", "1", "SUMMARY:a")]))
    let runs = try home.store.syncRuns().count
    let (a, b) = (RemoteID("/cal/a.ics"), RemoteID("/cal/b.ics"))
    var part = SyncPass(
      calendar: id, position: SyncPosition(resume: "page 2"), startedAt: now)
    part.part = SyncPass.Part(isFirst: true)
    part.part?.named = [a, b]
    part.upserts = [try remote("b", "1", "SUMMARY:b")]
    try home.store.commit(part)
    #expect(try Set(titles(home)) == ["a", "b"])
    #expect(try home.store.listing(of: id) == SyncListing(named: [a, b], added: 1))
    let state = try #require(try home.store.syncStates(of: account.id).first)
    #expect(state.position == SyncPosition(token: "1", resume: "page 2"))
    #expect(try home.store.syncRuns().count == runs)

    part.part = SyncPass.Part(isFirst: false)
    part.part?.gone = [a]
    part.position.resume = "page 3"
    part.upserts = []
    try home.store.commit(part)
    #expect(try home.store.listing(of: id) == SyncListing(named: [b], added: 1))

    // A run that fails leaves it alone, one that succeeds ends it.
    var end = pass(id, token: "1")
    end.state = .failed
    try home.store.commit(end)
    #expect(try home.store.syncStates(of: account.id).map(\.position.resume) == ["page 3"])
    try home.store.commit(pass(id, token: "2"))
    #expect(
      try home.store.syncStates(of: account.id).map(\.position) == [SyncPosition(token: "2")])
    #expect(try home.store.listing(of: id).named.isEmpty)
  }

  @Test func aListingIntoAnEmptyCalendarNamesWhatIsHereOfIt() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    let (a, b, c) = (RemoteID("/cal/a.ics"), RemoteID("/cal/b.ics"), RemoteID("/cal/c.ics"))
    var part = SyncPass(
      calendar: id, position: SyncPosition(resume: "page 2"), startedAt: now)
    part.part = SyncPass.Part(isFirst: true)
    part.part?.named = [a, b]
    part.upserts = [try remote("a", "1", "SUMMARY:a"), try remote("b", "1", "SUMMARY:b")]
    try home.store.commit(part)
    #expect(try home.store.listing(of: id) == SyncListing(named: [a, b], added: 2))

    part.part = SyncPass.Part(isFirst: false)
    part.part?.named = [c]
    part.part?.gone = [a]
    part.upserts = [try remote("c", "1", "SUMMARY:c")]
    try home.store.commit(part)
    // It stays until the end of the listing says that it is gone.
    #expect(try Set(titles(home)) == ["a", "b", "c"])
    #expect(try home.store.listing(of: id) == SyncListing(named: [b, c], added: 2))

    // A listing that begins anew finds something here.
    part.part = SyncPass.Part(isFirst: true)
    part.part?.named = [c]
    part.upserts = []
    try home.store.commit(part)
    #expect(try home.store.listing(of: id) == SyncListing(named: [c], added: 0))
  }

  @Test func aPartThatAnEditOvertookDoesNotMoveOn() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    try home.store.commit(pass(id, [remote("a", "1", "SUMMARY:a")]))
    try edit(home, "mine")
    var part = SyncPass(
      calendar: id, position: SyncPosition(resume: "page 2"), startedAt: now)
    part.part = SyncPass.Part(isFirst: true)
    part.part?.named = [RemoteID("/cal/a.ics")]
    part.upserts = [try remote("a", "2", "SUMMARY:theirs")]
    #expect(try home.store.commit(part).isOvertaken)
    #expect(try titles(home) == ["mine"])
    #expect(try home.store.syncStates(of: account.id).map(\.position.resume) == [nil])
    #expect(try home.store.listing(of: id).named.isEmpty)
  }

  @Test func undoDoesNotBringTheMiddleOfAListingBack() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    var part = SyncPass(
      calendar: id, position: SyncPosition(resume: "page 2"), startedAt: now)
    part.part = SyncPass.Part(isFirst: true)
    part.part?.named = [RemoteID("/cal/a.ics")]
    try home.store.commit(part)
    var change = CalendarChange()
    change.isHidden = true
    try home.store.editCalendar(id, change, now: now)
    try home.store.commit(pass(id, token: "2"))
    try home.store.undo()
    #expect(try home.store.syncStates(of: account.id).map(\.position.resume) == [nil])
  }
}

@testable import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// Who is asked first when several are due.
@Suite struct OrderTests {
  let bench: SyncBench

  init() throws { bench = try SyncBench() }

  private func hide(_ name: String) throws {
    var change = CalendarChange()
    change.isHidden = true
    let calendar = try #require(try bench.store.calendars().first { $0.name == name })
    try bench.store.editCalendar(calendar.id, change, now: bench.now)
  }

  private func hideAll(of account: String) throws {
    var change = CalendarChange()
    change.isHidden = true
    for listing in try bench.store.calendars() where listing.accountName == account {
      try bench.store.editCalendar(listing.id, change, now: bench.now)
    }
  }

  @Test func calendarsThatAreHiddenAreAskedLast() async throws {
    let remote = try bench.remote(["a"])
    remote.add(RemoteCalendar(id: RemoteID("d"), name: "Second"))
    remote.add(RemoteCalendar(id: RemoteID("e"), name: "Third"))
    let engine = bench.engine()
    let first = await engine.syncNow()
    #expect(first.accounts.first?.calendars.map(\.name) == ["Team", "Second", "Third"])
    try hide("Team")
    let second = await engine.syncNow()
    #expect(second.accounts.first?.calendars.map(\.name) == ["Second", "Third", "Team"])
  }

  @Test func accountsOfWhichNothingIsOnScreenAreAskedLast() async throws {
    for name in ["a", "b", "c"] { try bench.remote(["x"], named: name) }
    let engine = bench.engine(every: 60, width: 1)
    #expect(await engine.syncNow().accounts.map(\.name) == ["a", "b", "c"])
    #expect(bench.observer.began == ["a", "b", "c"])
    try hideAll(of: "a")
    // By hand, and reported in the order of the accounts all the same.
    #expect(await engine.syncNow().accounts.map(\.name) == ["a", "b", "c"])
    #expect(bench.observer.began.suffix(3) == ["b", "c", "a"])
    // And when all of them are due.
    await engine.start()
    bench.alarm.ring()
    await bench.observer.passes(9)
    #expect(Set(bench.observer.began.suffix(3)) == ["a", "b", "c"])
    #expect(bench.observer.began.last == "a")
    await engine.stop()
  }

  @Test func whatWasEditedHereDoesNotWaitForAccountsThatAreMerelyDue() async throws {
    let gate = Gate()
    try bench.remote([], named: "slow") { Gated($0, gate) }
    let remote = try bench.remote(["a"], named: "team", kind: .caldav)
    let slow = try #require(try bench.store.accounts().first { $0.name == "slow" })
    let team = try #require(try bench.store.accounts().first { $0.name == "team" })
    gate.open()
    let engine = bench.engine(every: 60, width: 1)
    _ = await engine.syncNow()
    gate.close()
    // Only the slow one is due: it is first asked again, and does not answer.
    await engine.start()
    bench.alarm.ring()
    await gate.someoneWaits()
    #expect(bench.observer.began.count { $0 == "slow" } == 2)
    let calendar = try #require(
      try bench.store.calendars().first { $0.calendar.account == team.id })
    let key = EventEdit.Key(calendar: calendar.id, uid: "a")
    let source = try #require(
      try bench.store.bundle(Event.id(calendar: calendar.id, uid: "a")).entries.first?.source)
    var component = try Component(text: source)
    component.setText("SUMMARY", "Here")
    try bench.store.apply(
      EventEdit(from: [key: source], to: [key: component.text], event: key.event),
      saying: "Rename", at: bench.now)
    await bench.observer.passes {
      $0.contains { $0.account == team.id && $0.calendars.first?.sent == 1 }
    }
    #expect(SyncBench.there(remote) == ["a": "Here"])
    #expect(!bench.observer.ended.dropFirst(2).contains { $0.account == slow.id })
    gate.open()
    await engine.stop()
  }
}

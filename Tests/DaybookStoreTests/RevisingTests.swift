import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookStore

/// What a form tells of an event is one step: its text, its calendar and its client.
struct RevisingTests {
  private let kept: TemporaryStore
  private let desk: Desk

  init() throws {
    kept = try TemporaryStore()
    try kept.load(
      TestCalendar.text(
        TestCalendar.event("a", "DTSTART:20261120T090000Z", "DTEND:20261120T100000Z", "SUMMARY:A"),
        TestCalendar.event(
          "s", "DTSTART:20261121T090000Z", "DTEND:20261121T100000Z", "SUMMARY:S",
          "RRULE:FREQ=DAILY;COUNT=3")))
    desk = Desk(
      store: kept.store, settings: Settings(), zone: try TestZones.zone("Europe/Berlin"),
      now: TemporaryStore.now)
  }

  private func occurrences() throws -> [Occurrence] {
    try kept.occurrences("2026-11-20", "2026-11-30")
  }

  private func client(_ occurrence: Occurrence) throws -> String? {
    try kept.store.clients(includingArchived: true).first { $0.id == occurrence.client }?.name
  }

  @Test func titleCalendarAndClientAreOneStepForUndo() throws {
    defer { kept.remove() }
    let work = try kept.store.localCalendar(named: "Work").calendar
    let before = try #require(try occurrences().first)
    let outcome = try desk.revise(
      before, EventChange(title: "B"), .this, movingTo: work, for: .new("Acme"))
    let after = try #require(outcome.occurrence)
    #expect(after.title == "B" && after.calendar == work.id)
    #expect(try client(after) == "Acme")
    #expect(try occurrences().map(\.title) == ["B", "S", "S", "S"])
    let undone = try #require(try kept.store.undo(now: desk.now))
    #expect(undone.sentence == outcome.sentence)
    let back = try #require(try occurrences().first)
    #expect(back.title == "A" && back.calendar == before.calendar && back.client == nil)
    #expect(try kept.store.clients(includingArchived: true).isEmpty)
  }

  @Test func aClientAloneLeavesTheTextAsItIs() throws {
    defer { kept.remove() }
    let before = try #require(try occurrences().first)
    let outcome = try desk.revise(
      before, EventChange(), .this, movingTo: nil, for: .new("Acme"))
    #expect(outcome.sentence == "“A” → Acme")
    #expect(try client(#require(outcome.occurrence)) == "Acme")
    #expect(try #require(try occurrences().first).title == "A")
  }

  @Test func oneDateOfASeriesIsGivenToAClientByItself() throws {
    defer { kept.remove() }
    let second = try occurrences()[2]
    _ = try desk.revise(
      second, EventChange(title: "T"), .this, movingTo: nil, for: .new("Acme"))
    #expect(try occurrences().map(\.title) == ["A", "S", "T", "S"])
    #expect(try occurrences().map(client) == [nil, nil, "Acme", nil])
  }

  @Test func whatFollowsADateIsGivenToAClientTogether() throws {
    defer { kept.remove() }
    let second = try occurrences()[2]
    _ = try desk.revise(
      second, EventChange(title: "T"), .following, movingTo: nil, for: .new("Acme"))
    #expect(try occurrences().map(\.title) == ["A", "S", "T", "T"])
    #expect(try occurrences().map(client) == [nil, nil, "Acme", "Acme"])
  }

  @Test func whatIsRefusedLeavesNothingBehind() throws {
    defer { kept.remove() }
    let series = try occurrences()[1]
    let outlook = try kept.store.localCalendar(named: "Feed").calendar
    var readOnly = outlook
    readOnly.isReadOnly = true
    #expect(throws: StoreError.self) {
      try desk.revise(
        series, EventChange(title: "B"), .all, movingTo: readOnly, for: .new("Acme"))
    }
    #expect(try occurrences().map(\.title) == ["A", "S", "S", "S"])
    #expect(try kept.store.clients(includingArchived: true).isEmpty)
  }

  @Test func whoIsInvitedIsToldOfTheEventThatComesAndNotOfTheOneThatGoes() throws {
    defer { kept.remove() }
    let calendars = try ["One", "Two"].map { name in
      let account = try kept.store.addAccount(
        Account(
          id: Account.id(kind: .caldav, nameOrAddress: name), name: name, kind: .caldav,
          address: "https://\(name).example"))
      try kept.store.updateCalendars(
        [RemoteCalendar(id: RemoteID("/cal/"), name: name)], of: account.id)
      return try desk.calendar(named: name)
    }
    let time = EventTime.timed(TimeSpan(desk.now + 3600, desk.now + 7200), zone: "Europe/Berlin")
    let made = try #require(
      try desk.create(NewEvent(title: "C", time: time), in: calendars[0]).occurrence)
    // Both sides know it.
    try kept.store.execute("DELETE FROM outbox")
    var change = EventChange()
    change.invites = ["ana@acme.com"]
    _ = try desk.revise(made, change, .this, movingTo: calendars[1], for: nil)
    let waiting = try kept.store.outbox(.all)
    #expect(
      Dictionary(uniqueKeysWithValues: waiting.map { ($0.calendar, $0.tellsPeople) })
        == [calendars[0].id: false, calendars[1].id: true])
  }
}

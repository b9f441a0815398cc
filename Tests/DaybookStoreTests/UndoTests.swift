import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

/// What was done can be taken back and done again, also after a restart.
@Suite struct UndoTests {
  private let text = TestCalendar.text(
    TestCalendar.event(
      "a", "DTSTART:20261116T090000Z", "DTEND:20261116T100000Z", "RRULE:FREQ=DAILY", "SUMMARY:Daily"
    ))
  private let now = TemporaryStore.now

  private func editor(_ store: Store, _ id: EventID) throws -> EventEditor {
    let stored = try store.bundle(id)
    let bundle = try #require(
      try EventBundle(
        sources: stored.entries.map(\.source), zones: stored.resolver(in: TestZones.database),
        calendar: stored.calendar.id))
    return EventEditor(bundle, now: now, addresses: [], viewer: .utc)
  }

  @Test(arguments: EditScope.allCases)
  func anEditOfASeriesIsUndoneAndRedone(_ scope: EditScope) throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(text)
    let before = try home.occurrences("2026-11-16", "2026-12-10")
    let target = before[5]
    let edit = try editor(home.store, target.event).change(
      EventChange(title: "Changed"), of: target.originalStart, scope, newUID: "new")
    #expect(try home.store.apply(edit, saying: "Change “Daily”", at: now) == false)
    let after = try home.occurrences("2026-11-16", "2026-12-10")
    #expect(after.count == before.count)
    let changed = after.filter { $0.title == "Changed" }.count
    #expect(
      changed == [EditScope.this: 1, .following: before.count - 5, .all: before.count][scope])
    #expect(try home.store.undoable().map(\.sentence) == ["Change “Daily”"])

    let restarted = try home.reopened()
    #expect(try restarted.undo(now: now)?.sentence == "Change “Daily”")
    #expect(try home.occurrences("2026-11-16", "2026-12-10") == before)
    #expect(try restarted.redoable().count == 1)
    #expect(try restarted.redo(now: now) != nil)
    #expect(try home.occurrences("2026-11-16", "2026-12-10") == after)
    #expect(try restarted.redo(now: now) == nil)
  }

  @Test func deletingAndUndoingFindsTheWordsAgain() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(text)
    let event = try #require(try home.occurrences("2026-11-16", "2026-11-17").first).event
    try home.store.apply(
      try editor(home.store, event).delete(nil, .all), saying: "Delete “Daily”", at: now)
    #expect(try home.occurrences("2026-11-16", "2026-12-10").isEmpty)
    #expect(try home.store.search("daily", near: now, limit: 5, viewer: .utc).isEmpty)
    try home.store.undo(now: now)
    #expect(try home.store.search("daily", near: now, limit: 5, viewer: .utc).count == 1)
  }

  @Test func anEventForANewClientIsOneStep() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let desk = Desk(store: home.store, settings: Settings(), zone: .utc, now: now)
    let event = NewEvent(title: "Lunch", time: .timed(TimeSpan(now, now + 3600), zone: "UTC"))
    let made = try desk.create(event, in: desk.defaultCalendar(), for: .new("NewCo"))
    #expect(made.occurrence?.client == Client.id(named: "NewCo"))
    #expect(try home.store.undoable().map(\.sentence) == ["Add “Lunch”"])
    try home.store.undo(now: now)
    #expect(try home.store.clients().isEmpty)
    #expect(try home.occurrences("2026-01-01", "2027-12-31").isEmpty)
    try home.store.redo(now: now)
    let again = try home.occurrences("2026-01-01", "2027-12-31")
    #expect(again.map(\.client) == [Client.id(named: "NewCo")])
  }

  @Test func whatWasDoneToSeveralSaysHowMany() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let desk = Desk(store: home.store, settings: Settings(), zone: .utc, now: now)
    let made = try (0..<3).compactMap { hour in
      let span = TimeSpan(now + hour * 3600, now + (hour + 1) * 3600)
      return try desk.create(
        NewEvent(title: "E\(hour)", time: .timed(span, zone: "UTC")), in: desk.defaultCalendar()
      ).occurrence
    }
    _ = try desk.duplicate(made, at: now + 86_400)
    #expect(try home.store.undoable().first?.sentence == "Duplicate 3 events")
    _ = try desk.delete(Array(made.prefix(2)), .this)
    #expect(try home.store.undoable().first?.sentence == "Delete 2 events")
    #expect(try home.occurrences("2026-01-01", "2027-12-31").count == 4)
  }

  @Test func severalEventsAreMovedAndUndoneAtOnce() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(text)
    let before = try home.occurrences("2026-11-16", "2026-12-10")
    let desk = Desk(store: home.store, settings: Settings(), zone: .utc, now: now)
    let outcome = try desk.move(
      before[3..<6].map { occurrence in
        let span = occurrence.span
        return (
          occurrence,
          occurrence.time.moved(to: TimeSpan(span.start + 1800, span.end + 1800), in: .utc)
        )
      })
    #expect(outcome.sentence == "Move 3 events")
    let after = try home.occurrences("2026-11-16", "2026-12-10")
    let moved = zip(before, after).filter { $0.span != $1.span }
    #expect(moved.count == 3)
    #expect(moved.allSatisfy { $1.span.start - $0.span.start == 1800 })
    try home.store.undo(now: now)
    #expect(try home.occurrences("2026-11-16", "2026-12-10") == before)
  }

  @Test func severalEventsAreDuplicatedAsFarApartAsTheyWere() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(text)
    let before = try home.occurrences("2026-11-16", "2026-11-19")
    let desk = Desk(store: home.store, settings: Settings(), zone: .utc, now: now)
    let first = before[0].span.start
    let outcome = try desk.duplicate([before[2], before[0]], at: first + 5 * 3600)
    #expect(outcome.sentence == "Duplicate 2 events")
    let copies = try home.occurrences("2026-11-16", "2026-11-19").filter { !$0.isRecurring }
    #expect(copies.map { $0.span.start - first } == [5 * 3600, 2 * 86_400 + 5 * 3600])
    try home.store.undo(now: now)
    #expect(try home.occurrences("2026-11-16", "2026-11-19") == before)
  }

  @Test func severalDatesOfASeriesAreDeletedAndUndoneAtOnce() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(text)
    let before = try home.occurrences("2026-11-16", "2026-12-10")
    let desk = Desk(store: home.store, settings: Settings(), zone: .utc, now: now)
    let outcome = try desk.delete(Array(before[3..<8]), .this)
    #expect(outcome.deleted == 5 && outcome.sentence == "Delete 5 events")
    #expect(try home.occurrences("2026-11-16", "2026-12-10").count == before.count - 5)
    #expect(try home.store.undoable().map(\.sentence) == ["Delete 5 events"])
    #expect(try home.store.undo(now: now) != nil)
    #expect(try home.occurrences("2026-11-16", "2026-12-10") == before)
    #expect(try home.store.redo(now: now) != nil)
    #expect(try home.occurrences("2026-11-16", "2026-12-10").count == before.count - 5)
  }

  @Test func anEditOfAnOldVersionIsRefused() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(text)
    let event = try #require(try home.occurrences("2026-11-16", "2026-11-17").first).event
    let old = try editor(home.store, event).change(
      EventChange(title: "One"), of: nil, .all, newUID: "new")
    let other = try editor(home.store, event).change(
      EventChange(title: "Two"), of: nil, .all, newUID: "new")
    try home.store.apply(old, saying: "One", at: now)
    #expect(throws: StoreError.self) { try home.store.apply(other, saying: "Two", at: now) }
  }

  @Test func clientsRulesAndAssignmentsAreUndone() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let store = home.store
    try home.load(text)
    func clients() throws -> Set<ClientID?> {
      Set(try home.occurrences("2026-11-16", "2026-11-30").map(\.client))
    }
    let acme = Client(id: Client.id(named: "Acme"), name: "Acme")
    let globex = Client(id: Client.id(named: "Globex"), name: "Globex")
    try store.addClient(acme, now: now)
    try store.addClient(globex, now: now)
    try store.addAssignmentRule(
      AssignmentRule(id: 0, client: acme.id, test: .title("daily")), now: now)
    #expect(try clients() == [acme.id])
    let one = try #require(try home.occurrences("2026-11-18", "2026-11-19").first)
    try store.assign([AssignmentSubject(one)], Assignment(client: globex.id), now: now)
    #expect(try clients() == [acme.id, globex.id])
    try store.assign(
      [AssignmentSubject(series: one.event)], Assignment(client: nil, isBillable: false), now: now)
    #expect(try clients() == [nil, globex.id])
    try store.undo(now: now)
    #expect(try clients() == [acme.id, globex.id])
    try store.undo(now: now)
    #expect(try clients() == [acme.id])
    try store.undo(now: now)
    #expect(try clients() == [nil])
    try store.redo(now: now)
    #expect(try clients() == [acme.id])
  }

  @Test func aNewDeedEndsWhatCouldBeRedone() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.store.addAvailabilityRule(.notice(30), now: now)
    try home.store.addAvailabilityRule(.buffer(before: 5, after: 10, calendar: nil), now: now)
    try home.store.undo(now: now)
    #expect(try home.store.availabilityRules().map(\.kind) == [.notice(30)])
    try home.store.addAvailabilityRule(
      .hours([.monday, .friday], [540..<600, 660..<1440]), now: now)
    #expect(try home.store.redoable().isEmpty)
    #expect(
      try home.store.availabilityRules().map(\.kind) == [
        .notice(30), .hours([.monday, .friday], [540..<600, 660..<1440]),
      ])
  }

  @Test func whatWasDoneInACalendarThatIsGoneStandsInNobodysWay() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(text)
    try home.store.addAvailabilityRule(.notice(30), now: now)
    let event = try #require(try home.occurrences("2026-11-16", "2026-11-17").first).event
    try home.store.apply(
      try editor(home.store, event).delete(nil, .all), saying: "Delete “Daily”", at: now)
    #expect(try home.store.undoable().count == 2)
    for entry in try home.store.calendars() { try home.store.forgetCalendar(entry.calendar.id) }
    #expect(try home.store.undoable().count == 1)
    try home.store.undo(now: now)
    #expect(try home.store.availabilityRules().isEmpty)
  }

  @Test func holdsComeInGroupsAndLapse() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let calendar = try home.store.addCalendar(named: "Holds")
    let spans = [10, 30].map { TimeSpan(now + $0 * 3600, now + ($0 + 1) * 3600) }
    let group = Holds.place(spans, title: "Acme", in: calendar.id, now: now, lasting: 86_400)
    try home.store.placeHolds(group)
    #expect(try home.store.holds() == [group])
    let held = try home.occurrences("2026-11-18", "2026-11-25")
    #expect(held.count == 2 && held.allSatisfy { $0.isBusy && $0.isTentative })
    var later = OccurrenceFilter()
    later.now = group.expires
    #expect(
      try home.occurrences("2026-11-18", "2026-11-25", in: later).allSatisfy { !$0.isBusy })
    #expect(try home.store.releaseHolds(String(group.id.prefix(6)), now: now) == 2)
    #expect(try home.store.holds().isEmpty)
    try home.store.undo(now: now)
    #expect(try home.store.holds() == [group])
  }
}

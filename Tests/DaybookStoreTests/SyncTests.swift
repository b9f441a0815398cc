import DaybookCore
@testable import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

/// A pass is stored whole; local edits wait in the outbox and are never lost.
@Suite struct SyncTests {
  let now = TemporaryStore.now
  let account = Account(
    id: Account.id(kind: .caldav, nameOrAddress: "https://example.com"), name: "Work",
    kind: .caldav, address: "https://example.com")

  func calendar(_ store: Store) throws -> CalendarID {
    try store.addAccount(account)
    try store.updateCalendars([RemoteCalendar(id: RemoteID("/cal/"), name: "Team")], of: account.id)
    return EventCalendar.id(account: account.id.raw, key: "/cal/")
  }

  func remote(_ uid: String, _ version: String, _ lines: String...) throws -> RemoteEvent {
    RemoteEvent(
      id: RemoteID("/cal/\(uid).ics"), version: Version(version),
      components: [
        try Component(
          text: TestCalendar.event(
            uid,
            (["DTSTART:20261119T090000Z", "DTEND:20261119T100000Z"] + lines)
              .joined(separator: "\n")))
      ])
  }

  func pass(_ calendar: CalendarID, token: String = "1", _ upserts: [RemoteEvent] = [])
    -> SyncPass
  {
    var pass = SyncPass(
      calendar: calendar, position: SyncPosition(token: token), startedAt: now)
    pass.upserts = upserts
    return pass
  }

  func edit(_ home: TemporaryStore, _ title: String) throws {
    let event = try #require(try home.occurrences("2026-11-19", "2026-11-20").first).event
    let stored = try home.store.bundle(event)
    let bundle = try #require(
      try EventBundle(
        sources: stored.entries.map(\.source), zones: stored.resolver(in: TestZones.database),
        calendar: stored.calendar.id))
    let editor = EventEditor(bundle, now: now, addresses: [], viewer: .utc)
    try home.store.apply(
      try editor.change(EventChange(title: title), of: nil, .all, newUID: "new"),
      saying: "Rename to \(title)", at: now)
  }

  func titles(_ home: TemporaryStore) throws -> [String] {
    try home.occurrences("2026-11-19", "2026-11-20").map(\.title)
  }

  @Test func aPassAddsUpdatesAndRemoves() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    let first = try home.store.commit(
      pass(id, [remote("a", "1", "SUMMARY:a"), remote("b", "1", "SUMMARY:b")]))
    #expect(first == SyncCounts(added: 2))
    #expect(try home.store.versions(in: id).count == 2)
    var second = pass(id, token: "2", [try remote("a", "2", "SUMMARY:A")])
    second.removals = [RemoteID("/cal/b.ics")]
    #expect(try home.store.commit(second) == SyncCounts(updated: 1, deleted: 1))
    #expect(try titles(home) == ["A"])
    let state = try #require(try home.store.syncStates(of: account.id).first)
    #expect(state.position.token == "2" && state.failures == 0 && state.syncedAt == now)
    #expect(try home.store.syncRuns().map(\.counts.added) == [0, 2])
  }

  @Test func aNewStampAloneIsNoUpdate() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    try home.store.commit(pass(id, [remote("a", "1", "SUMMARY:a")]))
    var again = try remote("a", "2", "SUMMARY:a")
    again.components[0].set("DTSTAMP", rawValue: "20260606T000000Z")
    #expect(try home.store.commit(pass(id, [again])).isEmpty)
    #expect(try home.store.versions(in: id).values.map(\.raw) == ["2"])
  }

  @Test func aSnapshotRemovesWhatItDoesNotList() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    try home.store.commit(
      pass(id, [remote("a", "1"), remote("b", "1"), remote("c", "1")]))
    var snapshot = pass(id, [try remote("a", "2", "SUMMARY:a")])
    snapshot.isSnapshot = true
    snapshot.unchanged = [RemoteID("/cal/c.ics")]
    #expect(try home.store.commit(snapshot) == SyncCounts(updated: 1, deleted: 1))
    #expect(try home.store.versions(in: id).count == 2)
  }

  @Test func twoEventsOfOneUIDAreBothKept() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    var other = try remote("a", "1", "SUMMARY:two")
    other.duplicate = 1
    other.id = RemoteID("/cal/a.ics#2")
    try home.store.commit(pass(id, [remote("a", "1", "SUMMARY:one"), other]))
    let found = try home.occurrences("2026-11-19", "2026-11-20")
    #expect(found.map(\.title) == ["one", "two"])
    #expect(Set(found.map(\.uid)) == ["a"] && Set(found.map(\.event)).count == 2)
  }

  @Test func anEditWaitsInTheOutboxUntilItIsTaken() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    try home.store.commit(pass(id, [remote("a", "1", "SUMMARY:a")]))
    try edit(home, "mine")
    #expect(try home.occurrences("2026-11-19", "2026-11-20").map(\.isUnsent) == [true])
    let entry = try #require(try home.store.outbox().first)
    #expect(entry.kind == .update && entry.sentence == "Rename to mine")
    #expect(entry.base?.version?.raw == "1" && entry.base?.id.raw == "/cal/a.ics")
    #expect(entry.current?.components.first?.first("SUMMARY")?.text == "mine")

    var sent = pass(id)
    sent.sent = [
      SentEdit(entry, result: try remote("a", "2", "SUMMARY:mine"))
    ]
    try home.store.commit(sent)
    #expect(try home.store.unsentCount() == 0)
    #expect(try titles(home) == ["mine"])
    #expect(try home.store.versions(in: id).values.map(\.raw) == ["2"])
  }

  @Test func anEditMadeWhileAnotherIsUnderWayStays() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    try home.store.commit(pass(id, [remote("a", "1", "SUMMARY:a")]))
    try edit(home, "first")
    let entry = try #require(try home.store.outbox().first)
    try edit(home, "second")
    var sent = pass(id)
    sent.sent = [
      SentEdit(entry, result: try remote("a", "2", "SUMMARY:first"))
    ]
    try home.store.commit(sent)
    let left = try #require(try home.store.outbox().first)
    #expect(left.base?.components.first?.first("SUMMARY")?.text == "first")
    #expect(left.base?.version?.raw == "2")
    #expect(try titles(home) == ["second"])
  }

  @Test func undoingBeforeItIsSentLeavesNothingToSend() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    try home.store.commit(pass(id, [remote("a", "1", "SUMMARY:a")]))
    try edit(home, "mine")
    try home.store.undo(now: now)
    #expect(try home.store.unsentCount() == 0)
    #expect(try titles(home) == ["a"])
    try home.store.redo(now: now)
    #expect(try home.store.outbox().map(\.kind) == [.update])
    try home.store.dropOutboxEntry(try #require(try home.store.outbox().first).id, now: now)
    #expect(try titles(home) == ["a"])
  }

  @Test(arguments: [0, 1, 2])
  func aMeetingOfEditsEndsAsThePassSays(_ choice: Int) throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    try home.store.commit(pass(id, [remote("a", "1", "SUMMARY:a")]))
    try edit(home, "mine")
    let theirs = try remote("a", "2", "SUMMARY:theirs")
    var meeting = pass(id, [theirs])
    let outcomes: [SyncPass.Meeting.Outcome] = [
      .keepsLocal, .takesRemote, .merges(try remote("a", "2", "SUMMARY:both")),
    ]
    meeting.meetings[theirs.id] = SyncPass.Meeting(
      outcomes[choice], generation: try #require(try home.store.outbox().first).generation)
    try home.store.commit(meeting)
    #expect(try titles(home) == [["mine", "theirs", "both"][choice]])
    let bases = try home.store.outbox().map { $0.base?.components.first?.first("SUMMARY")?.text }
    #expect(bases == (choice == 1 ? [] : ["theirs"]))
    #expect(try home.store.versions(in: id).values.map(\.raw) == ["2"])
  }

  @Test func anEditOfWhichThePassKnewNothingStaysAndIsMetAgain() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    try home.store.commit(
      pass(id, [remote("a", "1", "SUMMARY:a"), remote("b", "1", "SUMMARY:b")]))
    try edit(home, "mine")
    let entry = try #require(try home.store.outbox().first)
    var late = pass(
      id, token: "2", [try remote("a", "2", "SUMMARY:A"), try remote("b", "2", "SUMMARY:B")])
    try home.store.commit(late)
    #expect(try Set(titles(home)) == ["mine", "B"])
    #expect(try home.store.outbox().map(\.base?.version) == [entry.base?.version])
    #expect(try home.store.syncStates(of: account.id).map(\.position.token) == ["1"])
    late.upserts = []
    late.removals = [RemoteID("/cal/a.ics")]
    late.meetings[RemoteID("/cal/a.ics")] = SyncPass.Meeting(
      .takesRemote, generation: entry.generation + 1)
    try home.store.commit(late)
    #expect(try titles(home).contains("mine"))
    #expect(try home.store.syncStates(of: account.id).map(\.position.token) == ["1"])
  }

  @Test func anEventDeletedThereAndEditedHereIsMadeAnew() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    try home.store.commit(pass(id, [remote("a", "1", "SUMMARY:a")]))
    try edit(home, "mine")
    var gone = pass(id)
    gone.removals = [RemoteID("/cal/a.ics")]
    gone.meetings[RemoteID("/cal/a.ics")] = SyncPass.Meeting(
      .keepsLocal, generation: try #require(try home.store.outbox().first).generation)
    try home.store.commit(gone)
    #expect(try home.store.outbox().map(\.kind) == [.create])
    #expect(try titles(home) == ["mine"])
  }

  /// After each failure nothing has moved, and the next pass heals.
  @Test func aPassThatBreaksOffLeavesNoTrace() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    try home.store.commit(pass(id, token: "0", [remote("a", "1", "SUMMARY:a")]))
    var next = pass(id, token: "9", [try remote("b", "1"), try remote("a", "2", "SUMMARY:A")])
    next.removals = [RemoteID("/cal/zzz.ics")]
    for table in ["event", "occurrence", "remote", "sync_run", "calendar"] {
      for deed in ["INSERT", "UPDATE"] {
        try home.store.execute(
          """
          CREATE TEMP TRIGGER trouble BEFORE \(deed) ON main.\(table)
          BEGIN SELECT RAISE(ABORT, 'trouble'); END
          """)
        if (try? home.store.commit(next)) == nil {
          #expect(try titles(home) == ["a"])
          #expect(try home.store.syncStates(of: account.id).map(\.position.token) == ["0"])
        } else {
          #expect(try home.store.syncStates(of: account.id).map(\.position.token) == ["9"])
          try home.store.commit(pass(id, token: "0", [remote("a", "3", "SUMMARY:a")]))
          var back = pass(id, token: "0")
          back.removals = [RemoteID("/cal/b.ics")]
          try home.store.execute("DROP TRIGGER trouble")
          try home.store.commit(back)
          continue
        }
        try home.store.execute("DROP TRIGGER trouble")
      }
    }
    try home.store.commit(next)
    #expect(try home.store.versions(in: id).count == 2)
  }

  @Test func aLeaseHasOneHolderUntilItRunsOut() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let store = home.store
    #expect(try store.acquireLease("sync", holder: "me", now: now, seconds: 30))
    #expect(try store.acquireLease("sync", holder: "me", now: now + 5, seconds: 30))
    #expect(try !store.acquireLease("sync", holder: "you", now: now + 34, seconds: 30))
    #expect(try store.acquireLease("sync", holder: "you", now: now + 35, seconds: 30))
    try store.releaseLease("sync", holder: "me")
    #expect(try !store.acquireLease("sync", holder: "me", now: now + 36, seconds: 30))
    try store.releaseLease("sync", holder: "you")
    #expect(try store.acquireLease("sync", holder: "me", now: now + 36, seconds: 30))
  }

  @Test func anAccountThatIsRemovedLeavesNoTraceOfItself() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let store = home.store
    let id = try calendar(store)
    try store.commit(pass(id, [try remote("a", "1")]))
    try store.record(
      ["Work", "Other"].map {
        Exchange(
          at: now, account: $0, request: "GET https://example.com/…", status: 200,
          milliseconds: 1, bytes: 1)
      })
    try store.removeAccount(account.id)
    #expect(try store.exchanges().map(\.account) == ["Other"])
    #expect(try store.syncRuns().isEmpty)
    #expect(try store.calendars().isEmpty)
    #expect(try !store.hasEvents())
  }

  @Test func aCalendarKeepsWhatAPersonChoseUntilItsOwnerChangesIt() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    var change = CalendarChange()
    change.name = "My team"
    try home.store.editCalendar(id, change, now: now)
    try home.store.updateCalendars(
      [RemoteCalendar(id: RemoteID("/cal/"), name: "Team")], of: account.id)
    #expect(try home.store.calendars().map(\.name) == ["My team"])
    try home.store.updateCalendars(
      [RemoteCalendar(id: RemoteID("/cal/"), name: "Crew")], of: account.id)
    #expect(try home.store.calendars().map(\.name) == ["Crew"])
    try home.store.updateCalendars([], of: account.id)
    #expect(try home.store.calendars().isEmpty)
  }

  @Test func theWindowRollsOnWithoutLosingAnything() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(
      TestCalendar.text(
        TestCalendar.event("a", "DTSTART:20260101T090000Z", "RRULE:FREQ=WEEKLY", "SUMMARY:a")))
    func all() throws -> [Occurrence] {
      try home.store.occurrences(
        touching: TimeSpan(now - 500 * 86_400, now + 3000 * 86_400), viewer: .utc
      ).occurrences
    }
    let before = try all()
    #expect(try !home.store.rollWindow(now: now + 86_400))
    #expect(try home.store.rollWindow(now: now + 60 * 86_400))
    #expect(try all() == before)
    #expect(try home.store.rollWindow(now: now + 800 * 86_400))
    #expect(try all() == before)
  }

  @Test func whatWasUndoneWhileItWasSentIsNotOverwrittenInTheSamePass() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let id = try calendar(home.store)
    try home.store.commit(pass(id, [remote("a", "1", "SUMMARY:a")]))
    try edit(home, "mine")
    let entry = try #require(try home.store.outbox().first)
    try home.store.undo()
    #expect(try home.store.outbox().isEmpty)
    var end = pass(id, [try remote("a", "3", "SUMMARY:theirs")])
    end.sent = [SentEdit(entry, result: try remote("a", "2", "SUMMARY:mine"))]
    #expect(try home.store.commit(end).isOvertaken)
    #expect(try titles(home) == ["a"])
    #expect(try home.store.outbox().count == 1)
  }
}

import DaybookCore
@testable import DaybookStore
import DaybookTestSupport
import GRDB
import ICalendar
import Testing

/// What hooks are told of, and how it is kept until they are.
@Suite struct HookTests {
  let temporary: TemporaryStore
  let now = TemporaryStore.now

  init() throws { temporary = try TemporaryStore() }

  private var store: Store { temporary.store }

  private func add(_ id: String = "h", _ kinds: [HookKind] = HookKind.allCases) throws {
    _ = try store.addHook(
      id: id, address: "https://\(id).example", kinds: kinds, secret: "s-\(id)", now: now)
  }

  private func gather(_ ids: String...) throws {
    var rest = ids[...]
    try store.gatherHookNews(now: now, ready: now + 2) { rest.popFirst() ?? "spare" }
  }

  private func load(_ uids: String...) throws {
    try temporary.load(
      TestCalendar.text(
        uids.map {
          "BEGIN:VEVENT\nUID:\($0)\nDTSTAMP:20260101T000000Z\nDTSTART:20261119T090000Z\n"
            + "SUMMARY:\($0)\nEND:VEVENT"
        }.joined(separator: "\n")))
  }

  @Test func withoutAHookNothingIsWrittenDown() throws {
    try load("a")
    #expect(try store.hookWork() == HookWork())
    try add()
    #expect(try store.hookWork().hasNews == false)
  }

  @Test func eventsThatComeChangeOrGoAreNamedOnce() throws {
    try add()
    try load("a", "b")
    try load("a", "b")
    try gather("m1")
    let first = try #require(try store.hookAttempts().first)
    #expect(first.delivery.ids.count == 2)
    #expect(first.delivery.kind == .events)
    #expect(first.secret == "s-h")
    #expect(first.delivery.nextTry == now + 2)
    let calendar = try store.calendar(named: "Personal").id
    try store.forgetCalendar(calendar)
    try gather("m2")
    // What was not sent yet takes up what follows.
    let again = try store.hookAttempts()
    #expect(again.map(\.delivery.id) == ["m1"])
    #expect(again[0].delivery.ids == first.delivery.ids)
  }

  @Test func whatWasTriedStaysAsItIs() throws {
    try add()
    try load("a")
    try gather("m1")
    let attempt = try #require(try store.hookAttempts().first)
    let begun = try #require(try store.beginHookAttempt(attempt, at: now))
    try load("b")
    try gather("m2")
    try load("c")
    try gather("m3")
    #expect(try store.hookAttempts().map(\.delivery.id) == ["m1"])
    try store.endHookAttempt(begun, .again(at: now + 9), status: 500, fault: nil, at: now)
    let failed = try #require(try store.hookAttempts().first?.delivery)
    #expect(failed.ids.count == 1)
    #expect(failed.tries == 1)
    #expect(failed.nextTry == now + 9)
    try store.endHookAttempt(begun, .delivered, status: 200, fault: nil, at: now)
    // All that came meanwhile is one message.
    let next = try store.hookAttempts().map(\.delivery)
    #expect(next.map(\.id) == ["m2"])
    #expect(next[0].ids.count == 2)
    let listed = try #require(try store.hooks().first)
    #expect(listed.deliveries.map(\.id) == ["m2", "m1"])
    #expect(listed.deliveries[1].state == .delivered)
    #expect(listed.deliveries[1].status == 200)
  }

  @Test func nothingPilesUp() throws {
    try add()
    try store.write { writing in
      for number in 0..<2_500 {
        try writing.db.run(
          "INSERT INTO assignment VALUES (?, '', NULL, NULL, 1)", "event\(number)")
      }
    }
    #expect(
      try store.read { try $0.first("SELECT count(*) FROM hook_news") { $0.int(0) } } == 2_000)
    try gather("m1")
    let delivery = try #require(try store.hookAttempts().first?.delivery)
    #expect(delivery.ids.count == 1_000)
    #expect(delivery.isMore)
    #expect(try store.hookWork().hasNews == false)
  }

  @Test func aHookHearsOnlyWhatItAskedFor() throws {
    try add("sync", [.sync])
    try add("both", [.events, .sync])
    let account = try store.addAccount(
      Account(id: Account.id(kind: .ics, nameOrAddress: "x"), name: "x", kind: .ics))
    try load("a")
    try store.finishPass(of: account.id, state: .ok, failure: nil, at: now)
    try gather("m1", "m2", "m3")
    let hooks = Dictionary(
      uniqueKeysWithValues: try store.hooks().map { ($0.hook.id, $0.deliveries) })
    #expect(hooks["sync"]?.map(\.kind) == [.sync])
    #expect(hooks["sync"]?.first?.ids == [account.id.raw])
    #expect(Set(hooks["both"]?.map(\.kind) ?? []) == [.events, .sync])
  }

  @Test func conflictsThatComeAndGoAreTold() throws {
    try add()
    try store.noteConflicts(["a", "b"])
    #expect(try store.hookWork().hasNews == false)
    try store.noteConflicts(["b", "c"])
    try gather("m1")
    #expect(try store.hookAttempts().first?.delivery.ids == ["a", "c"])
    // What was open while nobody listened is no news for the next who does.
    try store.removeHook("h")
    try add()
    try store.noteConflicts(["d"])
    #expect(try store.hookWork().hasNews == false)
  }

  @Test func whoIsGoneIsToldNothingMore() throws {
    try add()
    try load("a")
    try gather("m1")
    let attempt = try #require(try store.hookAttempts().first)
    _ = try store.beginHookAttempt(attempt, at: now)
    try load("b")
    try gather("m2")
    try store.endHookAttempt(attempt, .gone, status: 410, fault: nil, at: now)
    #expect(try store.hookAttempts().isEmpty)
    #expect(try store.hookWork() == HookWork())
    let listed = try #require(try store.hooks().first)
    #expect(listed.hook.ended == "gone")
    #expect(listed.deliveries.map(\.state) == [.dropped, .dropped])
  }

  @Test func aRemovedHookLeavesNothing() throws {
    try add()
    try load("a")
    try gather("m1")
    let attempt = try #require(try store.hookAttempts().first)
    try load("b")
    try store.removeHook("h")
    try store.endHookAttempt(attempt, .again(at: now), status: 500, fault: nil, at: now)
    #expect(try store.beginHookAttempt(attempt, at: now) == nil)
    #expect(try store.hookAttempts().isEmpty)
    try store.read { db in
      for table in ["hook", "hook_news", "hook_delivery"] {
        let count = try db.first("SELECT count(*) FROM \(table)") { $0.int(0) }
        #expect(count == 0, "\(table)")
      }
    }
    #expect(throws: StoreError.gone(.hook)) { try store.removeHook("h") }
  }

  @Test func onlySoManyAreRemembered() throws {
    try add()
    for number in 0..<30 {
      try load("a\(number)")
      try gather("m\(number)")
      let attempt = try #require(try store.hookAttempts().first)
      try store.endHookAttempt(attempt, .delivered, status: 204, fault: nil, at: now)
    }
    let deliveries = try #require(try store.hooks().first).deliveries
    #expect(deliveries.count == 20)
    #expect(deliveries.first?.id == "m29")
  }

  @Test func thereMayBeOnlySoMany() throws {
    for number in 0..<Store.mostHooks { try add("h\(number)") }
    #expect(throws: StoreError.tooMany(.hook, limit: Store.mostHooks)) { try add("one more") }
  }

  /// A store of the format before hooks, with an event in it, tells of that event's changes.
  @Test func aStoreFromBeforeTellsOfItsEventsToo() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/old.sqlite"
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      for step in Schema.steps[..<6] { try db.execute(sql: step) }
      try db.execute(sql: "PRAGMA user_version = 6")
      try db.execute(
        sql: """
          INSERT INTO assignment VALUES ('old', '', NULL, NULL, 1)
          """)
    }
    try queue.close()
    let store = try Store.open(
      at: path, zones: TestZones.database, options: StoreOptions(now: TemporaryStore.now))
    _ = try store.addHook(
      id: "h", address: "https://h.example", kinds: [.events], secret: "s", now: now)
    try store.write { try $0.db.script("DELETE FROM assignment") }
    try store.gatherHookNews(now: now, ready: now) { "m" }
    #expect(try store.hookAttempts().first?.delivery.ids == ["old"])
  }
}

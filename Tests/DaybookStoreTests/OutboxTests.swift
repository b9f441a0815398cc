@testable import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookStore

/// What waits is found by what is asked for, and let go at once where somebody wants it.
@Suite struct OutboxTests {
  let now = TemporaryStore.now

  /// Two accounts with a calendar and an edit each, the second of which is to be tried in an hour.
  private func fill(_ home: TemporaryStore) throws -> [CalendarID] {
    var calendars: [CalendarID] = []
    for name in ["One", "Two"] {
      let account = try home.store.addAccount(
        Account(
          id: Account.id(kind: .caldav, nameOrAddress: name), name: name, kind: .caldav,
          address: "https://\(name).example"))
      try home.store.updateCalendars(
        [RemoteCalendar(id: RemoteID("/cal/"), name: name)], of: account.id)
      let id = EventCalendar.id(account: account.id.raw, key: "/cal/")
      let key = EventEdit.Key(calendar: id, uid: name)
      let text = TestCalendar.event(name, "DTSTART:20261119T090000Z\nDTEND:20261119T100000Z")
      try home.store.apply(
        EventEdit(from: [:], to: [key: text], event: key.event), saying: "Create “\(name)”", at: now
      )
      calendars.append(id)
    }
    try home.store.execute("UPDATE outbox SET retry_at = \(now.seconds + 3600) WHERE id = 2")
    return calendars
  }

  @Test func eachQuestionFindsWhatItIsAbout() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let calendars = try fill(home)
    func sentences(_ scope: OutboxScope) throws -> [String] {
      try home.store.outbox(scope).map(\.sentence)
    }
    #expect(try sentences(.all) == ["Create “One”", "Create “Two”"])
    #expect(try sentences(.entry(2)) == ["Create “Two”"])
    #expect(try sentences(.entry(3)) == [])
    #expect(try sentences(.calendar(calendars[0])) == ["Create “One”"])
    #expect(try sentences(.due(now)) == ["Create “One”"])
    #expect(try sentences(.due(now + 3600)) == ["Create “One”", "Create “Two”"])
    #expect(try home.store.outboxEntry(1).current?.uid == "One")
    let accounts = try home.store.accounts().map(\.id)
    #expect(try home.store.unsentCounts() == [accounts[0]: 1, accounts[1]: 1])
    #expect(
      try accounts.map { try home.store.nextSending(of: $0, after: now) } == [nil, now + 3600])
    #expect(try home.store.nextSending(of: accounts[1], after: now + 3600) == nil)
  }

  @Test func whatDoesNotWaitIsUnknownToAll() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let deeds: [(Store) throws -> Void] = [
      { _ = try $0.outboxEntry(7) }, { try $0.dropOutboxEntry(7, now: now) },
      { try $0.settle(outboxEntry: 7, .ours, now: now) }, { _ = try $0.hasten(outboxEntry: 7) },
    ]
    for deed in deeds {
      #expect(throws: StoreError.unknown(.outboxEntry, name: "7", nearest: nil)) {
        try deed(home.store)
      }
    }
    #expect(try home.store.hastenOutbox().isEmpty)
  }

  @Test func whatIsWantedNowWaitsForNothing() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    _ = try fill(home)
    #expect(try home.store.hastenOutbox() == Set(try home.store.accounts().map(\.id)))
    #expect(try home.store.outbox(.due(now)).count == 2)
  }

  // MARK: - The account of what is only here

  @Test func theLocalAccountIsFoundWhateverItIsCalled() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let local = try home.store.localAccount()
    try home.store.editAccount(local.id, name: "At home")
    #expect(try home.store.localAccount().id == local.id)
    try home.store.addCalendar(named: "Errands")
    #expect(try home.store.accounts().map(\.name) == ["At home"])
    #expect(try home.store.calendars().map(\.calendar.account) == [local.id])
  }

  @Test func theLocalAccountIsMadeThoughItsNameIsTaken() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.store.addAccount(
      Account(
        id: Account.id(kind: .ics, nameOrAddress: "/tmp/a.ics"), name: "Local", kind: .ics,
        address: "/tmp/a.ics"))
    let local = try home.store.localAccount()
    #expect(local.name == "local 2")
    #expect(try home.store.localAccount().id == local.id)
  }
}

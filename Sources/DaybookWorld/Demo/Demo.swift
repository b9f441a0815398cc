import DaybookCore
import DaybookStore
import ICalendar

/// The sample data behind `--demo`: a store in memory, so that nothing of yours is touched.
package enum Demo {
  package static func store(in world: World) throws -> Store {
    let store = try Store.inMemory(zones: world.zones, options: world.storeOptions(.one))
    try fill(store, around: world.today, zone: world.zone, now: world.now)
    let desk = Desk(store: store, settings: world.settings, zone: world.zone, now: world.now)
    try DemoTraffic(desk: desk).fill()
    try store.forgetJournal()
    return store
  }

  private static func fill(_ store: Store, around day: Day, zone: Zone, now: Instant) throws {
    let samples = DemoCalendar.calendars(around: day, zone: zone.identifier)
    for (name, calendars) in Dictionary(grouping: samples, by: \.account).sorted(by: {
      $0.key < $1.key
    }) {
      let kind = calendars[0].kind
      let account = try store.addAccount(
        Account(
          id: Account.id(kind: kind, nameOrAddress: name), name: name, kind: kind,
          lastSync: now - 600),
        isSynced: false)
      try store.updateCalendars(
        calendars.map {
          RemoteCalendar(
            id: RemoteID($0.name), name: $0.name, color: $0.color, isReadOnly: $0.isReadOnly)
        }, of: account.id)
      for calendar in calendars {
        let id = EventCalendar.id(account: account.id.raw, key: calendar.name)
        var change = CalendarChange()
        change.priority = calendar.priority
        try store.editCalendar(id, change, now: now)
        let file = ImportFile(name: calendar.name, source: .bytes(Array(calendar.text.utf8)))
        _ = try store.importEvents(ImportBatch(calendar: id, files: [file]))
      }
    }
    for client in DemoCalendar.clients { _ = try store.addClient(client, now: now) }
    for rule in DemoCalendar.rules { _ = try store.addAssignmentRule(rule, now: now) }
  }
}

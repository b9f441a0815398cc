import DaybookCore
import DaybookStore
import DaybookSync
import ICalendar

/// What stands behind one of several people: their clerk, and what goes on beside it.
package struct Quarters: Sendable {
  package let clerk: Clerk
  /// Syncs, and notices what happens outside, until it is cancelled.
  let live: @Sendable () async -> Void
  /// Syncs once what is due.
  let syncDue: @Sendable () async -> Void
  /// Ends what `live` began, and waits until it has ended.
  let leave: @Sendable () async -> Void
  /// Whether somebody outside is to be told as soon as something happens here.
  let staysOpen: @Sendable () -> Bool

  package init(
    clerk: Clerk, live: @escaping @Sendable () async -> Void,
    syncDue: @escaping @Sendable () async -> Void, leave: @escaping @Sendable () async -> Void,
    staysOpen: @escaping @Sendable () -> Bool = { false }
  ) {
    self.clerk = clerk
    self.staysOpen = staysOpen
    self.live = live
    self.syncDue = syncDue
    self.leave = leave
  }
}

/// Everybody's quarters: opened when somebody first asks, closed when nobody has asked for long, and
/// looked into now and then meanwhile, so that everybody's calendars are in step.
package actor Household {
  /// Opens the store of whoever has this id.
  package typealias Opening = @Sendable (String) throws -> Quarters

  private struct Room {
    let quarters: Quarters
    let life: Task<Void, Never>
    var lastUsed: Instant
  }

  private let registry: Registry
  private let open: Opening
  private let clock: @Sendable () -> Instant
  /// Seconds after which whoever did not ask is closed, and after which they are looked into.
  private let patience: Int
  private let every: Int
  private var rooms: [String: Room] = [:]
  private var looked: [String: Instant] = [:]
  /// Who is being looked into, and whose turn is still to come.
  private var visits: [String: Task<Void, Never>] = [:]
  private var waiting: [String] = []
  /// How many are looked into at a time.
  private static let width = 8
  private nonisolated let executor = QueueExecutor(label: "daybook.server.household")

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// - Parameters:
  ///   - patience: seconds after which somebody's store is closed who did not ask.
  ///   - every: seconds between two looks at accounts of somebody whose store is closed.
  package init(
    of registry: Registry, patience: Int = 900, every: Int,
    clock: @escaping @Sendable () -> Instant, open: @escaping Opening
  ) {
    self.registry = registry
    self.patience = patience
    self.every = max(60, every)
    self.clock = clock
    self.open = open
  }

  /// How many stores are open.
  var openCount: Int { rooms.count }

  /// Whether somebody's accounts are being looked into, whose store is not open.
  func isVisited(_ user: String) -> Bool { visits[user] != nil }

  /// Who answers for somebody. Whoever asks here has made sure that there is such a person.
  func clerk(of user: String) throws -> Clerk {
    if rooms[user] != nil {
      rooms[user]?.lastUsed = clock()
    } else {
      keep(try open(user), of: user)
    }
    guard let room = rooms[user] else { throw Problem.notFound }
    return room.quarters.clerk
  }

  private func keep(_ quarters: Quarters, of user: String) {
    let life = Task {
      await withDiscardingTaskGroup { group in
        group.addTask { await quarters.clerk.watch() }
        group.addTask { await quarters.live() }
      }
    }
    rooms[user] = Room(quarters: quarters, life: life, lastUsed: clock())
  }

  /// Looks after everybody until it is cancelled; closes all then.
  func run() async {
    repeat { await round() } while (try? await Task.sleep(for: .seconds(60))) != nil
    waiting = []
    for visit in visits.values { visit.cancel() }
    await settled()
    for user in Array(rooms.keys) { await close(user) }
  }

  /// Closes whose time has come, and begins to look into the others: whoever's vendor is slow holds up
  /// nobody else.
  func round() async {
    // Who cannot be told is looked after the next time.
    guard let everybody = try? await registry.everybody() else { return }
    let known = Set(everybody)
    for user in Array(rooms.keys) {
      if !known.contains(user) {
        await close(user)
      } else if await isIdle(user) {
        await close(user)
        looked[user] = clock()
      }
    }
    looked = looked.filter { known.contains($0.key) }
    waiting.removeAll { !known.contains($0) }
    for (user, visit) in visits where !known.contains(user) { visit.cancel() }
    let asked = Set(waiting)
    waiting += everybody.filter {
      rooms[$0] == nil && visits[$0] == nil && !asked.contains($0) && isDue($0)
    }
    visit()
  }

  /// Waits until everybody has been looked into who was to be.
  func settled() async {
    while let visit = visits.values.first { await visit.value }
  }

  private func visit() {
    while visits.count < Household.width, !waiting.isEmpty {
      let user = waiting.removeFirst()
      looked[user] = clock()
      // What is wrong with one store is no reason to leave out the others; who asks is told.
      guard rooms[user] == nil, let quarters = try? open(user) else { continue }
      if quarters.staysOpen() {
        keep(quarters, of: user)
        continue
      }
      visits[user] = Task {
        await quarters.syncDue()
        left(user)
      }
    }
  }

  private func left(_ user: String) {
    visits[user] = nil
    visit()
  }

  private func isDue(_ user: String) -> Bool {
    looked[user].map { clock() - $0 >= every } ?? true
  }

  private func isIdle(_ user: String) async -> Bool {
    guard let clerk = rooms[user]?.quarters.clerk, await !clerk.jobs.isRunning,
      !clerk.news.isHeard, let room = rooms[user], !room.quarters.staysOpen()
    else { return false }
    return clock() - room.lastUsed >= patience
  }

  private func close(_ user: String) async {
    guard let room = rooms.removeValue(forKey: user) else { return }
    room.life.cancel()
    await room.quarters.leave()
    await room.life.value
  }
}

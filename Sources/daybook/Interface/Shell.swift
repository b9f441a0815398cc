import DaybookCore
import DaybookStore
import DaybookSync
import DaybookTUI
import DaybookTerminal
import Dispatch
import ICalendar
import Synchronization

/// Does what the loop asks for, away from the main thread, and answers with messages.
///
/// One serial queue reads and writes the store for the screen, so an answer never overtakes the
/// change before it.
final class Shell: Sendable {
  let world: World
  let themes: ThemeFiles
  private let desk: Desk
  private let queue = DispatchQueue(label: "daybook.desk", qos: .userInitiated)
  private let background: Background?
  /// Takes messages to the inbox.
  private let tell: @Sendable (Message) -> Void
  /// The days that the screen has asked for last.
  private let days: Mutex<Range<Day>?> = Mutex(nil)

  init(
    world: World, desk: Desk, themes: ThemeFiles, isDemo: Bool,
    tell: @escaping @Sendable (Message) -> Void
  ) {
    self.world = world
    self.desk = desk
    self.themes = themes
    self.tell = tell
    background = isDemo ? nil : Background(world: world, store: desk.store, tell: tell)
  }

  /// Starts what runs while the screen is open: the watch over the store, feeds, watched files,
  /// other processes.
  func start() {
    let changes = desk.store.changes()
    Task { [self] in
      for await _ in changes {
        if let days = days.withLock({ $0 }) { perform(.load(days)) }
      }
    }
    background?.start()
  }

  func stop() {
    background?.stop()
  }

  /// The desk at this moment.
  private var now: Desk {
    var desk = desk
    desk.now = world.now
    return desk
  }

  // MARK: - Effects

  func perform(_ effect: Effect) {
    switch effect {
    case .load(let days):
      self.days.withLock { $0 = days }
      answer { .snapshot(try SnapshotReading(desk: $0).snapshot(of: days)) }
    case .openDetails(let id):
      answer { .details(try CardReading(desk: $0).details(of: id)) }
    case .search(let text, let near):
      answer { desk in
        .found(
          try desk.store.search(text, near: near, limit: 200, viewer: desk.zone), query: text)
      }
    case .findSlots(let query):
      answer { .slots(try $0.free(query).slots, query: query) }
    case .copyJSON(let ids): answer { try self.json(of: ids, at: $0) }
    case .timer(let number, let milliseconds):
      queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [tell] in
        tell(.timer(number))
      }
    case .openURL(let url): open(url)
    case .syncNow(let isFull): background?.syncNow(isFull: isFull)
    case .setTheme(let name): queue.async { self.themes.remember(name) }
    default: change(effect)
    }
  }

  /// Effects that change what is stored; each says what it did.
  private func change(_ effect: Effect) {
    answer { desk in
      switch effect {
      case .create(let draft): return .saved(try desk.create(draft), isQueued: false)
      case .edit(let id, let change, let scope):
        return .saved(try desk.edit(id, change, scope: scope), isQueued: false)
      case .delete(let ids, let scope):
        return .saved(try desk.delete(ids, scope: scope), isQueued: false)
      case .duplicate(let id, let start):
        return .saved(try desk.duplicate(id, to: start), isQueued: false)
      case .resolve(let id, let action):
        let conflict = try desk.conflict(named: id.raw)
        guard let way = try desk.offers(for: conflict).first(where: { $0.id == action }) else {
          throw StoreError.gone(.conflict)
        }
        _ = try desk.resolve(conflict, by: way, note: nil)
        return .saved(way.label, isQueued: false)
      case .assign(let ids, let choice, let isSeries):
        return .saved(try desk.assign(ids, to: choice, isSeries: isSeries), isQueued: false)
      case .setHidden(let id, let isHidden):
        return .saved(try desk.setHidden(id, isHidden), isQueued: false)
      case .undo:
        return .saved(
          try desk.store.undo().map { "Undone: \($0.sentence)" } ?? "Nothing to undo",
          isQueued: false)
      case .redo:
        return .saved(
          try desk.store.redo().map { "Redone: \($0.sentence)" } ?? "Nothing to redo",
          isQueued: false)
      case .releaseHolds(let group):
        return .saved(try desk.release(group), isQueued: false)
      default: return nil
      }
    }
  }

  /// Asks the desk on the queue; what it throws is told in its own words.
  private func answer(_ ask: @escaping @Sendable (Desk) throws -> Message?) {
    queue.async { [self] in
      do {
        if let message = try ask(now) { tell(message) }
      } catch let error as any Explained {
        tell(.failed(error.failure))
      } catch {
        tell(.failed(Failure(code: "failed", message: "\(error)")))
      }
    }
  }
}

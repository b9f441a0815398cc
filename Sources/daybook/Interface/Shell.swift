import CAllocator
import DaybookCore
import DaybookStore
import DaybookSync
import DaybookTUI
import DaybookTerminal
import DaybookWorld
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
  let desk: Desk
  private let queue = DispatchQueue(label: "daybook.desk", qos: .userInitiated)
  let background: Background?
  let connecting: Connecting?
  /// Takes messages to the inbox.
  let tell: @Sendable (Message) -> Void
  /// Takes a text to the clipboard, with what it is in words.
  let copy: @Sendable (String, String) -> Void
  /// As they are now: what is set on the screen counts at once.
  let settings: Mutex<Settings>
  /// The days that the screen has asked for last.
  private let days: Mutex<Range<Day>?> = Mutex(nil)
  private let isReloading = Atomic(false)
  /// How often each of these questions was asked.
  let questions: Mutex<[Question: Int]> = Mutex([:])
  /// The conflicts of the days ahead, until the store changes: days elsewhere do not touch them.
  private let ahead: Mutex<(known: KnownConflicts?, isStale: Bool)> = Mutex((nil, true))

  init(
    world: World, desk: Desk, themes: ThemeFiles, isDemo: Bool,
    tell: @escaping @Sendable (Message) -> Void,
    copy: @escaping @Sendable (String, String) -> Void
  ) {
    self.copy = copy
    self.world = world
    self.desk = desk
    settings = Mutex(desk.settings)
    self.themes = themes
    self.tell = tell
    let wiring = SyncWiring(world: world, store: desk.store)
    let background = isDemo ? nil : Background(wiring, tell: tell)
    self.background = background
    connecting = background.map { background in
      Connecting(
        setup: AccountSetup(wiring), tell: tell,
        sync: { background.sync($0) })
    }
  }

  /// Starts what runs while the screen is open: the watch over the store, feeds, watched files,
  /// other processes.
  func start() {
    let changes = desk.store.changes()
    Task { [self] in
      for await change in changes {
        if change.contains(.log) { tell(.logGrew) }
        guard !change.isSubset(of: .log) else { continue }
        ahead.withLock { $0.isStale = true }
        reload()
      }
    }
    background?.start()
  }

  /// Returns when what was asked for is stored, or does not come to an end.
  func stop() {
    // Nobody will see what would be read.
    days.withLock { $0 = nil }
    connecting?.stop()
    let done = DispatchSemaphore(value: 0)
    queue.async { done.signal() }
    _ = done.wait(timeout: .now() + .seconds(5))
    background?.stop()
  }

  /// The desk at this moment.
  private var now: Desk {
    var desk = desk
    desk.now = world.now
    desk.settings = settings.withLock { $0 }
    return desk
  }

  // MARK: - Effects

  func perform(_ effect: Effect) {
    switch effect {
    case .load(let days):
      self.days.withLock { $0 = days }
      load(days)
    case .openDetails(let id):
      answer { desk in
        try desk.occurrence(id).map {
          .details(EventDetails(try desk.card(of: $0, findsConflicts: false)))
        }
      }
    case .readReminders(let since):
      answer { desk in
        let due = try desk.reminders(after: since)
        if due.isEmpty { return nil }
        let told = desk.settings.reminders.by == .silent ? [] : try desk.toldElsewhere(of: due)
        return .reminders(due, told: told)
      }
    case .search(let text, let near):
      answerNewest(.search) { desk in
        .found(
          try desk.store.search(text, near: near, limit: SearchState.limit, viewer: desk.zone),
          query: text)
      }
    case .findSlots(let query):
      answerNewest(.slots) { .slots(try $0.free(query).slots, query: query) }
    case .judge(let text, let query):
      answerNewest(.offers) { desk in
        let context = PhraseContext(
          now: desk.now, zone: desk.zone, zones: self.world.zones,
          weekStarts: desk.settings.weekStarts, dateOrder: desk.settings.dateOrder)
        let phrase = try ProposalPhrase(reading: text, in: context)
        return .judged(try desk.judge(phrase, read: text, for: query), of: text)
      }
    case .loadHours(let query):
      answerNewest(.hours) {
        .hours(try $0.hours(by: query.grouping, days: query.days).report, query: query)
      }
    case .loadYear(let year): read(YearLoad(year: year), from: 1, number: next(.year))
    case .copyReport(let query): answer { try self.copyReport(query, at: $0) }
    case .copyJSON(let ids): answer { try self.json(of: ids, at: $0) }
    case .timer(let number, let milliseconds):
      // Not behind what is being read.
      DispatchQueue.global(qos: .userInteractive)
        .asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [tell] in
          tell(.timer(number))
        }
    case .openURL(let url): Opener.open(url, environment: world.environment)
    case .syncNow(let isFull): background?.syncNow(isFull: isFull)
    case .set(let choice): queue.async { [self] in set(choice) }
    case .setTheme(let name):
      queue.async { [themes, tell] in
        if let failure = themes.remember(name) { tell(.failed(failure)) }
      }
    default:
      if !performRemote(effect) { change(effect) }
    }
  }

  /// Milliseconds for which a picture waits for the page that it is to show. Nobody sees so short a
  /// wait, but everybody sees an empty page before a full one.
  private static let patience = 8

  /// Reads the days in sight. What comes in time is handed back, to be painted at once; what comes
  /// later comes as a message.
  func page(_ days: Range<Day>) -> Message? {
    let handover = Handover<Message>()
    // A page that was left again before its turn is not read.
    answerNewest(.page) { [self] desk in
      let message = Message.snapshot(
        try SnapshotReading(desk: desk).snapshot(of: days, ahead: ahead.withLock { $0.known }))
      return handover.give(message) ? nil : message
    }
    return handover.wait(milliseconds: Self.patience)
  }

  /// Milliseconds for which a key that is held down must rest before the days around are read: each
  /// page comes by itself meanwhile, and does not wait behind a reading that is already stale.
  private static let pause = 60

  /// Reads the days on the screen again. However many changes come while that waits for its turn, it
  /// is done once.
  private func reload() {
    guard isReloading.exchange(true, ordering: .acquiringAndReleasing) == false else { return }
    queue.async { [self] in
      isReloading.store(false, ordering: .releasing)
      if let days = days.withLock({ $0 }) { read(days) }
    }
  }

  /// Reads everything again, for it is judged by other settings now.
  func readAnew() {
    ahead.withLock { $0.isStale = true }
    reload()
  }

  /// Reads a whole snapshot, unless other days have been asked for by then.
  private func load(_ wanted: Range<Day>) {
    queue.asyncAfter(deadline: .now() + .milliseconds(Self.pause)) { [self] in
      if days.withLock({ $0 == wanted }) { read(wanted) }
    }
  }

  private func read(_ days: Range<Day>) {
    // What the days before have left would lie beside what comes now.
    daybook_return_memory()
    telling { desk in
      let reading = SnapshotReading(desk: desk)
      let (known, isStale) = ahead.withLock { ahead in
        // What changes from here on makes it stale again.
        defer { ahead.isStale = false }
        return ahead
      }
      if let known, !isStale, known.day == desk.today {
        return .snapshot(try reading.snapshot(of: days, ahead: known))
      }
      do {
        let found = try reading.snapshot(of: days)
        ahead.withLock { $0.known = found.ahead }
        return .snapshot(found.snapshot)
      } catch {
        ahead.withLock { $0.isStale = true }
        throw error
      }
    }
  }

  /// Effects that change what is stored; each says what it did.
  private func change(_ effect: Effect) {
    answer { desk in
      switch effect {
      case .create(let event, let calendar, let client):
        return try self.create(event, in: calendar, client: client, at: desk)
      case .edit(let id, let change, let scope):
        let event = try desk.occurrence(named: id.raw)
        return try self.saved(desk.edit(event.event, event.originalStart, change, scope))
      case .revise(let id, let revision, let scope):
        return try self.revise(id, revision, scope, at: desk)
      case .delete(let ids, let scope):
        let events = try ids.map { try desk.occurrence(named: $0.raw) }
        return self.saved(try desk.delete(events, scope))
      case .respond(let id, let answer, let scope):
        let event = try desk.occurrence(named: id.raw)
        return try self.saved(desk.respond(to: event, answer.response, note: answer.note, scope))
      case .move(let moves):
        let events = try moves.map { (try desk.occurrence(named: $0.id.raw), $0.time) }
        return try self.saved(desk.move(events))
      case .duplicate(let ids, let start):
        let events = try ids.map { try desk.occurrence(named: $0.raw) }
        return try self.saved(desk.duplicate(events, at: start))
      case .resolve(let id, let action):
        let conflict = try desk.conflict(named: id.raw)
        guard let way = try desk.offers(for: conflict).first(where: { $0.id == action }) else {
          throw StoreError.gone(.conflict)
        }
        _ = try desk.resolve(conflict, by: way)
        return .saved(way.label, isQueued: false)
      case .settleConflicts(let ids, let deed): return self.saved(try desk.settle(ids, by: deed))
      case .takeBack(let id):
        let conflict = try desk.conflict(named: id.raw)
        return .saved(try desk.store.takeBack(conflict, now: desk.now), isQueued: false)
      case .assign(let ids, let choice, let isSeries):
        let events = try ids.map { try desk.occurrence(named: $0.raw) }
        self.tell(
          .saved(
            try desk.assign(events, to: choice.assignee, isSeries: isSeries), isQueued: false))
        return try desk.ruleSuggestion(after: events).map { .ruleSuggested($0) }
      case .bill(let client, let days):
        guard let billing = try desk.bill(client, days: days) else {
          return .saved("Nothing is left to be billed", isQueued: false)
        }
        let count = CountText.of(billing.lines.count, "event")
        let remark = billing.lacksAmount ? " · without an amount: the client has no rate" : ""
        return .saved("\(count) held as billed\(remark)", isQueued: false)
      case .unlockBilling(let id):
        try desk.store.unlockBilling(id, now: desk.now)
        return .saved("What was billed can be changed again", isQueued: false)
      case .addRule(let rule):
        try desk.store.addAssignmentRule(rule, now: desk.now)
        return .saved("From now on the rule assigns them", isQueued: false)
      case .changeRule(let rule):
        try desk.store.changeAssignmentRule(rule, now: desk.now)
        return .saved("The rule is changed", isQueued: false)
      case .removeRule(let id):
        try desk.store.removeAssignmentRule(id, now: desk.now)
        return .saved("The rule is removed", isQueued: false)
      case .setHidden(let id, let isHidden):
        return try desk.change(id) { $0.isHidden = isHidden }
      case .undo:
        let entry = try desk.store.undo(now: desk.now)
        return .saved(entry.map { "Undone: \($0.sentence)" } ?? "Nothing to undo", isQueued: false)
      case .redo:
        let entry = try desk.store.redo(now: desk.now)
        return .saved(entry.map { "Redone: \($0.sentence)" } ?? "Nothing to redo", isQueued: false)
      case .releaseHolds(let group):
        let count = try desk.store.releaseHolds(group, now: desk.now)
        return .saved("Released \(count) holds", isQueued: false)
      default: return nil
      }
    }
  }

  private func create(
    _ event: NewEvent, in id: CalendarID?, client: String?, at desk: Desk
  ) throws -> Message {
    let calendar = try id.map { try desk.calendar(named: $0.raw) } ?? desk.defaultCalendar()
    // Who cannot get it is said before it is made.
    let assignee = try client.map { try desk.assignee(named: $0) }
    let outcome = try desk.create(event, in: calendar, for: assignee)
    // It may lie in a week that nobody looks at.
    return saved(
      outcome, outcome.occurrence.map { Stamp.when($0, in: world.zone, now: world.now) })
  }

  private func revise(
    _ id: OccurrenceID, _ revision: EventRevision, _ scope: EditScope, at desk: Desk
  ) throws -> Message? {
    let home = try revision.calendar.map { try desk.calendar(named: $0.raw) }
    let outcome = try desk.revise(
      try desk.occurrence(named: id.raw), revision.change, scope, movingTo: home,
      for: revision.client?.assignee)
    tell(saved(outcome))
    guard revision.client != nil, let event = outcome.occurrence else { return nil }
    return try desk.ruleSuggestion(after: [event]).map { .ruleSuggested($0) }
  }

  /// Opens an event's text in `$EDITOR` and stores what comes back.
  func editInEditor(_ id: OccurrenceID) {
    var typed: EditedText?
    do {
      let desk = now
      let occurrence = try desk.occurrence(named: id.raw)
      let source = try desk.card(of: occurrence, findsConflicts: false).source
      typed = try TextEditor.edit(source, environment: world.environment)
      guard let typed else { return }
      tell(saved(try desk.replaceSource(of: occurrence, with: typed.text)))
      typed.remove()
    } catch {
      let failure =
        (error as? any Explained)?.failure ?? Failure(code: "failed", message: "\(error)")
      tell(.failed(typed?.kept(failure) ?? failure))
    }
  }

  private func saved(_ outcome: (settled: [Conflict], left: [ConflictID])) -> Message {
    let left = outcome.left.isEmpty ? "" : " · \(outcome.left.count) left: it does not fit them"
    return .saved(
      "Settled \(CountText.of(outcome.settled.count, "conflict"))\(left)", isQueued: false)
  }

  private func saved(_ outcome: EditOutcome, _ remark: String? = nil) -> Message {
    let news = outcome.news(isMoved: false, in: world.zone, now: world.now)
    return .saved(
      [news, remark].compactMap(\.self).joined(separator: " · "), isQueued: outcome.isQueued)
  }

  /// Asks the desk on the queue; what it throws is told in its own words.
  func answer(_ ask: @escaping @Sendable (Desk) throws -> Message?) {
    queue.async { [self] in telling(ask) }
  }

  private func telling(_ ask: (Desk) throws -> Message?) {
    do {
      if let message = try ask(now) { tell(message) }
    } catch let error as any Explained {
      tell(.failed(error.failure))
    } catch {
      tell(.failed(Failure(code: "failed", message: "\(error)")))
    }
  }
}

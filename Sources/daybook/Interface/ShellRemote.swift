import DaybookCore
import DaybookStore
import DaybookTUI
import ICalendar

/// What the screens about remote accounts ask for.
extension Shell {
  /// Answers whether the effect was one of these.
  func performRemote(_ effect: Effect) -> Bool {
    switch effect {
    case .readAccounts: answer { .accounts(try AccountsReading(desk: $0).overviews()) }
    case .readOutbox: answer { .outbox(try OutboxReading(desk: $0).items()) }
    case .readRules: answer { .rules(try $0.ruleItems()) }
    case .tryRule(let test): answer { .tried(test, try $0.matching(test)) }
    case .readLog:
      answer { desk in
        .log(
          try desk.store.exchanges(limit: Shell.exchangesShown).reversed().map {
            LoggedExchange(at: $0.at, account: $0.account, exchange: RemoteExchange($0))
          })
      }
    case .showEvent(let event): answer { .event(try $0.occurrence(named: event.raw)) }
    case .setBusy(let id, let isBusy): answer { try $0.change(id) { $0.isBusy = isBusy } }
    case .setColor(let id, let color): answer { try $0.change(id) { $0.color = color } }
    case .sync(let account, let isFull): sync(account, isFull: isFull)
    case .sendEdit(let id): answer { try self.send(id, at: $0) }
    case .dropEdit(let id):
      answer { desk in
        try desk.store.dropOutboxEntry(id, now: desk.now)
        return .saved("Dropped · u brings it back", isQueued: false)
      }
    case .settle(let id, let keepsMine):
      answer { desk in
        let account = try desk.store.settle(
          outboxEntry: id, keepsMine ? .ours : .theirs, now: desk.now)
        if keepsMine { self.background?.sync(account, isFull: false) }
        return keepsMine
          ? .saved("Yours goes over theirs · u takes theirs instead", isQueued: true)
          : .saved("Theirs it is · u brings yours back", isQueued: false)
      }
    case .connect(let draft): connect(draft)
    case .pasteAnswer(let text): connecting?.paste(text)
    case .stopConnecting: connecting?.stop()
    case .removeAccount(let id): remove(id)
    default: return false
    }
    return true
  }

  /// As many lines of the log as anybody looks through.
  private static let exchangesShown = 1000

  private func sync(_ account: AccountID, isFull: Bool) {
    guard let background else { return tell(.failed(Shell.sampleData)) }
    background.sync(account, isFull: isFull)
  }

  private func send(_ id: Int, at desk: Desk) throws -> Message? {
    guard background != nil else { return .failed(Shell.sampleData) }
    sync(try desk.store.hasten(outboxEntry: id), isFull: false)
    return nil
  }

  private func connect(_ draft: AccountDraft) {
    guard let connecting else {
      return tell(.connecting(.failed(Shell.sampleData), attempt: draft.attempt))
    }
    connecting.begin(draft)
  }

  private func remove(_ id: AccountID) {
    guard let account = try? desk.store.accounts().first(where: { $0.id == id }) else {
      return tell(.failed(StoreError.gone(.account).failure))
    }
    let words = Message.saved("Removed: \(account.name)", isQueued: false)
    guard let connecting else {
      // Sample data has no secrets, and nobody at the other side.
      return answer { desk in
        try desk.store.removeAccount(id)
        return words
      }
    }
    connecting.remove(account, saying: words)
  }

  private static let sampleData = Failure(
    code: "sample_data", message: "This is sample data: nobody is asked",
    hint: "start daybook without --demo")
}

extension RemoteExchange {
  /// As the store kept it.
  fileprivate init(_ kept: Exchange) {
    self.init(
      request: kept.request, status: kept.status, milliseconds: kept.milliseconds,
      bytes: kept.bytes, note: kept.note)
  }
}

extension Desk {
  /// Changes a calendar, of which there is nothing to tell.
  func change(_ id: CalendarID, _ body: (inout CalendarChange) -> Void) throws -> Message? {
    var change = CalendarChange()
    body(&change)
    try store.editCalendar(id, change, now: now)
    return nil
  }
}

import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTUI
import DaybookWorld
import Synchronization

/// Adds accounts for the form on the screen, and signs in again: one attempt at a time, each ended by
/// the next.
final class Connecting: Sendable {
  private let setup: AccountSetup
  private let tell: @Sendable (Message) -> Void
  /// Asks an account at once.
  private let sync: @Sendable (AccountID) -> Void
  private let running = Mutex<Attempt?>(nil)

  private struct Attempt {
    var task: Task<Void, Never>
    var pasted: AsyncStream<String>.Continuation
  }

  init(
    setup: AccountSetup, tell: @escaping @Sendable (Message) -> Void,
    sync: @escaping @Sendable (AccountID) -> Void
  ) {
    self.setup = setup
    self.tell = tell
    self.sync = sync
  }

  func begin(_ draft: AccountDraft) {
    let (answers, pasted) = AsyncStream.makeStream(of: String.self)
    let task = Task { [self] in
      do {
        let account = try await connect(draft, answers)
        tell(.connecting(.added(account.id, name: account.name), attempt: draft.attempt))
        // A new account is due by itself; an old one may have been told to wait for hours.
        if draft.renewing != nil { sync(account.id) }
      } catch {
        tell(.connecting(.failed(Failure(telling: error)), attempt: draft.attempt))
      }
    }
    replace(with: Attempt(task: task, pasted: pasted))
  }

  func stop() { replace(with: nil) }

  /// Takes where the browser ended, as somebody copied it.
  func paste(_ text: HiddenText) {
    _ = running.withLock { $0?.pasted.yield(text.revealed) }
  }

  func remove(_ account: Account, saying words: Message) {
    Task { [setup, tell] in
      do {
        try await setup.remove(account)
        tell(words)
      } catch {
        tell(.failed(Failure(telling: error)))
      }
    }
  }

  private func replace(with next: Attempt?) {
    let before = running.withLock { running in
      defer { running = next }
      return running
    }
    before?.pasted.finish()
    before?.task.cancel()
  }

  private func connect(_ draft: AccountDraft, _ answers: AsyncStream<String>) async throws
    -> Account
  {
    let browser = browser(draft, answers)
    if let id = draft.renewing {
      guard let account = try setup.store.accounts().first(where: { $0.id == id }) else {
        throw StoreError.gone(.account)
      }
      if let secret = try secret(draft, for: account) {
        try await setup.renew(account, with: secret)
      } else {
        try await setup.renew(account, by: browser)
      }
      return account
    }
    let name = draft.name.isEmpty ? nil : try ClientWords.name(draft.name, of: "account")
    switch draft.kind {
    case .ics:
      let place = try AccountSetup.place(draft.place.revealed, in: setup.world)
      return try setup.addFeed(place, named: name)
    case .local: return try setup.addLocal(named: ClientWords.name(draft.name, of: "account"))
    case .caldav:
      let place = draft.place.revealed
      let user = draft.user.isEmpty ? place : draft.user
      return try await setup.addCalDAV(
        place, user: user, .password(user: user, password: draft.secret.revealed), named: name)
    case .calcom:
      let base = draft.place.revealed
      let at = base.isEmpty ? setup.world.settings.providers.calcom.apiBase : base
      guard let key = key(draft) else {
        return try await setup.add(.calcom, by: browser, base: at, named: name)
      }
      return try await setup.addCalCom(key, base: at, named: name)
    case .google, .microsoft: return try await setup.add(draft.kind, by: browser, named: name)
    }
  }

  /// What proves who signs in again; nil where the browser does.
  private func secret(_ draft: AccountDraft, for account: Account) throws -> Secret? {
    switch account.kind {
    case .calcom: return key(draft)
    case .caldav:
      let user = draft.user.isEmpty ? try setup.user(of: account) : draft.user
      guard let user else {
        throw CommandError.failed(
          "no_user", "Nobody knows any more who signs in to \(account.name).",
          hint: "Fill in the user.")
      }
      return .password(user: user, password: draft.secret.revealed)
    case .google, .microsoft, .ics, .local: return nil
    }
  }

  /// Cal.com's key: as it was typed, else as the settings have it.
  private func key(_ draft: AccountDraft) -> Secret? {
    if !draft.secret.isEmpty { return .key(draft.secret.revealed) }
    let settings = setup.world.settings.providers.calcom
    if !settings.apiKey.isEmpty { return .key(settings.apiKey) }
    return settings.apiKeyCommand.isEmpty ? nil : .command(settings.apiKeyCommand, user: nil)
  }

  private func browser(_ draft: AccountDraft, _ answers: AsyncStream<String>)
    -> AccountSetup.Browser
  {
    let environment = setup.world.environment
    let hasDesktop = Opener.hasDesktop(environment)
    let tell = tell
    return AccountSetup.Browser(
      way: draft.way == .code ? .code : .browser, pasted: answers,
      tell: { step in
        let news: ConnectingStep =
          switch step {
          case .open(let address): .open(address, isOpened: hasDesktop)
          case .enter(let code, let address):
            .enter(code: code, at: address, isOpened: hasDesktop)
          case .notThat: .notThat
          case .checking: .checking
          }
        tell(.connecting(news, attempt: draft.attempt))
        switch step {
        case .open(let address), .enter(_, let address):
          if hasDesktop { Opener.open(address, environment: environment) }
        case .notThat, .checking: break
        }
      })
  }
}

extension Failure {
  /// An error in its own words, where it has some.
  init(telling error: any Error) {
    self =
      (error as? any Explained)?.failure ?? Failure(code: "failed", message: "\(error)")
  }
}

import DaybookCore
import DaybookProviders
import DaybookStore

/// Adds accounts that one signs in to, signs in again, and takes them away: the same for the command,
/// for the interface and for the server.
package struct AccountSetup: Sendable {
  package let wiring: SyncWiring

  package init(_ wiring: SyncWiring) {
    self.wiring = wiring
  }

  package init(world: World, store: Store) {
    self.init(SyncWiring(world: world, store: store))
  }

  package var world: World { wiring.world }
  package var store: Store { wiring.store }

  var signIn: SignIn {
    SignIn(
      transport: wiring.transport, clock: wiring.signInClock, environment: world.environment)
  }

  /// How somebody signs in through the browser.
  package struct Browser: Sendable {
    var way: SignIn.Way
    /// Addresses that were copied out of a browser elsewhere.
    var pasted: AsyncStream<String>
    /// Told what to open, and what is waited for.
    var tell: @Sendable (SignInStep) -> Void

    package init(
      way: SignIn.Way, pasted: AsyncStream<String>, tell: @escaping @Sendable (SignInStep) -> Void
    ) {
      self.way = way
      self.pasted = pasted
      self.tell = tell
    }
  }

  /// At a CalDAV server.
  ///
  /// - Parameter place: a URL, or an e-mail address.
  package func addCalDAV(_ place: String, user: String, _ secret: Secret, named name: String?)
    async throws
    -> Account
  {
    let (result, address) = try await proveCalDAV(place, user: user, secret)
    let host = RemotePlace(place).host ?? place
    return try await keep(result, kind: .caldav, address: address, name: name ?? host)
  }

  /// At Cal.com, by key.
  package func addCalCom(_ secret: Secret, base: String, named name: String?) async throws
    -> Account
  {
    let result = try await signIn.atCalCom(secret, base: base)
    return try await keep(
      result, kind: .calcom, address: base, name: name ?? RemotePlace(base).host ?? "Cal.com")
  }

  /// At Google, Microsoft or Cal.com, through the browser.
  ///
  /// - Parameter base: of Cal.com's API.
  package func add(
    _ kind: AccountKind, by browser: Browser, base: String? = nil, named name: String?
  )
    async throws -> Account
  {
    guard let service = wiring.credentials.service(of: kind, base: base) else {
      throw ProviderError.unsupported(kind)
    }
    let result = try await signIn.through(
      service, by: browser.way, pasted: browser.pasted, tell: browser.tell)
    return try await keep(
      result, kind: kind, address: base ?? result.identity.address,
      name: name ?? result.identity.address)
  }

  /// Signs in to an account again through the browser.
  package func renew(_ account: Account, by browser: Browser) async throws {
    let base = account.kind == .calcom ? account.address : nil
    guard let service = wiring.credentials.service(of: account.kind, base: base) else {
      throw ProviderError.unsupported(account.kind)
    }
    let known = account.addresses.first ?? account.address
    let result = try await signIn.through(
      service, by: browser.way, again: known, pasted: browser.pasted, tell: browser.tell)
    guard Account.id(kind: account.kind, nameOrAddress: result.identity.key) == account.id else {
      throw ProviderError.signInNeeded(
        service.place, by: .after(SignInFault(by: service.name, .otherPerson)))
    }
    try await keep(result.secret, again: account)
  }

  /// Signs in to a Cal.com or CalDAV account again with another key or password.
  package func renew(_ account: Account, with secret: Secret) async throws {
    switch account.kind {
    case .calcom: _ = try await signIn.atCalCom(secret, base: account.address)
    case .caldav:
      if case .password(let user, _) = secret {
        _ = try await proveCalDAV(account.address, user: user, secret)
      } else if case .command(_, let user?) = secret {
        _ = try await proveCalDAV(account.address, user: user, secret)
      }
    case .google, .microsoft, .ics, .local: throw ProviderError.unsupported(account.kind)
    }
    try await keep(secret, again: account)
  }

  /// Whoever renews the old sign-in at this moment is waited for, or what they bring would win.
  func keep(_ secret: Secret, again account: Account) async throws {
    let secrets = wiring.credentials.secrets
    let lock = try await secrets.lock(account.id)
    defer { lock.release() }
    try secrets.keep(secret, of: account.id)
    try store.forgetFailure(of: account.id)
  }

  /// Who signs in to a CalDAV account, as far as it is kept.
  package func user(of account: Account) throws -> String? {
    switch try wiring.credentials.secrets.secret(of: account.id) {
    case .password(let user, _): user
    case .command(_, let user): user
    case .key, .tokens, nil: nil
    }
  }

  /// Forgets an account, and ends its sign-in at the other side where there is a way to.
  package func remove(_ account: Account) async throws {
    try await forget(account)
    try store.removeAccount(account.id)
  }

  private func forget(_ account: Account) async throws {
    guard account.kind != .ics, account.kind != .local else { return }
    await wiring.endPushes(of: account)
    let secrets = wiring.credentials.secrets
    do throws(ProviderError) {
      if let secret = try secrets.secret(of: account.id) {
        let base = account.kind == .calcom ? account.address : nil
        await signIn.revoke(secret, at: wiring.credentials.service(of: account.kind, base: base))
      }
    } catch {
      // What cannot be read cannot be ended there; it is erased all the same.
    }
    try secrets.erase(account.id)
  }

  private func proveCalDAV(_ place: String, user: String, _ secret: Secret) async throws
    -> (SignIn.Result, String)
  {
    let zones = world.zones
    let proved = try await signIn.atCalDAV(
      place, user: user, secret,
      find: { (text, transport) async throws(ProviderError) in
        let found = try await DAVDiscovery(transport: transport, zones: zones).find(text)
        return CalDAVFound(address: found.address, addresses: found.addresses)
      })
    return (proved.result, proved.address)
  }

  /// The secret first: an account whose secret could not be kept would be of no use.
  func keep(_ result: SignIn.Result, kind: AccountKind, address: String, name: String)
    async throws -> Account
  {
    let id = Account.id(kind: kind, nameOrAddress: result.identity.key)
    let accounts = try store.accounts()
    if let known = accounts.first(where: { $0.id == id }) {
      throw CommandError.failed(
        "account_exists", "That is the account “\(known.name)” already.",
        hint: "Sign in to it again with 'daybook accounts login'.")
    }
    let secrets = wiring.credentials.secrets
    wiring.eraseUnfinished()
    let mark = try await secrets.adding(id)
    defer { mark.release() }
    try secrets.keep(result.secret, of: id)
    do {
      return try store.addAccount(
        Account(
          id: id, name: AccountSetup.free(name, besides: accounts), kind: kind, address: address,
          state: .new, addresses: result.identity.addresses))
    } catch {
      try? secrets.erase(id)
      throw error
    }
  }

  /// The name, with a number where another account is called so.
  package static func free(_ name: String, besides accounts: [Account]) -> String {
    let taken = Set(accounts.map { $0.name.lowercased() })
    guard taken.contains(name.lowercased()) else { return name }
    var number = 2
    while taken.contains("\(name) \(number)".lowercased()) { number += 1 }
    return "\(name) \(number)"
  }
}

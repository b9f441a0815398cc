import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookSync
import ICalendar

/// Puts the engine of sync together: the one place where it meets the providers.
package struct SyncWiring: Sendable {
  package let world: World
  package let store: Store
  /// Whose store it is, as addresses name them that others are given.
  package let person: String
  /// Asks in nobody's name; its open connections are everybody's.
  package let transport: any Transport
  /// What proves who asks, account by account: one for all that ask, so that a sign-in is renewed
  /// once.
  package let credentials: AccountCredentials
  package let signInClock: SignInClock

  package init(world: World, store: Store, person: String = "home") {
    (self.world, self.store, self.person) = (world, store, person)
    let environment = world.environment
    transport = PacedTransport(
      CurlTransport(
        version: World.version,
        // As OpenSSL and curl name them: a company or a server of one's own may sign for itself.
        authorities: environment["SSL_CERT_FILE"] ?? environment["CURL_CA_BUNDLE"]),
      paces: Pace.all(world.settings.providers), clock: ContinuousClock())
    let clock = world.clock
    signInClock = SignInClock(now: { clock.now }, wall: { WallClock(frozen: nil).now })
    // What a demonstration keeps to sign in lasts as long as it does.
    let secrets: any Secrets = world.isDemo ? SyncWiring.passing : SyncWiring.vault(of: world)
    credentials = AccountCredentials(
      transport: transport, settings: world.settings.providers, secrets: secrets,
      environment: environment, clock: signInClock)
  }

  private static let passing = PassingSecrets()

  package static func vault(of world: World) -> SecretVault {
    SecretVault(
      folder: world.home.secrets, keyFile: world.home.secretKey, environment: world.environment)
  }

  /// - Parameter chosen: the accounts to look after; nil for all.
  package func engine(observer: any SyncObserver, only chosen: Set<AccountID>? = nil) -> SyncEngine
  {
    eraseUnfinished()
    let factory = self.factory
    let clock = world.clock
    let syncWorld = SyncWorld(
      store: store, clock: { clock.now }, observer: observer,
      makeProvider: { account throws(ProviderError) in
        // An account that nobody asked for is left alone, as those are that have no other side.
        if let chosen, !chosen.contains(account.id) { return LocalProvider() }
        return try factory.provider(for: account)
      })
    return SyncEngine(world: syncWorld, settings: world.settings.sync)
  }

  /// Erases what was kept of accounts whose adding broke off.
  package func eraseUnfinished() {
    credentials.secrets.eraseUnfinished { id in
      // Where that cannot be told nothing is erased.
      (try? store.accounts().contains { $0.id == id }) ?? true
    }
  }

  /// Sends to the receivers of hooks.
  package var hookPost: any HookPost {
    HookSender(
      transport: transport, rule: OutwardRule(nearHosts: world.settings.server.hookHosts),
      digests: digests)
  }

  package var digests: any Digests { CryptoDigests() }

  /// Has providers tell the server of changes, where the Internet finds it.
  package var pushWorld: PushWorld {
    let (factory, clock, log) = (self.factory, world.clock, world.log)
    let base = world.settings.server.publicURL
    return PushWorld(
      store: store, base: base.isEmpty ? nil : base, person: person, clock: { clock.now },
      failed: { log.warning("a provider could not be asked to tell of changes", $0) },
      makePush: { account throws(ProviderError) in try factory.push(for: account) })
  }

  /// What it takes to tell others. Of conflicts they are told for as long as they are listed where
  /// nobody says how long.
  package var hookWorld: HookWorld {
    let (store, world, clock) = (store, world, world.clock)
    return HookWorld(
      store: store, post: hookPost, clock: { clock.now },
      conflicts: {
        let desk = Desk(store: store, settings: world.settings, zone: world.zone, now: clock.now)
        let today = world.zone.day(at: clock.now)
        let window = desk.span(of: today..<(today + 90))
        return Set(try desk.conflicts(touching: window).conflicts.map(\.id.raw))
      }, failed: { world.log.warning("hooks could not be looked after", $0) })
  }

  /// Has an account's provider tell us nothing any more, as long as we can still prove who asks.
  package func endPushes(of account: Account) async {
    let channels = ((try? store.pushChannels()) ?? []).filter { $0.account == account.id }
    guard !channels.isEmpty, let provider = try? factory.push(for: account) else { return }
    for channel in channels {
      // What cannot be ended there is told to nobody who would believe it.
      try? await provider.close(channel)
      try? store.removePushChannel(channel.id)
    }
  }

  /// Makes the providers of all accounts.
  package var factory: ProviderFactory {
    let clock = world.clock
    return ProviderFactory(
      transport: transport, home: Home.folder(world.environment),
      settings: world.settings.providers, credentials: credentials,
      time: .init(zones: world.zones, zone: world.zone, clock: { clock.now }))
  }
}

import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookSync

/// Puts the engine of sync together: the one place where it meets the providers.
struct SyncWiring: Sendable {
  let world: World
  let store: Store

  /// - Parameter chosen: the accounts to look after; nil for all.
  func engine(observer: any SyncObserver, only chosen: Set<AccountID>? = nil) -> SyncEngine {
    let environment = world.environment
    let factory = ProviderFactory(
      transport: CurlTransport(
        version: Daybook.version,
        // As OpenSSL and curl name them: a company or a server of one's own may sign for itself.
        authorities: environment["SSL_CERT_FILE"] ?? environment["CURL_CA_BUNDLE"]),
      home: Home.folder(environment), settings: world.settings.providers, zones: world.zones)
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
}

package import DaybookCore

/// Makes the provider of an account; the only place that tells the kinds apart.
package struct ProviderFactory: Sendable {
  private let transport: any Transport
  private let home: String
  private let settings: ProviderSettings
  private let secrets: any Secrets

  /// - Parameter home: what `~` stands for.
  package init(
    transport: any Transport, home: String, settings: ProviderSettings = ProviderSettings(),
    secrets: any Secrets = PassingSecrets()
  ) {
    self.transport = transport
    self.home = home
    self.settings = settings
    self.secrets = secrets
  }

  /// The provider that serves `account`.
  package func provider(for account: Account) throws(ProviderError) -> any Provider {
    switch account.kind {
    case .local: return LocalProvider()
    case .ics:
      if Self.isWeb(account.address) {
        return FeedProvider(
          address: account.address, seed: account.id.raw, transport: transport)
      }
      return FileProvider(address: account.address, seed: account.id.raw, home: home)
    case .calcom:
      return CalComProvider(base: calComBase(account), transport: try signed(account))
    case .google, .microsoft, .caldav: throw .unsupported(account.kind)
    }
  }

  /// The schedules of a Cal.com account.
  package func schedules(of account: Account) throws(ProviderError) -> CalComSchedules {
    CalComSchedules(base: calComBase(account), transport: try signed(account))
  }

  /// Where an account says that Cal.com is, or the settings do.
  private func calComBase(_ account: Account) -> String {
    account.address.isEmpty ? settings.calcom.apiBase : account.address
  }

  /// What signs requests with the key of `account`.
  private func signed(_ account: Account) throws(ProviderError) -> any Transport {
    guard case .key(let key) = try secrets.secret(of: account.id) else {
      throw .signInNeeded(RemotePlace(calComBase(account)), by: .key)
    }
    return SignedTransport(transport, as: KeyCredentials(key: key))
  }

  /// Whether an address is fetched over the network rather than read from the disk.
  package static func isWeb(_ address: String) -> Bool {
    address.contains("://") && address.prefix(7).lowercased() != "file://"
  }
}

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
    case .google, .microsoft, .calcom, .caldav: throw .unsupported(account.kind)
    }
  }

  /// Whether an address is fetched over the network rather than read from the disk.
  package static func isWeb(_ address: String) -> Bool {
    address.contains("://") && address.prefix(7).lowercased() != "file://"
  }
}

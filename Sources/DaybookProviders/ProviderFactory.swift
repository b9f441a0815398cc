package import DaybookCore

/// Makes the provider of an account; the only place that tells the kinds apart.
package struct ProviderFactory: Sendable {
  private let transport: any Transport
  private let home: String
  private let settings: ProviderSettings
  private let credentials: AccountCredentials?

  /// - Parameters:
  ///   - home: what `~` stands for.
  ///   - credentials: sign what is asked in an account's name; without them nobody is signed in.
  package init(
    transport: any Transport, home: String, settings: ProviderSettings = ProviderSettings(),
    credentials: AccountCredentials? = nil
  ) {
    self.transport = transport
    self.home = home
    self.settings = settings
    self.credentials = credentials
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

  /// Asks in an account's name.
  private func signed(_ account: Account) -> any Transport {
    credentials?.signed(account) ?? transport
  }

  /// Whether an address is fetched over the network rather than read from the disk.
  package static func isWeb(_ address: String) -> Bool {
    address.contains("://") && address.prefix(7).lowercased() != "file://"
  }
}

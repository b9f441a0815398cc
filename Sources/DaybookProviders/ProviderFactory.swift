package import DaybookCore
package import ICalendar

/// Makes the provider of an account; the only place that tells the kinds apart.
package struct ProviderFactory: Sendable {
  private let transport: any Transport
  private let home: String
  private let settings: ProviderSettings
  private let secrets: any Secrets
  private let zones: ZoneDatabase

  /// - Parameters:
  ///   - home: what `~` stands for.
  ///   - zones: describes zones to those who want them described.
  package init(
    transport: any Transport, home: String, settings: ProviderSettings = ProviderSettings(),
    secrets: any Secrets = PassingSecrets(), zones: ZoneDatabase = ZoneDatabase { _ in nil }
  ) {
    self.transport = transport
    self.home = home
    self.settings = settings
    self.secrets = secrets
    self.zones = zones
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
    case .caldav:
      return CalDAVProvider(
        address: account.address, transport: try signed(account), zones: zones)
    case .google, .microsoft, .calcom: throw .unsupported(account.kind)
    }
  }

  /// What sends requests in the account's name; without a secret as nobody in particular, which is
  /// what some servers at home want, and all others answer as they answer a wrong password.
  private func signed(_ account: Account) throws(ProviderError) -> any Transport {
    guard case .password(let user, let password)? = try secrets.secret(of: account.id) else {
      return transport
    }
    return SignedTransport(transport, as: PasswordCredentials(user: user, password: password))
  }

  /// Whether an address is fetched over the network rather than read from the disk.
  package static func isWeb(_ address: String) -> Bool {
    address.contains("://") && address.prefix(7).lowercased() != "file://"
  }
}

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
  ///   - zones: what the zones of events mean, where a provider has to know.
  package init(
    transport: any Transport, home: String, settings: ProviderSettings = ProviderSettings(),
    secrets: any Secrets = PassingSecrets(),
    zones: ZoneDatabase = ZoneDatabase { _ in nil }
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
    case .google:
      return GoogleProvider(
        transport: SignedTransport(transport, as: try googleCredentials(of: account)),
        base: settings.google.apiBase, zones: zones)
    case .microsoft, .calcom, .caldav: throw .unsupported(account.kind)
    }
  }

  /// What signs requests to Google: the tokens of the account's sign-in.
  private func googleCredentials(of account: Account) throws(ProviderError) -> any Credentials {
    guard case .tokens(let tokens)? = try secrets.secret(of: account.id) else {
      throw .signInNeeded(RemotePlace(settings.google.apiBase), by: .browser)
    }
    return HeldToken(value: "Bearer " + tokens.access)
  }

  /// Whether an address is fetched over the network rather than read from the disk.
  package static func isWeb(_ address: String) -> Bool {
    address.contains("://") && address.prefix(7).lowercased() != "file://"
  }
}

/// An access token that nothing renews.
private struct HeldToken: Credentials {
  let value: String

  var signIn: ProviderError.SignIn { .browser }
  func authorization() async throws(ProviderError) -> String { value }
  func replacement(for refused: String) async throws(ProviderError) -> String? { nil }
}

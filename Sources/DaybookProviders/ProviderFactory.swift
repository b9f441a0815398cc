package import DaybookCore
package import ICalendar

/// Makes the provider of an account; the only place that tells the kinds apart.
package struct ProviderFactory: Sendable {
  private let transport: any Transport
  private let home: String
  private let settings: ProviderSettings
  private let secrets: any Secrets
  private let time: TimeWorld

  /// What time it is, and where: providers read no clock and no zone files of their own.
  package struct TimeWorld: Sendable {
    package var zones: ZoneDatabase
    package var zone: Zone
    package var clock: @Sendable () -> Instant

    package init(
      zones: ZoneDatabase, zone: Zone, clock: @escaping @Sendable () -> Instant
    ) {
      self.zones = zones
      self.zone = zone
      self.clock = clock
    }
  }

  /// - Parameters:
  ///   - home: what `~` stands for.
  ///   - time: for providers whose times need zones, or whose listings move with the day.
  package init(
    transport: any Transport, home: String, settings: ProviderSettings = ProviderSettings(),
    secrets: any Secrets = PassingSecrets(), time: TimeWorld
  ) {
    self.transport = transport
    self.home = home
    self.settings = settings
    self.secrets = secrets
    self.time = time
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
        address: account.address, transport: try signed(account), zones: time.zones)
    case .microsoft:
      return try GraphProvider(
        base: settings.microsoft.apiBase, addresses: account.addresses + [account.address],
        transport: SignedTransport(transport, as: try microsoftCredentials(of: account)),
        zones: time.zones, zone: time.zone, clock: time.clock)
    case .google, .calcom: throw .unsupported(account.kind)
    }
  }

  /// What a Microsoft account signs its requests with.
  private func microsoftCredentials(of account: Account) throws(ProviderError) -> any Credentials {
    switch try secrets.secret(of: account.id) {
    case .tokens(let tokens): return KeyCredentials(key: tokens.access)
    case .key(let key): return KeyCredentials(key: key)
    case .password, nil:
      throw .signInNeeded(RemotePlace(settings.microsoft.apiBase), by: .browser)
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

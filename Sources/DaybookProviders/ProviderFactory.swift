package import DaybookCore
package import ICalendar

/// Makes the provider of an account; the only place that tells the kinds apart.
package struct ProviderFactory: Sendable {
  private let transport: any Transport
  private let home: String
  private let settings: ProviderSettings
  private let credentials: AccountCredentials?
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
  ///   - credentials: sign what is asked in an account's name; without them nobody is signed in.
  ///   - time: for providers whose times need zones, or whose listings move with the day.
  package init(
    transport: any Transport, home: String, settings: ProviderSettings = ProviderSettings(),
    credentials: AccountCredentials? = nil, time: TimeWorld
  ) {
    self.transport = transport
    self.home = home
    self.settings = settings
    self.credentials = credentials
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
        address: account.address, transport: signed(account), zones: time.zones)
    case .microsoft:
      return try GraphProvider(
        base: settings.microsoft.apiBase, addresses: account.addresses + [account.address],
        transport: signed(account), zones: time.zones, zone: time.zone, clock: time.clock)
    case .calcom:
      return CalComProvider(base: calComBase(account), transport: signed(account))
    case .google:
      return GoogleProvider(
        transport: signed(account), base: settings.google.apiBase, zones: time.zones)
    }
  }

  /// The schedules of a Cal.com account.
  package func schedules(of account: Account) throws(ProviderError) -> CalComSchedules {
    CalComSchedules(base: calComBase(account), transport: signed(account))
  }

  /// What has an account's provider tell us of changes; nil where it cannot.
  package func push(for account: Account) throws(ProviderError) -> (any PushProvider)? {
    switch account.kind {
    case .google:
      return GooglePushes(transport: signed(account), base: settings.google.apiBase)
    case .microsoft:
      return try GraphPushes(
        base: settings.microsoft.apiBase, transport: signed(account), clock: time.clock)
    case .calcom: return CalComPushes(base: calComBase(account), transport: signed(account))
    case .local, .ics, .caldav: return nil
    }
  }

  /// Where an account says that Cal.com is, or the settings do.
  private func calComBase(_ account: Account) -> String {
    account.address.isEmpty ? settings.calcom.apiBase : account.address
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

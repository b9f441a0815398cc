import DaybookCore
import DaybookProviders
import ICalendar

extension AccountCredentials {
  /// Signs with what these secrets hold, at a moment long before anything expires.
  static func of(_ secrets: any Secrets, _ settings: ProviderSettings = ProviderSettings())
    -> AccountCredentials
  {
    let clock: @Sendable () -> Instant = { Instant(seconds: 1_763_000_000) }
    return AccountCredentials(
      transport: CurlTransport(version: "0"), settings: settings, secrets: secrets,
      environment: [:], clock: SignInClock(now: clock, wall: clock))
  }
}

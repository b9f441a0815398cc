import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// How a Microsoft account gets its provider.
@Suite(.serialized) struct GraphFactoryTests {
  private let account = Account(
    id: AccountID("a"), name: "work", kind: .microsoft, address: "ada@contoso.example")

  private func factory(_ base: String, _ secrets: any Secrets) -> ProviderFactory {
    var settings = ProviderSettings()
    settings.microsoft.apiBase = base
    return ProviderFactory(
      transport: CurlTransport(version: "0"), home: "/", settings: settings,
      credentials: .of(secrets, settings),
      time: .init(zones: TestZones.database, zone: .utc, clock: { GraphBench.now }))
  }

  @Test func aSignedInAccountReadsItsMailbox() async throws {
    let bench = try GraphBench()
    let secrets = PassingSecrets()
    try secrets.keep(
      .tokens(Tokens(access: "token", refresh: nil, expiry: .latest)), of: account.id)
    let provider = try factory(bench.fake.address + "/", secrets).provider(for: account)
    #expect(try await provider.calendars().map(\.id) == [bench.calendar])
    #expect(provider.capabilities.keepsInstancesApart)
  }

  @Test func oneThatIsNotSignedInSaysSo() {
    #expect(throws: ProviderError.self) {
      try factory("https://graph.example/v1.0", PassingSecrets()).provider(for: account)
    }
  }
}

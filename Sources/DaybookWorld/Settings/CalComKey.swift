import DaybookCore
import DaybookProviders
import DaybookStore

/// Cal.com's key as the environment has it, for accounts that keep none.
package struct CalComKey: Sendable {
  package static let variable = "DAYBOOK_CALCOM_API_KEY"

  package let world: World

  package init(world: World) {
    self.world = world
  }

  package var key: String? {
    let key = world.settings.providers.calcom.apiKey
    return key.isEmpty ? nil : key
  }

  /// The account that the key alone makes: nobody added it.
  package var account: Account {
    let base = world.settings.providers.calcom.apiBase
    return Account(
      id: Account.id(kind: .calcom, nameOrAddress: base), name: "Cal.com", kind: .calcom,
      address: base)
  }
}

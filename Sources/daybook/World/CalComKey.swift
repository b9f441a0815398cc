import DaybookCore
import DaybookProviders
import DaybookStore

/// Cal.com's key as the environment has it, for accounts that keep none.
struct CalComKey: Sendable {
  static let variable = "DAYBOOK_CALCOM_API_KEY"

  let world: World

  var key: String? {
    let key = world.settings.providers.calcom.apiKey
    return key.isEmpty ? nil : key
  }

  /// The account that the key alone makes: nobody added it.
  var account: Account {
    let base = world.settings.providers.calcom.apiBase
    return Account(
      id: Account.id(kind: .calcom, nameOrAddress: base), name: "Cal.com", kind: .calcom,
      address: base)
  }
}

import DaybookCore
import DaybookProviders
import DaybookWorld

/// Looks at what is kept to sign in: how, and whether it can be read. Never at what it says.
struct SignInCheckup {
  let wiring: SyncWiring

  /// How secrets are kept, where there is an account that has one.
  func secrets(of accounts: [Account]) -> [HealthCheck] {
    guard !wiring.world.isDemo, accounts.contains(where: { $0.kind.signsIn }) else { return [] }
    return [
      HealthCheck(name: "secrets", status: .ok, message: SyncWiring.vault(of: wiring.world).words)
    ]
  }

  /// What is wrong with an account's sign-in; nil where nothing is, as far as this machine knows.
  func check(_ account: Account) -> HealthCheck? {
    guard !wiring.world.isDemo, account.kind.signsIn, account.state != .loginRequired else {
      return nil
    }
    do throws(ProviderError) {
      if try wiring.credentials.secrets.secret(of: account.id) != nil || needsNone(account) {
        return nil
      }
      return failed(account, SignInFault(by: account.name, .nothingKept).failure)
    } catch {
      return failed(account, error.failure)
    }
  }

  /// A key in the environment stands in for one that is kept; some CalDAV servers at home ask for
  /// nothing.
  private func needsNone(_ account: Account) -> Bool {
    switch account.kind {
    case .calcom: CalComKey(world: wiring.world).key != nil
    case .caldav: account.state == .ok
    default: false
    }
  }

  private func failed(_ account: Account, _ failure: Failure) -> HealthCheck {
    HealthCheck(
      name: "account \(account.name)", status: .failed, message: failure.message,
      hint: failure.hint)
  }
}

extension AccountKind {
  /// Whether accounts of this kind sign in.
  var signsIn: Bool {
    switch self {
    case .google, .microsoft, .calcom, .caldav: true
    case .ics, .local: false
    }
  }
}

import DaybookCore
import DaybookProviders
import DaybookStore

/// Accounts whose sign-in comes back to the server's own address.
extension AccountSetup: AccountConnecting {
  package func begin(_ kind: AccountKind, redirect: String) throws -> ConnectingStart {
    try signIn.begin(at: try service(kind), redirect: redirect)
  }

  package func finish(_ start: ConnectingStart, code: String) async throws -> Account {
    let service = try service(start.kind)
    let result = try await signIn.finish(start, at: service, code: code)
    let id = Account.id(kind: start.kind, nameOrAddress: result.identity.key)
    if let known = try store.accounts().first(where: { $0.id == id }) {
      try await keep(result.secret, again: known)
      return known
    }
    let base = world.settings.providers.calcom.apiBase
    let address = start.kind == .calcom ? base : result.identity.address
    return try await keep(
      result, kind: start.kind, address: address, name: result.identity.address)
  }

  package func refusal(_ start: ConnectingStart, error: String, description: String) -> any Error {
    do {
      return signIn.refusal(
        start, at: try service(start.kind), error: error, description: description)
    } catch {
      return error
    }
  }

  package func disconnect(_ account: Account) async throws { try await remove(account) }

  private func service(_ kind: AccountKind) throws -> OAuthService {
    guard let service = wiring.credentials.service(of: kind) else {
      throw ProviderError.unsupported(kind)
    }
    return service
  }
}

import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookWorld
import Foundation

extension AccountsAdd {
  /// An account that one signs in to.
  func addRemote(_ kind: AccountKind, named chosen: String?, in world: World) async throws
    -> ExitStatus
  {
    do {
      return try await signIn(kind, named: chosen, in: world)
    } catch let error as ProviderError where error.isPassing {
      // Nothing is kept of who could not prove himself, so nothing tries again.
      throw CommandError.failed(
        error.code, error.message, hint: "Nothing was added; check the address and the network.")
    }
  }

  private func signIn(_ kind: AccountKind, named chosen: String?, in world: World) async throws
    -> ExitStatus
  {
    let store = try world.openStore()
    if let chosen,
      try store.accounts().contains(where: { $0.name.lowercased() == chosen.lowercased() })
    {
      throw CommandError.failed(
        "name_taken", "There is an account “\(chosen)” already.", hint: "Choose another --name.")
    }
    let setup = AccountSetup(world: world, store: store)
    let account: Account
    switch kind {
    case .caldav:
      let place = (address ?? "").trimmed
      guard let user = proof.user ?? (place.contains("://") ? nil : place) else {
        throw CommandError.usage("--user is missing: who signs in at \(RemotePlace(place)).")
      }
      account = try await setup.addCalDAV(
        place, user: user, proof.password(of: user), named: chosen)
    case .calcom:
      let settings = world.settings.providers.calcom
      let base = proof.apiBase ?? settings.apiBase
      if let key = try proof.key(settings) {
        account = try await setup.addCalCom(key, base: base, named: chosen)
      } else {
        account = try await setup.add(
          kind, by: TerminalSignIn.browser(proof, in: world), base: base, named: chosen)
      }
    case .google, .microsoft:
      account = try await setup.add(
        kind, by: TerminalSignIn.browser(proof, in: world), named: chosen)
    case .ics, .local: throw ProviderError.unsupported(kind)
    }
    return try await finish(account, in: store, world)
  }
}

/// Signing in at a terminal: the address on standard error, a pasted one on standard input.
enum TerminalSignIn {
  static func browser(_ proof: ProofOptions, in world: World) -> AccountSetup.Browser {
    let environment = world.environment
    let opensBrowser = !proof.noBrowser && Opener.hasDesktop(environment)
    return AccountSetup.Browser(
      way: proof.deviceCode ? .code : .browser, pasted: pasted(),
      tell: { step in
        switch step {
        case .open(let address):
          say("Open: \(address)")
          if opensBrowser { Opener.open(address, environment: environment) }
        case .enter(let code, let address):
          say("Open: \(address)")
          say("Enter the code \(code) there.")
        case .notThat:
          say("That is not the address that the browser ended at; paste the whole of it.")
        case .checking: break
        }
      })
  }

  private static func say(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }

  /// The lines of standard input, read on a thread that ends with the process.
  private static func pasted() -> AsyncStream<String> {
    let (lines, taken) = AsyncStream.makeStream(of: String.self)
    Thread.detachNewThread {
      while let line = readLine() {
        if !line.trimmed.isEmpty { taken.yield(line.trimmed) }
      }
    }
    return lines
  }
}

internal import DaybookCore
import Synchronization

/// What whoever signs in is told on the way.
package enum SignInStep: Sendable, Equatable {
  /// Open this address; what comes back is waited for, and may be pasted too.
  case open(String)
  /// Open this address, on any device, and enter the code.
  case enter(code: String, at: String)
  /// What was pasted is not the address that the browser ended at.
  case notThat
  /// The other side is asked who signed in.
  case checking
}

/// Signs in through the browser: authorization code with PKCE, and back over the loopback.
struct BrowserSignIn: Sendable {
  let service: OAuthService
  let endpoint: TokenEndpoint
  var patience = Duration.seconds(300)

  /// - Parameters:
  ///   - known: who signs in again, if it is known, so that the page need not ask.
  ///   - pasted: addresses that the person copied out of a browser elsewhere.
  func run(
    as known: String?, again: Bool, pasted: AsyncStream<String>,
    tell: @escaping @Sendable (SignInStep) -> Void
  ) async throws(ProviderError) -> Grant {
    guard !service.clientID.isEmpty else { throw service.fault(.noClient) }
    let redirect = Redirected(SignInProof())
    let (arrivals, arrived) = AsyncStream.makeStream(of: Arrival.self)
    let listener: RedirectListener
    switch RedirectListener.open(
      service.redirect,
      { query in
        let (page, arrival) = redirect.judge(query)
        if let arrival { arrived.yield(arrival) }
        return page
      })
    {
    case .success(let open): listener = open
    case .failure(let failure): throw service.fault(.noListener(failure.reason))
    }
    let back = service.redirect.address(port: listener.port)
    tell(.open(service.authorization(back, redirect.proof, as: known, again: again)))
    let arrival = await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for await text in pasted {
          let (_, arrival) = redirect.judge(Self.query(of: text))
          if let arrival { arrived.yield(arrival) } else { tell(.notThat) }
        }
      }
      group.addTask {
        // Woken early it is over already.
        if (try? await Task.sleep(for: patience)) != nil { arrived.yield(.nobody) }
      }
      let first = await arrivals.first { _ in true }
      group.cancelAll()
      return first
    }
    listener.close()
    switch arrival {
    case .code(let code):
      tell(.checking)
      return try await endpoint.grant(
        code: code, verifier: redirect.proof.verifier, redirect: back)
    case .refusal(let refusal):
      throw TokenErrors(service: service, purpose: .code, redirect: back)
        .error(refusal, status: 400, retryAfter: nil)
    case .nobody:
      throw service.fault(.timedOut(minutes: max(1, Int(patience.components.seconds) / 60)))
    case nil: throw .cancelled
    }
  }

  /// The query of an address that was pasted, or the query itself.
  private static func query(of text: String) -> String {
    let bare = text.filter { !$0.isWhitespace }
    let query = bare.firstIndex(of: "?").map { bare[bare.index(after: $0)...] } ?? bare[...]
    return String(query.prefix { $0 != "#" })
  }
}

/// How waiting for the browser ends.
private enum Arrival: Sendable {
  case code(String)
  case refusal(TokenRefusal)
  case nobody
}

/// Tells our answer from others, and takes it once.
private final class Redirected: Sendable {
  let proof: SignInProof
  private let isTaken = Mutex(false)

  init(_ proof: SignInProof) {
    self.proof = proof
  }

  func judge(_ query: String) -> (page: RedirectPage, arrival: Arrival?) {
    let fields = FormText.fields(query)
    func value(_ name: String) -> String? {
      // Said twice it says nothing.
      let values = fields.filter { $0.name == name }.map(\.value)
      return values.count == 1 ? values[0] : nil
    }
    guard let state = value("state"), proof.isState(state) else { return (.notOurs, nil) }
    let arrival: Arrival
    let page: RedirectPage
    if let code = value("code"), !code.isEmpty {
      (page, arrival) = (.done, .code(code))
    } else if let error = value("error") {
      let refusal = TokenRefusal(error: error, description: value("error_description") ?? "")
      (page, arrival) = (.declined, .refusal(refusal))
    } else {
      return (.notOurs, nil)
    }
    let isFirst = isTaken.withLock { isTaken in
      defer { isTaken = true }
      return !isTaken
    }
    return isFirst ? (page, arrival) : (.notOurs, nil)
  }
}

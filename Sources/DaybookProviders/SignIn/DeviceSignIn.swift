internal import DaybookCore
import Foundation

/// A code to enter elsewhere: RFC 8628 §3.2.
struct DeviceCode: Decodable, Sendable {
  /// Proves that we asked; never shown.
  let secret: String
  let shown: String
  let address: String
  /// Seconds that it can be entered.
  let lifetime: Int
  /// Seconds between two questions.
  let interval: Int

  private enum Keys: String, CodingKey {
    case secret = "device_code"
    case shown = "user_code"
    case address = "verification_uri"
    case otherAddress = "verification_url"
    case lifetime = "expires_in"
    case interval
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Keys.self)
    secret = try fields.decode(String.self, forKey: .secret)
    // Both are printed: nothing in them may move a cursor.
    shown = try fields.decode(String.self, forKey: .shown).onePlainLine
    address =
      try
      (fields.decodeIfPresent(String.self, forKey: .address)
      ?? fields.decode(String.self, forKey: .otherAddress)).onePlainLine
    lifetime = min((try? fields.decodeIfPresent(Int.self, forKey: .lifetime)) ?? 900, 3600)
    interval = min(max((try? fields.decodeIfPresent(Int.self, forKey: .interval)) ?? 5, 1), 60)
  }
}

extension String {
  fileprivate var onePlainLine: String {
    String(String.UnicodeScalarView(unicodeScalars.filter { $0.value >= 0x20 && $0.value < 0x7f }))
  }
}

/// Signs in by a code that the person enters in a browser anywhere.
struct DeviceSignIn: Sendable {
  let service: OAuthService
  let endpoint: TokenEndpoint
  /// Waits so many seconds.
  var pause: @Sendable (Int) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }

  func run(tell: @Sendable (SignInStep) -> Void) async throws(ProviderError) -> Grant {
    guard !service.clientID.isEmpty else { throw service.fault(.noClient) }
    let code = try await endpoint.deviceCode()
    tell(.enter(code: code.shown, at: code.address))
    var interval = code.interval
    var waited = 0
    while waited < code.lifetime {
      do {
        try await pause(interval)
      } catch {
        throw .cancelled
      }
      waited += interval
      do throws(ProviderError) {
        switch try await endpoint.poll(code) {
        case .pending: break
        case .slowDown: interval += 5
        case .granted(let grant): return grant
        }
      } catch {
        // A network that fails for a while costs a while.
        guard error.isPassing, error != .cancelled else { throw error }
        interval = min(interval * 2, 60)
      }
    }
    throw service.fault(.codeOver)
  }
}

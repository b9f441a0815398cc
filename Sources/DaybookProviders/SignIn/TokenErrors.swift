internal import DaybookCore

/// What is done about each refusal of a token endpoint: the tables of Google's, Microsoft's and
/// Cal.com's pages, and RFC 6749 §5.2.
struct TokenErrors {
  let service: OAuthService
  let purpose: Purpose
  /// Seconds by which this machine's clock is ahead of the server's, where that is known.
  var skew: Int?
  /// Where the browser was to come back to.
  var redirect = ""

  /// What was asked for.
  enum Purpose: Sendable {
    /// For a code that the browser or the person brought.
    case code
    /// For a sign-in that worked before.
    case renewal
    /// For leave to sign in by a code on another device.
    case device
  }

  func error(_ refusal: TokenRefusal, status: Int, retryAfter: Int?) -> ProviderError {
    switch refusal.error {
    case "temporarily_unavailable", "server_error":
      return .serverFailed(service.place, status: status, retryAfter: retryAfter)
    default: break
    }
    if refusal.number == 90055 {
      return .rateLimited(service.place, status: status, retryAfter: retryAfter)
    }
    return service.fault(reason(refusal))
  }

  private func reason(_ refusal: TokenRefusal) -> SignInFault.Reason {
    if let number = refusal.number, let reason = numbered(number) { return reason }
    switch (refusal.error, refusal.subtype) {
    case ("invalid_grant", "invalid_rapt"): return .sessionPolicy
    case ("invalid_grant", _):
      if let skew, abs(skew) > 300 { return .clockSkew(seconds: skew) }
      return purpose == .renewal ? .ended : .codeOver
    case ("admin_policy_enforced", _), ("org_internal", _): return .adminForbids
    case ("access_denied", _), ("authorization_declined", _): return .declined
    case ("consent_required", _): return .consentNeeded
    case ("interaction_required", _), ("login_required", _): return .moreProofNeeded
    case ("invalid_client", _), ("deleted_client", _): return .clientRefused
    case ("unauthorized_client", _): return .clientRefused
    case ("redirect_uri_mismatch", _): return .redirectNotRegistered(redirect)
    case ("invalid_scope", _), ("invalid_resource", _): return .scopesRefused
    case ("expired_token", _), ("bad_verification_code", _): return .codeOver
    case ("invalid_request", _) where refusal.description.contains("client_secret is missing"):
      return .clientSecretMissing
    case (let error, _): return .requestRefused(Self.word(error))
    }
  }

  /// Microsoft's numbers, which say more than the error's name.
  private func numbered(_ number: Int) -> SignInFault.Reason? {
    switch number {
    case 50011, 500113: .redirectNotRegistered(redirect)
    case 50020, 50034, 50194, 700005, 9_002_332, 9_002_346, 90002: .wrongTenant
    case 50057: .accountDisabled
    case 50072, 50074, 50076, 50078, 50079, 50126, 50158: .moreProofNeeded
    case 50173: .passwordChanged
    case 50196: .loop
    case 53000, 53001, 53002, 53003, 53004, 530_032, 530_034: .adminForbids
    case 54005, 70018, 70019: .codeOver
    case 501_481: .wrongVerifier
    case 65001: .consentNeeded
    case 65004: .declined
    case 70008, 700_082, 700_084: purpose == .renewal ? .inactive : .codeOver
    case 70011: .scopesRefused
    case 70043: .sessionPolicy
    case 700_016: .clientRefused
    case 700_025: .clientSecretUnwanted
    case 7_000_218: .deviceFlowOff
    case 90094, 90093, 90095: .adminMustConsent
    default: nil
    }
  }

  /// An error's name, fit to be shown: it is foreign text.
  private static func word(_ error: String) -> String {
    let letters = error.unicodeScalars.prefix(40).filter {
      $0.isASCII && ($0.properties.isAlphabetic || $0 == "_" || $0.properties.numericType != nil)
    }
    return letters.isEmpty ? "no reason given" : String(String.UnicodeScalarView(letters))
  }
}

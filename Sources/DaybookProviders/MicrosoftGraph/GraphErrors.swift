internal import DaybookCore

/// What a failing answer of Graph asks for: by its status first, then by its code, never by its
/// message, which may change any time.
struct GraphFailure: Sendable {
  let status: Int
  /// In lower case, of the outer error and of the one inside it.
  let codes: Set<String>
  private let response: WebResponse

  /// nil for a success.
  init?(_ response: WebResponse) {
    guard !response.isSuccess else { return nil }
    self.response = response
    status = response.status
    codes = Self.codes(in: response.body)
  }

  /// - Parameters:
  ///   - readsChanges: whether the address was one of a delta round, where much means that its token
  ///     is dead.
  ///   - isWrite: whether something was to be changed.
  func error(readsChanges: Bool = false, isWrite: Bool = false) -> ProviderError {
    let place = response.address.place
    if readsChanges, status == 410 || ((400..<500).contains(status) && isDeadToken) {
      return .tokenExpired
    }
    switch status {
    case 400, 404:
      if has("MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI", "ResourceNotFound") {
        return .noMailbox(place)
      }
      if has("ErrorOccurrenceCrossingBoundary") {
        return .notTaken(.inexpressible("an instance of a series that passes the next one"))
      }
      if isRepeatedTransaction { return .changedElsewhere }
      return status == 404 ? .notFound(place) : refusal(place, isWrite)
    case 401:
      return .signInNeeded(place, by: claims.map { .challenge(claims: $0) } ?? .browser)
    case 409, 412: return .changedElsewhere
    // An event that was there once; a calendar is missing under 404.
    case 410: return isWrite ? .changedElsewhere : .notFound(place)
    case 413 where isWrite: return .notTaken(.rejected(place, .tooLarge))
    case 413, 415, 422: return refusal(place, isWrite)
    case 423: return .serverFailed(place, status: status, retryAfter: response.retryAfter)
    case 507, 509: return .quotaReached(place)
    default: return response.failure(signIn: .browser)
    }
  }

  private func refusal(_ place: RemotePlace, _ isWrite: Bool) -> ProviderError {
    isWrite ? .notTaken(.refused(place, status: status)) : .refused(place, status: status)
  }

  /// Whether a passing fault is worth a second look: a stale version, or one that was none.
  var isConflict: Bool { status == 412 || status == 409 }

  /// Whether an event was made with this transaction id before.
  var isRepeatedTransaction: Bool { has("ErrorDuplicateTransactionId") }

  private var isDeadToken: Bool {
    codes.contains { $0.contains("syncstate") || $0.contains("resync") }
  }

  /// What a sign-in must prove, where the answer says so (RFC 6750 and OpenID's `claims`).
  private var claims: String? {
    guard let challenge = response.headers["www-authenticate"],
      challenge.lowercased().contains("insufficient_claims"),
      let start = challenge.lowercased().firstRange(of: "claims=\"")?.upperBound
    else { return nil }
    let before = challenge.lowercased()[..<start].utf8.count
    let rest = challenge.utf8.dropFirst(before).prefix { $0 != UInt8(ascii: "\"") }
    return String(Substring(rest))
  }

  private func has(_ names: String...) -> Bool {
    names.contains { codes.contains($0.lowercased()) }
  }

  /// The codes of an error body; none where it is missing, or a proxy's page.
  private static func codes(in body: [UInt8]) -> Set<String> {
    guard body.count < 1_000_000 else { return [] }
    return JSONReading.value(Body.self, of: body)?.codes ?? []
  }

  private struct Body: JSONReadable {
    var codes: Set<String> = []

    init?(_ reading: inout JSONReading) throws(JSONReading.Malformed) {
      _ = try reading.object { reading, name throws(JSONReading.Malformed) in
        if name == "error" { try read(&reading, depth: 0) } else { try reading.skip() }
      }
    }

    private mutating func read(_ reading: inout JSONReading, depth: Int)
      throws(JSONReading.Malformed)
    {
      _ = try reading.object { reading, name throws(JSONReading.Malformed) in
        switch name.lowercased() {
        case "code":
          if let code = try reading.text() { codes.insert(code.lowercased()) }
        case "innererror" where depth < 4: try read(&reading, depth: depth + 1)
        default: try reading.skip()
        }
      }
    }
  }
}

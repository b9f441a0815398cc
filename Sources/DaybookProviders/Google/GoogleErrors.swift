internal import DaybookCore

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What was being done when Google refused: the same refusal asks for different things.
enum GoogleDeed {
  /// Reading, from a token on or not.
  case reading(token: Bool)
  case writing
}

extension WebResponse {
  /// What a refusal asks for: by status, then by Google's reason, never by its words. The body may
  /// be empty, HTML, or lack any part of the form.
  func googleFailure(_ deed: GoogleDeed) -> ProviderError {
    let refusal = GoogleRefusal(body)
    let place = address.place
    switch (status, deed) {
    case (400, .reading(token: true)) where refusal.isAboutToken: return .tokenExpired
    case (401, _): return .signInNeeded(place, by: .browser)
    case (403, _): return googleBan(refusal, deed)
    case (410, .reading(token: true)): return .tokenExpired
    case (410, .writing): return .changedElsewhere
    case (413, .writing): return .notTaken(.rejected(place, .tooLarge))
    case (400, .writing), (415, .writing), (422, .writing):
      return .notTaken(.refused(place, status: status))
    default: return failure(signIn: .browser)
    }
  }

  private func googleBan(_ refusal: GoogleRefusal, _ deed: GoogleDeed) -> ProviderError {
    let place = address.place
    if refusal.details.contains("SERVICE_DISABLED") { return .serviceOff(place) }
    if refusal.details.contains("ACCESS_TOKEN_SCOPE_INSUFFICIENT") {
      return .signInNeeded(place, by: .widerGrant)
    }
    switch refusal.reason {
    case "rateLimitExceeded", "userRateLimitExceeded":
      return .rateLimited(place, status: status, retryAfter: retryAfter)
    case "quotaExceeded":
      return .quotaExhausted(place, retryAfter: retryAfter ?? GoogleRefusal.quotaWait)
    case "dailyLimitExceeded":
      return .quotaExhausted(place, retryAfter: retryAfter ?? GoogleRefusal.dayWait)
    case "forbiddenForNonOrganizer": return .notTaken(.notOrganizer(place))
    case "accessNotConfigured": return .serviceOff(place)
    default:
      if case .writing = deed { return .readOnly(place) }
      return .forbidden(place)
    }
  }
}

/// The body of a refusal (Calendar API v3, Handle API errors).
struct GoogleRefusal {
  /// `error.errors[0].reason`.
  private(set) var reason = ""
  /// What the reason is about: `syncToken`.
  private(set) var location = ""
  /// `error.details[].reason` of newer answers.
  private(set) var details: [String] = []

  /// Usage limits of calendars may last for hours.
  static let quotaWait = 3600
  static let dayWait = 86_400

  init(_ body: [UInt8]) {
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else { return }
    let first = answer.error?.errors?.first
    reason = first?.reason ?? ""
    location = first?.location ?? ""
    details = answer.error?.details?.compactMap(\.reason) ?? []
  }

  var isAboutToken: Bool { location == "syncToken" || location == "pageToken" }

  private struct Answer: Decodable {
    var error: Body?

    struct Body: Decodable {
      var errors: [Item]?
      var details: [Detail]?
    }

    struct Item: Decodable {
      var reason: String?
      var location: String?
    }

    struct Detail: Decodable {
      var reason: String?
    }
  }
}

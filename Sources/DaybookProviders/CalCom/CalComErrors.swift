internal import DaybookCore
internal import ICalendar

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension WebResponse {
  /// What a refusal of Cal.com asks for. Its codes are names of exceptions that change; what counts
  /// is the status, and its sentence is for people.
  func calComFailure(signIn: ProviderError.SignIn) -> ProviderError {
    let place = address.place
    switch status {
    // 498 is what an expired token of a managed user meets.
    case 401, 498: return .signInNeeded(place, by: signIn, status: status)
    case 429: return .rateLimited(place, retryAfter: retryAfter ?? rateLimitReset)
    case 400, 403, 409, 422:
      guard let sentence = CalComRefusal(body)?.sentence else { return failure(signIn: signIn) }
      return .notTaken(.told(refusal(sentence)))
    default: return failure(signIn: signIn)
    }
  }

  /// What it says, and what can be done about it where that is known.
  private func refusal(_ sentence: String) -> Failure {
    let place = address.place
    if CalComRefusal.isOfTakenTime(sentence) {
      return Failure(
        code: "time_taken", message: "\(place) has something else at that time (\(status))",
        hint: "choose another time; 'daybook free' lists some")
    }
    if status == 403 {
      return Failure(
        code: "forbidden", message: "\(place) refuses it: \(sentence) (403)",
        hint: "sign in as whoever was booked, with a key or scopes that allow it")
    }
    return Failure(
      code: "refused", message: "\(place) refuses it: \(sentence) (\(status))",
      hint: "look at it on the booking page, and change it or drop the edit")
  }

  /// Seconds until the longest of the limits is lifted. They are named after the limit
  /// (`X-RateLimit-Reset-Default`), and a key can have several.
  private var rateLimitReset: Int? {
    headers.values(beginning: "x-ratelimit-reset").compactMap { Int($0) }.max()
      .map { min(max(1, $0), 86_400) }
  }
}

/// The body of a refusal: `{"status": "error", "error": {"code", "message", "details"}}`, or what
/// its framework answers by itself: `{"message", "statusCode", "error"}`.
struct CalComRefusal {
  /// One line, fit to be shown.
  let sentence: String

  init?(_ body: [UInt8]) {
    guard let read = try? JSONDecoder().decode(Body.self, from: Data(body)) else { return nil }
    let rules = read.error?.details?.rules ?? []
    let words =
      rules.isEmpty
      ? read.error?.message ?? read.message ?? read.word ?? ""
      : rules
        .prefix(5).joined(separator: "; ")
    let line = Self.line(words)
    guard !line.isEmpty else { return nil }
    sentence = line
  }

  /// Whether somebody or something else has the time. It is told as a sentence or as a word,
  /// depending on which part of the server finds it out.
  static func isOfTakenTime(_ sentence: String) -> Bool {
    let text = sentence.lowercased()
    return [
      "no_available_users_found", "no available users", "already has booking at this time",
      "is not available", "booking_conflict", "slot is not available", "already booked",
    ].contains { text.contains($0) }
  }

  /// Without line breaks, control characters and endless tails.
  private static func line(_ text: String) -> String {
    let words = text.unicodeScalars.split { scalar in
      scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
        || scalar.properties.generalCategory == .format
    }
    let line = words.map(String.init).joined(separator: " ")
    return line.count > 200 ? line.prefix(199) + "…" : line
  }

  private struct Body: Decodable {
    var error: Inner?
    var message: String?
    /// `error` where it is a word.
    var word: String?

    private enum CodingKeys: String, CodingKey { case error, message }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      error = (try? values.decodeIfPresent(Inner.self, forKey: .error)) ?? nil
      word = values.text(.error)
      message = values.text(.message) ?? values.list(.message, of: String.self).first
    }
  }

  private struct Inner: Decodable {
    var message: String?
    var details: Details?

    private enum CodingKeys: String, CodingKey { case message, details }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      message = values.text(.message)
      details = (try? values.decodeIfPresent(Details.self, forKey: .details)) ?? nil
    }
  }

  private struct Details: Decodable {
    var errors: [Fault]

    var rules: [String] { errors.flatMap { $0.rules(depth: 0) } }

    private enum CodingKeys: String, CodingKey { case errors }

    init(from decoder: any Decoder) throws {
      errors = try decoder.container(keyedBy: CodingKeys.self).list(.errors)
    }
  }

  /// What is wrong with one property, or with those inside it.
  private struct Fault: Decodable {
    var constraints: [String: String]
    var children: [Fault]

    func rules(depth: Int) -> [String] {
      if depth > 20 { return [] }
      return constraints.sorted { $0.key < $1.key }.map(\.value)
        + children.flatMap { $0.rules(depth: depth + 1) }
    }

    private enum CodingKeys: String, CodingKey { case constraints, children }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      constraints =
        (try? values.decodeIfPresent([String: String].self, forKey: .constraints)) ?? nil ?? [:]
      children = values.list(.children)
    }
  }
}

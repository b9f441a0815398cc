package import DaybookCore
internal import ICalendar

extension WebResponse {
  package var isSuccess: Bool { (200..<300).contains(status) }

  /// What a status that is no success asks for; the one place where statuses become errors.
  package func failure(signIn: ProviderError.SignIn) -> ProviderError {
    let place = address.place
    switch status {
    case 401: return .signInNeeded(place, by: signIn)
    case 403: return .forbidden(place)
    case 404: return .notFound(place)
    case 407: return .unreachable(place, .proxy)
    case 408: return .serverFailed(place, status: status, retryAfter: retryAfter)
    case 410: return .gone(place)
    case 409, 412: return .changedElsewhere
    case 413: return .tooLarge(place, limit: body.count)
    case 429: return .rateLimited(place, retryAfter: retryAfter)
    case 500...599: return .serverFailed(place, status: status, retryAfter: retryAfter)
    default: return .refused(place, status: status)
    }
  }

  /// Seconds that the server asks us to wait: a number, or a date seen from the server's own.
  package var retryAfter: Int? {
    guard let text = headers["retry-after"] else { return nil }
    if let seconds = Int(text) { return min(max(1, seconds), 86_400) }
    guard let until = WebDate.instant(text),
      let now = headers["date"].flatMap({ WebDate.instant($0) })
    else { return nil }
    return min(max(1, until - now), 86_400)
  }
}

/// The dates of HTTP: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
enum WebDate {
  static func instant(_ text: String) -> Instant? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let year = Int(words[3]),
      let month = months.firstIndex(of: words[2].lowercased()),
      let date = Day(year: year, month: month + 1, day: day)
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    let local = LocalDateTime(date, second: clock[0] * 3600 + clock[1] * 60 + clock[2])
    return Instant(seconds: local.wallSeconds)
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
}

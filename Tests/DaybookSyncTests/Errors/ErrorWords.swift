import DaybookCore

/// What people read of an error, word for word; `@` stands for where it came from.
struct ErrorWords: Sendable {
  var code: String
  var message: String
  var hint: String

  init(_ code: String, _ message: String, _ hint: String) {
    (self.code, self.message, self.hint) = (code, message, hint)
  }

  func failure(at place: String) -> Failure {
    Failure(code: code, message: message.replacing("@", with: place), hint: hint)
  }

  // MARK: - What all have in common

  private static let again = "nothing to do: it is tried again by itself"
  private static let giveUp = "edit it, or give the change up with 'daybook outbox drop'"

  static let signIn = signIn(401)

  static func signIn(_ status: Int) -> ErrorWords {
    ErrorWords(
      "sign_in_needed", "@ no longer accepts the sign-in (\(status))",
      "sign in again with 'daybook accounts login'")
  }

  static let forbidden = ErrorWords(
    "forbidden", "@ refuses access (403)",
    "ask its owner to share the calendar, or copy its secret address from its settings again")

  static let notFound = ErrorWords(
    "not_found", "@ has nothing at this address (404)",
    "check the address; the events seen last are kept. 'daybook accounts remove' forgets them")

  static let changedElsewhere = ErrorWords(
    "changed_elsewhere", "the event was changed elsewhere meanwhile",
    "the next pass reads everything again")

  static func rateLimited(_ seconds: Int? = nil, status: Int = 429) -> ErrorWords {
    ErrorWords("rate_limited", "@ asks for fewer requests (\(status))" + wait(seconds), again)
  }

  static func server(_ status: Int, _ seconds: Int? = nil) -> ErrorWords {
    ErrorWords("server_error", "@ failed (\(status))" + wait(seconds), again)
  }

  static func refused(_ status: Int) -> ErrorWords {
    ErrorWords(
      "refused", "@ refused the request (\(status))",
      "check the address; the events seen last are kept")
  }

  static func changeRefused(_ status: Int) -> ErrorWords {
    ErrorWords("refused", "@ refused the change (\(status))", giveUp)
  }

  static func rejected(_ why: String, _ hint: String = giveUp) -> ErrorWords {
    ErrorWords("rejected", "@ does not take the event: \(why)", hint)
  }

  static let tooLarge = rejected(
    "it is too large", "shorten its description, or take attachments out")

  private static func wait(_ seconds: Int?) -> String {
    seconds.map { ", and to wait \($0) s" } ?? ""
  }
}

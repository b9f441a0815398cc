import DaybookTestSupport
import Testing

@testable import DaybookSync

/// Every row of the table of errors in shared/contracts/microsoft, as a person sees it.
@Suite(.serialized) struct MicrosoftErrorTableTests {
  private static func row(
    _ status: Int, _ code: String, headers: [(name: String, value: String)] = [],
    _ seen: ErrorRow.Seen, writing: ErrorRow.Seen? = nil
  ) -> ErrorRow {
    ErrorRow(
      "\(status) \(code)", FakeGraph.error(status, code, headers: headers), reading: seen,
      writing: writing ?? seen)
  }

  private static let noMailbox = ErrorWords(
    "no_mailbox", "@ knows the sign-in, but it has no mailbox in the cloud",
    "sign in with an account that has a calendar, and remove this one")
  private static let passed = ErrorWords(
    "not_expressible",
    "the other side cannot keep an instance of a series that passes the next one",
    "make it simpler, or keep it in another calendar; it is not sent as it is")
  private static let proof = ErrorWords(
    "sign_in_needed", "@ wants a stronger proof of who you are (401)",
    "sign in again with 'daybook accounts login'")
  private static let full = ErrorWords(
    "quota_reached", "@ has no room left for this account",
    "make room in the mailbox; what waits here is sent then")

  private static let mistakes = [
    "ErrorInvalidParameter", "ErrorInvalidRequest", "ErrorInvalidIdMalformed", "invalidRequest",
    "BadRequest", "RequestBroker--ParseUri",
  ].map { row(400, $0, .told(.refused(400)), writing: .told(.changeRefused(400))) }

  private static let mailboxes = [
    (400, "MailboxNotEnabledForRESTAPI"), (400, "MailboxNotSupportedForRESTAPI"),
    (404, "MailboxNotEnabledForRESTAPI"), (404, "ResourceNotFound"),
  ].map { status, code in
    // Of an event that is written it says no more than that there is none.
    row(
      status, code, .told(noMailbox),
      writing: .told(status == 404 ? .changedElsewhere : noMailbox))
  }

  private static let challenge = [
    (
      name: "WWW-Authenticate",
      value: #"Bearer realm="", error="insufficient_claims", claims="eyJhIjp7fX0=""#
    )
  ]

  static let rows: [ErrorRow] =
    mistakes + mailboxes + [
      row(400, "ErrorOccurrenceCrossingBoundary", .told(passed)),
      row(401, "InvalidAuthenticationToken", .signIn(.signIn)),
      row(401, "unauthenticated", .signIn(.signIn)),
      row(401, "InvalidAuthenticationToken", headers: challenge, .signIn(proof)),
      row(403, "ErrorAccessDenied", .told(.forbidden)),
      row(403, "accessDenied", .told(.forbidden)),
      row(403, "Authorization_RequestDenied", .told(.forbidden)),
      row(404, "ErrorItemNotFound", .told(.notFound), writing: .told(.changedElsewhere)),
      row(404, "itemNotFound", .told(.notFound), writing: .told(.changedElsewhere)),
      row(409, "ErrorIrresolvableConflict", .told(.changedElsewhere)),
      row(409, "nameAlreadyExists", .told(.changedElsewhere)),
      row(410, "SyncStateNotFound", .nothing, writing: .told(.changedElsewhere)),
      row(410, "resyncRequired", .nothing, writing: .told(.changedElsewhere)),
      row(412, "ErrorIrresolvableConflict", .told(.changedElsewhere)),
      row(412, "resourceModified", .told(.changedElsewhere)),
      row(413, "", .told(.refused(413)), writing: .told(.tooLarge)),
      row(415, "", .told(.refused(415)), writing: .told(.changeRefused(415))),
      row(422, "", .told(.refused(422)), writing: .told(.changeRefused(422))),
      row(423, "locked", .told(.server(423))),
      row(429, "ApplicationThrottled", headers: [("Retry-After", "17")], .told(.rateLimited(17))),
      row(429, "TooManyRequests", .told(.rateLimited())),
      row(429, "activityLimitReached", .told(.rateLimited())),
      row(500, "generalException", .told(.server(500))),
      row(500, "ErrorInternalServerError", .told(.server(500))),
      row(502, "UnknownError", .told(.server(502))),
      row(503, "ErrorServerBusy", headers: [("Retry-After", "9")], .told(.server(503, 9))),
      row(503, "serviceNotAvailable", .told(.server(503))),
      row(503, "ErrorMailboxStoreUnavailable", .told(.server(503))),
      row(504, "UnknownError", .told(.server(504))),
      row(507, "quotaLimitReached", .told(full)), row(509, "quotaLimitReached", .told(full)),
    ]

  @Test(arguments: rows, ErrorRow.Moment.allCases)
  func eachRowIsToldAndLosesNothing(_ row: ErrorRow, _ moment: ErrorRow.Moment) async throws {
    let bench = try SyncBench()
    let mailbox = try GraphMailbox(bench)
    for uid in ["a", "b"] { mailbox.add(uid) }
    try await ErrorStory(bench: bench, side: MicrosoftErrorSide(mailbox: mailbox)).tell(row, moment)
  }
}

struct MicrosoftErrorSide: ErrorSide {
  let mailbox: GraphMailbox

  var place: String { mailbox.fake.server.address + "/…" }
  var taken: Int { mailbox.fake.taken }
  var complaints: [String] { mailbox.fake.violations }

  func edit(_ bench: SyncBench) throws { try bench.rename("a", to: "Here") }

  func changeThere() throws {
    let id = try #require(mailbox.fake.ids.last)
    mailbox.fake.change(id, ["location": ["displayName": "There"]])
  }

  func refuse(_ reply: WebReply, _ moment: ErrorRow.Moment) {
    switch moment {
    case .reading:
      mailbox.fake.fail(.init(.replies(reply), on: "GET", "deltatoken", times: .max))
    case .writing: mailbox.fake.fail(.init(.replies(reply), on: "PATCH", times: .max))
    }
  }

  func forgive() { mailbox.fake.forgiveAll() }

  func here(_ bench: SyncBench) throws -> [String: String] { try bench.here() }
  func there() -> [String: String] { mailbox.there() }
}

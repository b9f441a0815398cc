import DaybookTestSupport
import Testing

@testable import DaybookSync

/// Every row of the table of errors in shared/contracts/google, as a person sees it.
@Suite struct GoogleErrorTableTests {
  private static func row(
    _ status: Int, _ reason: String, detail: String? = nil, location: String? = nil,
    _ seen: ErrorRow.Seen, writing: ErrorRow.Seen? = nil
  ) -> ErrorRow {
    ErrorRow(
      "\(status) \(reason) \(detail ?? "")",
      .google(status, reason, detail: detail, location: location), reading: seen,
      writing: writing ?? seen)
  }

  private static let scopes = ErrorWords(
    "sign_in_needed", "@ was not given all permissions that are needed (403)",
    "sign in again with 'daybook accounts login', and leave every permission ticked")
  private static let quota = ErrorWords(
    "quota_exhausted", "@ takes no more changes for now (403)",
    "nothing to do: what waits here is sent later by itself")
  private static let organizer = ErrorWords(
    "not_organizer", "@ lets only the organizer change this event (403)",
    "answer the invitation instead, or ask the organizer")
  private static let off = ErrorWords(
    "service_off", "@ is switched off in the project of your client (403)",
    "enable it under 'APIs & Services' of the project that your client id belongs to")
  private static let readOnly = ErrorWords(
    "read_only", "@ cannot be changed from here", "change it where it is kept")

  private static let mistakes = [
    "badRequest", "invalid", "invalidParameter", "required", "parseError", "timeRangeEmpty",
  ].map { row(400, $0, .told(.refused(400)), writing: .told(.changeRefused(400))) }

  static let rows: [ErrorRow] =
    mistakes + [
      row(401, "authError", location: "Authorization", .signIn(.signIn)),
      row(401, "required", .signIn(.signIn)),
      row(403, "userRateLimitExceeded", .told(.rateLimited(status: 403))),
      row(403, "rateLimitExceeded", .told(.rateLimited(status: 403))),
      row(403, "quotaExceeded", .told(quota)), row(403, "dailyLimitExceeded", .told(quota)),
      row(403, "forbiddenForNonOrganizer", .told(organizer)),
      row(
        403, "insufficientPermissions", detail: "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        .signIn(scopes)),
      row(403, "accessNotConfigured", .told(off)),
      row(403, "accessNotConfigured", detail: "SERVICE_DISABLED", .told(off)),
      row(403, "requiredAccessLevel", .told(.forbidden), writing: .told(readOnly)),
      row(403, "forbidden", .told(.forbidden), writing: .told(readOnly)),
      row(403, "insufficientPermissions", .told(.forbidden), writing: .told(readOnly)),
      row(404, "notFound", .told(.notFound), writing: .told(.changedElsewhere)),
      row(409, "duplicate", .told(.changedElsewhere)),
      row(409, "conflict", .told(.changedElsewhere)),
      row(
        410, "fullSyncRequired", location: "syncToken", .nothing,
        writing: .told(.changedElsewhere)),
      row(410, "updatedMinTooLongAgo", .nothing, writing: .told(.changedElsewhere)),
      row(410, "deleted", .nothing, writing: .told(.changedElsewhere)),
      row(412, "conditionNotMet", location: "If-Match", .told(.changedElsewhere)),
      row(429, "rateLimitExceeded", .told(.rateLimited())),
      row(500, "backendError", .told(.server(500))),
      ErrorRow("502 of a proxy", WebReply(502, "<html>"), .told(.server(502))),
      ErrorRow(
        "503 that asks to wait", WebReply(503, "", headers: [("Retry-After", "90")]),
        .told(.server(503, 90))),
      ErrorRow("504 without a body", WebReply(504), .told(.server(504))),
    ]

  @Test(arguments: rows, ErrorRow.Moment.allCases)
  func eachRowIsToldAndLosesNothing(_ row: ErrorRow, _ moment: ErrorRow.Moment) async throws {
    let bench = try SyncBench()
    let desk = try GoogleDesk(bench)
    for uid in ["a", "b"] { desk.add(uid) }
    try await ErrorStory(bench: bench, side: GoogleErrorSide(desk: desk)).tell(row, moment)
  }
}

struct GoogleErrorSide: ErrorSide {
  let desk: GoogleDesk

  var place: String { desk.fake.server.address + "/…" }
  var taken: Int { desk.fake.mails.count }
  var complaints: [String] { desk.fake.complaints }

  func edit(_ bench: SyncBench) throws { try bench.rename("a", to: "Here") }
  func changeThere() { desk.move("b", to: "There") }

  func refuse(_ reply: WebReply, _ moment: ErrorRow.Moment) {
    desk.fake.misbehave(
      FakeGoogle.Fault(reply, times: .max) { question in
        switch moment {
        case .reading: question.path.contains("syncToken=")
        case .writing: question.method == "PATCH"
        }
      })
  }

  func forgive() { desk.fake.forgiveAll() }

  func here(_ bench: SyncBench) throws -> [String: String] { try bench.here() }
  func there() -> [String: String] { desk.there() }
}

import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// Every kind of refusal in shared/contracts/calcom (§2.1 and §4), as a person sees it.
@Suite struct CalComErrorTableTests {
  private static func row(
    _ status: Int, _ code: String, _ sentence: String, details: String? = nil,
    headers: [(name: String, value: String)] = [], _ seen: ErrorRow.Seen
  ) -> ErrorRow {
    ErrorRow(
      "\(status) \(code) \(sentence)",
      FakeCalCom.refusal(status, code, sentence, details: details, headers: headers), seen)
  }

  private static func refuses(_ words: String, _ status: Int) -> ErrorWords {
    ErrorWords(
      "refused", "@ refuses it: \(words) (\(status))",
      "look at it on the booking page, and change it or drop the edit")
  }

  private static func taken(_ status: Int) -> ErrorWords {
    ErrorWords(
      "time_taken", "@ has something else at that time (\(status))",
      "choose another time; 'daybook free' lists some")
  }

  private static let scopes = ErrorWords(
    "forbidden", "@ refuses it: insufficient scopes (403)",
    "sign in as whoever was booked, with a key or scopes that allow it")
  private static let garbled = ErrorWords(
    "malformed_response", "@ answered something unreadable: it is not what Cal.com answers",
    "check the address; the events seen last are kept")

  private static let details = #"""
    {"errors":[{"property":"start","constraints":{"isDate":"start must be a date"},"children":[]}]}
    """#

  static let rows: [ErrorRow] = [
    row(
      400, "BadRequestException", "This is not possible",
      .told(refuses("This is not possible", 400))),
    row(
      400, "BadRequestException", "Bad Request Exception", details: details,
      .told(refuses("start must be a date", 400))),
    row(
      400, "BAD_REQUEST", "User either already has booking at this time or is not available",
      .told(taken(400))),
    row(
      401, "UnauthorizedException", "ApiAuthStrategy - api key - Your api key is not valid",
      .signIn(.signIn)),
    row(
      401, "UnauthorizedException", "CustomThrottlerGuard - Invalid API Key", .signIn(.signIn)),
    row(403, "ForbiddenException", "insufficient scopes", .told(scopes)),
    row(
      404, "NotFoundException", "Booking with uid=a was not found in the database",
      .told(.notFound)),
    ErrorRow(
      "404 of the framework",
      WebReply(404, #"{"message":"Cannot POST","statusCode":404,"error":"Not Found"}"#),
      .told(.notFound)),
    row(409, "CONFLICT", "no_available_users_found_error", .told(taken(409))),
    row(
      422, "UnprocessableEntityException", "start is in the past",
      .told(refuses("start is in the past", 422))),
    row(
      429, "ThrottlerException",
      "CustomThrottlerGuard - Too many requests. Please try again later.",
      headers: [("X-RateLimit-Remaining-Default", "0"), ("X-RateLimit-Reset-Default", "42")],
      .told(.rateLimited(42))),
    row(498, "TokenExpiredException", "ACCESS_TOKEN_IS_EXPIRED", .signIn(.signIn(498))),
    row(500, "INTERNAL_SERVER_ERROR", "Internal server error", .told(.server(500))),
    ErrorRow("502 of a proxy", WebReply(502, "<html>Bad gateway</html>"), .told(.server(502))),
    ErrorRow("a page instead of JSON", WebReply(200, "<!doctype html>"), .told(garbled)),
  ]

  @Test(arguments: rows, ErrorRow.Moment.allCases)
  func eachRowIsToldAndLosesNothing(_ row: ErrorRow, _ moment: ErrorRow.Moment) async throws {
    let bench = try SyncBench()
    let side = try CalComErrorSide(bench)
    defer { side.fake.stop() }
    try await ErrorStory(bench: bench, side: side).tell(row, moment)
  }
}

struct CalComErrorSide: ErrorSide {
  let fake: FakeCalCom

  init(_ bench: SyncBench) throws {
    fake = try FakeCalCom()
    fake.put(FakeBooking("a", title: "a", status: "pending"))
    fake.put(FakeBooking("b", title: "b", start: FakeBooking.start(days: 1)))
    try bench.add(
      "Cal.com",
      CalComProvider(
        base: fake.base,
        transport: SignedTransport(
          CurlTransport(version: "0"), as: KeyCredentials(key: FakeCalCom.key))), kind: .calcom)
  }

  var place: String { fake.server.address + "/…" }
  var taken: Int { fake.taken }
  var complaints: [String] { fake.complaints }

  /// The booking that waits for an answer is confirmed.
  func edit(_ bench: SyncBench) throws {
    let desk = Desk(
      store: bench.store, settings: Settings(), zone: try TestZones.zone("Europe/Berlin"),
      now: bench.now)
    let asked = try #require(
      try desk.agendaOfEverything(filter: AgendaFilter()).occurrences.first { $0.title == "a" })
    _ = try desk.respond(to: asked, .accepted, .all)
  }

  /// Whoever booked the other one calls it off.
  func changeThere() { fake.edit("b") { $0.status = "cancelled" } }

  func wanted(_ moment: ErrorRow.Moment) -> [String: String] {
    moment == .reading ? ["a": "accepted"] : ["a": "accepted", "b": "accepted"]
  }

  func refuse(_ reply: WebReply, _ moment: ErrorRow.Moment) {
    switch moment {
    case .reading: fake.misbehave(.answers(reply), on: "GET", "/v2/bookings", times: .max)
    case .writing: fake.misbehave(.answers(reply), on: "POST", "/confirm", times: .max)
    }
  }

  func forgive() { fake.forgiveAll() }

  func here(_ bench: SyncBench) throws -> [String: String] {
    let found = try bench.store.allOccurrences(viewer: .utc, in: OccurrenceFilter()).occurrences
    return Dictionary(
      found.map { ($0.title, $0.response == .needsAction ? "pending" : "accepted") },
      uniquingKeysWith: { $0 + " and " + $1 })
  }

  func there() -> [String: String] {
    Dictionary(
      fake.bookings.filter { $0.status != "cancelled" }.map { ($0.title, $0.status) },
      uniquingKeysWith: { $0 + " and " + $1 })
  }
}

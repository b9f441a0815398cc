import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// What a person reads of each way in which Cal.com refuses.
@Suite struct CalComErrorTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var reply: WebReply
    var code: String
    /// Part of what is said.
    var says: String
    var retryAfter: Int?
    var isPassing = false
  }

  private static let details = """
    {"errors":[{"property":"start","value":"x","children":[{"property":"0","constraints":\
    {"isDate":"start must be a valid date"},"children":[]}]},\
    {"property":"reason","constraints":{"isString":"reason must be\\nstring"}}]}
    """

  static let rows = [
    Row(
      testDescription: "400 with a sentence",
      reply: FakeCalCom.refusal(400, "BadRequestException", "This is not possible"),
      code: "refused", says: "refuses it: This is not possible (400)"),
    Row(
      testDescription: "400 with what each property lacks",
      reply: FakeCalCom.refusal(
        400, "BadRequestException", "Bad Request Exception", details: details),
      code: "refused", says: "start must be a valid date; reason must be string (400)"),
    Row(
      testDescription: "400 for a time that is taken",
      reply: FakeCalCom.refusal(
        400, "BAD_REQUEST",
        "User either already has booking at this time or is not available"),
      code: "time_taken", says: "has something else at that time"),
    Row(
      testDescription: "409 for a time that is taken",
      reply: FakeCalCom.refusal(409, "CONFLICT", "no_available_users_found_error"),
      code: "time_taken", says: "has something else at that time"),
    Row(
      testDescription: "409 without words", reply: WebReply(409, ""), code: "changed_elsewhere",
      says: "was changed elsewhere", isPassing: true),
    Row(
      testDescription: "401 for a wrong key",
      reply: FakeCalCom.refusal(
        401, "UnauthorizedException", "ApiAuthStrategy - api key - Your api key is not valid"),
      code: "sign_in_needed", says: "no longer accepts the sign-in"),
    Row(
      testDescription: "401 of the rate limiter",
      reply: FakeCalCom.refusal(
        401, "UnauthorizedException", "CustomThrottlerGuard - Invalid API Key"),
      code: "sign_in_needed", says: "no longer accepts the sign-in"),
    Row(
      testDescription: "498 for an expired token",
      reply: FakeCalCom.refusal(498, "TokenExpiredException", "ACCESS_TOKEN_IS_EXPIRED"),
      code: "sign_in_needed", says: "no longer accepts the sign-in (498)"),
    Row(
      testDescription: "403",
      reply: FakeCalCom.refusal(403, "ForbiddenException", "insufficient scopes"),
      code: "forbidden", says: "refuses it: insufficient scopes (403)"),
    Row(
      testDescription: "403 without words", reply: WebReply(403, "<h1>No</h1>"),
      code: "forbidden", says: "refuses access (403)"),
    Row(
      testDescription: "404 of the framework",
      reply: WebReply(
        404, "{\"message\":\"Cannot POST\",\"statusCode\":404,\"error\":\"Not Found\"}"),
      code: "not_found", says: "has nothing at this address", isPassing: true),
    Row(
      testDescription: "422 with a list of sentences",
      reply: WebReply(422, "{\"message\":[\"start is in the past\"],\"error\":\"Unprocessable\"}"),
      code: "refused", says: "start is in the past"),
    Row(
      testDescription: "429 with seconds under the limit's name",
      reply: FakeCalCom.refusal(
        429, "ThrottlerException",
        "CustomThrottlerGuard - Too many requests. Please try again later.",
        headers: [
          (name: "X-RateLimit-Remaining-Default", value: "0"),
          (name: "X-RateLimit-Reset-Default", value: "42"),
          (name: "x-ratelimit-reset-burst", value: "7"),
        ]),
      code: "rate_limited", says: "to wait 42 s", retryAfter: 42, isPassing: true),
    Row(
      testDescription: "429 with Retry-After",
      reply: FakeCalCom.refusal(
        429, "ThrottlerException", "Too many requests",
        headers: [
          (name: "Retry-After", value: "5"), (name: "X-RateLimit-Reset-Default", value: "60"),
        ]),
      code: "rate_limited", says: "to wait 5 s", retryAfter: 5, isPassing: true),
    Row(
      testDescription: "500 with a constant for a code",
      reply: FakeCalCom.refusal(500, "INTERNAL_SERVER_ERROR", "Internal server error"),
      code: "server_error", says: "failed (500)", isPassing: true),
    Row(
      testDescription: "502 from a proxy", reply: WebReply(502, "<html>Bad gateway</html>"),
      code: "server_error", says: "failed (502)", isPassing: true),
    Row(
      testDescription: "a page instead of JSON",
      reply: WebReply(200, "<!doctype html><title>Cal.com</title>"), code: "malformed_response",
      says: "it is not what Cal.com answers", isPassing: true),
    Row(
      testDescription: "JSON of another shape", reply: WebReply(200, "{\"status\":\"success\"}"),
      code: "malformed_response", says: "it is not what Cal.com answers", isPassing: true),
    Row(
      testDescription: "JSON that ends too soon", reply: WebReply(200, "{\"status\":\"succ"),
      code: "malformed_response", says: "it is not what Cal.com answers", isPassing: true),
    Row(
      testDescription: "an answer that breaks off",
      reply: WebReply(200, "{\"status\":\"success\"}", .breaksOff(after: 5)),
      code: "unreachable", says: "closed the connection", isPassing: true),
  ]

  @Test(arguments: rows) func eachRefusalIsToldForWhatToDo(_ row: Row) async throws {
    let fake = try FakeCalCom()
    defer { fake.stop() }
    let provider = CalComProvider(fake)
    fake.put(FakeBooking("a", status: "pending"))
    var kept = Kept()
    _ = try await kept.pass(provider, "bookings")
    let event = try #require(kept.events["a"])
    for (method, path) in [("POST", "/confirm"), ("GET", "/v2/bookings")] {
      fake.misbehave(.answers(row.reply), on: method, path)
      do throws(ProviderError) {
        if method == "GET" {
          _ = try await kept.pass(provider, "bookings")
        } else {
          _ = try await provider.save(
            event.answered("ACCEPTED", by: "ana@example.com"), over: event, telling: .none,
            in: "bookings")
        }
        Issue.record("\(method) met no error")
      } catch {
        #expect(error.code == row.code)
        #expect(error.message.contains(row.says), "\(error.message)")
        #expect(error.retryAfter == row.retryAfter)
        #expect(error.isPassing == row.isPassing)
        #expect(!error.message.contains(FakeCalCom.key))
      }
    }
    // Nothing was lost by it.
    #expect(fake.booking("a")?.status == "pending")
    #expect(kept.events.count == 1)
  }

  @Test func aSentenceWithoutEndIsCut() {
    let body = "{\"message\":\"\(String(repeating: "x ", count: 5000))\"}"
    #expect(CalComRefusal(Array(body.utf8))?.sentence.count == 200)
  }

  @Test(arguments: ["[]", "", "null", "{\"error\":{\"details\":{\"errors\":[[],{}]}}}"])
  func aRefusalThatSaysNothingIsNone(_ body: String) {
    #expect(CalComRefusal(Array(body.utf8)) == nil)
  }

  @Test(arguments: [
    ("https://api.cal.com/v2", "https://api.cal.com/v2"),
    ("https://api.cal.com/v2/", "https://api.cal.com/v2"),
    ("https://cal.example.com", "https://cal.example.com/v2"),
    ("https://example.com/cal/api/", "https://example.com/cal/api/v2"),
  ])
  func theBaseIsReadAsPeopleWriteIt(_ text: String, _ base: String) {
    #expect(CalComAPI.normalized(text) == base)
  }
}

import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// Every row of the contract's table of errors: what it means, and that nothing is lost.
///
/// One after another, as all suites that open a mailbox: each keeps threads of the machine waiting.
@Suite(.serialized) struct GraphErrorTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var status: Int
    var code: String?
    var expected: String
    var headers: [(name: String, value: String)] = []
    var testDescription: String { "\(status) \(code ?? "without a body") is \(expected)" }
  }

  static let rows: [Row] = [
    Row(status: 400, code: "ErrorInvalidParameter", expected: "refused"),
    Row(status: 400, code: "ErrorInvalidRequest", expected: "refused"),
    Row(status: 400, code: "ErrorInvalidIdMalformed", expected: "refused"),
    Row(status: 400, code: "invalidRequest", expected: "refused"),
    Row(status: 400, code: "BadRequest", expected: "refused"),
    Row(status: 400, code: "RequestBroker--ParseUri", expected: "refused"),
    Row(status: 400, code: "ErrorOccurrenceCrossingBoundary", expected: "not_expressible"),
    Row(status: 400, code: "MailboxNotEnabledForRESTAPI", expected: "no_mailbox"),
    Row(status: 404, code: "mailboxnotenabledforrestapi", expected: "no_mailbox"),
    Row(status: 404, code: "MailboxNotSupportedForRESTAPI", expected: "no_mailbox"),
    Row(status: 404, code: "ResourceNotFound", expected: "no_mailbox"),
    Row(status: 401, code: "InvalidAuthenticationToken", expected: "sign_in_needed"),
    Row(status: 401, code: "unauthenticated", expected: "sign_in_needed"),
    Row(status: 403, code: "ErrorAccessDenied", expected: "forbidden"),
    Row(status: 403, code: "accessDenied", expected: "forbidden"),
    Row(status: 403, code: "Authorization_RequestDenied", expected: "forbidden"),
    Row(status: 404, code: "ErrorItemNotFound", expected: "not_found"),
    Row(status: 404, code: "itemNotFound", expected: "not_found"),
    Row(status: 409, code: "ErrorIrresolvableConflict", expected: "changed_elsewhere"),
    Row(status: 409, code: "nameAlreadyExists", expected: "changed_elsewhere"),
    Row(status: 400, code: "ErrorDuplicateTransactionId", expected: "changed_elsewhere"),
    Row(status: 410, code: "SyncStateNotFound", expected: "token_expired"),
    Row(status: 410, code: "resyncRequired", expected: "token_expired"),
    Row(status: 410, code: nil, expected: "token_expired"),
    Row(status: 400, code: "syncStateNotFound", expected: "token_expired"),
    Row(status: 400, code: "SyncStateInvalid", expected: "token_expired"),
    Row(status: 412, code: "ErrorIrresolvableConflict", expected: "changed_elsewhere"),
    Row(status: 412, code: "resourceModified", expected: "changed_elsewhere"),
    Row(status: 413, code: nil, expected: "refused"),
    Row(status: 415, code: nil, expected: "refused"),
    Row(status: 422, code: nil, expected: "refused"),
    Row(status: 423, code: nil, expected: "server_error"),
    Row(
      status: 429, code: "ApplicationThrottled", expected: "rate_limited",
      headers: [(name: "Retry-After", value: "17")]),
    Row(status: 429, code: "TooManyRequests", expected: "rate_limited"),
    Row(status: 429, code: "activityLimitReached", expected: "rate_limited"),
    Row(status: 500, code: "generalException", expected: "server_error"),
    Row(status: 500, code: "ErrorInternalServerError", expected: "server_error"),
    Row(status: 502, code: "UnknownError", expected: "server_error"),
    Row(
      status: 503, code: "ErrorServerBusy", expected: "server_error",
      headers: [(name: "Retry-After", value: "9")]),
    Row(status: 503, code: "serviceNotAvailable", expected: "server_error"),
    Row(status: 503, code: "ErrorMailboxStoreUnavailable", expected: "server_error"),
    Row(status: 507, code: "quotaLimitReached", expected: "quota_reached"),
    Row(status: 509, code: nil, expected: "quota_reached"),
  ]

  @Test(arguments: rows) func everyRowSaysWhatToDoAndLosesNothing(_ row: Row) async throws {
    let bench = try GraphBench()
    try bench.publish(GraphBench.event("a"))
    var kept = Kept()
    try await bench.pass(&kept)
    let reply =
      row.code.map { FakeGraph.error(row.status, $0, headers: row.headers) }
      ?? WebReply(row.status, "<html>proxy</html>")
    bench.fake.fail(.init(.replies(reply), times: row.status == 504 ? 2 : 1))
    let copy = kept.copy
    do throws(ProviderError) {
      _ = try await bench.provider.changes(in: bench.calendar, since: copy)
      Issue.record("it was no error")
    } catch {
      #expect(error.code == row.expected)
      #expect(!error.message.isEmpty && !error.message.contains("It went wrong"))
      #expect(error.retryAfter == row.headers.first.flatMap { Int($0.value) })
    }
    bench.wait(60)
    try bench.publish(GraphBench.event("b"))
    try await bench.pass(&kept)
    #expect(kept.events.count == 2)
  }

  @Test func nothingIsAskedWhileTheMailboxWantsPeace() async throws {
    let bench = try GraphBench()
    bench.fake.fail(
      .init(
        .replies(
          FakeGraph.error(
            429, "ApplicationThrottled", headers: [(name: "Retry-After", value: "30")]))))
    for wait in [30, 20] {
      do throws(ProviderError) {
        _ = try await bench.provider.calendars()
        Issue.record("it was no error")
      } catch {
        #expect(error.retryAfter == wait)
      }
      if wait == 30 { bench.wait(10) }
    }
    #expect(bench.provider.requestsMade == 1)
    bench.wait(20)
    #expect(try await bench.provider.calendars().count == 1)
  }

  @Test func aChallengeNamesWhatIsToBeProven() async throws {
    let bench = try GraphBench()
    bench.fake.fail(
      .init(
        .replies(
          FakeGraph.error(
            401, "InvalidAuthenticationToken",
            headers: [
              (
                name: "WWW-Authenticate",
                value:
                  #"Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3MiOnt9fQ==""#
              )
            ]))))
    do throws(ProviderError) {
      _ = try await bench.provider.calendars()
      Issue.record("it was no error")
    } catch {
      guard case .signInNeeded(_, by: .challenge(let claims), _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(claims == "eyJhY2Nlc3MiOnt9fQ==")
    }
  }

  @Test func whatTakesTheServerTooLongIsAskedForInSmallerPieces() async throws {
    let bench = try GraphBench()
    try bench.publish(GraphBench.event("a"))
    bench.fake.fail(.init(.replies(FakeGraph.error(504, "UnknownError"))))
    var kept = Kept()
    try await bench.pass(&kept)
    #expect(kept.events.count == 1)
    #expect(
      bench.fake.server.questions.map { $0.headers["prefer"]?.contains("maxpagesize=50") ?? false }
        == [false, true])
  }

  @Test(arguments: [
    WebReply(200, "{\"value\":[{\"id\":\"x\""), WebReply(200, "<html></html>"),
    WebReply(200, "{\"value\":{}}"), WebReply(200, "[]"), WebReply(200, "{\"value\":[]}"),
    WebReply(200, "", .hangsUp), WebReply(200, "{\"value\":[]}", .breaksOff(after: 5)),
  ])
  func halfAnAnswerIsNone(_ reply: WebReply) async throws {
    let bench = try GraphBench()
    bench.fake.fail(.init(.replies(reply), "/delta"))
    do throws(ProviderError) {
      _ = try await bench.provider.changes(in: bench.calendar, since: KeptCopy())
      Issue.record("it was no error")
    } catch {
      #expect(error.isPassing)
    }
  }

  @Test func moreThanFourAtOnceAreNeverAsked() async throws {
    let bench = try GraphBench()
    bench.fake.omitMasters()
    for number in 0..<12 {
      try bench.publish(GraphBench.weekly.replacing("UID:weekly", with: "UID:w\(number)"))
    }
    var kept = Kept()
    try await bench.pass(&kept)
    #expect(kept.events.count == 12)
    #expect(bench.fake.mostAtOnce <= 3)
  }
}

import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// Each row of the vendors' tables of errors has a sentence of its own, and the right thing to do.
struct TokenErrorTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var vendor: FakeSignIn.Vendor
    var status: Int
    var error: String
    var more = ""
    var code: String
    /// What the sentence says.
    var says: String

    var testDescription: String { "\(vendor) \(error) \(more)" }

    static func microsoft(_ number: Int, _ error: String, _ code: String, _ says: String) -> Row {
      Row(
        vendor: .microsoft, status: 400, error: error, more: #","error_codes":[\#(number)]"#,
        code: code, says: says)
    }
  }

  private static let renewals: [Row] = [
    Row(
      vendor: .google, status: 400, error: "invalid_grant",
      more: #","error_description":"Token has been expired or revoked.""#, code: "sign_in_needed",
      says: "revoked"),
    Row(
      vendor: .google, status: 400, error: "invalid_grant",
      more: #","error_subtype":"invalid_rapt""#, code: "sign_in_needed",
      says: "organisation's policy"),
    Row(
      vendor: .google, status: 400, error: "admin_policy_enforced", code: "admin_forbids",
      says: "administrator"),
    Row(
      vendor: .google, status: 401, error: "invalid_client", code: "client_refused",
      says: "does not know the client"),
    Row(
      vendor: .google, status: 401, error: "deleted_client", code: "client_refused",
      says: "does not know the client"),
    Row(
      vendor: .google, status: 400, error: "invalid_request",
      more: #","error_description":"client_secret is missing.""#, code: "client_refused",
      says: "wants the client's secret"),
    Row(
      vendor: .google, status: 400, error: "unauthorized_client", code: "client_refused",
      says: "does not know the client"),
    Row(
      vendor: .google, status: 400, error: "invalid_scope", code: "client_refused",
      says: "asks to be allowed"),
    Row(
      vendor: .google, status: 400, error: "unsupported_grant_type", code: "client_refused",
      says: "(unsupported_grant_type)"),
    Row(
      vendor: .google, status: 400, error: #"\u001b]0;evil"#, code: "client_refused",
      says: "refused the sign-in (0evil)"),
    Row(
      vendor: .microsoft, status: 400, error: "invalid_grant", code: "sign_in_needed",
      says: "Microsoft ended the sign-in"),
    Row(
      vendor: .microsoft, status: 400, error: "interaction_required", code: "sign_in_needed",
      says: "another proof"),
    Row(
      vendor: .microsoft, status: 400, error: "login_required", code: "sign_in_needed",
      says: "another proof"),
    Row(
      vendor: .microsoft, status: 400, error: "consent_required", code: "consent_needed",
      says: "told again"),
    // The number may stand in the description alone.
    Row(
      vendor: .microsoft, status: 400, error: "invalid_grant",
      more: #","error_description":"AADSTS70008: The refresh token has expired.""#,
      code: "sign_in_needed", says: "not used for too long"),
    .microsoft(50020, "invalid_grant", "wrong_tenant", "tenant"),
    .microsoft(50034, "invalid_grant", "wrong_tenant", "tenant"),
    .microsoft(50194, "invalid_request", "wrong_tenant", "tenant"),
    .microsoft(700005, "invalid_grant", "wrong_tenant", "tenant"),
    .microsoft(9_002_332, "invalid_request", "wrong_tenant", "tenant"),
    .microsoft(50057, "invalid_grant", "sign_in_needed", "disabled"),
    .microsoft(50076, "interaction_required", "sign_in_needed", "another proof"),
    .microsoft(50078, "interaction_required", "sign_in_needed", "another proof"),
    .microsoft(50079, "interaction_required", "sign_in_needed", "another proof"),
    .microsoft(50126, "invalid_grant", "sign_in_needed", "another proof"),
    .microsoft(50173, "invalid_grant", "sign_in_needed", "password was changed"),
    .microsoft(50196, "invalid_grant", "sign_in_needed", "again and again"),
    .microsoft(53003, "interaction_required", "admin_forbids", "administrator"),
    .microsoft(65001, "invalid_grant", "consent_needed", "told again"),
    .microsoft(70008, "invalid_grant", "sign_in_needed", "not used for too long"),
    .microsoft(700_082, "invalid_grant", "sign_in_needed", "not used for too long"),
    .microsoft(70011, "invalid_scope", "client_refused", "asks to be allowed"),
    .microsoft(70043, "invalid_grant", "sign_in_needed", "policy"),
    .microsoft(700_016, "unauthorized_client", "client_refused", "does not know the client"),
    .microsoft(700_025, "invalid_client", "client_refused", "no client secret"),
    .microsoft(7_000_218, "invalid_client", "client_refused", "does not allow signing in by"),
    .microsoft(90094, "invalid_grant", "consent_needed", "administrator to approve"),
  ]

  @Test(arguments: renewals) func aRefusedRenewalSaysWhyAndStops(_ row: Row) async throws {
    let bench = try SignInBench(row.vendor)
    try await bench.signIn()
    let old = try bench.kept()
    bench.wait(seconds: 4000)
    bench.fake.fail(.refusal(row.status, row.error, more: row.more))
    let credentials = bench.credentials()
    let error = await #expect(throws: ProviderError.self) {
      _ = try await credentials.authorization()
    }
    guard case .signInNeeded = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.code == row.code)
    #expect(error?.message.contains(row.says) == true, "\(error?.message ?? "")")
    #expect(error?.hint?.isEmpty == false)
    #expect(error?.isPassing == false)
    // What was kept stays, should the refusal have been a mistake.
    #expect(try bench.kept() == old)
  }

  private static let codes: [Row] = [
    Row(
      vendor: .google, status: 400, error: "invalid_grant", code: "sign_in_failed",
      says: "used already, or is too old"),
    .microsoft(54005, "invalid_grant", "sign_in_failed", "used already"),
    .microsoft(501_481, "invalid_grant", "sign_in_failed", "another sign-in"),
    .microsoft(70008, "invalid_grant", "sign_in_failed", "too old"),
    .microsoft(50011, "invalid_request", "client_refused", "http://localhost:"),
    .microsoft(700_025, "invalid_client", "client_refused", "no client secret"),
  ]

  @Test(arguments: codes) func aRefusedCodeSaysWhy(_ row: Row) async throws {
    let bench = try SignInBench(row.vendor)
    bench.fake.fail(.refusal(row.status, row.error, more: row.more))
    let error = await #expect(throws: ProviderError.self) { _ = try await bench.signIn() }
    #expect(error?.code == row.code)
    #expect(error?.message.contains(row.says) == true, "\(error?.message ?? "")")
    #expect(try bench.kept() == nil)
  }

  private static let pages: [Row] = [
    Row(
      vendor: .google, status: 0, error: "access_denied", code: "sign_in_declined",
      says: "declined"),
    Row(
      vendor: .microsoft, status: 0, error: "access_denied",
      more: "AADSTS65004: User declined to consent.", code: "sign_in_declined", says: "declined"),
    Row(
      vendor: .microsoft, status: 0, error: "access_denied",
      more: "AADSTS90094: The grant requires admin permission.", code: "consent_needed",
      says: "administrator to approve"),
    Row(
      vendor: .google, status: 0, error: "admin_policy_enforced", code: "admin_forbids",
      says: "administrator"),
    Row(
      vendor: .microsoft, status: 0, error: "server_error", code: "server_error", says: "failed"),
    Row(
      vendor: .microsoft, status: 0, error: "unauthorized_client", code: "client_refused",
      says: "does not know the client"),
  ]

  @Test(arguments: pages) func aPageThatSendsTheBrowserBackWithAnErrorSaysWhy(_ row: Row)
    async throws
  {
    let bench = try SignInBench(row.vendor)
    bench.fake.answerBrowser(.refused(row.error, row.more))
    let error = await #expect(throws: ProviderError.self) { _ = try await bench.signIn() }
    #expect(error?.code == row.code)
    #expect(error?.message.contains(row.says) == true, "\(error?.message ?? "")")
    #expect(bench.fake.asked("authorization_code") == 0)
  }

  @Test func aClockThatIsWrongIsSaidToBe() async throws {
    let bench = try SignInBench()
    try await bench.signIn()
    bench.wait(seconds: 4000)
    // The bench's clock stands in November 2025.
    bench.fake.fail(
      .reply(
        WebReply(
          400, #"{"error":"invalid_grant"}"#,
          headers: [("Date", "Thu, 13 Nov 2025 09:00:00 GMT")])))
    let credentials = bench.credentials()
    let error = await #expect(throws: ProviderError.self) {
      _ = try await credentials.authorization()
    }
    #expect(error?.code == "clock_skew")
    #expect(error?.hint?.hasPrefix("set the clock") == true)
  }

  @Test func noErrorRepeatsWhatWasSent() async throws {
    let bench = try SignInBench()
    try await bench.signIn()
    bench.wait(seconds: 4000)
    let refresh = try #require(try bench.kept()?.refresh)
    bench.fake.fail(
      .refusal(400, "invalid_grant", more: #","error_description":"bad token \#(refresh)""#))
    let credentials = bench.credentials()
    let error = await #expect(throws: ProviderError.self) {
      _ = try await credentials.authorization()
    }
    let words = "\(String(describing: error)) \(error?.message ?? "") \(error?.hint ?? "")"
    for secret in bench.fake.everySecret { #expect(!words.contains(secret)) }
  }
}

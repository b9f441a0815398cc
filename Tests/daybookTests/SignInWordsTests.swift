import DaybookTestSupport
import Testing

/// What a person reads of `accounts add` where the vendor refuses what the browser brought.
struct SignInWordsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var vendor: FakeSignIn.Vendor
    var status = 400
    var error: String
    var more = ""
    var sentence: String

    var testDescription: String { "\(vendor) \(error) \(more)" }

    static func microsoft(_ number: Int, _ error: String, _ sentence: String) -> Row {
      Row(
        vendor: .microsoft, error: error, more: #","error_codes":[\#(number)]"#, sentence: sentence)
    }
  }

  static let rows: [Row] = [
    Row(
      vendor: .google, error: "invalid_grant",
      sentence: "the code from Google was used already, or is too old; try again"),
    Row(
      vendor: .google, status: 401, error: "invalid_client",
      sentence: "Google does not know the client, or its secret is wrong; "
        + "check client_id and its secret in [providers.google]"),
    Row(
      vendor: .google, error: "invalid_request",
      more: #","error_description":"client_secret is missing.""#,
      sentence: "Google wants the client's secret too; "
        + "set client_secret_command in [providers.google]"),
    Row(
      vendor: .google, error: "admin_policy_enforced",
      sentence: "an administrator at Google does not let this app in; "
        + "ask the administrator to allow the client, or use one of the organisation"),
    .microsoft(
      50020, "invalid_grant",
      "this account cannot sign in at the tenant that is set for Microsoft; set tenant in "
        + "[providers.microsoft] to common, organizations, consumers or the organisation's id, "
        + "as the client is registered"),
    .microsoft(
      53003, "interaction_required",
      "an administrator at Microsoft does not let this app in; "
        + "ask the administrator to allow the client, or use one of the organisation"),
    .microsoft(
      65001, "invalid_grant",
      "Microsoft wants to be told again that this app may see the calendars; "
        + "sign in again with 'daybook accounts login'"),
    .microsoft(
      700_025, "invalid_client",
      "Microsoft takes no client secret from a program like this; "
        + "register it as a mobile and desktop application"),
  ]

  @Test(arguments: rows) func aRefusalIsToldInOneSentence(_ row: Row) throws {
    let person = try SigningIn(row.vendor)
    person.fake.fail(.refusal(row.status, row.error, more: row.more))
    let kind = row.vendor == .google ? "google" : "microsoft"
    let added = try person.run("accounts", "add", kind, "--no-sync")
    #expect(added.status == 1)
    #expect(added.output.isEmpty)
    let lines = added.errors.split(separator: "\n").map(String.init)
    #expect(lines.last == "daybook: " + row.sentence)
    #expect(lines.count == 2)
    #expect(try AccountsTests.accounts(person.daybook).isEmpty)
  }
}

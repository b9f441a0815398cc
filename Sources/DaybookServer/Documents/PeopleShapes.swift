import DaybookCore

/// The shapes of what routes answer that are about people.
extension Shape {
  private static let access: JSON =
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhYmMifQ.Zm9yIHNob3cgb25seSwgc2lnbmVkIGJ5IG5vYm9keQ"
  static let refreshExample: JSON = "Wq7Tz3nVx9KmR5bYd2HsLf8JgCc6PaUe4oViZtNkXwA"

  static let signedIn = named(
    "SignedIn",
    .object([
      Part("access_token", .text, access), Part("token_type", .words(["Bearer"])),
      Part("expires_in", .whole, .int(AccessTokens.lifetime)),
      Part("refresh_token", .text, refreshExample),
      Part(
        "user",
        .object([Part("id", .text, "u4zk7qmx2wrt6nhvb5sd3pfa2c"), Part("name", .text, "ana")])),
    ]))
  static let signedOut = object([Part("signed_out", .flag, true)])
  static let changedPassword = object([Part("changed", .flag, true)])

  private static let token = named(
    "Token",
    .object([
      Part("id", .text, "t7wq2zkm4xrn6hvbs5d3pfa2cu"), Part("name", .text, "backup"),
      Part("scopes", .list(.words(Scope.allCases.map(\.rawValue)))), Part("created_at", .instant),
      Part("expires_at", .nullable(.instant), "2027-02-17T09:30:00+01:00"),
      Part("last_used_at", .nullable(.instant), .null),
    ]))
  static let tokens = object([Part("tokens", .list(token))])
  static let newToken = object([
    Part("token", .text, "daybook_Nk5bYd2HsLf8JgCc6PaUe4oViZtWq7Tz3nVx9KmR"),
    Part("api_token", token),
  ])
  static let removedToken = object([Part("removed", .text, "t7wq2zkm4xrn6hvbs5d3pfa2cu")])

  static let connection = object([
    Part(
      "address", .text, "https://accounts.google.com/o/oauth2/v2/auth?client_id=…&state=…"),
    Part("expires_in", .whole, .int(PendingConnections.lifetime)),
  ])
  static let disconnection = object([Part("removed", .text, "ana@example.com")])
}

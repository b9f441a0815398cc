/// The shapes of what routes answer that are about people.
extension Shape {
  static let signedIn = named(
    "SignedIn",
    .object([
      Part("access_token", .text), Part("token_type", .words(["Bearer"])),
      Part("expires_in", .whole), Part("refresh_token", .text),
      Part("user", .object([Part("id", .text), Part("name", .text)])),
    ]))
  static let signedOut = object([Part("signed_out", .flag)])

  private static let token = named(
    "Token",
    .object([
      Part("id", .text), Part("name", .text),
      Part("scopes", .list(.words(Scope.allCases.map(\.rawValue)))), Part("created_at", .instant),
      Part("expires_at", .nullable(.instant)), Part("last_used_at", .nullable(.instant)),
    ]))
  static let tokens = object([Part("tokens", .list(token))])
  static let newToken = object([Part("token", .text), Part("api_token", token)])
  static let removedToken = object([Part("removed", .text)])

  static let connection = object([Part("address", .text), Part("expires_in", .whole)])
  static let disconnection = object([Part("removed", .text)])
}

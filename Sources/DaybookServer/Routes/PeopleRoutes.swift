import DaybookCore
import DaybookStore
import HTTPTypes

/// Coming and going of people, where there are several.
enum PeopleRoutes {
  private static let name = Member(
    "name", .text(.name(upTo: 254)), "A name or an e-mail address, of 254 bytes at most.",
    like: "ana", isRequired: true)
  /// Ten bytes are three letters at least.
  private static let passwordForm = TextForm(
    lengths: 3...PasswordRecord.lengths.upperBound, wish: "10 to 1,000 bytes")
  private static let password = Member(
    "password", .text(passwordForm), "10 to 1,000 bytes, of anything.",
    like: "correct horse battery", isRequired: true)
  /// What somebody signs in with. Whatever it looks like, it is refused in one way.
  private static let shown = [
    Member("name", .text(.any), "As it was registered.", like: "ana", isRequired: true),
    Member(
      "password", .text(.any), "The password.", like: "correct horse battery", isRequired: true),
  ]
  private static let refreshToken = Member(
    "refresh_token", .text(.any), "The last one that was given.", like: Shape.refreshExample,
    isRequired: true)

  static func all(_ registry: Registry) -> [Route] {
    [
      Route(
        .post, "auth/register", "Takes somebody in, who has a store of their own from now on.",
        access: .open,
        body: [
          name, password,
          Member("invitation", .text(.any), "The code of an invitation, where one is needed."),
        ]
      ) { call in
        .issued(
          try await registry.register(
            call.fields.text("name") ?? "", password: call.fields.text("password") ?? "",
            invitation: call.fields.text("invitation"), from: call.visitor.address), .created)
      }.answering(.signedIn, .created).refusing(409, 429, 507),
      Route(
        .post, "auth/login", "Signs in by name and password.", access: .open,
        body: shown
      ) { call in
        .issued(
          try await registry.logIn(
            call.fields.text("name") ?? "", password: call.fields.text("password") ?? "",
            from: call.visitor.address))
      }.answering(.signedIn).refusing(401, 429, 507),
      Route(
        .post, "auth/refresh",
        "Gives new tokens for a refresh token, which is worth nothing afterwards.", access: .open,
        body: [refreshToken]
      ) { call in
        .issued(
          try await registry.refresh(
            call.fields.text("refresh_token") ?? "", from: call.visitor.address))
      }.answering(.signedIn).refusing(401, 429, 507),
      Route(
        .post, "auth/logout", "Ends a sign-in; what was given for it is worth nothing any more.",
        access: .open, body: [refreshToken]
      ) { call in
        try await registry.logOut(call.fields.text("refresh_token") ?? "")
        return .json(.object([("signed_out", .bool(true))]))
      }.answering(.signedOut).refusing(507),
      Route(
        .post, "auth/password",
        "Gives you another password; ends your other sign-ins, and leaves tokens for scripts.",
        access: .session,
        body: [
          Member(
            "password", .text(passwordForm), "The one that you have.",
            like: "correct horse battery",
            isRequired: true),
          Member(
            "new_password", .text(passwordForm), "10 to 1,000 bytes, of anything.",
            like: "another horse, another battery", isRequired: true),
        ]
      ) { call in
        try await registry.changePassword(
          of: call.visitor.user, from: call.fields.text("password") ?? "",
          to: call.fields.text("new_password") ?? "", keeping: call.visitor.session,
          from: call.visitor.address)
        return .json(.object([("changed", .bool(true))]))
      }.answering(.changedPassword).refusing(429, 507),
    ]
  }
}

extension Answer {
  /// What somebody has who has just proved who they are (RFC 6749 §5.1).
  fileprivate static func issued(
    _ issued: Registry.Issued, _ status: HTTPResponse.Status = .ok
  ) -> Answer {
    var answer = Answer.json(
      .object([
        ("access_token", .string(issued.access)), ("token_type", .string("Bearer")),
        ("expires_in", .int(AccessTokens.lifetime)), ("refresh_token", .string(issued.refresh)),
        (
          "user",
          .object([("id", .string(issued.user.id)), ("name", .string(issued.user.name))])
        ),
      ]))
    answer.status = status
    answer.headers[.cacheControl] = "no-store"
    return answer
  }
}

import HTTPTypes
import DaybookCore
import DaybookStore
import ICalendar

/// Tokens for scripts, which may do a part of what the person may who made them.
enum TokenRoutes {
  static func all(_ scripts: ScriptTokens) -> [Route] {
    [
      Route(
        .get, "auth/tokens", "The tokens that you made for scripts, the newest first.",
        access: .session, [Window.zone]
      ) { call in
        let zone = try call.zone()
        let tokens = try await scripts.all(of: call.visitor.user)
        return .json(.object([("tokens", .array(tokens.map { $0.json(in: zone) }))]))
      }.answering(.tokens),
      Route(
        .post, "auth/tokens", "Makes a token for a script, and tells it this once.",
        access: .session, [Window.zone],
        body: [
          Member(
            "name", .text(.name(upTo: 100)), "What it is for, of 100 bytes at most.",
            like: "backup", isRequired: true),
          Member(
            "scopes", .choices(Scope.allCases.map(\.rawValue)), "What it may do.",
            like: ["read"], isRequired: true),
          Member(
            "days", .number(1...3_650), "After so many days it ends; null for never.", like: 90),
        ]
      ) { call in
        let zone = try call.zone()
        let made = try await scripts.make(
          call.fields.text("name") ?? "", scopes: chosen(call.fields),
          days: call.fields.number("days"), of: call.visitor.user)
        var answer = Answer.json(
          .object([
            ("token", .string(made.text)), ("api_token", made.token.json(in: zone)),
          ]))
        answer.status = .created
        answer.headers[.cacheControl] = "no-store"
        return answer
      }.answering(.newToken, .created).refusing(409, 507),
      Route(
        .delete, "auth/tokens/{id}", "Takes a token back; it is worth nothing any more.",
        access: .session
      ) { call in
        let id = try call.place("id")
        try await scripts.remove(id, of: call.visitor.user)
        return .json(.object([("removed", .string(id))]))
      }.answering(.removedToken).refusing(507),
    ]
  }

  private static func chosen(_ fields: Fields) -> [Scope] {
    let words = fields.texts("scopes") ?? []
    return Scope.allCases.filter { words.contains($0.rawValue) }
  }
}

extension ApiToken {
  package func json(in zone: Zone) -> JSON {
    .object([
      ("id", .string(id)), ("name", .string(name)), ("scopes", .strings(scopes)),
      ("created_at", .string(RFC3339.text(made, in: zone))),
      ("expires_at", .optional(expires.map { RFC3339.text($0, in: zone) })),
      ("last_used_at", .optional(lastUsed.map { RFC3339.text($0, in: zone) })),
    ])
  }
}

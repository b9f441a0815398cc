import DaybookCore
import DaybookStore
import HTTPTypes

/// Connecting accounts at Google, Microsoft and Cal.com, whose sign-in comes back to the server.
struct ConnectRoutes: Sendable {
  let pending: PendingConnections
  let address: OwnAddress
  /// Who answers for somebody who is not there, but has begun to sign in.
  let clerk: @Sendable (String) async -> Clerk?
  /// What somebody is called, where there are several.
  let name: @Sendable (String) async -> String?

  private static let kinds = [AccountKind.google, .microsoft, .calcom]
  private static let words = kinds.map(\.rawValue)
  private static let notAwaited =
    "This is no answer that Daybook waits for: it was used already, or came too late."

  var all: [Route] {
    [
      Route(
        .get, "auth/connect/{provider}",
        "Begins to connect an account of google, microsoft or calcom: where a browser is to go.",
        access: .connecting, work: begin
      ).answering(.connection).refusing(409, 507).choosing("provider", among: ConnectRoutes.words),
      callback,
      Route(
        .post, "auth/disconnect/{provider}",
        "Ends an account's sign-in, and forgets its calendars and events here.",
        access: .connecting,
        [Parameter("account", .text(), "Which, by its name, where there are several.")],
        work: disconnect
      ).answering(.disconnection).refusing(409, 507)
        .choosing("provider", among: ConnectRoutes.words),
    ]
  }

  private var callback: Route {
    var route = Route(
      .get, "auth/callback/{provider}",
      "Where a browser comes back to; only who has begun is let in by what it brings.",
      access: .open,
      [
        Parameter("state", .text(.askedToken), "As it was sent."),
        Parameter("code", .text(.askedToken), "What is turned into a sign-in."),
        Parameter("error", .text(.askedAny), "Why there is none."),
        Parameter("error_description", .text(.askedAny), "More on it."),
      ], work: comeBack
    ).answering(.text("text/html", like: ReturnPage.text("“ana@example.com” is connected.")))
      .orAnswering(
        .text("text/html", like: ReturnPage.text(ConnectRoutes.notAwaited), .badRequest)
      ).choosing("provider", among: ConnectRoutes.words)
    route.isReturn = true
    return route
  }

  private func kind(_ call: Call) throws -> AccountKind {
    guard let kind = AccountKind(rawValue: try call.place("provider")),
      ConnectRoutes.kinds.contains(kind)
    else { throw Problem.notFound }
    return kind
  }

  private func connecting(_ clerk: Clerk) throws -> any AccountConnecting {
    guard let connecting = clerk.connecting else {
      throw Problem(.conflict, "no_accounts", "No accounts can be connected here.")
    }
    return connecting
  }

  @Sendable private func begin(_ call: Call) async throws -> Answer {
    let kind = try kind(call)
    let connecting = try connecting(call.clerk)
    let start = try connecting.begin(kind, redirect: try address.redirect(for: kind))
    pending.add(start, of: call.visitor.user)
    var answer = Answer.json(
      .object([
        ("address", .string(start.address)), ("expires_in", .int(PendingConnections.lifetime)),
      ]))
    answer.headers[.cacheControl] = "no-store"
    return answer
  }

  @Sendable private func comeBack(_ call: Call) async throws -> Answer {
    let kind = try kind(call)
    guard let state = call.query["state"], let found = pending.take(state, kind),
      let clerk = await clerk(found.user), let connecting = clerk.connecting
    else {
      return ReturnPage.failed(ConnectRoutes.notAwaited, .badRequest)
    }
    guard let code = call.query["code"], !code.isEmpty else {
      let error = connecting.refusal(
        found.start, error: call.query["error"] ?? "",
        description: call.query["error_description"] ?? "")
      return ReturnPage.failed(telling: error)
    }
    do {
      let account = try await connecting.finish(found.start, code: code)
      await clerk.jobs.nudge(account.id)
      return ReturnPage.done(account.name, for: await name(found.user))
    } catch {
      return ReturnPage.failed(telling: error)
    }
  }

  @Sendable private func disconnect(_ call: Call) async throws -> Answer {
    let kind = try kind(call)
    let clerk = try call.clerk
    let connecting = try connecting(clerk)
    let accounts = try await call.ask { try $0.store.accounts() }.filter { $0.kind == kind }
    let wanted = call.query["account"]?.lowercased()
    let named = accounts.filter { wanted == nil || $0.name.lowercased() == wanted }
    guard let account = named.first else { throw Problem.notFound }
    guard named.count == 1 else {
      throw Problem.invalid(
        "account", "There are several accounts of \(kind.rawValue).",
        hint: "account says which: \(named.map(\.name).joined(separator: ", ")).")
    }
    try await connecting.disconnect(account)
    return .json(.object([("removed", .string(account.name))]))
  }
}

/// What a browser shows that came back from a vendor.
enum ReturnPage {
  static func done(_ account: String, for person: String?) -> Answer {
    page(
      "“\(account)” is connected" + (person.map { " for “\($0)”" } ?? "")
        + ". This page can be closed.", .ok)
  }

  static func failed(telling error: any Error) -> Answer {
    let problem = Problem(error)
    let sentences = [problem.message, problem.hint ?? ""].filter { !$0.isEmpty }
    return failed(sentences.map(sentence).joined(separator: " "), .badRequest)
  }

  static func failed(_ words: String, _ status: HTTPResponse.Status) -> Answer {
    page(words, status)
  }

  /// With a capital, unless it begins with an address, and with its full stop.
  private static func sentence(_ words: String) -> String {
    let begun = words.hasPrefix("http") ? words : words.prefix(1).uppercased() + words.dropFirst()
    return begun.last.map { ".!?".contains($0) } ?? false ? begun : begun + "."
  }

  static func text(_ words: String) -> String {
    """
    <!doctype html><html lang="en"><meta charset="utf-8"><title>Daybook</title>\
    <body style="font:1.1em/1.5 system-ui,sans-serif;margin:4em auto;max-width:30em">\
    <h1>Daybook</h1><p>\(DocumentPage.escaped(words))</p></body></html>

    """
  }

  private static func page(_ words: String, _ status: HTTPResponse.Status) -> Answer {
    var answer = Answer(content: .text(text(words), type: "text/html; charset=utf-8"))
    answer.status = status
    answer.headers[.cacheControl] = "no-store"
    answer.headers[.contentSecurityPolicy] =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    if let name = HTTPField.Name("Referrer-Policy") { answer.headers[name] = "no-referrer" }
    return answer
  }
}

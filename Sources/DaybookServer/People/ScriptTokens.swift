import DaybookCore
import DaybookStore
import DaybookSync
import HTTPTypes
import ICalendar

/// Tokens for scripts, which may do a part of what the person may who made them: made, listed, taken
/// back, and known again.
///
/// Asks the index on a queue of its own. It says only who made a token, not whether they are there
/// still: their tokens go with them.
package actor ScriptTokens {
  private let index: UserIndex
  private nonisolated let clock: @Sendable () -> Instant
  private nonisolated let executor = QueueExecutor(label: "daybook.server.tokens")

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  init(index: UserIndex, clock: @escaping @Sendable () -> Instant) {
    self.index = index
    self.clock = clock
  }

  /// Those of one person's own server, who needs no name and no password to make them.
  ///
  /// - Parameter index: with nobody else in it.
  package init(ofOneIn index: UserIndex, clock: @escaping @Sendable () -> Instant) throws {
    self.init(index: index, clock: clock)
    let person = User(id: User.home, name: User.home, since: clock())
    do {
      try index.add(person, folded: person.name, password: "", invitation: nil)
    } catch UserRefusal.taken {
      // They were here before.
    }
  }

  /// - Parameter days: after which it ends; nil for never.
  /// - Returns: the token, which is told this once.
  /// - Throws: a problem where the name cannot be, or there are too many.
  package func make(_ name: String, scopes: [Scope], days: Int?, of user: String) throws
    -> (token: ApiToken, text: String)
  {
    guard let name = UserName(name)?.text, name.utf8.count <= 100 else {
      throw Problem.invalid("name", "A name has 1 to 100 bytes, all of which can be seen.")
    }
    let (text, now) = (TokenText.makeAPI(), clock())
    let token = ApiToken(
      id: User.makeID(), name: name, scopes: scopes.map(\.rawValue), made: now,
      expires: days.map { now + $0 * 86_400 })
    do {
      try index.addToken(token, hash: TokenText.hash(text), of: user)
    } catch UserRefusal.tooMany {
      throw ScriptTokens.tooMany
    }
    return (token, text)
  }

  /// The newest first.
  package func all(of user: String) throws -> [ApiToken] { try index.tokens(of: user) }

  package func remove(_ id: String, of user: String) throws {
    guard try index.removeToken(id, of: user) else { throw Problem.notFound }
  }

  /// Who made a token that may do this.
  ///
  /// - Throws: 401 for one that is not known or over, 403 for one that may not do that.
  func owner(of text: String, for access: Route.Access) throws -> String {
    guard text.hasPrefix(TokenText.apiPrefix), text.utf8.count <= 256,
      let found = try index.token(hash: TokenText.hash(text), at: clock())
    else { throw Unauthorized.unknown }
    guard let scope = Scope(for: access), found.token.scopes.contains(scope.rawValue) else {
      throw ScriptTokens.tooNarrow
    }
    return found.user
  }

  /// Said before anything is looked at, and the same whatever is asked for (RFC 6750 §3.1).
  static let tooNarrow: Problem = {
    var problem = Problem(
      .forbidden, "insufficient_scope", "This token may not do that.",
      hint: "Make one with another scope.")
    problem.headers[.wwwAuthenticate] = "Bearer realm=\"daybook\", error=\"insufficient_scope\""
    return problem
  }()

  static let tooMany = Problem(
    .conflict, "too_many_tokens", "There are \(UserIndex.mostTokens) tokens already.",
    hint: "Remove one that is not needed any more.")
}

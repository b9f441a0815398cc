import HTTPTypes
import DaybookCore
import DaybookStore
import DaybookSync
import ICalendar

/// Who may register by themselves.
package enum Registration: String, CaseIterable, Sendable {
  case open
  /// Whoever has a code that the server's owner made.
  case invitation
  case closed
}

/// Takes people in, and knows them again: by name and password, and by the tokens that they are given
/// for it.
///
/// Asks the index on a queue of its own; passwords are worked on elsewhere.
package actor Registry {
  private let index: UserIndex
  private let registration: Registration
  private let access: AccessTokens
  private let cost: PasswordRecord.Cost
  /// Stands in for the record of a name that nobody has.
  private let nobody: PasswordRecord
  nonisolated let attempts: AttemptLimits
  nonisolated let scripts: ScriptTokens
  private nonisolated let work: PasswordWork
  private nonisolated let clock: @Sendable () -> Instant
  private nonisolated let executor = QueueExecutor(label: "daybook.server.people")

  /// Seconds after its last use from which a refresh token is over.
  static let refreshLifetime = 30 * 86_400

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// - Parameter key: what access tokens are signed with.
  package init(
    index: UserIndex, key: SecretToken, registration: Registration,
    clock: @escaping @Sendable () -> Instant
  ) async {
    await self.init(
      index: index, key: key, registration: registration, cost: .usual,
      rates: AttemptLimits.Rates(), clock: clock)
  }

  init(
    index: UserIndex, key: SecretToken, registration: Registration, cost: PasswordRecord.Cost,
    rates: AttemptLimits.Rates, work: PasswordWork = PasswordWork(),
    clock: @escaping @Sendable () -> Instant
  ) async {
    self.index = index
    self.registration = registration
    self.cost = cost
    self.clock = clock
    self.work = work
    nobody = PasswordRecord(ofNobodyAt: cost)
    access = await AccessTokens(key: key, clock: clock)
    attempts = AttemptLimits(rates, clock: clock)
    scripts = ScriptTokens(index: index, clock: clock)
  }

  /// What somebody has who has just proved who they are.
  struct Issued: Sendable {
    var user: User
    var access: String
    var refresh: String
  }

  // MARK: - In and out

  func register(_ name: String, password: String, invitation: String?, from address: String)
    async throws -> Issued
  {
    guard registration != .closed else {
      throw Problem(
        .forbidden, "registration_closed", "Nobody can register here.",
        hint: "Ask whoever runs this server.")
    }
    try attempts.begin(from: address)
    guard let name = UserName(name) else {
      throw Problem.invalid("name", "A name has 1 to 254 bytes, all of which can be seen.")
    }
    try Registry.check(password)
    var code: String?
    if registration == .invitation {
      let hash = TokenText.hash(invitation ?? "")
      guard try index.isInvitation(hash: hash, at: clock()) else { throw Registry.notInvited }
      code = hash
    }
    let record = try await record(of: password)
    let user = User(id: User.makeID(), name: name.text, since: clock())
    do {
      try index.add(user, folded: name.folded, password: record, invitation: code)
    } catch let refusal as UserRefusal {
      throw Registry.problem(refusal)
    }
    return try await issue(to: user)
  }

  /// - Throws: the same for a wrong password as for a name that nobody has, after the same work.
  func logIn(_ name: String, password: String, from address: String) async throws -> Issued {
    let folded = UserName(name)?.folded ?? ""
    try attempts.begin(from: address, name: folded)
    let found = try index.user(named: folded)
    let record = found.flatMap { PasswordRecord(text: $0.password) } ?? nobody
    let isRight = try await work.run { try record.isOf(password) }
    guard isRight, let found else { throw Registry.wrong }
    attempts.succeeded(from: address, name: folded)
    if record.cost != cost {
      try index.strengthen(
        found.user.id, from: found.password, to: try await self.record(of: password))
    }
    return try await issue(to: found.user)
  }

  func refresh(_ token: String, from address: String) async throws -> Issued {
    try attempts.begin(from: address)
    let (next, now) = (SecretToken.make().text, clock())
    let rotation = try index.rotate(
      TokenText.hash(token), to: TokenText.hash(next), now: now,
      expires: now + Registry.refreshLifetime)
    guard case .renewed(let user, let session) = rotation else {
      throw Unauthorized.refusing(
        "invalid_token", "That token is not known here, or it was used before.",
        hint: "Sign in again.")
    }
    attempts.succeeded(from: address)
    let bearer = AccessTokens.Bearer(user: user.id, session: session)
    return Issued(user: user, access: try await access.token(for: bearer), refresh: next)
  }

  /// Ends the session that a refresh token belongs to; whether there is one is not told.
  func logOut(_ token: String) throws {
    try index.endSession(refresh: TokenText.hash(token))
  }

  /// Gives whoever is signed in another password of their own choice; their other sign-ins end.
  ///
  /// - Throws: 403 for a wrong old one, which counts as an attempt to sign in.
  func changePassword(
    of user: String, from old: String, to new: String, keeping session: String,
    from address: String
  ) async throws {
    guard let found = try index.record(of: user) else { throw Problem.notFound }
    try attempts.begin(from: address, name: found.folded)
    try Registry.check(new, named: "new_password")
    let known = PasswordRecord(text: found.password) ?? nobody
    guard try await work.run({ try known.isOf(old) }) else { throw Registry.wrongOld }
    attempts.succeeded(from: address, name: found.folded)
    let record = try await record(of: new)
    guard try index.change(user, from: found.password, to: record, keeping: session) else {
      throw Registry.wrongOld
    }
  }

  // MARK: - Who asks

  /// Whom an access token belongs to who is signed in still.
  func bearer(_ text: String) async throws -> AccessTokens.Bearer? {
    guard let bearer = await access.bearer(text),
      try index.isSession(bearer.session, of: bearer.user)
    else { return nil }
    return bearer
  }

  /// Everybody, by id.
  package func everybody() throws -> [String] { try index.users().map(\.id) }

  func name(of user: String) throws -> String? { try index.user(user)?.name }

  // MARK: - How

  private func record(of password: String) async throws -> String {
    let cost = cost
    return try await work.run { try PasswordRecord(of: password, cost: cost).text }
  }

  private func issue(to user: User) async throws -> Issued {
    let (refresh, now) = (SecretToken.make().text, clock())
    try index.prune(at: now)
    let session = try index.beginSession(
      of: user.id, hash: TokenText.hash(refresh), now: now,
      expires: now + Registry.refreshLifetime)
    // Removed while the password was looked at.
    guard let session else { throw Registry.wrong }
    let bearer = AccessTokens.Bearer(user: user.id, session: session)
    return Issued(user: user, access: try await access.token(for: bearer), refresh: refresh)
  }

  private static func check(_ password: String, named name: String = "password") throws {
    let lengths = PasswordRecord.lengths
    guard lengths.contains(PasswordRecord.bytes(of: password).count) else {
      throw Problem.invalid(
        name, "A password has \(lengths.lowerBound) to \(lengths.upperBound) bytes.",
        hint: "Several words are easy to remember.")
    }
  }

  static let wrong = Unauthorized.refusing(
    "invalid_credentials", "The name or the password is wrong.",
    hint: "Whoever runs the server can give you another password.")

  static let wrongOld = Problem(
    .forbidden, "wrong_password", "That is not your password.", field: "password")

  static let notInvited = Problem(
    .forbidden, "not_invited", "That is no invitation, or it was used, or its time is over.",
    hint: "Ask whoever runs this server for another one.")

  private static func problem(_ refusal: UserRefusal) -> Problem {
    switch refusal {
    case .taken:
      Problem(
        .conflict, "name_taken", "Somebody goes by that name already.",
        hint: "Choose another one.", field: "name")
    case .invitation: notInvited
    case .tooMany: ScriptTokens.tooMany
    }
  }
}

import DaybookStore
import ICalendar

/// What the owner of a server does at its command line.
package enum Owner {
  /// Makes an invitation; its code is told this once.
  ///
  /// - Parameter days: after which it is over.
  package static func invite(into index: UserIndex, days: Int, now: Instant) throws -> String {
    let code = SecretToken.make().text
    try index.addInvitation(hash: TokenText.hash(code), expires: now + days * 86_400)
    return code
  }

  /// Who goes by a name.
  package static func user(_ name: String, in index: UserIndex) throws -> User? {
    guard let name = UserName(name) else { return nil }
    return try index.user(named: name.folded)?.user
  }

  /// Gives somebody another password, which ends all of their sessions and tokens.
  ///
  /// - Returns: false where the password is shorter or longer than one may be.
  package static func give(_ password: String, to user: User, in index: UserIndex) throws -> Bool {
    try give(password, to: user, in: index, cost: .usual)
  }

  static func give(
    _ password: String, to user: User, in index: UserIndex, cost: PasswordRecord.Cost
  ) throws -> Bool {
    guard PasswordRecord.lengths.contains(PasswordRecord.bytes(of: password).count) else {
      return false
    }
    try index.reset(user.id, password: try PasswordRecord(of: password, cost: cost).text)
    return true
  }
}

package import ICalendar

/// Somebody who has a store of their own on a server of several people.
package struct User: Hashable, Sendable, Identifiable {
  /// What tells people apart for good: 26 lower-case letters and digits, which name their files too.
  package let id: String
  /// A name or an e-mail address, as it was written.
  package var name: String
  package var since: Instant

  /// What the one person of a server of their own goes by, where people have ids.
  package static let home = "home"

  package init(id: String, name: String, since: Instant) {
    (self.id, self.name, self.since) = (id, name, since)
  }

  /// A new one's id.
  package static func makeID() -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
    var generator = SystemRandomNumberGenerator()
    return String((0..<26).map { _ in letters[Int(generator.next() & 31)] })
  }

  /// Whether a text has the form of an id, so that it names a file of ours and nothing else.
  package static func isID(_ text: String) -> Bool {
    text.utf8.count == 26
      && text.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x32...0x37).contains($0) }
  }
}

/// A token that somebody made for a script: what is kept of it.
package struct ApiToken: Hashable, Sendable, Identifiable {
  package let id: String
  package var name: String
  /// What it may do, in words.
  package var scopes: [String]
  package var made: Instant
  /// nil for one that does not end.
  package var expires: Instant?
  /// Right to the hour.
  package var lastUsed: Instant?

  package init(
    id: String, name: String, scopes: [String], made: Instant, expires: Instant?,
    lastUsed: Instant? = nil
  ) {
    self.id = id
    self.name = name
    self.scopes = scopes
    self.made = made
    self.expires = expires
    self.lastUsed = lastUsed
  }
}

/// What became of a refresh token that was shown.
package enum Rotation: Hashable, Sendable {
  case renewed(User, session: String)
  /// It was used before: whoever used it, its session has ended.
  case reused
  case unknown
}

/// Why the index refuses somebody.
package enum UserRefusal: Error, Hashable, Sendable {
  /// Somebody else goes by that name.
  case taken
  /// There is no such invitation, or it was used, or its time is over.
  case invitation
  /// There are as many as there may be.
  case tooMany
}

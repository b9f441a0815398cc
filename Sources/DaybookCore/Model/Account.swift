package import ICalendar

/// A sign-in at a provider, or the place where calendars without one live.
package struct Account: Identifiable, Hashable, Sendable {
  package var id: AccountID
  /// What people call it; unique among accounts.
  package var name: String
  package var kind: AccountKind
  /// Where it is: a URL or a path; empty for local accounts. A feed's is a secret.
  package var address: String
  package var state: AccountState
  /// When a pass last ended well.
  package var lastSync: Instant?
  /// Why the last pass did not end well.
  package var failure: Failure?
  /// Who I am there, lower-case addresses.
  package var addresses: [String]

  package init(
    id: AccountID, name: String, kind: AccountKind, address: String = "",
    state: AccountState = .ok, lastSync: Instant? = nil, failure: Failure? = nil,
    addresses: [String] = []
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.address = address
    self.state = state
    self.lastSync = lastSync
    self.failure = failure
    self.addresses = addresses
  }
}

/// Who keeps an account's calendars.
package enum AccountKind: String, CaseIterable, Sendable {
  case google, microsoft, calcom, caldav, ics, local
}

/// How an account's last pass ended; the words of `daybook sync --json`.
package enum AccountState: String, Sendable {
  case ok, partial, failed
  case loginRequired = "login_required"
  /// Added, and no pass has ended yet.
  case new
}

/// What went wrong, in the three parts that every surface shows.
package struct Failure: Hashable, Sendable {
  /// A word for programs, snake_case.
  package var code: String
  /// What happened, and where.
  package var message: String
  /// What to do about it.
  package var hint: String?

  package init(code: String, message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }
}

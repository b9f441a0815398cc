package import ICalendar

/// What a provider was asked to tell us, and how we know that it is the provider who tells.
package struct PushChannel: Identifiable, Hashable, Sendable {
  /// Ours; it goes along in each message.
  package var id: String
  package var account: AccountID
  package var kind: AccountKind
  /// nil where it tells of the whole account.
  package var calendar: CalendarID?
  /// What the other side calls it; nil while it is being opened.
  package var remote: String?
  /// What the other side calls that of which it tells (Google).
  package var resource: String?
  /// What each message proves to know.
  package var secret: String
  /// Where messages are sent.
  package var address: String
  /// When it ends, or has to be looked after; nil while it is being opened.
  package var expires: Instant?
  /// When it was opened or renewed.
  package var at: Instant
  /// The number of the last message.
  package var last: Int
  /// Whether the other side says that it is no more.
  package var isLost: Bool

  package init(
    id: String, account: AccountID, kind: AccountKind, calendar: CalendarID? = nil,
    remote: String? = nil, resource: String? = nil, secret: String, address: String,
    expires: Instant? = nil, at: Instant, last: Int = 0, isLost: Bool = false
  ) {
    self.id = id
    self.account = account
    self.kind = kind
    self.calendar = calendar
    self.remote = remote
    self.resource = resource
    self.secret = secret
    self.address = address
    self.expires = expires
    self.at = at
    self.last = last
    self.isLost = isLost
  }
}

/// What the other side granted.
package struct PushGrant: Hashable, Sendable {
  package var remote: String
  package var resource: String?
  package var expires: Instant

  package init(remote: String, resource: String? = nil, expires: Instant) {
    self.remote = remote
    self.resource = resource
    self.expires = expires
  }
}

/// Has whoever keeps an account's calendars tell us when something changes.
package protocol PushProvider: Sendable {
  /// Whether each calendar has a channel of its own.
  var isByCalendar: Bool { get }
  /// Opens a channel that is stored already: its first message may come before the answer.
  func open(_ channel: PushChannel, of calendar: RemoteID?, now: Instant)
    async throws(ProviderError)
    -> PushGrant
  /// Prolongs a channel, or finds that it is still there; nil where another has to be opened in its
  /// place. `notFound` where it is gone.
  func renew(_ channel: PushChannel, now: Instant) async throws(ProviderError) -> PushGrant?
  /// Ends a channel. What is gone already is no error.
  func close(_ channel: PushChannel) async throws(ProviderError)
}

/// What a message turned out to say.
package enum PushNews: Hashable, Sendable {
  /// The channel works.
  case greeting
  /// Something changed in what it tells of.
  case changed
  /// Something changed, and it may be the list of calendars.
  case changedWhole
  /// It ends unless it is renewed now.
  case ending
  /// It has ended, and what changed since is not told.
  case lost
}

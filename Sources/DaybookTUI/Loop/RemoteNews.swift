package import DaybookCore
package import ICalendar

/// An account as the screen of accounts shows it; read while that screen is open.
package struct AccountOverview: Identifiable, Sendable {
  package var account: Account
  package var calendars: [CalendarOverview]
  /// When it is asked again by itself; nil where it never is.
  package var nextSync: Instant?
  /// Changes that it has not taken yet.
  package var unsent: Int

  package init(
    _ account: Account, calendars: [CalendarOverview] = [], nextSync: Instant? = nil,
    unsent: Int = 0
  ) {
    self.account = account
    self.calendars = calendars
    self.nextSync = nextSync
    self.unsent = unsent
  }

  package var id: AccountID { account.id }
  /// Single events and series; nil where they were not counted yet.
  package var events: Int? {
    calendars.reduce(0) { sum, calendar in
      guard let sum, let events = calendar.events else { return nil }
      return sum + events
    }
  }
}

/// A calendar of an account, with what is said beside it.
package struct CalendarOverview: Identifiable, Sendable {
  package var calendar: EventCalendar
  /// nil where they were not counted yet.
  package var events: Int?
  /// Why it is not as it is there.
  package var failure: Failure?

  package init(_ calendar: EventCalendar, events: Int? = nil, failure: Failure? = nil) {
    self.calendar = calendar
    self.events = events
    self.failure = failure
  }

  package var id: CalendarID { calendar.id }
}

/// How far the pass has come that is under way for an account.
package struct SyncProgress: Hashable, Sendable {
  /// The calendar that is read; nil before the first.
  package var calendar: String?
  package var events: Int
  /// Events read in a second; nil where it is too early to say.
  package var perSecond: Int?

  package init(calendar: String? = nil, events: Int = 0, perSecond: Int? = nil) {
    self.calendar = calendar
    self.events = events
    self.perSecond = perSecond
  }
}

/// A change made here that its provider has not taken yet.
package struct OutboxItem: Identifiable, Sendable {
  package enum Deed: String, Sendable {
    case create, update, delete
  }

  package var id: Int
  package var event: EventID
  package var deed: Deed
  /// What was done: `Move “Acme review” to Thu 11:00`.
  package var sentence: String
  package var calendar: CalendarID
  package var account: AccountID
  package var at: Instant
  package var tellsPeople: Bool
  package var attempts: Int
  /// When it is tried again; nil: with the next sync.
  package var retryAt: Instant?
  package var failure: Failure?
  /// What differs between there and here.
  package var differences: [OutboxDifference]
  /// Whether both sides changed the same, so that a person has to choose.
  package var isDiverged: Bool

  package init(
    id: Int, event: EventID, deed: Deed, sentence: String, calendar: CalendarID,
    account: AccountID, at: Instant, tellsPeople: Bool = false, attempts: Int = 0,
    retryAt: Instant? = nil, failure: Failure? = nil, differences: [OutboxDifference] = [],
    isDiverged: Bool = false
  ) {
    self.id = id
    self.event = event
    self.deed = deed
    self.sentence = sentence
    self.calendar = calendar
    self.account = account
    self.at = at
    self.tellsPeople = tellsPeople
    self.attempts = attempts
    self.retryAt = retryAt
    self.failure = failure
    self.differences = differences
    self.isDiverged = isDiverged
  }
}

/// One thing that is not the same there and here, in words.
package struct OutboxDifference: Hashable, Sendable {
  /// `When`
  package var label: String
  /// Empty where there is nothing.
  package var there: String
  package var here: String

  package init(_ label: String, there: String, here: String) {
    self.label = label
    self.there = there
    self.here = here
  }
}

/// A question to a provider and its answer.
package struct LoggedExchange: Hashable, Sendable {
  package var at: Instant
  /// The account's name.
  package var account: String
  package var exchange: RemoteExchange

  package init(at: Instant, account: String, exchange: RemoteExchange) {
    self.at = at
    self.account = account
    self.exchange = exchange
  }
}

package import DaybookCore
package import ICalendar

/// All that one run learned about one calendar, as one value: `Store.commit` stores it in one
/// transaction or not at all.
package struct SyncPass: Sendable {
  package var calendar: CalendarID
  /// What is there, new or changed; what turns out to be the same is counted as nothing.
  package var upserts: [RemoteEvent] = []
  /// What becomes of local edits that wait in the outbox, where an upsert or a removal meets one. An
  /// edit about which nothing is said, or that was made since, stays as it is; so does the position,
  /// and the next run meets it again.
  package var meetings: [RemoteID: Meeting] = [:]
  package var removals: [RemoteID] = []
  /// Whether `upserts` and `unchanged` name everything there is, so that all else is gone.
  package var isSnapshot = false
  /// What was named and needs no storing. Of instances kept apart it says that they are there still,
  /// though their master is gone.
  package var unchanged: Set<RemoteID> = []
  /// Of a listing that goes on, what this part of it named; nil where the run is over. A part is no
  /// run of its own: of the position only `resume` is stored.
  package var part: Part?
  /// What parts that were stored before have changed, which counts as done by this run.
  package var counts = SyncCounts()
  /// Outbox entries that arrived.
  package var sent: [SentEdit] = []
  /// Outbox entries that did not.
  package var unsent: [UnsentEdit] = []
  /// Where the next run goes on. Stored with the changes, so it can never be ahead of them.
  package var position: SyncPosition
  /// Whether everything was asked for again, for the log.
  package var isFull = false
  package var state: AccountState = .ok
  package var failure: Failure?
  package var startedAt: Instant
  package var milliseconds = 0
  package var requests = 0

  package init(calendar: CalendarID, position: SyncPosition, startedAt: Instant) {
    self.calendar = calendar
    self.position = position
    self.startedAt = startedAt
  }

  /// Some pages of a listing of everything.
  package struct Part: Sendable {
    /// Whether they are its first, so that what an earlier listing named means nothing any more.
    package var isFirst: Bool
    package var named: Set<RemoteID> = []
    /// What they said is gone; it goes with the end of the listing.
    package var gone: Set<RemoteID> = []

    package init(isFirst: Bool) {
      self.isFirst = isFirst
    }
  }

  package struct Meeting: Sendable {
    /// Of the outbox entry that was looked at.
    package var generation: Int
    package var outcome: Outcome

    package init(_ outcome: Outcome, generation: Int) {
      self.outcome = outcome
      self.generation = generation
    }

    package enum Outcome: Sendable {
      /// The edit stays, and is sent on top of this version, or anew.
      case keepsLocal
      /// The edit is given up.
      case takesRemote
      /// The event becomes this, and is sent on top of this version.
      case merges(RemoteEvent)
      /// The event becomes this, and waits with what is there beside it until somebody has chosen
      /// between what both made of these properties.
      case diverges(RemoteEvent, names: [String])
    }
  }
}

/// An outbox entry that the provider has taken.
package struct SentEdit: Sendable {
  /// As it was sent: a later edit stays in the outbox.
  package var entry: OutboxEntry
  /// What the provider has now; nil when it was a deletion.
  package var result: RemoteEvent?
  /// Whether that is what the entry had, so that a later edit can start from it.
  package var isAsSent: Bool

  package init(_ entry: OutboxEntry, result: RemoteEvent?, isAsSent: Bool = true) {
    self.entry = entry
    self.result = result
    self.isAsSent = isAsSent
  }
}

/// An outbox entry that could not be sent, and when to try again.
package struct UnsentEdit: Sendable {
  package var entry: Int
  package var generation: Int
  package var failure: Failure
  package var retryAt: Instant?
  /// Whether it was sent and is sure not to have arrived.
  package var isRefused: Bool

  package init(
    _ entry: OutboxEntry, failure: Failure, retryAt: Instant?, isRefused: Bool = false
  ) {
    self.entry = entry.id
    generation = entry.generation
    self.failure = failure
    self.retryAt = retryAt
    self.isRefused = isRefused
  }
}

/// How far a calendar was read, in its provider's words.
package struct SyncPosition: Hashable, Sendable {
  package var token: String?
  package var etag: String?
  package var lastModified: String?
  /// Seconds that a feed asks to be left alone.
  package var interval: Int?
  /// Anything else the provider wants to find again.
  package var detail: String?
  /// Where a listing of everything goes on that was stored in parts and did not come to its end.
  package var resume: String?

  package init(
    token: String? = nil, etag: String? = nil, lastModified: String? = nil, interval: Int? = nil,
    detail: String? = nil, resume: String? = nil
  ) {
    self.resume = resume
    self.token = token
    self.etag = etag
    self.lastModified = lastModified
    self.interval = interval
    self.detail = detail
  }
}

/// What a pass changed here.
package struct SyncCounts: Hashable, Sendable {
  package var added = 0
  package var updated = 0
  package var deleted = 0
  /// Whether something was edited here meanwhile that has not met what came, so that the position
  /// stayed where it was.
  package var isOvertaken = false

  package init(added: Int = 0, updated: Int = 0, deleted: Int = 0) {
    self.added = added
    self.updated = updated
    self.deleted = deleted
  }

  package var isEmpty: Bool { added == 0 && updated == 0 && deleted == 0 }
}

/// What is known of a calendar's runs.
package struct CalendarSyncState: Hashable, Sendable {
  package var calendar: CalendarID
  package var account: AccountID
  package var key: String
  package var position: SyncPosition
  /// When a run last ended, and when it last ended well.
  package var checkedAt: Instant?
  package var syncedAt: Instant?
  /// Runs that failed since then.
  package var failures: Int
  package var failure: Failure?
}

/// What is known of an account's runs.
package struct AccountSyncState: Hashable, Sendable {
  package var account: AccountID
  /// Whether it is synced at all, by itself.
  package var isSynced: Bool
  package var state: AccountState
  package var lastSync: Instant?
  package var failures: Int
  package var retryAt: Instant?
  package var failure: Failure?
  /// What its provider wants to find again.
  package var detail: String?
}

/// A record of one run, for the log.
package struct SyncRun: Hashable, Sendable {
  package var account: AccountID
  package var calendar: CalendarID?
  package var at: Instant
  package var milliseconds: Int
  package var requests: Int
  package var counts: SyncCounts
  package var isFull: Bool
  package var state: AccountState
  package var failure: Failure?
}

/// One question to a provider and its answer, without secrets, titles or people.
package struct Exchange: Hashable, Sendable {
  package var at: Instant
  /// The account's name.
  package var account: String
  /// `GET https://example.com/…`
  package var request: String
  /// nil where no answer came.
  package var status: Int?
  package var milliseconds: Int
  package var bytes: Int
  package var note: String?

  package init(
    at: Instant, account: String, request: String, status: Int?, milliseconds: Int, bytes: Int,
    note: String? = nil
  ) {
    self.at = at
    self.account = account
    self.request = request
    self.status = status
    self.milliseconds = milliseconds
    self.bytes = bytes
    self.note = note
  }
}

/// What was kept of one calendar when its last pass was stored; read only when asked for.
package struct KeptCopy: Sendable {
  /// nil on a first pass and whenever everything is to be compared again.
  package var token: SyncToken?
  /// The version of every event that is kept.
  package var versions: @Sendable () throws(ProviderError) -> [RemoteID: Version]

  package init(
    token: SyncToken? = nil,
    versions: @escaping @Sendable () throws(ProviderError) -> [RemoteID: Version] = { [:] }
  ) {
    self.token = token
    self.versions = versions
  }
}

/// What changed in a calendar, as far as one answer goes.
package struct ChangePage: Hashable, Sendable {
  /// New events and new versions of known ones.
  package var changed: [RemoteEvent]
  /// Of a snapshot: events that are still there at the version kept, and so were not fetched.
  package var unchanged: [RemoteID]
  package var removed: [RemoteID]
  /// Asks for what comes after this page.
  package var token: SyncToken?
  /// Whether this page, with those before and after it, lists all there is: whatever it does not
  /// name was removed.
  package var isSnapshot: Bool
  package var hasMore: Bool
  /// The calendar, where the answer describes it better than the list of calendars did.
  package var calendar: RemoteCalendar?
  /// Seconds that the other side wants between two passes.
  package var refresh: Int?
  /// What was skipped, and why; a part that could not be read is in `failure` as well.
  package var notes: [String]
  /// Why the page is not all there is; what it names holds all the same.
  package var failure: Failure?

  package init(
    changed: [RemoteEvent] = [], unchanged: [RemoteID] = [], removed: [RemoteID] = [],
    token: SyncToken? = nil, isSnapshot: Bool = false, hasMore: Bool = false,
    calendar: RemoteCalendar? = nil, refresh: Int? = nil, notes: [String] = [],
    failure: Failure? = nil
  ) {
    self.changed = changed
    self.unchanged = unchanged
    self.removed = removed
    self.token = token
    self.isSnapshot = isSnapshot
    self.hasMore = hasMore
    self.calendar = calendar
    self.refresh = refresh
    self.notes = notes
    self.failure = failure
  }
}

/// The whole surface that whoever keeps calendars must offer; the engine knows nothing else of them.
///
/// A provider keeps no copy and makes no decision: it says what changed and does what it is told.
/// One provider serves one account and is asked by one pass at a time.
package protocol Provider: Sendable {
  var capabilities: Capabilities { get }
  /// Exchanges with the other side so far, redirections and retries included.
  var requestsMade: Int { get }
  /// What was asked and answered since this was last called.
  func takeExchanges() -> [RemoteExchange]
  /// Files and folders whose change means that there is something to fetch.
  var watchedPaths: [String] { get }
  /// The calendars that there are now; one that is missing was taken away.
  func calendars() async throws(ProviderError) -> [RemoteCalendar]
  /// What changed in a calendar since `kept` was stored. A page with `hasMore` is followed by
  /// another, asked for with its token.
  func changes(in calendar: RemoteID, since kept: KeptCopy) async throws(ProviderError)
    -> ChangePage
  /// Stores an event over the version it carries, or anew when it carries none; the answer has the
  /// id and version it got. What differs from `base`, which both sides last agreed on, is what was
  /// changed: an answer to an invitation is a change of my own PARTSTAT.
  func save(
    _ event: RemoteEvent, over base: RemoteEvent?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) -> RemoteEvent
  /// Removes an event if it is still at `version`. What is gone already is no error.
  func delete(
    _ event: RemoteID, version: Version?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError)
}

extension Provider {
  package var requestsMade: Int { 0 }
  package func takeExchanges() -> [RemoteExchange] { [] }
  package var watchedPaths: [String] { [] }

  /// Stores an event that nobody need hear of.
  package func save(_ event: RemoteEvent, in calendar: RemoteID) async throws(ProviderError)
    -> RemoteEvent
  { try await save(event, over: nil, telling: .none, in: calendar) }

  /// Removes an event that nobody need hear of.
  package func delete(_ event: RemoteID, version: Version?, in calendar: RemoteID)
    async throws(ProviderError)
  { try await delete(event, version: version, telling: .none, in: calendar) }
}

/// What a provider can do. Whoever asks for more gets `ProviderError.readOnly` or less than it
/// hoped for; the provider suite skips by these and by nothing else.
package struct Capabilities: Hashable, Sendable {
  /// Whether there is another side at all; a local account has none and is never passed over.
  package var isRemote: Bool
  /// Whether `save` and `delete` work.
  package var canWrite: Bool
  /// Whether a token brings only what changed, where others list everything again.
  package var isIncremental: Bool
  /// Whether a stale version is refused when something is written.
  package var checksVersions: Bool
  /// Whether a series and each instance that differs from it have ids and versions of their own.
  /// Changes then name such entries one by one (`isWhole` is false), while a whole series with its
  /// `parts` is saved, over the whole one that both sides last agreed on.
  package var keepsInstancesApart: Bool
  /// Whether events are made and rewritten there as one likes. Where not, it takes only some changes
  /// of what others made, keeps one kind of event, and what is deleted stays there as cancelled.
  package var takesAnyEvent: Bool

  package init(
    isRemote: Bool = true, canWrite: Bool = true, isIncremental: Bool = true,
    checksVersions: Bool = true, keepsInstancesApart: Bool = false, takesAnyEvent: Bool = true
  ) {
    self.isRemote = isRemote
    self.canWrite = canWrite
    self.isIncremental = isIncremental
    self.checksVersions = checksVersions
    self.keepsInstancesApart = keepsInstancesApart
    self.takesAnyEvent = takesAnyEvent
  }
}

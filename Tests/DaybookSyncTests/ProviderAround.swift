import DaybookCore

/// A provider that hands on what it does not do differently.
protocol ProviderAround: Provider {
  associatedtype Inner: Provider
  var inner: Inner { get }
}

extension ProviderAround {
  var capabilities: Capabilities { inner.capabilities }
  var requestsMade: Int { inner.requestsMade }

  func calendars() async throws(ProviderError) -> [RemoteCalendar] { try await inner.calendars() }

  func changes(in calendar: RemoteID, since kept: KeptCopy) async throws(ProviderError)
    -> ChangePage
  { try await inner.changes(in: calendar, since: kept) }

  func save(
    _ event: RemoteEvent, over base: RemoteEvent?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) -> RemoteEvent {
    try await inner.save(event, over: base, telling: notice, in: calendar)
  }

  func delete(
    _ event: RemoteID, version: Version?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) {
    try await inner.delete(event, version: version, telling: notice, in: calendar)
  }
}

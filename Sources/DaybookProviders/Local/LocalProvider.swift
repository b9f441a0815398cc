package import DaybookCore

/// Calendars that live here alone: there is no other side, nothing comes and nothing is sent.
package struct LocalProvider: Provider {
  package init() {}

  package var capabilities: Capabilities {
    Capabilities(
      isRemote: false, canWrite: true, isIncremental: true, checksVersions: false)
  }

  package func calendars() async throws(ProviderError) -> [RemoteCalendar] { [] }

  package func changes(in calendar: RemoteID, since kept: KeptCopy) async throws(ProviderError)
    -> ChangePage
  { ChangePage(token: kept.token) }

  package func save(
    _ event: RemoteEvent, over base: RemoteEvent?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) -> RemoteEvent { event }

  package func delete(
    _ event: RemoteID, version: Version?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) {}
}

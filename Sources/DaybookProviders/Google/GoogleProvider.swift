package import DaybookCore
package import ICalendar

/// The calendars of a Google account (Calendar API v3), both ways.
///
/// Changes come by sync token with series whole, masters and instances that differ apart; what is
/// written is what differs from what both sides agreed on, under the entity tag it was read with.
package struct GoogleProvider: Provider {
  let client: GoogleClient
  let memory = GoogleMemory()
  let zones: ZoneDatabase
  private let log: RequestLog
  /// Entries of a page: few enough that a page with all that is made of it stays small.
  static let pageSize = 1000

  /// - Parameters:
  ///   - transport: signs what it sends.
  ///   - base: `https://www.googleapis.com/calendar/v3`, or where a stand-in for it is.
  ///   - zones: what the zones of events mean.
  package init(
    transport: any Transport, base: String, zones: ZoneDatabase, limits: WebLimits = WebLimits()
  ) {
    log = RequestLog()
    client = GoogleClient(transport: transport, base: base, limits: limits, log: log)
    self.zones = zones
  }

  package var capabilities: Capabilities { Capabilities(keepsInstancesApart: true) }

  package var requestsMade: Int { log.count }

  package func takeExchanges() -> [RemoteExchange] { log.take() }

  package func calendars() async throws(ProviderError) -> [RemoteCalendar] {
    var found: [RemoteCalendar] = []
    var known: Set<RemoteID> = []
    var pages: Set<String> = []
    var page = ""
    repeat {
      var query = [
        ("maxResults", "250"), ("showHidden", "true"), ("fields", GoogleCalendarPage.fields),
      ]
      if !page.isEmpty { query.append(("pageToken", page)) }
      let answer: GoogleCalendarPage = try await client.get(
        ["users", "me", "calendarList"], query)
      if answer.items.map({ $0.unreadable > 0 }) == true {
        // Whatever is missing from the list would be taken for gone.
        throw .malformedResponse(client.place, detail: "a calendar of the list cannot be read")
      }
      for entry in answer.items?.elements ?? [] where entry.deleted != true {
        guard !entry.id.isEmpty, known.insert(RemoteID(entry.id)).inserted else { continue }
        found.append(entry.calendar)
        memory.learn(RemoteID(entry.id), timeZone: entry.timeZone, role: entry.accessRole)
      }
      page = answer.nextPageToken ?? ""
      guard page.isEmpty || pages.insert(page).inserted else {
        throw .malformedResponse(client.place, detail: "a page of calendars follows itself")
      }
    } while !page.isEmpty
    return found
  }

  package func delete(
    _ event: RemoteID, version: Version?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) {
    try await remove(event, version: version, telling: notice, in: calendar)
  }

  func scope(_ calendar: RemoteID) -> GoogleScope {
    memory.scope(calendar, zones: ZoneResolver(database: zones))
  }

  /// The path of a calendar's events, or of one of them.
  func path(_ calendar: RemoteID, _ event: RemoteID? = nil) -> [String] {
    ["calendars", calendar.raw, "events"] + (event.map { [$0.raw] } ?? [])
  }
}

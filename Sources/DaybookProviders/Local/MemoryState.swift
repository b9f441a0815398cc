internal import DaybookCore

extension MemoryProvider {
  /// The events of one calendar and the order in which they last changed.
  struct Contents {
    var events: [RemoteID: RemoteEvent] = [:]
    /// Every id that ever was, with the revision at which it last changed.
    var changed: [RemoteID: Int] = [:]
  }

  /// The other side.
  struct State {
    var calendars: [(calendar: RemoteCalendar, contents: Contents)]
    let pageSize: Int
    let capabilities: Capabilities
    var revision = 0
    var generation = 0
    var calls = 0
    var faults: [Int: ProviderError] = [:]
    var losesReply = false
    /// Entries of a series that the next save takes before it breaks off.
    var breaksAfter: Int?

    init(
      calendars: [(calendar: RemoteCalendar, contents: Contents)], pageSize: Int,
      capabilities: Capabilities
    ) {
      self.calendars = calendars
      self.pageSize = pageSize
      self.capabilities = capabilities
    }

    var isApart: Bool { capabilities.keepsInstancesApart }

    /// Counts a call, which may be one that is to fail.
    mutating func begin() throws(ProviderError) {
      calls += 1
      if let fault = faults.removeValue(forKey: calls) { throw fault }
    }

    mutating func reply() throws(ProviderError) {
      guard losesReply else { return }
      losesReply = false
      throw .unreachable(Self.place, .dropped)
    }

    mutating func put(_ event: RemoteEvent, in calendar: RemoteID) {
      if isApart { putApart(event, in: calendar) } else { putEntry(event, in: calendar) }
    }

    mutating func putEntry(_ event: RemoteEvent, in calendar: RemoteID) {
      guard let index = index(calendar) else { return }
      revision += 1
      var event = event
      event.version = Version("v\(revision)")
      calendars[index].contents.events[event.id] = event
      calendars[index].contents.changed[event.id] = revision
    }

    /// Takes an event away; with a master its instances go without a word.
    mutating func take(_ event: RemoteID, in calendar: RemoteID) {
      guard let index = index(calendar) else { return }
      let uid = calendars[index].contents.events[event].flatMap { $0.isWhole ? nil : $0.uid }
      if let uid {
        for (id, entry) in calendars[index].contents.events where entry.uid == uid && id != event {
          calendars[index].contents.events[id] = nil
          calendars[index].contents.changed[id] = nil
        }
      }
      takeEntry(event, in: calendar)
    }

    mutating func takeEntry(_ event: RemoteID, in calendar: RemoteID) {
      guard let index = index(calendar),
        calendars[index].contents.events.removeValue(forKey: event) != nil
      else { return }
      revision += 1
      calendars[index].contents.changed[event] = revision
    }

    mutating func save(_ event: RemoteEvent, over base: RemoteEvent?, in calendar: RemoteID)
      throws(ProviderError) -> RemoteEvent
    {
      guard capabilities.canWrite else { throw .readOnly(Self.place) }
      guard let index = index(calendar) else { throw .notFound(Self.place) }
      if isApart { return try saveApart(event, over: base, in: calendar) }
      guard calendars[index].contents.events[event.id]?.version == event.version else {
        throw .changedElsewhere
      }
      put(event, in: calendar)
      return calendars[index].contents.events[event.id] ?? event
    }

    mutating func delete(_ event: RemoteID, version: Version?, in calendar: RemoteID)
      throws(ProviderError)
    {
      guard capabilities.canWrite else { throw .readOnly(Self.place) }
      guard let index = index(calendar) else { throw .notFound(Self.place) }
      guard let there = calendars[index].contents.events[event] else { return }
      guard version == nil || there.version == version else { throw .changedElsewhere }
      take(event, in: calendar)
    }

    /// A token names the generation, whether it is amid a listing of everything, and the revision
    /// read last; what changes while somebody turns pages comes again behind them.
    func page(of calendar: RemoteID, since token: SyncToken?) throws(ProviderError) -> ChangePage {
      guard let index = index(calendar) else { throw .notFound(Self.place) }
      let contents = calendars[index].contents
      var position = Position(isListing: true, read: 0)
      if let token {
        guard let kept = Position(token, generation: generation) else { throw .tokenExpired }
        if capabilities.isIncremental || kept.isListing { position = kept }
      }
      let news = contents.changed.filter { $0.value > position.read }.sorted { $0.value < $1.value }
      var page = ChangePage(isSnapshot: position.isListing, hasMore: news.count > pageSize)
      for (id, _) in news.prefix(pageSize) {
        if let event = contents.events[id] {
          page.changed.append(event)
        } else {
          page.removed.append(id)
        }
      }
      let read = news.prefix(pageSize).last?.value ?? position.read
      page.token = Position(
        isListing: position.isListing && page.hasMore, read: read
      ).token(generation)
      return page
    }

    func index(_ calendar: RemoteID) -> Int? {
      calendars.firstIndex { $0.calendar.id == calendar }
    }

    static let place = RemotePlace("memory://samples")
  }

  private struct Position {
    var isListing: Bool
    var read: Int

    init(isListing: Bool, read: Int) {
      self.isListing = isListing
      self.read = read
    }

    init?(_ token: SyncToken, generation: Int) {
      let parts = token.raw.split(separator: ":").compactMap { Int($0) }
      guard parts.count == 3, parts[0] == generation else { return nil }
      self.init(isListing: parts[1] == 1, read: parts[2])
    }

    func token(_ generation: Int) -> SyncToken {
      SyncToken("\(generation):\(isListing ? 1 : 0):\(read)")
    }
  }
}

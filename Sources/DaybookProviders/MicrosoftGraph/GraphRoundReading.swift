internal import DaybookCore
internal import ICalendar

/// Makes what the engine keeps of what a round brought.
struct GraphRoundReading: Sendable {
  let client: GraphClient
  let components: GraphComponents
  /// Where single events are: `/me/events`, or below a calendar that somebody else owns.
  let events: String
  /// Requests side by side; a mailbox bears four, and one is left for others.
  private static let width = 3

  func put(_ events: [GraphEvent], into page: inout ChangePage) {
    for event in events {
      if let read = single(event) {
        page.changed.append(read)
      } else {
        page.unchanged.append(RemoteID(event.id))
        page.notes.append("an event whose times cannot be read is skipped")
      }
    }
  }

  /// An event that stands alone.
  func single(_ event: GraphEvent) -> RemoteEvent? {
    guard let component = components.component(event), let (from, to) = components.times(of: event)
    else { return nil }
    let version = GraphVersion(
      key: event.key, from: from.instant(viewer: .utc).seconds,
      to: to.instant(viewer: .utc).seconds)
    return RemoteEvent(id: RemoteID(event.id), version: version.version, components: [component])
  }

  /// What only the end of a round tells: its series, and what is gone.
  func finish(_ round: inout GraphRound, _ kept: KeptCopy, into page: inout ChangePage)
    async throws(ProviderError)
  {
    if round.unreadable > 0 {
      page.notes.append("\(round.unreadable) entries that are no events are skipped")
    }
    guard round.isFirst || !round.order.isEmpty || !round.removed.isEmpty else { return }
    let known = try kept.versions()
    var masters = try await masters(of: round)
    for id in round.order where masters[id] == nil { page.removed.append(RemoteID(id)) }
    for id in round.order {
      guard let master = masters[id], let group = round.series[id] else { continue }
      let series = GraphSeries(
        components: components, master: master, group: group, window: round.window)
      if series.isSilent { round.add(try await instances(of: id, in: round.window), to: id) }
    }
    try await settleRemovals(&round, known, &masters, into: &page)
    var brought: Set<RemoteID> = []
    for id in round.order {
      guard let master = masters[id], let group = round.series[id] else { continue }
      let series = GraphSeries(
        components: components, master: master, group: group, window: round.window)
      let events = series.events()
      if let master = events.master {
        page.changed.append(master)
      } else {
        page.unchanged.append(RemoteID(id))
        page.notes.append("a series whose times cannot be read is skipped")
      }
      page.changed += events.exceptions
      brought.formUnion(events.exceptions.map(\.id))
    }
    forgetExceptions(of: masters.keys, known, brought, round, into: &page)
    if round.isFirst { try await keepOutsiders(known, round, masters, into: &page) }
  }

  // MARK: - Series

  /// The master of each series that was named: from the round, or asked for. One that went away
  /// meanwhile is missing.
  private func masters(of round: GraphRound) async throws(ProviderError) -> [String: GraphEvent] {
    var masters: [String: GraphEvent] = [:]
    var wanted: [String] = []
    for id in round.order {
      if let master = round.series[id]?.master { masters[id] = master } else { wanted.append(id) }
    }
    for (id, event) in try await events(wanted) { masters[id] = event }
    return masters
  }

  /// Events by their ids, a few at a time; without those that are gone.
  func events(_ ids: [String]) async throws(ProviderError) -> [String: GraphEvent] {
    var found: [String: GraphEvent] = [:]
    for start in stride(from: 0, to: ids.count, by: Self.width) {
      let some = ids[start..<min(start + Self.width, ids.count)]
      let answers = await withTaskGroup(
        of: (String, Result<GraphEvent?, ProviderError>).self,
        returning: [(String, Result<GraphEvent?, ProviderError>)].self
      ) { group in
        for id in some {
          group.addTask {
            do throws(ProviderError) {
              return (id, .success(try await event(id)))
            } catch {
              return (id, .failure(error))
            }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      for (id, answer) in answers {
        if let event = try answer.get() { found[id] = event }
      }
    }
    return found
  }

  func path(of id: String) -> String { events + "/" + WebPath.encoded(id) }

  /// nil where it is gone.
  func event(_ id: String) async throws(ProviderError) -> GraphEvent? {
    do throws(ProviderError) {
      return try await client.read(GraphEvent.self, path(of: id))
    } catch {
      if case .notFound = error { return nil }
      throw error
    }
  }

  /// All occurrences and exceptions of a series that touch a window.
  func instances(of master: String, in window: TimeSpan) async throws(ProviderError) -> [GraphEvent]
  {
    do throws(ProviderError) {
      return try await client.all(
        GraphEvent.self,
        path(of: master) + "/instances"
          + "?startDateTime=\(GraphClock.text(window.start))"
          + "&endDateTime=\(GraphClock.text(window.end))&$top=200")
    } catch {
      if case .notFound = error { return [] }
      throw error
    }
  }

  // MARK: - What is gone

  /// An id that the round calls removed is not in the window any more. What is kept of the time
  /// outside of it, and what only changed, may be there all the same.
  private func settleRemovals(
    _ round: inout GraphRound, _ known: [RemoteID: Version],
    _ masters: inout [String: GraphEvent], into page: inout ChangePage
  ) async throws(ProviderError) {
    var doubtful: [String] = []
    var orphans: Set<String> = []
    for id in Set(round.removed).subtracting(round.named).sorted() {
      guard let version = known[RemoteID(id)] else { continue }
      let read = GraphVersion(version)
      if let read, read.isOutside(round.window) {
        doubtful.append(id)
        continue
      }
      page.removed.append(RemoteID(id))
      if let read, read.isException { orphans.insert(read.mark) }
    }
    let there = try await events(doubtful)
    for id in doubtful {
      guard let event = there[id] else {
        page.removed.append(RemoteID(id))
        continue
      }
      if event.kind == .singleInstance {
        put([event], into: &page)
      } else {
        orphans.insert(GraphVersion.mark(ofSeries: event.seriesMaster ?? event.id))
      }
    }
    // An exception is gone and its series was not sent: whether its slot is empty only that tells.
    guard !orphans.isEmpty else { return }
    let gone = Set(page.removed)
    let lonely = known.keys.filter {
      masters[$0.raw] == nil && !gone.contains($0)
        && orphans.contains(GraphVersion.mark(ofSeries: $0.raw))
    }
    for (id, event) in try await events(lonely.map(\.raw).sorted()) {
      masters[id] = event
      round.add(try await instances(of: id, in: round.window), toSeries: event)
    }
  }

  /// Exceptions of a series that came again without them.
  private func forgetExceptions(
    of masters: some Sequence<String>, _ known: [RemoteID: Version], _ brought: Set<RemoteID>,
    _ round: GraphRound, into page: inout ChangePage
  ) {
    let marks = Set(masters.map { GraphVersion.mark(ofSeries: $0) })
    guard !marks.isEmpty else { return }
    for (id, version) in known where !brought.contains(id) {
      guard let read = GraphVersion(version), read.isException, marks.contains(read.mark),
        !read.isOutside(round.window)
      else { continue }
      page.removed.append(id)
    }
  }

  /// A listing of the window says nothing of what lies outside of it: that is kept. Series that it
  /// does not name may only have no occurrence in it.
  private func keepOutsiders(
    _ known: [RemoteID: Version], _ round: GraphRound, _ masters: [String: GraphEvent],
    into page: inout ChangePage
  ) async throws(ProviderError) {
    var silent: [String] = []
    for (id, version) in known where !round.named.contains(id.raw) && masters[id.raw] == nil {
      guard let read = GraphVersion(version) else { continue }
      if read.isOutside(round.window) {
        page.unchanged.append(id)
      } else if read.isMaster {
        silent.append(id.raw)
      }
    }
    for id in try await events(silent.sorted()).keys { page.unchanged.append(RemoteID(id)) }
  }
}

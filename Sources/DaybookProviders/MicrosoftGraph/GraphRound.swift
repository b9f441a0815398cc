internal import DaybookCore
internal import ICalendar

/// One round of `calendarView/delta`, from its first page to the delta link: what of it cannot be
/// told before its last page has come.
///
/// Deleted and moved occurrences are not named: the service sends their series again with what is
/// left. So a series is judged when all of the round is there.
struct GraphRound: Sendable {
  let window: TimeSpan
  let laid: Instant
  /// Whether it lists everything in the window.
  let isFirst: Bool
  private(set) var series: [String: Group] = [:]
  /// Masters in the order in which they were first named.
  private(set) var order: [String] = []
  private(set) var removed: [String] = []
  /// Ids that were named, of a first round: of everything else nothing is there.
  private(set) var named: Set<String> = []
  /// What was read of a page besides the events that stand alone.
  private(set) var unreadable = 0
  private var pages = 0
  private var lastIDs = 0
  private var repeats = 0

  /// What a round brought of one series.
  struct Group: Sendable {
    var master: GraphEvent?
    /// Where occurrences that differ in nothing begin.
    var starts: [GraphTime] = []
    var exceptions: [String: GraphEvent] = [:]
  }

  init(window: TimeSpan, laid: Instant, isFirst: Bool) {
    self.window = window
    self.laid = laid
    self.isFirst = isFirst
  }

  static let longest = 2000

  /// Takes in a page and gives back its events that stand alone, the last of each id.
  ///
  /// - Throws: `malformedResponse` where the service goes round in circles.
  mutating func take(_ page: GraphPage<GraphEvent>, at place: RemotePlace) throws(ProviderError)
    -> [GraphEvent]
  {
    pages += 1
    try watch(page, place)
    unreadable += page.unreadable
    var singles: [GraphEvent] = []
    for event in page.value {
      if event.isRemoved {
        removed.append(event.id)
        named.remove(event.id)
        continue
      }
      if event.kind != .occurrence { named.insert(event.id) }
      switch event.kind {
      case .singleInstance: singles.append(event)
      case .seriesMaster: change(event.id) { $0.master = event }
      case .occurrence:
        guard let master = event.seriesMaster, let start = event.start else { continue }
        change(master) { $0.starts.append(start) }
      case .exception:
        guard let master = event.seriesMaster else {
          singles.append(event)
          continue
        }
        change(master) { $0.exceptions[event.id] = event }
      }
    }
    return singles
  }

  mutating func add(_ events: [GraphEvent], to master: String) {
    for event in events {
      change(master) { group in
        if event.kind == .exception {
          group.exceptions[event.id] = event
        } else if let start = event.start {
          group.starts.append(start)
        }
      }
      if event.kind == .exception { named.insert(event.id) }
    }
  }

  /// Takes in a series that the round did not name.
  mutating func add(_ events: [GraphEvent], toSeries master: GraphEvent) {
    change(master.id) { $0.master = master }
    named.insert(master.id)
    add(events, to: master.id)
  }

  private mutating func change(_ master: String, _ body: (inout Group) -> Void) {
    if series[master] == nil { order.append(master) }
    body(&series[master, default: Group()])
  }

  /// The service was seen to hand out one page for ever, each time under a new link.
  private mutating func watch(_ page: GraphPage<GraphEvent>, _ place: RemotePlace)
    throws(ProviderError)
  {
    var hasher = Hasher()
    for event in page.value { hasher.combine(event.id) }
    let ids = hasher.finalize()
    repeats = ids == lastIDs && !page.value.isEmpty ? repeats + 1 : 0
    lastIDs = ids
    guard pages <= Self.longest, repeats < 2 else {
      throw .malformedResponse(place, detail: "the same page comes again and again")
    }
  }
}

internal import DaybookCore
internal import ICalendar

/// What meetings take of a stretch of days, for whom, and what is left of the working time.
struct WeekSummary {
  /// Minutes, by client, the most first; nil is nobody's.
  private(set) var clients: [(client: ClientID?, minutes: Int)] = []
  /// Minutes in meetings, those that overlap once; and minutes for clients, each for its own.
  private(set) var meetings = 0
  private(set) var billable = 0

  init(_ state: AppState, days: Range<Day>) {
    let loaded = state.snapshot.days
    var isCounted = Array(repeating: false, count: loaded.occurrences.count)
    let shown = days.span(in: state.zone)
    for day in days {
      var reached = 0
      for placed in loaded[day].timed {
        let occurrence = loaded[placed]
        guard occurrence.isBusy, occurrence.response != .declined, occurrence.holdExpires == nil
        else { continue }
        // Sorted by start, so one walk measures what they take together.
        meetings += max(0, placed.end - max(placed.start, reached))
        reached = max(reached, placed.end)
        if isCounted[placed.index] { continue }
        isCounted[placed.index] = true
        guard let span = occurrence.span.intersection(shown) else { continue }
        add(span.seconds / 60, for: occurrence.client)
      }
    }
    clients.sort {
      if ($0.client == nil) != ($1.client == nil) { return $1.client == nil }
      return $0.minutes != $1.minutes
        ? $0.minutes > $1.minutes : ($0.client?.raw ?? "") < ($1.client?.raw ?? "")
    }
  }

  /// Working minutes of these days, and those still to come that nothing takes.
  static func workingTime(_ state: AppState, days: Range<Day>) -> (all: Int, free: Int) {
    let policy = state.policy
    return days.reduce(into: (all: 0, free: 0)) { sum, day in
      sum.all += policy.ranges(on: day).reduce(0) { $0 + $1.count }
      sum.free += state.freeTime(on: day, policy).reduce(0) { $0 + $1.seconds / 60 }
    }
  }

  private mutating func add(_ minutes: Int, for client: ClientID?) {
    if client != nil { billable += minutes }
    if let place = clients.firstIndex(where: { $0.client == client }) {
      clients[place].minutes += minutes
    } else {
      clients.append((client: client, minutes: minutes))
    }
  }
}

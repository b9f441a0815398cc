internal import DaybookCore
internal import ICalendar

/// What meetings take of a stretch of days, for whom, and what is left of the working time.
struct WeekSummary {
  /// Minutes, by client, the most first; nil is nobody's.
  private(set) var clients: [(client: ClientID?, minutes: Int)] = []
  /// Minutes in meetings, those that overlap once; and minutes for clients, each for its own.
  private(set) var meetings = 0
  private(set) var billable = 0

  /// Counts what the report of these days counts, but for holds, which are nobody's hours yet.
  init(_ state: AppState, days: Range<Day>) {
    let loaded = state.snapshot.days
    let shown = days.span(in: state.zone)
    var indices: Set<Int> = []
    for day in days {
      let page = loaded[day]
      indices.formUnion(page.banners)
      indices.formUnion(page.timed.lazy.map(\.index))
    }
    // Sorted by start, so one walk measures what they take together.
    var reached = shown.start
    var seconds = 0
    for index in indices.sorted() {
      let occurrence = loaded.occurrences[index]
      guard !occurrence.isAllDay, Busy.takesTime(occurrence), occurrence.holdExpires == nil,
        let span = occurrence.span.intersection(shown)
      else { continue }
      seconds += max(0, span.end - max(span.start, reached))
      reached = max(reached, span.end)
      add(span.seconds / 60, of: occurrence)
    }
    meetings = seconds / 60
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
      sum.all += policy.spans(on: day, in: state.zone).reduce(0) { $0 + $1.seconds / 60 }
      sum.free += state.freeTime(on: day, policy).reduce(0) { $0 + $1.seconds / 60 }
    }
  }

  private mutating func add(_ minutes: Int, of occurrence: Occurrence) {
    let client = occurrence.client
    if client != nil, occurrence.isBillable { billable += minutes }
    if let place = clients.firstIndex(where: { $0.client == client }) {
      clients[place].minutes += minutes
    } else {
      clients.append((client: client, minutes: minutes))
    }
  }
}

internal import DaybookCore
internal import ICalendar

/// The capacity of a stretch of days: what meetings take, for whom, and what is left.
struct WeekSummary {
  /// Minutes, by client, the most first; nil is nobody's.
  private(set) var clients: [(client: ClientID?, minutes: Int)] = []
  /// Minutes in meetings, and those of them for a client.
  private(set) var meetings = 0
  private(set) var billable = 0
  /// Working minutes, and those that nothing busy takes.
  private(set) var working = 0
  private(set) var free = 0

  init(_ state: AppState, days: Range<Day>) {
    let loaded = state.snapshot.days
    let whole = state.wholeDays
    var isCounted = Array(repeating: false, count: loaded.occurrences.count)
    let shown = days.span(in: state.zone)
    for day in days {
      let page = loaded[day]
      for placed in page.timed where !isCounted[placed.index] {
        isCounted[placed.index] = true
        let occurrence = loaded[placed]
        guard occurrence.isBusy, occurrence.response != .declined, occurrence.holdExpires == nil,
          let span = occurrence.span.intersection(shown)
        else { continue }
        let minutes = span.seconds / 60
        let client = occurrence.client
        meetings += minutes
        if client != nil { billable += minutes }
        if let place = clients.firstIndex(where: { $0.client == client }) {
          clients[place].minutes += minutes
        } else {
          clients.append((client: client, minutes: minutes))
        }
      }
      addWorkingTime(of: day, in: whole, state)
    }
    clients.sort {
      if ($0.client == nil) != ($1.client == nil) { return $1.client == nil }
      return $0.minutes != $1.minutes
        ? $0.minutes > $1.minutes : ($0.client?.raw ?? "") < ($1.client?.raw ?? "")
    }
  }

  private mutating func addWorkingTime(of day: Day, in loaded: LoadedDays, _ state: AppState) {
    let availability = state.settings.availability
    guard !availability.daysOff.contains(where: { $0.contains(day) }) else { return }
    let page = loaded[day]
    for hours in availability.hours[day.weekday] {
      working += hours.count
      var taken = 0
      var reached = hours.lowerBound
      // Placed occurrences are sorted by start, so one walk measures their union.
      for placed in page.timed where loaded[placed].isBusy {
        let from = max(placed.start, reached)
        let to = min(placed.end, hours.upperBound)
        if from < to {
          taken += to - from
          reached = to
        }
      }
      free += hours.count - taken
    }
  }
}

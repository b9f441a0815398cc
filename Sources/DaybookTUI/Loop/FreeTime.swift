package import DaybookCore
internal import ICalendar

extension AppState {
  /// When there is time to offer: the settings with the rules of the store.
  package var policy: AvailabilityPolicy {
    AvailabilityPolicy(settings.availability, rules: snapshot.rules)
  }

  /// The time inside a day's working hours that nothing takes and that has not passed, sorted by
  /// start: what `daybook free` would find without buffers and notice.
  func freeTime(on day: Day, _ policy: AvailabilityPolicy) -> [TimeSpan] {
    let hours = policy.spans(on: day, in: zone)
    guard let end = hours.last?.end, end > now else { return [] }
    let settings = policy.settings
    let days = wholeDays
    let page = days[day]
    let events = page.banners.map { days.occurrences[$0] } + page.timed.map { days[$0] }
    let busy = Busy.spans(events, settings, now: now)
    var free: [TimeSpan] = []
    for stretch in hours {
      var reached = max(stretch.start, now)
      for span in busy where span.end > reached {
        if span.start >= stretch.end { break }
        if span.start > reached { free.append(TimeSpan(reached, span.start)) }
        reached = span.end
      }
      if reached < stretch.end { free.append(TimeSpan(reached, stretch.end)) }
    }
    return free
  }
}

internal import DaybookCore
internal import ICalendar

/// How the form reads and writes when an event is.
struct EventFormTimes {
  private let event: Occurrence?
  private let state: AppState

  /// - Parameter event: the one that is edited.
  init(event: Occurrence?, _ state: AppState) {
    self.event = event
    self.state = state
  }

  static func texts(_ time: EventTime, _ zone: Zone) -> (start: String, end: String) {
    if case .allDay(let days) = time {
      return (days.lowerBound.description, (days.upperBound - 1).description)
    }
    let span = time.span(in: zone)
    let start = zone.local(at: span.start)
    let end = zone.local(at: span.end)
    let clock = DayText.clock(minutes: end.second / 60)
    return (
      "\(start.day) \(DayText.clock(minutes: start.second / 60))",
      start.day == end.day ? clock : "\(end.day) \(clock)"
    )
  }

  /// Reads the two; nil where the end lies before the start.
  func time(from start: String, to end: String) throws(PhraseError) -> EventTime? {
    let context = state.phraseContext
    switch try TimePhrase(reading: start, in: context, on: state.focus.day) {
    case .day(let first):
      guard !end.isEmpty else { return .allDay(first..<first + 1) }
      let last = try DayPhrase(reading: end, in: context).first
      return last < first ? nil : .allDay(first..<last + 1)
    case .at(let instant, let zone):
      if end.isEmpty { return timed(TimeSpan(instant, instant + 3600), zone) }
      if let minutes = try? DurationPhrase.minutes(reading: end) {
        return timed(TimeSpan(instant, instant + minutes * 60), zone)
      }
      let day = state.zone.day(at: instant)
      guard
        case .at(var last, let endZone) = try TimePhrase(
          reading: end, in: context, on: day, zone: zone)
      else { return nil }
      // "01:00" after 23:00 is the next day's; what names its day means it.
      if last < instant,
        case .at(let next, _)? = try? TimePhrase(
          reading: end, in: context, on: day + 1, zone: zone)
      {
        last = next
      }
      guard last >= instant else { return nil }
      return timed(TimeSpan(instant, last), zone ?? endZone)
    }
  }

  /// In the zone that was typed, else as the event has been: a floating one goes on floating.
  private func timed(_ span: TimeSpan, _ zone: Zone?) -> EventTime {
    if zone == nil, case .floating? = event?.time {
      return .floating(
        from: state.zone.local(at: span.start), to: state.zone.local(at: span.end))
    }
    return .timed(
      span, zone: zone?.identifier ?? event?.time.zoneName ?? state.zone.identifier)
  }
}

internal import DaybookCore
internal import ICalendar

/// The agenda as lines: days, their events, and the free gaps in their working hours.
enum AgendaLines {
  enum Line {
    case day(Day)
    case event(Occurrence, Day)
    case gap(TimeSpan, Day)
    case nothing(Day)
    /// Its events are not read yet.
    case unread(Day)
    case blank
  }

  /// Gaps shorter than this are no time to do anything in.
  private static let shortestGap = 30 * 60

  /// Lines from a day on, at least `count` of them where days are loaded.
  static func lines(_ state: AppState, from first: Day, atLeast count: Int) -> [Line] {
    var lines: [Line] = []
    var day = first
    let loaded = state.snapshot.days.days
    while lines.count < count, day < first + 60 {
      lines += self.lines(of: day, state)
      if day >= loaded.upperBound { break }
      day = day + 1
    }
    return lines
  }

  static func lines(of day: Day, _ state: AppState) -> [Line] {
    let events = state.snapshot.days.inOrder(on: day)
    var lines: [Line] = [.day(day)]
    if state.isUnread(day) { return lines + [.unread(day), .blank] }
    let free = gaps(on: day, state)
    if events.isEmpty, free.isEmpty {
      lines.append(.nothing(day))
    } else {
      var pending = free[...]
      for event in events {
        while let gap = pending.first, !event.isAllDay, gap.start <= event.span.start {
          lines.append(.gap(gap, day))
          pending.removeFirst()
        }
        lines.append(.event(event, day))
      }
      lines += pending.map { .gap($0, day) }
    }
    lines.append(.blank)
    return lines
  }

  /// Free time inside the day's working hours that has not passed.
  static func gaps(on day: Day, _ state: AppState) -> [TimeSpan] {
    state.freeTime(on: day, state.policy).filter { $0.seconds >= shortestGap }
  }

  /// Turns the page so that the focused line can be seen, and gives the focus an event.
  static func keepFocusVisible(_ state: inout AppState) {
    if state.focus.event == nil {
      state.focus.event = state.snapshot.days.inOrder(on: state.focus.day).first?.id
    }
    // Also where nothing can be seen: what is far from the focus is not read with it.
    if state.agendaTop < state.focus.day - 30 { state.agendaTop = state.focus.day }
    let height = AgendaView.area(state).height
    guard height > 0 else { return }
    // Days above the focus leave one by one until its line fits.
    while state.agendaTop < state.focus.day,
      let line = focusedLine(lines(state, from: state.agendaTop, atLeast: height), state),
      line >= height
    {
      state.agendaTop = state.agendaTop + 1
    }
    if focusedLine(lines(state, from: state.agendaTop, atLeast: height), state) == nil {
      state.agendaTop = state.focus.day
    }
  }

  /// The place of the focused event, or of the focused day's head.
  static func focusedLine(_ lines: [Line], _ state: AppState) -> Int? {
    lines.firstIndex { line in
      switch line {
      case .event(let event, let day): day == state.focus.day && event.id == state.focus.event
      default: false
      }
    }
      ?? lines.firstIndex { line in
        if case .day(let day) = line { day == state.focus.day } else { false }
      }
  }
}

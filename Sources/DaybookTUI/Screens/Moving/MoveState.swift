package import DaybookCore
package import ICalendar

/// An event on its way to another time, shown where it would lie until Enter, and those that go along
/// with it.
package struct MoveState: Sendable {
  package let event: Occurrence
  /// Moved as far on the wall, and made as much longer or shorter.
  let others: [Occurrence]
  package var span: TimeSpan

  init(_ event: Occurrence, with others: [Occurrence] = []) {
    self.event = event
    self.others = others
    span = event.span
  }

  var all: [Occurrence] { [event] + others }

  /// Where everything would lie.
  func moves(in zone: Zone) -> [EventMove] {
    let (old, new) = (zone.local(at: event.span.start), zone.local(at: span.start))
    let seconds = (new.day - old.day) * 86_400 + new.second - old.second
    let growth = span.seconds - event.span.seconds
    let days = new.day - old.day
    return all.map { event in
      if case .allDay(let range) = event.time {
        // What goes along in minutes is not moved or made longer by days.
        let length = max(1, range.count + Int((Double(growth) / 86_400).rounded()))
        let first = range.lowerBound + days
        return EventMove(id: event.id, time: .allDay(first..<first + length))
      }
      let local = zone.local(at: event.span.start)
      let start = zone.instant(of: LocalDateTime(wallSeconds: local.wallSeconds + seconds))
      let length = max(900, event.span.seconds + growth)
      return EventMove(
        id: event.id, time: event.time.moved(to: TimeSpan(start, start + length), in: zone))
    }
  }
}

/// An event, and when it is to be.
package struct EventMove: Sendable, Equatable {
  package var id: OccurrenceID
  package var time: EventTime
}

extension AppState {
  mutating func act(_ action: Action, on move: inout MoveState) -> LayerOutcome {
    let step = zoom == .hour ? 3600 : 900
    switch action {
    case .laterDay: shift(&move, days: 1)
    case .earlierDay: shift(&move, days: -1)
    case .laterSlot, .earlierSlot, .longer, .shorter:
      if move.event.isAllDay {
        shiftWholeDays(&move, action)
        return .stays([])
      }
      stretch(&move, action, by: step)
    case .close:
      focus(on: move.event)
      return .closes([])
    case .accept:
      guard move.span != move.event.span else { return .closes([]) }
      return accept(move)
    default: return .ignored
    }
    let local = zone.local(at: move.span.start)
    focus.day = local.day
    focus.event = nil
    if move.event.isAllDay { return .stays([]) }
    focus.minute = local.second / 60 / zoom.minutes * zoom.minutes
    return .stays([])
  }

  private func stretch(_ move: inout MoveState, _ action: Action, by step: Int) {
    switch action {
    case .laterSlot: move.span = TimeSpan(move.span.start + step, move.span.end + step)
    case .earlierSlot: move.span = TimeSpan(move.span.start - step, move.span.end - step)
    case .longer: move.span.end = move.span.end + step
    default: if move.span.seconds > step { move.span.end = move.span.end - step }
    }
  }

  /// What fills whole days has no minutes to be moved by.
  private mutating func shiftWholeDays(_ move: inout MoveState, _ action: Action) {
    let (first, end) = (zone.day(at: move.span.start), zone.day(at: move.span.end))
    switch action {
    case .longer: move.span.end = zone.start(of: end + 1)
    case .shorter: if end - first > 1 { move.span.end = zone.start(of: end - 1) }
    default: notice = Notice(.plain, "It fills whole days, and moves by days")
    }
  }

  private mutating func accept(_ move: MoveState) -> LayerOutcome {
    if move.others.isEmpty, move.event.isRecurring {
      layers.append(.question(.moveSeries(move.event, to: move.span)))
      return .stays([])
    }
    let effect = Effect.move(move.moves(in: zone))
    if let warning = CallerWarning(move.all, self) {
      layers.append(.question(.change(effect, warning: warning.text)))
      return .stays([])
    }
    selection = Selection()
    return .closes([effect])
  }

  /// By days on the wall, so that nine o'clock stays nine o'clock when the clocks change.
  private func shift(_ move: inout MoveState, days: Int) {
    if move.event.isAllDay {
      let (first, end) = (zone.day(at: move.span.start), zone.day(at: move.span.end))
      move.span = TimeSpan(zone.start(of: first + days), zone.start(of: end + days))
      return
    }
    let start = zone.local(at: move.span.start)
    let moved = zone.instant(of: LocalDateTime(start.day + days, second: start.second))
    move.span = TimeSpan(moved, moved + move.span.seconds)
  }

  /// What the grid shows in advance: a move under way, or the highlighted way out of a conflict. What
  /// comes last lies on top.
  var previews: [Preview] {
    for layer in layers.reversed() {
      switch layer {
      case .moving(let move):
        return zip(move.all, move.moves(in: zone)).reversed().map { event, new in
          Preview(
            span: new.time.span(in: zone), title: title(of: event), isAllDay: event.isAllDay)
        }
      case .conflicts(let panel): return panel.preview(self).map { [$0] } ?? []
      default: continue
      }
    }
    return []
  }
}

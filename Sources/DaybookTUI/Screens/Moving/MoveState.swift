package import DaybookCore
package import ICalendar

/// An event on its way to another time, shown where it would lie until Enter.
package struct MoveState: Sendable {
  package let event: Occurrence
  package var span: TimeSpan

  init(_ event: Occurrence) {
    self.event = event
    span = event.span
  }
}

extension AppState {
  mutating func act(_ action: Action, on move: inout MoveState) -> LayerOutcome {
    let step = zoom == .hour ? 3600 : 900
    switch action {
    case .laterDay: shift(&move, days: 1)
    case .earlierDay: shift(&move, days: -1)
    case .laterSlot: move.span = TimeSpan(move.span.start + step, move.span.end + step)
    case .earlierSlot: move.span = TimeSpan(move.span.start - step, move.span.end - step)
    case .longer: move.span.end = move.span.end + step
    case .shorter:
      if move.span.seconds > step { move.span.end = move.span.end - step }
    case .close:
      focus(on: move.event)
      return .closes([])
    case .accept:
      guard move.span != move.event.span else { return .closes([]) }
      if move.event.isRecurring {
        layers.append(.question(.moveSeries(move.event, to: move.span)))
        return .stays([])
      }
      return .closes([
        .edit(
          move.event.id, EventChange(time: move.event.time.moved(to: move.span, in: zone)), .this)
      ])
    default: return .ignored
    }
    let local = zone.local(at: move.span.start)
    focus.day = local.day
    focus.minute = local.second / 60 / zoom.minutes * zoom.minutes
    focus.event = nil
    return .stays([])
  }

  /// By days on the wall, so that nine o'clock stays nine o'clock when the clocks change.
  private func shift(_ move: inout MoveState, days: Int) {
    let start = zone.local(at: move.span.start)
    let moved = zone.instant(of: LocalDateTime(start.day + days, second: start.second))
    move.span = TimeSpan(moved, moved + move.span.seconds)
  }

  /// What the grid shows in advance: a move under way, or the highlighted way out of a conflict.
  var preview: Preview? {
    for layer in layers.reversed() {
      switch layer {
      case .moving(let move):
        return Preview(span: move.span, title: title(of: move.event))
      case .conflicts(let panel): return panel.preview(self)
      default: continue
      }
    }
    return nil
  }
}

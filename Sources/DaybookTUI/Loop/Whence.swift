internal import DaybookCore
internal import ICalendar

/// A place to come back to: a view, and where in it.
package struct Whence: Sendable {
  let view: ViewKind
  let focus: Focus
  let topMinute: Int
  let agendaTop: Day
  let heldMonth: Day?

  init(_ state: AppState) {
    view = state.view
    focus = state.focus
    topMinute = state.topMinute
    agendaTop = state.agendaTop
    heldMonth = state.heldMonth
  }
}

extension AppState {
  /// Goes back there, but for an event that is gone by now.
  mutating func stepBack(to whence: Whence) {
    view = whence.view
    focus = whence.focus
    topMinute = whence.topMinute
    agendaTop = whence.agendaTop
    heldMonth = whence.heldMonth
    if let event = focus.event, snapshot.days.days.contains(focus.day),
      !snapshot.days.contains(event), !found.contains(where: { $0.id == event })
    {
      focus.event = nil
    }
  }
}

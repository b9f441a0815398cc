internal import DaybookCore
internal import ICalendar

/// Beside the day: the event under the focus, and the time that is still free.
enum DayDetail {
  static func draw(_ state: AppState, in area: Rect, on picture: inout Picture) {
    let inside = area.inset(left: 2, right: 1)
    var row = inside.row
    func write(_ text: String, indent: Int = 0, _ style: Style) {
      guard inside.rows.contains(row) else { return }
      picture.grid.write(
        text, row: row, column: inside.column + indent, width: max(0, inside.width - indent),
        as: style, ellipsis: true)
      row += 1
    }
    if let event = state.focusedEvent {
      let look = EventLook(event, state)
      if inside.rows.contains(row) {
        picture.grid.write(
          look.barLetter, row: row, column: inside.column, as: Style(.hueText, hue: look.hue))
      }
      write(state.title(of: event), indent: 2, Role.strong.style)
      for line in EventCardView.lines(event, state, width: max(8, inside.width - 10)) {
        if !line.label.isEmpty, inside.rows.contains(row) {
          picture.grid.write(line.label, row: row, column: inside.column, as: .muted)
        }
        write(line.text, indent: 10, line.role.style)
      }
      row += 1
    }
    write("Free", Role.strong.style)
    let gaps = AgendaLines.gaps(on: state.focus.day, state)
    if gaps.isEmpty {
      write(
        state.focus.day < state.today ? "the day has passed" : "nothing inside working hours",
        Role.muted.style)
    }
    for gap in gaps {
      if inside.rows.contains(row) {
        let length = DayText.length(minutes: gap.seconds / 60)
        picture.grid.write(length, row: row, column: inside.column + 13, as: .muted)
      }
      write(DayText.span(gap, in: state.zone), Role.free.style)
    }
  }
}

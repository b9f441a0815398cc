internal import DaybookCore
internal import ICalendar

/// A scrolling list by day, with what is free between.
enum AgendaView {
  static func draw(_ state: AppState, on picture: inout Picture) {
    let size = state.size
    let area = self.area(state)
    if size.rows >= 3 {
      let last = state.agendaTop + 6
      Header.draw(state, days: state.agendaTop..<last + 1, row: 0, on: &picture)
    }
    if area.row >= 2 { ViewTabs.draw(state, row: 1, on: &picture) }
    if sideBarWidth(state) > 0 {
      SideBar.draw(
        state,
        in: Rect(
          row: 1, column: 0, width: sideBarWidth(state),
          height: max(0, area.rows.upperBound - 1)), on: &picture)
    }
    if !state.snapshot.hasEvents, state.isLoaded {
      WelcomeView.draw(state, in: area, on: &picture)
      return
    }
    var lines = AgendaLines.lines(state, from: state.agendaTop, atLeast: area.height + 1)
    // A day longer than the screen scrolls inside itself.
    let focused = AgendaLines.focusedLine(lines, state) ?? 0
    let skipped = max(0, focused - area.height + 1)
    lines = Array(lines.dropFirst(skipped))
    for (offset, line) in lines.prefix(area.height).enumerated() {
      let row = area.row + offset
      draw(line, row: row, area, state, on: &picture)
      if skipped + offset == focused, state.focus.event != nil {
        picture.grid.restyle(Rect(row: row, column: area.column, width: area.width, height: 1)) {
          $0.ground = .selection
        }
        picture.grid.write("▸", row: row, column: area.column, width: area.width, as: .selection)
        if state.settings.isAccessible, state.layers.isEmpty {
          picture.grid.showCursor(row: row, column: area.column)
        }
      }
    }
  }

  static func area(_ state: AppState) -> Rect {
    let size = state.size
    let top = size.rows >= 10 ? 2 : size.rows >= 3 ? 1 : 0
    let side = sideBarWidth(state)
    return Rect(
      row: top, column: side, width: size.columns - side,
      height: size.rows - top - (size.rows >= 2 ? 1 : 0))
  }

  private static func sideBarWidth(_ state: AppState) -> Int {
    state.size.columns >= GridLayout.wideFrom && !state.isSideBarFolded
      ? GridLayout.sideBarColumns : 0
  }

  private static func draw(
    _ line: AgendaLines.Line, row: Int, _ area: Rect, _ state: AppState, on picture: inout Picture
  ) {
    let whole = Rect(row: row, column: area.column, width: area.width, height: 1)
    switch line {
    case .blank: break
    case .day(let day):
      let isToday = day == state.today
      let name = DayText.medium(day) + (isToday ? " · today" : "")
      let used = picture.grid.write(
        " \(name) ", row: row, column: area.column + 1, width: max(0, area.width - 1),
        as: isToday ? .todayHeader : .strong)
      if !state.settings.isAccessible {
        picture.grid.horizontalLine(
          row: row, column: area.column + 2 + used, width: max(0, area.width - used - 3),
          as: .gridLine)
      }
      picture.mark(whole, as: .day(day))
    case .nothing(let day):
      picture.grid.write(
        "nothing", row: row, column: area.column + 3, width: max(0, area.width - 3), as: .faint)
      picture.mark(whole, as: .day(day))
    case .unread(let day):
      picture.grid.write(
        "…", row: row, column: area.column + 3, width: max(0, area.width - 3), as: .faint)
      picture.mark(whole, as: .day(day))
    case .gap(let span, let day):
      let times = DayText.span(span, in: state.zone)
      picture.grid.write(
        times, row: row, column: area.column + 3, width: max(0, area.width - 3), as: .faint)
      picture.grid.write(
        " free \(DayText.length(minutes: span.seconds / 60))", row: row,
        column: area.column + 16, width: max(0, area.width - 16), as: .free)
      picture.mark(
        whole, as: .slot(day, minute: state.zone.local(at: span.start).second / 60))
    case .event(let event, let day):
      draw(event, day, row: row, area, state, on: &picture)
      picture.mark(whole, as: .occurrence(event.id, day))
    }
  }

  private static func draw(
    _ event: Occurrence, _ day: Day, row: Int, _ area: Rect, _ state: AppState,
    on picture: inout Picture
  ) {
    let look = EventLook(event, state)
    var attributes = look.text.attributes
    let right = area.columns.upperBound - 1
    func write(_ text: String, at column: Int, width: Int, _ style: Style) -> Int {
      picture.grid.write(
        text, row: row, column: area.column + column, width: max(0, width), as: style,
        ellipsis: true)
    }
    _ = write(
      times(event, day, state), at: 3, width: area.width - 3,
      Style(.muted, attributes: attributes.subtracting(.strike)))
    _ = write(
      look.barLetter, at: 15, width: area.width - 15,
      Style(.hueText, hue: look.hue, attributes: attributes.subtracting(.strike)))
    if event.id == state.focus.event { attributes.insert(.bold) }
    let isSelected = state.isSelected(event)
    let marks = look.marks + (isSelected ? "✓" : "")
    let detail = self.detail(event, state)
    let detailWidth = area.width >= 70 ? min(TextWidth.of(detail), area.width / 3) : 0
    let room = right - area.column - 17 - (detailWidth > 0 ? detailWidth + 2 : 0)
    let used = write(
      state.title(of: event), at: 17, width: room - TextWidth.of(marks) - 1,
      Style(.text, attributes: attributes))
    _ = write(
      marks, at: 18 + used, width: room - used - 1,
      Style(look.mark.role == .eventMark ? .muted : look.mark.role))
    if detailWidth > 0 {
      picture.grid.write(
        detail, row: row, column: right - detailWidth, width: detailWidth, as: .muted,
        ellipsis: true)
    }
  }

  private static func times(_ event: Occurrence, _ day: Day, _ state: AppState) -> String {
    if event.isAllDay { return "all day" }
    let from = state.zone.local(at: event.span.start)
    let to = state.zone.local(at: event.span.end)
    if from.day == day, to.day > day, !(to.day == day + 1 && to.second == 0) {
      return DayText.clock(minutes: from.second / 60) + "–"
    }
    if from.day < day {
      return to.day == day ? "     –" + DayText.clock(minutes: to.second / 60) : "all day"
    }
    return DayText.span(event.span, in: state.zone)
  }

  private static func detail(_ event: Occurrence, _ state: AppState) -> String {
    guard !state.isMasked else { return "" }
    let place =
      event.location.isEmpty ? event.joinURL.map(JoinLink.name) ?? "" : event.location
    let client = state.snapshot.client(event.client)?.name ?? ""
    return [place, client].filter { !$0.isEmpty }.joined(separator: " · ")
  }
}

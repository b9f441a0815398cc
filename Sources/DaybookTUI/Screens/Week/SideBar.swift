package import DaybookCore
internal import ICalendar

/// The mini month, the calendars and the week's clients; beside the grid, or over it.
enum SideBar {
  static func draw(_ state: AppState, in area: Rect, on picture: inout Picture) {
    picture.grid.fill(area, as: .panel)
    picture.cover(area)
    var row = area.row
    let width = area.width - 2
    row = drawMonth(state, row: row, column: area.column + 1, area, on: &picture)
    let clients = clientLines(state)
    let left = area.rows.upperBound - row
    let forClients = min(clients.count + 1, max(0, left / 2))
    row += 1
    heading("Calendars", row: row, area, on: &picture)
    row += 1
    let lastCalendarRow = area.rows.upperBound - (clients.isEmpty ? 0 : forClients + 1)
    for calendar in state.snapshot.calendars where row < lastCalendarRow {
      drawCalendar(calendar, state, row: row, area, width: width, on: &picture)
      row += 1
    }
    guard !clients.isEmpty, row + 2 < area.rows.upperBound else { return }
    row += 1
    heading("Clients this week", row: row, area, on: &picture)
    row += 1
    for line in clients where row < area.rows.upperBound {
      picture.grid.write("▪", row: row, column: area.column + 1, as: line.mark)
      picture.grid.write(
        line.name, row: row, column: area.column + 3, width: width - 10,
        as: Style(line.mark.hue == nil ? .muted : .text, over: .panel), ellipsis: true)
      let hours = DayText.hours(minutes: line.minutes)
      picture.grid.write(
        hours, row: row, column: area.column + 1 + width - TextWidth.of(hours),
        as: Style(.muted, over: .panel))
      row += 1
    }
  }

  /// Over the grid, where there is no room beside it.
  static func drawOverlay(_ state: AppState, on picture: inout Picture) {
    let layout = GridLayout(state)
    guard layout.sideBarWidth == 0 else { return }
    let top = layout.headerRow.map { $0 + 1 } ?? 0
    let area = Rect(
      row: top, column: 0, width: min(GridLayout.sideBarColumns, state.size.columns),
      height: max(0, state.size.rows - top - (layout.hintRow == nil ? 0 : 1)))
    draw(state, in: area, on: &picture)
    guard !state.settings.isAccessible else { return }
    picture.grid.verticalLine(
      column: area.columns.upperBound - 1, row: area.row, height: area.height,
      as: Style(.overlayBorder, over: .panel))
  }

  private static func heading(
    _ text: String, row: Int, _ area: Rect, on picture: inout Picture
  ) {
    guard area.rows.contains(row) else { return }
    picture.grid.write(
      text, row: row, column: area.column + 1, width: area.width - 2,
      as: Style(.strong, over: .panel))
  }

  private static func drawCalendar(
    _ calendar: EventCalendar, _ state: AppState, row: Int, _ area: Rect, width: Int,
    on picture: inout Picture
  ) {
    let hue = state.hue(of: calendar.id)
    picture.grid.write(
      calendar.isHidden ? "□" : "■", row: row, column: area.column + 1,
      as: Style(.swatch, hue: hue, over: .panel))
    let kind = self.kind(state.snapshot.account(of: calendar.id)?.kind)
    picture.grid.write(
      state.name(ofCalendar: calendar.id) ?? "", row: row, column: area.column + 3,
      width: width - 3 - TextWidth.of(kind),
      as: Style(calendar.isHidden ? .muted : .text, over: .panel), ellipsis: true)
    picture.grid.write(
      kind, row: row, column: area.column + 1 + width - TextWidth.of(kind),
      as: Style(.faint, over: .panel))
    picture.mark(
      Rect(row: row, column: area.column, width: area.width, height: 1),
      as: .calendar(calendar.id))
  }

  private static func kind(_ kind: AccountKind?) -> String {
    switch kind {
    case .google: "G"
    case .microsoft: "M"
    case .calcom: "Cal"
    case .caldav: "dav"
    case .ics: "ics"
    case .local, nil: ""
    }
  }

  private static func clientLines(_ state: AppState)
    -> [(name: String, minutes: Int, mark: Style)]
  {
    let days = GridLayout(state).days
    let week = days.count == 7 ? days : weekAround(state)
    return WeekSummary(state, days: week).clients.map { entry in
      let client = state.snapshot.client(entry.client)
      return (
        state.name(ofClient: entry.client) ?? "unassigned", entry.minutes,
        client.map { Style(.swatch, hue: state.hue(ofClient: $0.id), over: .panel) }
          ?? Style(.faint, over: .panel)
      )
    }
  }

  private static func weekAround(_ state: AppState) -> Range<Day> {
    let start = state.focus.day.weekStart(state.settings.weekStarts)
    return start..<start + 7
  }

  /// Draws the month around the focus; returns the row after it.
  private static func drawMonth(
    _ state: AppState, row top: Int, column: Int, _ area: Rect, on picture: inout Picture
  ) -> Int {
    let (year, month, _) = state.shownMonth.civil
    let weekStarts = state.settings.weekStarts
    var row = top
    guard area.height >= 9 else { return row }
    picture.grid.write(
      "\(DayText.month(month)) \(year)", row: row, column: column,
      as: Style(.strong, over: .panel))
    row += 1
    for index in 0..<7 {
      let weekday = Weekday(index: (weekStarts.index + index) % 7)
      picture.grid.write(
        DayText.initials(weekday), row: row, column: column + index * 3,
        as: Style(.muted, over: .panel))
    }
    row += 1
    let shown = GridLayout(state).days
    var day = Day(year, month, 1).weekStart(weekStarts)
    while day < Day(year, month, 1).adding(months: 1) {
      for index in 0..<7 {
        let date = day + index
        let isOutside = date.month != month
        guard !isOutside else { continue }
        let page = state.snapshot.days[date]
        let isIdle = page.timed.isEmpty && page.banners.isEmpty
        var style = Style(isIdle ? .muted : .text, over: .panel)
        if shown.contains(date) { style.ground = .range }
        if date == state.today { style = Role.today.with([.bold, .underline]) }
        if date == state.focus.day { style = Style(.cursor) }
        let text = date.day < 10 ? " \(date.day)" : String(date.day)
        let place = column + index * 3
        picture.grid.write(text, row: row, column: place, as: style)
        picture.mark(Rect(row: row, column: place, width: 3, height: 1), as: .day(date))
      }
      day = day + 7
      row += 1
    }
    return row
  }
}

extension AppState {
  /// The colour that tells a calendar apart.
  package func hue(of calendar: CalendarID) -> Hue {
    hues[calendar] ?? Hue(snapshot.place(of: calendar))
  }

  /// The colour that tells a client apart; counted from the other end, so that the first clients
  /// do not look like the first calendars.
  package func hue(ofClient client: ClientID) -> Hue {
    Hue(Hue.count - 1 - snapshot.place(of: client))
  }

}

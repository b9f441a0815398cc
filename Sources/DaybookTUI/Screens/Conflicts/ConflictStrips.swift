internal import DaybookCore
internal import ICalendar

/// The hours around a conflict as strips: both events, and when you are free.
struct ConflictStrips {
  private let conflict: Conflict
  private let window: TimeSpan
  private let cellsPerHour: Int
  private static let nameWidth = 13

  init(_ conflict: Conflict, _ state: AppState, width: Int) {
    self.conflict = conflict
    let start = state.zone.local(
      at: min(conflict.first.span.start, conflict.second.span.start) - 1800)
    let end = state.zone.local(at: max(conflict.first.span.end, conflict.second.span.end) + 5400)
    let from = state.instant(start.day, start.hour * 60)
    let hours = min(12, max(3, (end.wallSeconds - start.wallSeconds) / 3600 + 1))
    let cells = max(2, (width - Self.nameWidth) / hours)
    cellsPerHour = min(cells, 12)
    window = TimeSpan(
      from, from + min(hours, max(1, (width - Self.nameWidth) / cellsPerHour)) * 3600)
  }

  func draw(in area: Rect, _ state: AppState, on picture: inout Picture) {
    drawAxis(row: area.row, area, state, on: &picture)
    for (index, event) in [conflict.first, conflict.second].enumerated() {
      let row = area.row + 1 + index
      picture.grid.write(
        state.title(of: event), row: row, column: area.column, width: Self.nameWidth - 1,
        as: Style(.text, over: .overlay), ellipsis: true)
      let hue = state.hue(of: event.calendar)
      bar(event.span, "█", row: row, area, Style(.hueText, hue: hue, over: .overlay), on: &picture)
    }
    let row = area.row + 3
    picture.line("you’re free", row: row, in: area, as: .muted)
    var reached = window.start
    for span in busy(state) + [TimeSpan(window.end, window.end)] {
      if span.start > reached {
        let free = TimeSpan(reached, min(span.start, window.end))
        if free.seconds >= 900 {
          bar(
            free, state.settings.isAccessible ? "=" : "─", row: row, area,
            Style(.free, over: .overlay), on: &picture)
        }
      }
      reached = max(reached, span.end)
    }
  }

  private func busy(_ state: AppState) -> [TimeSpan] {
    let first = state.zone.day(at: window.start)
    let last = state.zone.day(at: window.end)
    return (first...max(first, last)).flatMap { day in
      state.wholeDays[day].timed.map { state.wholeDays[$0] }
    }
    .filter(\.isBusy).map(\.span).sorted { $0.start < $1.start }
  }

  private func drawAxis(
    row: Int, _ area: Rect, _ state: AppState, on picture: inout Picture
  ) {
    var instant = window.start
    while instant < window.end {
      let label = DayText.twoDigits(state.zone.local(at: instant).hour)
      picture.grid.write(
        label, row: row, column: column(of: instant, area), width: min(2, cellsPerHour),
        as: Style(.muted, over: .overlay))
      instant = instant + 3600
    }
  }

  private func column(of instant: Instant, _ area: Rect) -> Int {
    area.column + Self.nameWidth + (instant - window.start) * cellsPerHour / 3600
  }

  private func bar(
    _ span: TimeSpan, _ letter: Unicode.Scalar, row: Int, _ area: Rect, _ style: Style,
    on picture: inout Picture
  ) {
    guard let part = span.intersection(window) else { return }
    let from = column(of: part.start, area)
    let to = max(from + 1, column(of: part.end, area))
    picture.grid.horizontalLine(
      row: row, column: from, width: min(to, area.columns.upperBound) - from, letter: letter,
      as: style)
  }
}

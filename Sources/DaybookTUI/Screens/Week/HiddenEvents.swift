internal import DaybookCore
internal import ICalendar

/// Says on each day how many events lie above and below the hours in sight: a meeting at three in
/// the morning must not be a surprise.
enum HiddenEvents {
  static func draw(_ state: AppState, _ layout: GridLayout, on picture: inout Picture) {
    guard layout.hours.count >= 4 else { return }
    let bottom = state.topMinute + layout.hours.count * layout.minutesPerRow
    for day in layout.days {
      guard let place = layout.column(of: day), place.count >= 6 else { continue }
      let timed = state.snapshot.days[day].timed
      let above = timed.count { $0.end <= state.topMinute }
      let below = timed.count { $0.start >= bottom }
      if above > 0, let row = layout.ruleRow {
        write("▴ \(above)", row: row, place, over: nil, on: &picture)
      }
      if below > 0 {
        let row = layout.hours.upperBound - 1
        let style = picture.grid[row: row, column: place.upperBound - 2].style
        // An event that reaches so far down needs its cells itself.
        if style.hue == nil, let ground = style.ground {
          write("▾ \(below)", row: row, place, over: ground, on: &picture)
        }
      }
    }
  }

  private static func write(
    _ text: String, row: Int, _ place: Range<Int>, over ground: Role?, on picture: inout Picture
  ) {
    let width = TextWidth.of(text)
    picture.grid.write(
      text, row: row, column: place.upperBound - 1 - width, width: width,
      as: Style(.muted, over: ground))
  }
}

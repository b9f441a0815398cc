internal import DaybookCore
internal import ICalendar

/// One event that spans whole days, as a bar over them.
struct BannerBar {
  private let banner: BannerLanes.Banner
  private let area: Rect
  /// The column in which something else begins.
  private let titleEnd: Int?

  init(_ banner: BannerLanes.Banner, _ area: Rect, titleEnd: Int? = nil) {
    self.banner = banner
    self.area = area
    self.titleEnd = titleEnd
  }

  func draw(_ state: AppState, on picture: inout Picture) {
    let occurrence = state.snapshot.days.occurrences[banner.index]
    let look = EventLook(occurrence, state)
    picture.grid.fill(area, as: look.block(.allDay))
    picture.grid.write(
      banner.comesFromBefore ? "◀" : look.barLetter, row: area.row, column: area.column,
      width: area.width, as: look.bar)
    let marks = look.marks + (banner.goesOn ? "▶" : "")
    let whole = area.width - 2 - TextWidth.of(marks)
    let room = max(0, min(whole, (titleEnd ?? .max) - area.column - 1))
    picture.grid.write(
      state.title(of: occurrence), row: area.row, column: area.column + 1, width: room,
      as: look.block(.allDay), ellipsis: true)
    picture.grid.write(
      marks, row: area.row, column: area.columns.upperBound - TextWidth.of(marks),
      width: max(0, min(area.width - 1, TextWidth.of(marks))), as: look.mark)
    if state.isSelected(occurrence) {
      picture.grid.restyle(area) { $0.attributes.formUnion([.bold, .underline]) }
    }
    if state.focus.event == occurrence.id {
      picture.grid.restyle(
        Rect(row: area.row, column: area.column + 1, width: area.width - 1, height: 1)
      ) {
        $0.role = .selection
        $0.attributes.remove(.dim)
      }
    }
    picture.mark(area, as: .occurrence(occurrence.id, banner.days.lowerBound))
  }
}

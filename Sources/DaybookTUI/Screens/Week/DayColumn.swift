internal import DaybookCore
internal import ICalendar

/// One day's events as blocks in its column of the grid.
struct DayColumn {
  private let day: Day
  private let layout: GridLayout
  private let place: Range<Int>
  /// Below this a lane holds no readable title, and events stack instead.
  private static let narrowestLane = 5

  init(_ day: Day, _ layout: GridLayout) {
    self.day = day
    self.layout = layout
    let column = layout.columns[day - layout.days.lowerBound]
    // The last cell stays free, so that neighbours do not run into each other.
    place = column.count > 2 ? column.lowerBound..<column.upperBound - 1 : column
  }

  func draw(_ state: AppState, on picture: inout Picture) {
    guard !place.isEmpty, !layout.hours.isEmpty else { return }
    let page = state.snapshot.days[day]
    let focused = state.focusedEvent?.id
    let most = max(1, place.count / Self.narrowestLane)
    var hidden: [Int: Int] = [:]
    var taken: [Int: Range<Int>] = [:]
    // The focused event is drawn last, so that it is whole wherever events stack.
    let last = focused.flatMap { id in
      page.timed.firstIndex { state.snapshot.days[$0].id == id }
    }
    let order = page.timed.indices.filter { $0 != last } + [last].compactMap(\.self)
    for index in order {
      let placed = page.timed[index]
      let occurrence = state.snapshot.days[placed]
      let isFocused = index == last && day == state.focus.day
      let rows = HalfRows(
        placed.start..<max(placed.end, placed.start + 1), state.topMinute, layout)
      guard rows.isVisible else { continue }
      let lanes = min(placed.lanes, most)
      var lane = placed.lane
      if lane >= lanes {
        guard isFocused else {
          hidden[rows.textRow, default: 0] += 1
          continue
        }
        lane = lanes - 1
      }
      let columns =
        place.lowerBound + place.count * lane / lanes..<place.lowerBound + place.count * (lane + 1)
        / lanes
      guard let area = rows.textArea(columns: columns) else { continue }
      // Two short events in one row: the later one is counted, not painted over the first.
      if !isFocused, placed.lanes <= most, let before = taken[area.row], area.height == 1,
        before.overlaps(columns)
      {
        hidden[area.row, default: 0] += 1
        continue
      }
      for row in area.rows { taken[row] = columns }
      let block = EventBlock(
        occurrence: occurrence, area: area, rows: rows,
        columns: lanes > 1 && lane < lanes - 1 ? columns.lowerBound..<columns.upperBound : columns,
        isFocused: isFocused, day: day)
      block.draw(state, on: &picture)
    }
    for (row, count) in hidden where layout.hours.contains(row) {
      let text = "+\(count)"
      picture.grid.write(
        text, row: row, column: max(place.lowerBound, place.upperBound - text.utf8.count),
        as: Role.eventMark.with(.bold))
    }
  }
}

/// The rows that a stretch of a day takes, to half a row.
struct HalfRows {
  /// Half rows from the top of the grid; may lie outside of it.
  let halves: Range<Int>
  let layout: GridLayout

  init(_ minutes: Range<Int>, _ top: Int, _ layout: GridLayout) {
    let step = layout.minutesPerRow
    func floorHalf(_ minute: Int) -> Int {
      let scaled = (minute - top) * 2
      return scaled >= 0 ? scaled / step : -((-scaled + step - 1) / step)
    }
    let start = floorHalf(minutes.lowerBound)
    let end = -floorHalf(2 * top - minutes.upperBound)
    halves = start..<max(end, start + 1)
    self.layout = layout
  }

  /// The first whole row, or the row the stretch begins in when it fills none.
  private var first: Int {
    let next = halves.lowerBound >= 0 ? (halves.lowerBound + 1) / 2 : halves.lowerBound / 2
    return holdsWholeRow ? next : Self.row(of: halves.lowerBound)
  }

  private var end: Int { holdsWholeRow ? Self.row(of: halves.upperBound) : first + 1 }

  private var holdsWholeRow: Bool {
    let from = halves.lowerBound + (halves.lowerBound % 2 == 0 ? 0 : 1)
    return from + 2 <= halves.upperBound
  }

  private static func row(of half: Int) -> Int {
    half >= 0 ? half / 2 : (half - 1) / 2
  }

  var textRow: Int { layout.hours.lowerBound + max(0, first) }

  var isVisible: Bool { halves.upperBound > 0 && halves.lowerBound < layout.hours.count * 2 }

  /// The whole rows, as far as they can be seen.
  func textArea(columns: Range<Int>) -> Rect? {
    let from = max(first, 0)
    let to = min(end, layout.hours.count)
    guard from < to else { return nil }
    return Rect(
      row: layout.hours.lowerBound + from, column: columns.lowerBound, width: columns.count,
      height: to - from)
  }

  /// The row of which only the lower half is taken, above the whole ones.
  var upperEdge: Int? {
    guard holdsWholeRow, halves.lowerBound % 2 != 0 else { return nil }
    let row = layout.hours.lowerBound + Self.row(of: halves.lowerBound)
    return layout.hours.contains(row) ? row : nil
  }

  /// The row of which only the upper half is taken, below the whole ones.
  var lowerEdge: Int? {
    guard holdsWholeRow, halves.upperBound % 2 != 0 else { return nil }
    let row = layout.hours.lowerBound + Self.row(of: halves.upperBound)
    return layout.hours.contains(row) ? row : nil
  }
}

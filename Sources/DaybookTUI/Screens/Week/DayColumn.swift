internal import DaybookCore
internal import ICalendar

/// One day's events as blocks in its column of the grid.
struct DayColumn {
  private let day: Day
  private let place: Range<Int>
  private let hours: Range<Int>
  private let minutesPerRow: Int
  /// Below this a lane holds no readable title, and events stack instead.
  private static let narrowestLane = 5

  init(_ day: Day, _ layout: GridLayout) {
    self.day = day
    hours = layout.hours
    minutesPerRow = layout.minutesPerRow
    let column = layout.columns[day - layout.days.lowerBound]
    // The last cell stays free, so that neighbours do not run into each other.
    place = column.count > 2 ? column.lowerBound..<column.upperBound - 1 : column
  }

  /// Draws the events, of which `focused` is the place of the focused one among all loaded.
  func draw(_ state: AppState, focused: Int?, on picture: inout Picture) {
    guard !place.isEmpty, !hours.isEmpty else { return }
    let timed = laidOut(state.snapshot.days[day].timed, from: state.topMinute)
    var stack = Stack(rows: hours)
    var last: PlacedOccurrence?
    for placed in timed {
      if placed.index == focused {
        last = placed
      } else {
        draw(placed, isFocused: false, &stack, state, on: &picture)
      }
    }
    // The focused event is drawn last, so that it is whole wherever events stack.
    if let last {
      draw(last, isFocused: day == state.focus.day, &stack, state, on: &picture)
    }
    for placed in timed where placed.index != focused && isBeyond(placed) {
      drawRest(placed, &stack, state, on: &picture)
    }
    for (row, count) in zip(hours, stack.hidden) where count > 0 {
      let text = "+\(count)"
      picture.grid.write(
        text, row: row, column: max(place.lowerBound, place.upperBound - text.utf8.count),
        as: Role.eventMark.with(.bold))
    }
  }

  /// Side by side also where two that follow each other would have their words in one row.
  private func laidOut(_ timed: [PlacedOccurrence], from top: Int) -> [PlacedOccurrence] {
    let rows = timed.map { self.rows(of: $0, from: top).words }
    // Mostly none of them meet, and they lie as they did.
    let meet = timed.indices.dropFirst().contains { index in
      timed[index].start >= timed[index - 1].end && rows[index].overlaps(rows[index - 1])
    }
    return meet ? DayPage.laidOut(timed, rows: rows) : timed
  }

  private func rows(of placed: PlacedOccurrence, from top: Int) -> HalfRows {
    HalfRows(
      placed.start..<max(placed.end, placed.start + 1), from: top, minutesPerRow: minutesPerRow,
      in: hours)
  }

  /// As many as have room for a title.
  private func lanes(of placed: PlacedOccurrence) -> Int {
    min(placed.lanes, max(1, place.count / Self.narrowestLane))
  }

  private func isBeyond(_ placed: PlacedOccurrence) -> Bool { placed.lane >= lanes(of: placed) }

  /// What goes on before or behind what covers it: its time is not free.
  private func drawRest(
    _ placed: PlacedOccurrence, _ stack: inout Stack, _ state: AppState,
    on picture: inout Picture
  ) {
    let rows = self.rows(of: placed, from: state.topMinute)
    guard rows.isVisible, let whole = rows.textArea(columns: place) else { return }
    guard let first = whole.rows.first(where: { !stack.isTaken($0) }) else { return }
    // As far as the rows lie one below the other.
    let end = whole.rows.first { $0 > first && stack.isTaken($0) } ?? whole.rows.upperBound
    let area = Rect(
      row: first, column: place.lowerBound, width: place.count, height: end - first)
    stack.take(area.rows)
    EventBlock(
      occurrence: state.snapshot.days[placed], area: area, rows: rows, columns: place,
      isFocused: false, day: day
    ).draw(state, on: &picture)
  }

  private func draw(
    _ placed: PlacedOccurrence, isFocused: Bool, _ stack: inout Stack, _ state: AppState,
    on picture: inout Picture
  ) {
    let rows = self.rows(of: placed, from: state.topMinute)
    guard rows.isVisible else { return }
    let (lanes, isBeyond) = (self.lanes(of: placed), self.isBeyond(placed))
    guard !isBeyond || isFocused else {
      stack.hide(in: rows.textRow)
      return
    }
    let lane = isBeyond ? lanes - 1 : placed.lane
    let columns =
      place.lowerBound + place.count * lane / lanes..<place.lowerBound + place.count * (lane + 1)
      / lanes
    guard let area = rows.textArea(columns: columns) else { return }
    stack.take(area.rows)
    EventBlock(
      occurrence: state.snapshot.days[placed], area: area, rows: rows, columns: columns,
      isFocused: isFocused, day: day
    ).draw(state, on: &picture)
  }
}

/// What each row of a column holds so far.
private struct Stack {
  private let rows: Range<Int>
  /// Events that found no room, by row from the top.
  private(set) var hidden: [Int]
  /// Whether an event lies there, by row.
  private var taken: [Bool]

  init(rows: Range<Int>) {
    self.rows = rows
    hidden = Array(repeating: 0, count: rows.count)
    taken = Array(repeating: false, count: rows.count)
  }

  mutating func hide(in row: Int) {
    guard rows.contains(row) else { return }
    hidden[row - rows.lowerBound] += 1
  }

  mutating func take(_ some: Range<Int>) {
    for row in some.clamped(to: rows) { taken[row - rows.lowerBound] = true }
  }

  func isTaken(_ row: Int) -> Bool {
    !rows.contains(row) || taken[row - rows.lowerBound]
  }
}

/// The rows that a stretch of a day takes, to half a row.
struct HalfRows {
  /// Half rows from the top of the grid; may lie outside of it.
  let halves: Range<Int>
  /// The rows of the grid.
  private let hours: Range<Int>

  /// The rows of minutes of a day, in rows of which the first begins at the minute `top`.
  init(_ minutes: Range<Int>, from top: Int, minutesPerRow step: Int, in hours: Range<Int>) {
    func floorHalf(_ minute: Int) -> Int {
      let scaled = (minute - top) * 2
      return scaled >= 0 ? scaled / step : -((-scaled + step - 1) / step)
    }
    let start = floorHalf(minutes.lowerBound)
    let end = -floorHalf(2 * top - minutes.upperBound)
    halves = start..<max(end, start + 1)
    self.hours = hours
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

  /// The rows that its words would take, seen or not; the first of the grid is 0.
  var words: Range<Int> { first..<max(end, first + 1) }

  var textRow: Int { hours.lowerBound + max(0, first) }

  var isVisible: Bool { halves.upperBound > 0 && halves.lowerBound < hours.count * 2 }

  /// The whole rows, as far as they can be seen.
  func textArea(columns: Range<Int>) -> Rect? {
    let from = max(first, 0)
    let to = min(end, hours.count)
    guard from < to else { return nil }
    return Rect(
      row: hours.lowerBound + from, column: columns.lowerBound, width: columns.count,
      height: to - from)
  }

  /// The row of which only the lower half is taken, above the whole ones.
  var upperEdge: Int? {
    guard holdsWholeRow, halves.lowerBound % 2 != 0 else { return nil }
    let row = hours.lowerBound + Self.row(of: halves.lowerBound)
    return hours.contains(row) ? row : nil
  }

  /// The row of which only the upper half is taken, below the whole ones.
  var lowerEdge: Int? {
    guard holdsWholeRow, halves.upperBound % 2 != 0 else { return nil }
    let row = hours.lowerBound + Self.row(of: halves.upperBound)
    return hours.contains(row) ? row : nil
  }
}

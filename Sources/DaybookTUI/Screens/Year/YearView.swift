internal import DaybookCore
internal import ICalendar

/// A year as a heat map of busy hours: months with their days where there is room, else one strip of
/// weeks.
enum YearView {
  static func draw(_ state: AppState, on picture: inout Picture) {
    let size = state.size
    let top = size.rows >= 10 ? 2 : size.rows >= 3 ? 1 : 0
    let year = state.focus.day.civil.year
    if size.rows >= 3 { Header.draw(state, title: String(year), row: 0, on: &picture) }
    if top == 2 { ViewTabs.draw(state, row: 1, on: &picture) }
    let area = Rect(
      row: top, column: 0, width: size.columns,
      height: size.rows - top - (size.rows >= 2 ? 1 : 0))
    guard area.height > 0 else { return }
    let hasFoot = area.height >= 9
    let map = area.inset(
      top: area.height >= 11 ? 1 : 0, bottom: hasFoot ? (area.height >= 10 ? 2 : 1) : 0)
    let heat = Heat(state)
    if let months = YearMonths(map) {
      months.draw(heat, state, on: &picture)
    } else {
      for strip in YearStrip.strips(map, state) { strip.draw(heat, state, on: &picture) }
    }
    guard hasFoot else { return }
    drawFoot(heat, state, area, on: &picture)
  }

  /// The chosen day in words, and what the shades mean.
  private static func drawFoot(
    _ heat: Heat, _ state: AppState, _ area: Rect, on picture: inout Picture
  ) {
    // What was just said stands there for a moment.
    guard state.notice == nil else { return }
    let row = area.rows.upperBound - 1
    let day = state.focus.day
    let name = " \(DayText.medium(day)) · "
    let busy = heat.busy(on: day)
    let count = heat.count(on: day)
    func room(_ words: String...) -> Int {
      area.width - words.map { TextWidth.of($0) }.reduce(0, +) - 2
    }
    // The legend is worth more than the count of events, and has a row of its own where there is one.
    let spare = area.height >= 10 ? area.width : 0
    let legend = Heat.legends(heat)
    let beside =
      legend.first { Heat.width($0) <= room(name, busy, count) }.map { ($0, row, count) }
      ?? legend.first { Heat.width($0) <= spare }.map { ($0, row - 1, count) }
      ?? legend.first { Heat.width($0) <= room(name, busy) }.map { ($0, row, "") }
    var column = area.column
    column += picture.grid.write(name, row: row, column: column, width: area.width, as: .text)
    // The day's shade stands here, for its square has the cursor.
    column += picture.grid.write(
      busy, row: row, column: column, width: max(0, area.columns.upperBound - column),
      as: heat.level(of: day) == 0 ? Style(.text) : heat.style(of: day))
    picture.grid.write(
      beside?.2 ?? count, row: row, column: column,
      width: max(0, area.columns.upperBound - column), as: .text)
    guard let (parts, legendRow, _) = beside else { return }
    column = area.columns.upperBound - Heat.width(parts)
    for part in parts {
      column += 1 + picture.grid.write(part.text, row: legendRow, column: column, as: part.style)
    }
  }
}

/// How minutes become shades: by quarters of a working day.
struct Heat {
  private let load: YearLoad?
  private let whole: Int

  init(_ state: AppState) {
    load = state.year.flatMap { $0.year == state.focus.day.civil.year ? $0 : nil }
    let days = state.policy.hours.minutes.map { $0.map(\.count).reduce(0, +) }
    whole = max(60, days.max() ?? 480)
  }

  private var isKnown: Bool { load != nil }

  /// `5.9 h`, or that it is not known yet.
  func busy(on day: Day) -> String {
    guard let load else { return "… reading" }
    return DayText.hours(minutes: load.minutes(on: day) ?? 0)
  }

  /// ` busy · 8 events`, where it is known.
  func count(on day: Day) -> String {
    load.map { " busy · \(CountText.of($0.events(on: day), "event"))" } ?? ""
  }

  func level(of day: Day) -> Int {
    guard let minutes = load?.minutes(on: day), minutes > 0 else { return 0 }
    return min(4, 1 + minutes * 4 / (whole + 1))
  }

  func style(of day: Day) -> Style {
    isKnown ? Style(Self.roles[level(of: day)]) : Style(.faint)
  }

  private static let roles: [Role] = [.heat0, .heat1, .heat2, .heat3, .heat4]
  /// Where there is no room for a day's number: its busy hours, begun ones as well.
  func digit(of day: Day) -> String {
    guard let load else { return "…" }
    guard let minutes = load.minutes(on: day), minutes > 0 else { return "·" }
    return String(min(9, (minutes + 59) / 60))
  }

  /// `2h`, `2.3h`
  private static func text(_ minutes: Int) -> String {
    minutes % 60 == 0
      ? "\(minutes / 60)h" : DayText.hours(minutes: minutes).replacing(" ", with: "")
  }

  typealias Legend = [(text: String, style: Style)]

  /// `busy 0 <2h <4h <6h 6h+`, each on its shade, and the same in fewer letters.
  static func legends(_ heat: Heat) -> [Legend] {
    let words = (0...4).map { level in
      switch level {
      case 0: "0"
      case 4: text(heat.whole * 3 / 4) + "+"
      default: "<" + text(heat.whole * level / 4)
      }
    }
    let long = words.enumerated().map { (text: " \($1) ", style: Style(roles[$0])) }
    let short = words.enumerated().map { level, word in
      (text: level == 4 ? word : word.replacing("h", with: ""), style: Style(roles[level]))
    }
    return [[("busy", Style(.muted))] + long, short]
  }

  static func width(_ legend: Legend) -> Int {
    legend.map { TextWidth.of($0.text) + 1 }.reduce(0, +)
  }
}

/// Brackets around a day of two letters, which leave its shade to be seen.
private enum YearCursor {
  static func draw(row: Int, column: Int, on picture: inout Picture) {
    let style = Style(.cursor, attributes: .bold)
    picture.grid.write("[", row: row, column: column - 1, as: style)
    picture.grid.write("]", row: row, column: column + 2, as: style)
  }
}

/// Twelve small months.
private struct YearMonths {
  private let area: Rect
  private let across: Int
  private let width: Int
  private let height: Int
  private static let monthWidth = 20

  /// nil where they do not fit.
  init?(_ area: Rect) {
    let most = min(6, area.width / (Self.monthWidth + 2))
    guard let across = [6, 4, 3, 2].first(where: { $0 <= most && area.height / (12 / $0) >= 8 })
    else { return nil }
    self.area = area
    self.across = across
    width = area.width / across
    height = min(10, area.height / (12 / across))
  }

  func draw(_ heat: Heat, _ state: AppState, on picture: inout Picture) {
    let year = state.focus.day.civil.year
    for index in 0..<12 {
      let left = area.column + index % across * width + (width - Self.monthWidth) / 2
      let top = area.row + index / across * height
      draw(Day(year, index + 1, 1), row: top, column: left, heat, state, on: &picture)
    }
  }

  private func draw(
    _ first: Day, row top: Int, column: Int, _ heat: Heat, _ state: AppState,
    on picture: inout Picture
  ) {
    let isCurrent = first.civil.month == state.focus.day.civil.month
    picture.grid.write(
      DayText.month(first.civil.month), row: top, column: column,
      as: isCurrent ? Style(.strong) : Style(.muted))
    for index in 0..<7 {
      let weekday = Weekday(index: (state.settings.weekStarts.index + index) % 7)
      picture.grid.write(
        DayText.initials(weekday), row: top + 1, column: column + index * 3, as: .faint)
    }
    let start = first.weekStart(state.settings.weekStarts)
    for day in first..<first.adding(months: 1) {
      let row = top + 2 + (day - start) / 7
      let place = column + (day - start) % 7 * 3
      var style = heat.level(of: day) == 0 ? Style(.muted) : heat.style(of: day)
      if day == state.today { style = style.with([.bold, .underline]) }
      if day == state.focus.day { style = heat.style(of: day).with(.bold) }
      picture.grid.write(
        day.day < 10 ? " \(day.day)" : String(day.day), row: row, column: place, as: style)
      if day == state.focus.day { YearCursor.draw(row: row, column: place, on: &picture) }
      picture.mark(Rect(row: row, column: place, width: 3, height: 1), as: .day(day))
      if day == state.focus.day, state.settings.isAccessible, state.layers.isEmpty {
        picture.grid.showCursor(row: row, column: place)
      }
    }
  }
}

/// Weekdays down, weeks across: a whole year in one strip, or each half in its own where there is room. Where not all weeks fit, those around the focus stay.
private struct YearStrip {
  private let area: Rect
  private let days: Range<Day>
  private let first: Day
  private let weeks: Int
  private let cell: Int
  private let names: Int

  /// The strips of a year, one under the other.
  static func strips(_ area: Rect, _ state: AppState) -> [YearStrip] {
    let year = state.focus.day.civil.year
    let (start, middle, end) = (Day(year, 1, 1), Day(year, 7, 1), Day(year + 1, 1, 1))
    guard area.height >= 17, area.width >= nameWidth + 2 * 27 else {
      return [YearStrip(area, start..<end, state)]
    }
    let half = area.height / 2
    return [
      YearStrip(area.inset(bottom: area.height - half), start..<middle, state),
      YearStrip(area.inset(top: half), middle..<end, state),
    ]
  }

  private static let nameWidth = 4

  private init(_ area: Rect, _ days: Range<Day>, _ state: AppState) {
    self.area = area
    self.days = days
    let start = days.lowerBound.weekStart(state.settings.weekStarts)
    let all = (days.upperBound - 1 - start) / 7 + 1
    names = area.width >= 30 ? Self.nameWidth : 0
    let room = max(1, area.width - names)
    cell = max(1, min(4, room / all))
    weeks = min(all, room / cell)
    let focused = days.contains(state.focus.day) ? (state.focus.day - start) / 7 : 0
    first = start + min(max(0, focused - weeks / 2), all - weeks) * 7
  }

  func draw(_ heat: Heat, _ state: AppState, on picture: inout Picture) {
    let hasNames = area.height >= 8
    let grid = area.inset(top: hasNames ? 1 : 0)
    if hasNames { drawMonths(on: &picture) }
    for week in 0..<weeks {
      for index in 0..<min(7, grid.height) {
        let day = first + week * 7 + index
        guard days.contains(day) else { continue }
        draw(
          day, row: grid.row + index, column: grid.column + names + week * cell, heat, state,
          on: &picture)
      }
    }
    guard names > 0 else { return }
    for index in 0..<min(7, grid.height) {
      let weekday = Weekday(index: (state.settings.weekStarts.index + index) % 7)
      picture.grid.write(
        DayText.initials(weekday), row: grid.row + index, column: area.column + 1, as: .faint)
    }
  }

  private func drawMonths(on picture: inout Picture) {
    var free = area.column
    for week in 0..<weeks {
      let column = area.column + names + week * cell
      let month = (0..<7).map { first + week * 7 + $0 }.first { $0.day == 1 && days.contains($0) }
      guard let month, column >= free else { continue }
      free =
        column + 1
        + picture.grid.write(
          DayText.shortMonth(month.civil.month), row: area.row, column: column,
          width: area.columns.upperBound - column, as: .muted)
    }
  }

  private func draw(
    _ day: Day, row: Int, column: Int, _ heat: Heat, _ state: AppState, on picture: inout Picture
  ) {
    var style = heat.style(of: day)
    if day == state.today { style = style.with([.bold, .underline]) }
    let isNumbered = cell >= 3
    let isFocused = day == state.focus.day
    if isFocused { style = cell == 1 ? Style(.cursor, attributes: .bold) : style.with(.bold) }
    let text = isNumbered ? String(day.day) : heat.digit(of: day)
    let padded = String(repeating: " ", count: max(0, min(cell, 2) - text.utf8.count)) + text
    picture.grid.write(padded, row: row, column: column, width: cell, as: style)
    if isFocused, isNumbered { YearCursor.draw(row: row, column: column, on: &picture) }
    if isFocused, cell == 2 {
      picture.grid.write("▸", row: row, column: column, as: Style(.cursor, attributes: .bold))
    }
    picture.mark(Rect(row: row, column: column, width: cell, height: 1), as: .day(day))
    if day == state.focus.day, state.settings.isAccessible, state.layers.isEmpty {
      picture.grid.showCursor(row: row, column: column)
    }
  }
}

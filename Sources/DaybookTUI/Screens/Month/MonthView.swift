internal import DaybookCore
internal import ICalendar

/// A month of weeks: in each day as many titles as fit, and how many more there are.
enum MonthView {
  static func draw(_ state: AppState, on picture: inout Picture) {
    let layout = MonthLayout(state)
    if let row = layout.headerRow {
      Header.draw(
        state, title: "\(DayText.month(layout.month.civil.month)) \(layout.month.civil.year)",
        row: row, on: &picture)
    }
    if let row = layout.tabsRow { ViewTabs.draw(state, row: row, on: &picture) }
    if layout.sideBar.width > 0 { SideBar.draw(state, in: layout.sideBar, on: &picture) }
    if let row = layout.namesRow { drawNames(state, layout, row: row, on: &picture) }
    for (index, rows) in layout.weeks.enumerated() where !rows.isEmpty {
      let first = layout.days.lowerBound + index * 7
      MonthWeek(first, rows: rows, layout, state).draw(on: &picture)
    }
    if !state.snapshot.hasEvents, state.isLoaded {
      let top = layout.namesRow.map { $0 + 1 } ?? layout.weeks.first?.lowerBound ?? 0
      let area = Rect(
        row: top, column: layout.sideBar.width,
        width: state.size.columns - layout.sideBar.width,
        height: max(0, (layout.weeks.last?.upperBound ?? top) - top))
      WelcomeView.draw(state, in: area, on: &picture)
    }
  }

  private static func drawNames(
    _ state: AppState, _ layout: MonthLayout, row: Int, on picture: inout Picture
  ) {
    for (index, place) in layout.columns.enumerated() {
      let weekday = Weekday(index: (state.settings.weekStarts.index + index) % 7)
      let name = DayText.weekday(weekday)
      let width = place.count - 1
      let isWeekend = weekday == .saturday || weekday == .sunday
      picture.grid.write(
        TextWidth.of(name) <= width
          ? name : width >= 3 ? String(name.prefix(3)) : String(name.prefix(2)),
        row: row, column: place.lowerBound + 1, width: max(0, width),
        as: isWeekend ? .muted : .strong)
    }
  }
}

/// One week of the month.
private struct MonthWeek {
  private let state: AppState
  private let layout: MonthLayout
  private let days: Range<Day>
  private let rows: Range<Int>
  private let lanes: BannerLanes
  private let policy: AvailabilityPolicy
  /// Rows for events, below the numbers.
  private var lines: Int { rows.count - 1 }

  init(_ first: Day, rows: Range<Int>, _ layout: MonthLayout, _ state: AppState) {
    self.state = state
    self.layout = layout
    days = first..<first + 7
    self.rows = rows
    lanes = BannerLanes(state.snapshot.days, days: days)
    policy = state.policy
  }

  func draw(on picture: inout Picture) {
    if !layout.gutter.isEmpty {
      picture.grid.write(
        "w\(days.lowerBound.week(startingOn: state.settings.weekStarts).week)",
        row: rows.lowerBound,
        column: layout.gutter.lowerBound, width: layout.gutter.count - 1, as: .gutter)
    }
    for day in days { drawGround(day, on: &picture) }
    var taken = Array(repeating: Set<Int>(), count: 7)
    var hidden = Array(repeating: 0, count: 7)
    // The last line is kept for "+n" in a week that has more than it can show.
    let isFull = days.contains { day in
      let page = state.snapshot.days[day]
      return max(page.banners.isEmpty ? 0 : lanes.count, page.banners.count) + page.timed.count
        > lines
    }
    let limit = isFull ? lines - 1 : lines
    for banner in lanes.banners {
      let places = banner.days.map { $0 - days.lowerBound }
      guard banner.lane < limit else {
        for place in places { hidden[place] += 1 }
        continue
      }
      for place in places { taken[place].insert(banner.lane) }
      drawBanner(banner, on: &picture)
    }
    for day in days {
      let place = day - days.lowerBound
      drawTimed(day, taken: taken[place], hidden: hidden[place], on: &picture)
    }
  }

  private func column(_ day: Day) -> Range<Int> { layout.columns[day - days.lowerBound] }

  private func ground(_ day: Day) -> Role {
    let isFree = policy.ranges(on: day).isEmpty
    if let range = state.rangeSpan, range.contains(state.zone.start(of: day)) {
      return .range
    }
    return layout.isOutside(day) ? .outside : isFree ? .weekend : .workHours
  }

  /// The cell, and its number.
  private func drawGround(_ day: Day, on picture: inout Picture) {
    let place = column(day)
    guard !place.isEmpty else { return }
    let isFocused = day == state.focus.day
    let ground = self.ground(day)
    let cell = Rect(
      row: rows.lowerBound, column: place.lowerBound, width: place.count, height: rows.count)
    picture.grid.fill(cell, as: Style(.text, over: ground))
    let numberLine = Rect(
      row: rows.lowerBound, column: place.lowerBound, width: place.count, height: 1)
    if !state.settings.isAccessible, lines > 0 {
      picture.grid.horizontalLine(
        row: rows.lowerBound, column: place.lowerBound, width: place.count,
        as: Style(.gridLine, over: ground))
    }
    if isFocused, state.focus.event == nil || lines == 0 {
      picture.grid.fill(numberLine, as: .cursor)
    }
    let isToday = day == state.today
    let name =
      day.day == 1 && place.count >= 8
      ? "\(day.day) \(DayText.shortMonth(day.civil.month))" : String(day.day)
    var style =
      isToday
      ? Style(.todayHeader)
      : Style(layout.isOutside(day) ? .faint : isFocused ? .strong : .text, over: ground)
    if isFocused, state.focus.event == nil || lines == 0 {
      style = isToday ? style : Style(.cursor)
    }
    if isFocused { style = style.with([.bold, .underline]) }
    let text = place.count < 4 ? name : lines == 0 ? " \(name)" : " \(name) "
    let used = picture.grid.write(
      text, row: rows.lowerBound, column: place.lowerBound, width: place.count, as: style)
    if isFocused, state.focus.event == nil, state.settings.isAccessible, state.layers.isEmpty {
      picture.grid.showCursor(row: rows.lowerBound, column: place.lowerBound)
    }
    picture.mark(cell, as: .day(day))
    if state.isUnread(day) {
      let below = min(lines, 1)
      picture.grid.write(
        "…", row: rows.lowerBound + below, column: place.lowerBound + (below == 1 ? 1 : used),
        width: place.count - 1, as: Style(.faint, over: ground))
    }
    drawSigns(day, after: used, place, isFocused ? .cursor : ground, on: &picture)
  }

  /// At the right of the number: that something collides; and where there is no more room than this,
  /// how much there is.
  private func drawSigns(
    _ day: Day, after used: Int, _ place: Range<Int>, _ ground: Role, on picture: inout Picture
  ) {
    let page = state.snapshot.days[day]
    let events = state.snapshot.days.inOrder(on: day)
    let gravest = events.compactMap { state.snapshot.gravity[$0.id] }.reduce(nil) { known, next in
      known?.graver(next) ?? next
    }
    var right = place.upperBound - 1
    if let gravest, place.count - used >= 2 {
      right -= 1
      picture.grid.write(
        "!", row: rows.lowerBound, column: right,
        as: Style(gravest.role, over: place.isEmpty ? nil : ground))
    }
    guard lines == 0 else { return }
    let count = page.banners.count + page.timed.count
    guard count > 0 else { return }
    let room = right - place.lowerBound - used
    if count <= room - 1 || room >= 3 {
      for (index, event) in events.prefix(max(0, min(count, room - 1))).enumerated() {
        picture.grid.write(
          "▪", row: rows.lowerBound, column: place.lowerBound + used + index, width: 1,
          as: Style(.hueText, hue: state.hue(of: event.calendar), over: ground))
      }
    } else if room >= 1 {
      picture.grid.write(
        "·", row: rows.lowerBound, column: place.lowerBound + used, width: 1,
        as: Style(.muted, over: ground))
    }
  }

  private func drawBanner(_ banner: BannerLanes.Banner, on picture: inout Picture) {
    let first = column(banner.days.lowerBound)
    let last = column(banner.days.upperBound - 1)
    let area = Rect(
      row: rows.lowerBound + 1 + banner.lane, column: first.lowerBound,
      width: last.upperBound - 1 - first.lowerBound, height: 1)
    BannerBar(banner, area).draw(state, on: &picture)
    let occurrence = state.snapshot.days.occurrences[banner.index]
    if state.isSelected(occurrence) { tick(area, on: &picture) }
    if occurrence.id == state.focus.event { emphasize(area, on: &picture) }
  }

  private func drawTimed(
    _ day: Day, taken: Set<Int>, hidden: Int, on picture: inout Picture
  ) {
    let page = state.snapshot.days[day]
    let free = (0..<max(0, lines)).filter { !taken.contains($0) }
    guard !free.isEmpty else { return }
    let isFull = hidden + page.timed.count > free.count || hidden > 0
    // A single line holds both the first title and how many more there are, if it is wide enough.
    let least = column(day).count >= 9 ? 1 : 0
    var shown = Array(page.timed.prefix(isFull ? max(least, free.count - 1) : free.count))
    // The chosen event is never among those that are only counted.
    if let chosen = state.focus.event, !shown.isEmpty,
      let index = page.timed.firstIndex(where: { state.snapshot.days[$0].id == chosen }),
      index >= shown.count
    {
      shown[shown.count - 1] = page.timed[index]
    }
    let more = hidden + page.timed.count - shown.count
    let count = more > 0 ? "+\(more)" : ""
    let isShared = more > 0 && shown.count == free.count
    for (line, placed) in zip(free, shown) {
      draw(
        state.snapshot.days[placed], placed, day, line: line,
        beside: isShared ? TextWidth.of(count) : 0, on: &picture)
    }
    guard more > 0, let line = free.last else { return }
    let place = column(day)
    let left = isShared ? place.upperBound - 1 - TextWidth.of(count) : place.lowerBound + 1
    picture.grid.write(
      count, row: rows.lowerBound + 1 + line, column: max(left, place.lowerBound),
      width: place.count - 1, as: Style(.muted, over: ground(day)))
  }

  private func draw(
    _ event: Occurrence, _ placed: PlacedOccurrence, _ day: Day, line: Int, beside count: Int,
    on picture: inout Picture
  ) {
    let place = column(day)
    let row = rows.lowerBound + 1 + line
    let ground = self.ground(day)
    let look = EventLook(event, state)
    let attributes = look.text.attributes
    let area = Rect(row: row, column: place.lowerBound, width: place.count - 1, height: 1)
    picture.grid.write(
      look.barLetter, row: row, column: place.lowerBound, width: place.count,
      as: Style(.hueText, hue: look.hue, over: ground, attributes: attributes.subtracting(.strike)))
    let marks =
      place.count >= 10 ? look.gravestMarks : look.marks.filter { $0 == "!" }
    let marksWidth = TextWidth.of(marks)
    var left = place.lowerBound + 1
    let right = place.upperBound - 1 - marksWidth - count
    if place.count >= 15 {
      let clock = DayText.clock(minutes: placed.start)
      left +=
        1
        + picture.grid.write(
          clock, row: row, column: left,
          as: Style(.muted, over: ground, attributes: attributes.subtracting(.strike)))
    }
    picture.grid.write(
      state.title(of: event), row: row, column: left, width: max(0, right - left),
      as: Style(
        layout.isOutside(day) ? .muted : .text, over: ground, attributes: attributes),
      ellipsis: true)
    picture.grid.write(
      marks, row: row, column: right, width: marksWidth,
      as: Style(look.mark.role == .eventMark ? .muted : look.mark.role, over: ground))
    if state.isSelected(event) { tick(area, on: &picture) }
    if event.id == state.focus.event, day == state.focus.day { emphasize(area, on: &picture) }
    picture.mark(area, as: .occurrence(event.id, day))
  }

  /// What is selected has a tick for its bar.
  private func tick(_ area: Rect, on picture: inout Picture) {
    picture.grid.restyle(area) { $0.attributes.formUnion([.bold, .underline]) }
    let bar = picture.grid[row: area.row, column: area.column].style
    picture.grid.write("✓", row: area.row, column: area.column, width: area.width, as: bar)
  }

  private func emphasize(_ area: Rect, on picture: inout Picture) {
    picture.grid.restyle(
      Rect(row: area.row, column: area.column + 1, width: max(0, area.width - 1), height: 1)
    ) {
      $0 = Style(.selection, attributes: $0.attributes.subtracting(.dim))
    }
    if state.settings.isAccessible, state.layers.isEmpty {
      picture.grid.showCursor(row: area.row, column: area.column)
    }
  }
}

extension Conflict.Severity {
  fileprivate var role: Role {
    switch self {
    case .severe: .conflictSevere
    case .medium: .conflictMedium
    case .minor: .conflictMinor
    }
  }
}

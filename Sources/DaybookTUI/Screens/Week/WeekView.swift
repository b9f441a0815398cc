internal import DaybookCore
internal import ICalendar

/// The week, three days, or a day as a grid of hours.
enum WeekView {
  static func draw(_ state: AppState, on picture: inout Picture) {
    let layout = GridLayout(state)
    if let row = layout.headerRow {
      Header.draw(state, days: layout.days, row: row, on: &picture)
    }
    if layout.sideBarWidth > 0 {
      let top = layout.headerRow.map { $0 + 1 } ?? 0
      let area = Rect(
        row: top, column: 0, width: layout.sideBarWidth,
        height: max(0, layout.hours.upperBound - top))
      SideBar.draw(state, in: area, on: &picture)
    }
    if let row = layout.capacityRow { drawCapacity(state, layout, row: row, on: &picture) }
    if let row = layout.dayNamesRow { drawDayNames(state, layout, row: row, on: &picture) }
    drawBanners(state, layout, on: &picture)
    if let row = layout.ruleRow, !state.settings.isAccessible {
      picture.grid.horizontalLine(row: row, column: layout.sideBarWidth, as: .gridLine)
    }
    let focused = state.focusedPlace
    drawGround(state, layout, isOnEvent: focused != nil, on: &picture)
    drawGutters(state, layout, on: &picture)
    drawNow(state, layout, on: &picture)
    for day in layout.days {
      DayColumn(day, layout).draw(state, focused: focused, on: &picture)
    }
    HiddenEvents.draw(state, layout, on: &picture)
    drawPreviews(state, layout, on: &picture)
    if let detail = layout.detail { DayDetail.draw(state, in: detail, on: &picture) }
    if !state.snapshot.hasEvents, state.isLoaded { WelcomeView.draw(state, layout, on: &picture) }
    placeCursor(state, layout, on: &picture)
  }

  // MARK: Above the hours

  /// Hours in meetings, for clients, and left, with a bar by client.
  private static func drawCapacity(
    _ state: AppState, _ layout: GridLayout, row: Int, on picture: inout Picture
  ) {
    let summary = WeekSummary(state, days: layout.days)
    let working = WeekSummary.workingTime(state, days: layout.days)
    let width = state.size.columns - layout.sideBarWidth
    let left = layout.sideBarWidth + 1
    let words =
      "\(DayText.hours(minutes: summary.meetings)) in meetings · "
      + "\(DayText.hours(minutes: summary.billable)) billable · "
      + "\(DayText.hours(minutes: working.free)) free"
    // The bar goes before the tabs, which only say what the keys say too.
    let room = width - TextWidth.of(words) - 4
    let hasTabs = room - ViewTabs.width(state) >= (state.settings.isAccessible ? 0 : shortestBar)
    let barWidth = min(36, hasTabs ? room - ViewTabs.width(state) : room)
    var column = left
    if barWidth >= shortestBar, !state.settings.isAccessible {
      picture.grid.horizontalLine(
        row: row, column: left, width: barWidth, letter: "━", as: .gridLine)
      let whole = max(working.all, summary.clients.reduce(0) { $0 + $1.minutes }, 1)
      var sum = 0
      for entry in summary.clients {
        let from = left + sum * barWidth / whole
        sum += entry.minutes
        let to = min(left + sum * barWidth / whole, left + barWidth)
        let style =
          entry.client.map { Style(.hueText, hue: state.hue(ofClient: $0)) } ?? Style(.unassigned)
        picture.grid.horizontalLine(
          row: row, column: from, width: max(0, to - from), letter: "━", as: style)
      }
      column = left + barWidth + 2
    }
    picture.grid.write(words, row: row, column: column, as: .muted)
    if hasTabs { ViewTabs.draw(state, row: row, on: &picture) }
  }

  /// Cells below which a bar tells nothing.
  private static let shortestBar = 8

  private static func drawDayNames(
    _ state: AppState, _ layout: GridLayout, row: Int, on picture: inout Picture
  ) {
    for day in layout.days {
      let place = layout.columns[day - layout.days.lowerBound]
      guard place.count > 1 else { continue }
      let isToday = day == state.today
      let isWeekend = day.weekday == .saturday || day.weekday == .sunday
      var style = Style(isToday ? .todayHeader : isWeekend ? .muted : .strong)
      if day == state.focus.day { style = style.with([.bold, .underline]) }
      let width = place.count - 1
      let name =
        width >= 18 && layout.days.count < 7
        ? DayText.medium(day)
        : width >= 6 ? DayText.brief(day) : width >= 3 ? String(day.day) : ""
      picture.grid.write(
        isToday ? " \(name) " : name, row: row,
        column: isToday ? place.lowerBound : place.lowerBound + 1, width: width, as: style)
      picture.mark(
        Rect(row: row, column: place.lowerBound, width: place.count, height: 1), as: .day(day))
    }
  }

  private static func drawBanners(
    _ state: AppState, _ layout: GridLayout, on picture: inout Picture
  ) {
    guard !layout.banners.isEmpty else { return }
    let lanes = BannerLanes(state.snapshot.days, days: layout.days)
    if layout.gutter.count >= 5 {
      picture.grid.write(
        "all", row: layout.banners.lowerBound, column: layout.gutter.lowerBound + 1, as: .gutter)
    }
    var hidden = Array(repeating: 0, count: layout.days.count)
    for banner in lanes.banners where banner.lane >= layout.banners.count {
      for day in banner.days { hidden[day - layout.days.lowerBound] += 1 }
    }
    // Where the last row says how many more there are.
    let counts = hidden.indices.filter { hidden[$0] > 0 }.map { index in
      let text = "+\(hidden[index])"
      return (
        index: index, text: text, column: layout.columns[index].upperBound - 1 - text.utf8.count
      )
    }
    for banner in lanes.banners where banner.lane < layout.banners.count {
      let days =
        banner.days.lowerBound - layout.days.lowerBound..<banner.days.upperBound
        - layout.days.lowerBound
      let (first, last) = (layout.columns[days.lowerBound], layout.columns[days.upperBound - 1])
      let area = Rect(
        row: layout.banners.lowerBound + banner.lane, column: first.lowerBound,
        width: last.upperBound - 1 - first.lowerBound, height: 1)
      let isLast = area.row == layout.banners.upperBound - 1
      let count = isLast ? counts.first { days.contains($0.index) } : nil
      BannerBar(banner, area, titleEnd: count.map { $0.column - 1 }).draw(state, on: &picture)
    }
    for count in counts {
      picture.grid.write(
        count.text, row: layout.banners.upperBound - 1, column: count.column, as: .eventMark)
    }
  }

  // MARK: The hours

  private static func drawGround(
    _ state: AppState, _ layout: GridLayout, isOnEvent: Bool, on picture: inout Picture
  ) {
    let range = state.rangeSpan
    let policy = state.policy
    for day in layout.days {
      let place = layout.columns[day - layout.days.lowerBound]
      guard !place.isEmpty else { continue }
      let hours = policy.ranges(on: day)
      let rest: Role = hours.isEmpty ? .weekend : .offHours
      for (offset, row) in layout.hours.enumerated() {
        let minute = state.topMinute + offset * layout.minutesPerRow
        let area = Rect(row: row, column: place.lowerBound, width: place.count, height: 1)
        var ground: Role =
          minute >= 1440
          ? .outside : hours.contains { $0.contains(minute) } ? .workHours : rest
        if let range, minute < 1440, range.contains(state.instant(day, minute)) {
          ground = .range
        }
        picture.grid.fill(area, as: Style(.text, over: ground))
        guard minute < 1440 else { continue }
        if minute % 60 == 0, layout.minutesPerRow < 60 {
          picture.grid.fill(
            Rect(row: row, column: place.lowerBound, width: 1, height: 1), with: "·",
            as: Style(.hourLine, over: ground))
        }
        if day == state.focus.day, minute == state.focus.minute, !isOnEvent {
          picture.grid.fill(
            Rect(row: row, column: place.lowerBound, width: max(1, place.count - 1), height: 1),
            as: .cursor)
        }
        picture.mark(area, as: .slot(day, minute: minute))
      }
    }
  }

  private static func drawGutters(
    _ state: AppState, _ layout: GridLayout, on picture: inout Picture
  ) {
    for (offset, row) in layout.hours.enumerated() {
      let minute = state.topMinute + offset * layout.minutesPerRow
      guard minute < 1440, minute % 60 == 0 else { continue }
      let text =
        layout.gutter.count >= 6
        ? DayText.clock(minutes: minute) : DayText.twoDigits(minute / 60)
      let isFocused = state.focus.minute / 60 == minute / 60
      picture.grid.write(
        text, row: row,
        column: layout.gutter.upperBound - (layout.gutter.count >= 6 ? 6 : 3),
        width: layout.gutter.count, as: isFocused ? .text : .gutter)
      if let second = layout.secondGutter, let zone = state.secondZone {
        let local = zone.local(at: state.instant(state.focus.day, minute))
        picture.grid.write(
          DayText.clock(minutes: local.second / 60), row: row, column: second.lowerBound + 1,
          as: .faint)
      }
    }
    if let second = layout.secondGutter, let zone = state.secondZone, let row = layout.dayNamesRow {
      let instant = state.instant(state.focus.day, 720)
      picture.grid.write(
        zone.abbreviation(at: instant), row: row, column: second.lowerBound + 1, width: 5,
        as: .faint)
      picture.grid.write(
        state.zone.abbreviation(at: instant), row: row, column: layout.gutter.lowerBound,
        width: 5, as: .gutter)
    }
  }

  /// The line of the current time: strong today, a thread elsewhere.
  private static func drawNow(
    _ state: AppState, _ layout: GridLayout, on picture: inout Picture
  ) {
    let offset = state.minuteOfDay - state.topMinute
    let row = layout.hours.lowerBound + offset / layout.minutesPerRow
    guard layout.days.contains(state.today), offset >= 0, layout.hours.contains(row) else {
      return
    }
    if layout.gutter.count >= 6 {
      picture.grid.write(
        DayText.clock(minutes: state.minuteOfDay), row: row,
        column: layout.gutter.upperBound - 6, as: .nowLine)
    }
    guard !state.settings.isAccessible else { return }
    for day in layout.days {
      let place = layout.columns[day - layout.days.lowerBound]
      // The focused square stays what it is: two meanings in one cell would be none.
      let ground = picture.grid[row: row, column: place.lowerBound].style
      guard ground.role != .cursor else { continue }
      let isToday = day == state.today
      picture.grid.horizontalLine(
        row: row, column: place.lowerBound, width: place.count, letter: isToday ? "─" : "┈",
        as: Style(
          .nowLine, over: ground.ground ?? .workHours, attributes: isToday ? [] : .dim))
      if isToday {
        picture.grid.write(
          "●", row: row, column: place.lowerBound, as: Style(.nowLine, over: ground.ground))
      }
    }
  }

  /// Where a move or a highlighted resolution would put an event.
  private static func drawPreviews(
    _ state: AppState, _ layout: GridLayout, on picture: inout Picture
  ) {
    for preview in state.previews {
      if preview.isAllDay {
        drawBanner(preview, state, layout, on: &picture)
      } else {
        draw(preview, state, layout, on: &picture)
      }
    }
  }

  /// Whole days lie in the lane above the hours.
  private static func drawBanner(
    _ preview: Preview, _ state: AppState, _ layout: GridLayout, on picture: inout Picture
  ) {
    let days = (state.zone.day(at: preview.span.start)..<state.zone.day(at: preview.span.end))
      .clamped(to: layout.days)
    guard !layout.banners.isEmpty, let from = days.first.flatMap(layout.column),
      let to = days.last.flatMap(layout.column)
    else { return }
    let area = Rect(
      row: layout.banners.lowerBound, column: from.lowerBound,
      width: to.upperBound - 1 - from.lowerBound, height: 1)
    picture.grid.fill(area, as: .preview)
    picture.grid.write(
      "▸ " + preview.title, row: area.row, column: area.column, width: area.width, as: .preview,
      ellipsis: true)
  }

  private static func draw(
    _ preview: Preview, _ state: AppState, _ layout: GridLayout, on picture: inout Picture
  ) {
    for day in layout.days {
      guard let part = preview.span.intersection(state.zone.span(of: day)),
        let place = layout.column(of: day)
      else { continue }
      let from = state.zone.local(at: part.start).second / 60
      let rows = HalfRows(
        from..<from + max(15, part.seconds / 60), from: state.topMinute,
        minutesPerRow: layout.minutesPerRow, in: layout.hours)
      guard let area = rows.textArea(columns: place.dropLast()) else {
        continue
      }
      picture.grid.fill(area, as: .preview)
      picture.grid.write(
        "▸ " + preview.title, row: area.row, column: area.column, width: area.width, as: .preview,
        ellipsis: true)
      if area.height > 1 {
        // Half of a time would be another one.
        let span = DayText.span(preview.span, in: state.zone)
        let start = DayText.clock(minutes: state.zone.local(at: preview.span.start).second / 60)
        picture.grid.write(
          TextWidth.of(span) <= area.width ? span : start, row: area.row + 1,
          column: area.column, width: area.width, as: .preview)
      }
    }
  }

  /// The terminal's cursor sits on the focused square, for screen readers and magnifiers.
  private static func placeCursor(
    _ state: AppState, _ layout: GridLayout, on picture: inout Picture
  ) {
    let row =
      layout.hours.lowerBound + (state.focus.minute - state.topMinute) / layout.minutesPerRow
    guard state.settings.isAccessible, state.layers.isEmpty, layout.hours.contains(row),
      let place = layout.column(of: state.focus.day)
    else { return }
    picture.grid.showCursor(row: row, column: place.lowerBound)
  }
}

/// A time that something would take if a key confirmed it.
struct Preview {
  var span: TimeSpan
  var title: String
  var isAllDay = false
}

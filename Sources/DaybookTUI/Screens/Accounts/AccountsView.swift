internal import DaybookCore
internal import ICalendar

/// The accounts, and below them everything about the chosen one.
enum AccountsView {
  private struct Line {
    var label: String
    var text: String
    var role: Role = .text
  }

  static func draw(_ panel: AccountsState, _ state: AppState, on picture: inout Picture) {
    let room = Panel.room(state)
    let width = min(100, room.width)
    // As high as the account needs that has most to say, so that it does not jump.
    let wanted = panel.accounts.map { overview in
      Self.lines(overview, state, width: max(8, width - 4 - labelWidth)).count
        + min(overview.calendars.count, 8)
    }
    let height = min(
      max(0, room.height - (room.height > 20 ? 2 : 0)),
      panel.accounts.count + max(4, wanted.max() ?? 0) + 5)
    let box = Panel(
      panel.accounts.isEmpty ? "Accounts" : "Accounts · \(panel.accounts.count)", width: width,
      height: height, state, on: &picture)
    guard let current = panel.current else {
      drawNothing(box, state, on: &picture)
      return
    }
    // In a low window the calendars take the room of the list.
    let isLow = box.inside.height < 14
    var rest = box.inside
    if !panel.isInside || !isLow {
      let most = max(1, isLow ? rest.height - 5 : rest.height / 2)
      let list = rest.cutTop(min(panel.accounts.count, most))
      drawList(panel, list.cut, state, on: &picture)
      rest = list.rest
      box.divider(rest.row, state.name(of: current.account), state, on: &picture)
      rest = rest.inset(top: 1)
      let lines = self.lines(current, state, width: max(8, rest.width - labelWidth))
      let wanted = isLow ? rest.height : max(0, rest.height - min(current.calendars.count, 3) - 1)
      for (index, line) in lines.prefix(min(wanted, rest.height)).enumerated() {
        draw(line, row: rest.row + index, in: rest, on: &picture)
      }
      rest = rest.inset(top: min(lines.count, wanted) + 1)
    } else {
      picture.line(state.name(of: current.account), row: rest.row, in: rest, as: .title)
      rest = rest.inset(top: 1)
    }
    drawCalendars(panel, current, rest, state, on: &picture)
  }

  private static let labelWidth = 12

  private static func drawNothing(_ box: Panel, _ state: AppState, on picture: inout Picture) {
    let inside = box.inside
    picture.line("No account yet.", row: inside.row, in: inside, as: .strong)
    let words =
      "a adds one: Google, Microsoft, Cal.com, a CalDAV server, a feed or files, or calendars that "
      + "are only here."
    for (index, line) in TextWidth.wrapped(words, to: max(1, inside.width)).enumerated() {
      picture.line(line, row: inside.row + 1 + index, in: inside, as: .muted)
    }
  }

  private static func drawList(
    _ panel: AccountsState, _ area: Rect, _ state: AppState, on picture: inout Picture
  ) {
    let isWide = area.width >= 70
    let most = panel.accounts.map { TextWidth.of(state.name(of: $0.account)) }.max() ?? 0
    let nameWidth = min(most, isWide ? 30 : max(8, area.width / 2 - 4))
    for (offset, index) in panel.list.window(of: panel.accounts.count, height: area.height)
      .enumerated()
    {
      let overview = panel.accounts[index]
      let row = area.row + offset
      let words = AccountWords(overview.account, state)
      picture.line(words.mark, row: row, in: area, indent: 1, as: words.role)
      picture.grid.write(
        state.name(of: overview.account), row: row, column: area.column + 3, width: nameWidth,
        as: Style(.text, over: .overlay), ellipsis: true)
      var column = 3 + nameWidth + 2
      if isWide {
        picture.line(overview.account.kind.words, row: row, in: area, indent: column, as: .muted)
        column += 14
      }
      let counts = isWide ? self.counts(overview) : ""
      let room = Rect(
        row: area.row, column: area.column, width: max(0, area.width - TextWidth.of(counts) - 2),
        height: area.height)
      picture.line(words.text, row: row, in: room, indent: column, as: words.role)
      if !counts.isEmpty {
        picture.line(
          counts, row: row, in: area, indent: area.width - TextWidth.of(counts), as: .muted)
      }
      if index == panel.list.index {
        picture.choose(
          row: row, in: area, accessible: state.settings.isAccessible && !panel.isInside)
      }
      if !panel.isInside {
        picture.mark(
          Rect(row: row, column: area.column, width: area.width, height: 1), as: .row(index))
      }
    }
  }

  private static func counts(_ overview: AccountOverview) -> String {
    var parts: [String] = []
    if overview.unsent > 0 { parts.append("✎ \(overview.unsent)") }
    parts.append(CountText.of(overview.calendars.count, "calendar"))
    return parts.joined(separator: " · ")
  }

  private static func lines(_ overview: AccountOverview, _ state: AppState, width: Int) -> [Line] {
    let account = overview.account
    let words = AccountWords(account, state)
    var lines: [Line] = []
    func add(_ label: String, _ text: String, _ role: Role = .text) {
      guard !text.isEmpty else { return }
      for (index, part) in TextWidth.wrapped(text, to: width).enumerated() {
        lines.append(Line(label: index == 0 ? label : "", text: part, role: role))
      }
    }
    if let progress = state.progress[account.id] {
      add("Now", AccountWords.words(progress).sentence, .info)
    }
    if let advice = AccountWords.advice(account, state) {
      add("Trouble", advice.what, words.role)
      add("What to do", advice.then)
    }
    if account.kind != .local {
      let last = account.lastSync.map { "\(day($0, state))\(DayText.clock($0, in: state.zone))" }
      let next = overview.nextSync.map {
        $0 <= state.now ? " · next now" : " · next \(SyncWords.moment($0, state))"
      }
      add("Last sync", (last ?? "never") + (next ?? ""))
    }
    if overview.unsent > 0 {
      add(
        "Outbox", "\(CountText.of(overview.unsent, "change")) not sent yet", .pending)
    }
    guard !state.isMasked else { return lines }
    let place = RemotePlace(account.address).description
    let known = account.addresses.filter { $0 != place.lowercased() }
    if place != account.name { add("Address", place, .muted) }
    add("You there", known.joined(separator: ", "), .muted)
    return lines
  }

  private static func day(_ instant: Instant, _ state: AppState) -> String {
    let day = state.zone.day(at: instant)
    return day == state.today ? "today " : "\(DayText.medium(day)) "
  }

  private static func draw(
    _ line: Line, row: Int, in area: Rect, on picture: inout Picture
  ) {
    picture.line(line.label, row: row, in: area, as: .muted)
    picture.line(line.text, row: row, in: area, indent: labelWidth, as: line.role)
  }

  private static func drawCalendars(
    _ panel: AccountsState, _ current: AccountOverview, _ area: Rect, _ state: AppState,
    on picture: inout Picture
  ) {
    for (offset, index) in panel.calendarList
      .window(of: current.calendars.count, height: area.height).enumerated()
    {
      let overview = current.calendars[index]
      let calendar = overview.calendar
      let row = area.row + offset
      picture.grid.write(
        calendar.isHidden ? "□" : "■", row: row, column: area.column + 1, width: 1,
        as: Style(.swatch, hue: state.hue(of: calendar.id), over: .overlay))
      let facts = self.facts(overview)
      let used = picture.grid.write(
        state.isMasked ? state.name(ofCalendar: calendar.id) ?? "A calendar" : calendar.name,
        row: row, column: area.column + 3,
        width: max(0, min(30, area.width - 3)),
        as: Style(calendar.isHidden ? .muted : .text, over: .overlay), ellipsis: true)
      let indent = area.width >= 60 ? 35 : used + 5
      picture.line(
        facts, row: row, in: area, indent: indent,
        as: overview.failure == nil ? .muted : .warning)
      guard panel.isInside else { continue }
      if index == panel.calendarList.index {
        picture.choose(row: row, in: area, accessible: state.settings.isAccessible)
      }
      picture.mark(
        Rect(row: row, column: area.column, width: area.width, height: 1), as: .row(index))
    }
  }

  /// `312 events · free · read-only`
  private static func facts(_ overview: CalendarOverview) -> String {
    var parts: [String] = []
    if let failure = overview.failure { parts.append(failure.message.sentence) }
    if let events = overview.events { parts.append(CountText.of(events, "event")) }
    if overview.calendar.isHidden { parts.append("hidden") }
    parts.append(overview.calendar.isBusy ? "busy" : "free")
    if overview.calendar.isReadOnly { parts.append("read-only") }
    return parts.joined(separator: " · ")
  }
}

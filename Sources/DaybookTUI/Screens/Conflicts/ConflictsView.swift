internal import DaybookCore
internal import ICalendar

/// The conflict panel, at the side that leaves the day in question in sight.
enum ConflictsView {
  static func draw(_ panel: ConflictsState, _ state: AppState, on picture: inout Picture) {
    let ways = panel.current.map { wayLines(panel, $0, state) } ?? []
    let height = panel.conflicts.isEmpty ? 6 : panel.conflicts.count + ways.count + 12
    let box = Panel(
      title(panel), in: area(state, height: height), state, dimsBehind: false,
      on: &picture)
    var rest = box.inside
    if panel.isTyping || panel.filterWords != nil {
      drawFilter(panel, row: rest.row, rest, on: &picture)
      rest = rest.inset(top: 1)
    }
    guard !panel.conflicts.isEmpty else {
      drawNothing(panel, rest, on: &picture)
      return
    }
    // Where there is no room for the strips, the list takes what they leave.
    let withStrips = rest.height - ways.count - 6
    let most = withStrips >= 4 ? withStrips : max(4, rest.height - ways.count - 1)
    let wanted = min(panel.conflicts.count + 2, most)
    let list = rest.cutTop(min(rest.height, wanted))
    drawList(panel, list.cut, state, on: &picture)
    rest = list.rest
    guard let conflict = panel.current else { return }
    if rest.height >= ways.count + 6 {
      box.divider(
        rest.row, DayText.medium(state.zone.day(at: conflict.span.start)), state, on: &picture)
      let strips = Rect(row: rest.row + 1, column: rest.column, width: rest.width, height: 4)
      ConflictStrips(conflict, state, width: rest.width).draw(in: strips, state, on: &picture)
      rest = rest.inset(top: 5)
    }
    guard rest.height >= 2 else { return }
    box.divider(
      rest.row, heading(panel, conflict), state,
      on: &picture)
    rest = rest.inset(top: 1)
    for (index, way) in ways.prefix(rest.height).enumerated() {
      let row = rest.row + index
      picture.line(way.key, row: row, in: rest, as: .keyHint)
      // Which event it is stands above; where it goes is told here alone.
      let text = TextWidth.fitted(
        way.text, to: rest.width - 3, cutting: [conflict.first.title, conflict.second.title])
      picture.line(text, row: row, in: rest, indent: 3, as: way.role)
      if way.isLookedAt {
        picture.grid.restyle(
          Rect(row: row, column: rest.column + 3, width: rest.width - 3, height: 1)
        ) { $0.ground = .preview }
      }
      if let action = way.action {
        picture.mark(
          Rect(row: row, column: rest.column, width: rest.width, height: 1), as: .action(action))
      }
    }
  }

  private static func title(_ panel: ConflictsState) -> String {
    panel.showsSettled
      ? "Resolved conflicts · \(panel.settledCount), the latest first"
      : "Conflicts · \(panel.openCount) open · \(panel.settledCount) resolved"
  }

  private static func heading(_ panel: ConflictsState, _ conflict: Conflict) -> String {
    guard conflict.state == .open else { return "What was done" }
    return panel.marked.isEmpty
      ? "What can be done"
      : "What can be done about the \(panel.marked.count == 1 ? "one" : "\(panel.marked.count)") selected"
  }

  private static func drawNothing(
    _ panel: ConflictsState, _ area: Rect, on picture: inout Picture
  ) {
    let isFiltered = panel.filterWords != nil && panel.wholeCount > 0
    let (first, second) =
      isFiltered
      ? ("None of \(panel.wholeCount) matches the filter.", "Esc shows all of them.")
      : panel.showsSettled
        ? ("Nothing was resolved yet.", "Esc shows the open ones.")
        : ("No conflicts ahead.", "The next 90 days were looked at. a shows resolved ones.")
    picture.line(
      first, row: area.row, in: area, as: isFiltered ? .text : .ok)
    picture.line(second, row: area.row + 1, in: area, as: .muted)
  }

  /// What is let through, and how many those are.
  private static func drawFilter(
    _ panel: ConflictsState, row: Int, _ area: Rect, on picture: inout Picture
  ) {
    let count = "\(panel.conflicts.count) of \(panel.wholeCount)"
    let room = max(0, area.width - 2 - TextWidth.of(count) - 1)
    picture.grid.write("›", row: row, column: area.column, as: Style(.inputLabel, over: .overlay))
    if panel.isTyping {
      panel.query.draw(
        on: &picture.grid, row: row, column: area.column + 2, width: room, hasFocus: true,
        placeholder: "title, client, calendar")
    } else {
      picture.grid.write(
        panel.filterWords ?? "", row: row, column: area.column + 2, width: room,
        as: Style(.text, over: .overlay), ellipsis: true)
    }
    picture.grid.write(
      count, row: row, column: max(area.column, area.columns.upperBound - TextWidth.of(count)),
      as: Style(.muted, over: .overlay))
  }

  /// Beside the day in question: at the right where that leaves it free, else at the left.
  private static func area(_ state: AppState, height: Int) -> Rect {
    let room = Panel.room(state)
    let top = room.height > 10 ? 1 : 0
    guard room.width >= 90 else {
      return Rect(
        row: top, column: 0, width: room.width, height: min(height, room.height - top))
    }
    let day = !state.view.isGrid ? nil : GridLayout(state).column(of: state.focus.day)
    let right = room.width - (day?.upperBound ?? 0)
    let left = day?.lowerBound ?? 0
    let isAtLeft = right < narrowest && left >= narrowest
    let free = isAtLeft ? left : right
    let width = min(64, free >= narrowest ? free : room.width)
    return Rect(
      row: top, column: isAtLeft ? 0 : room.width - width, width: width,
      height: min(height, room.height - top))
  }

  /// What the panel needs to be read.
  private static let narrowest = 48

  private static func drawList(
    _ panel: ConflictsState, _ area: Rect, _ state: AppState, on picture: inout Picture
  ) {
    // The highlighted one is told with both its events.
    let height = max(1, area.height - 2)
    var row = area.row
    for index in panel.list.window(of: panel.conflicts.count, height: height) {
      guard area.rows.contains(row) else { break }
      let conflict = panel.conflicts[index]
      drawConflict(conflict, panel, row: row, area, state, on: &picture)
      let isCurrent = index == panel.list.index
      if isCurrent {
        picture.choose(row: row, in: area, accessible: state.settings.isAccessible)
      }
      picture.mark(
        Rect(row: row, column: area.column, width: area.width, height: 1), as: .row(index))
      row += 1
      guard isCurrent else { continue }
      for event in [conflict.first, conflict.second] where area.rows.contains(row) {
        drawEvent(event, row: row, area, state, on: &picture)
        row += 1
      }
    }
  }

  private static func drawConflict(
    _ conflict: Conflict, _ panel: ConflictsState, row: Int, _ area: Rect, _ state: AppState,
    on picture: inout Picture
  ) {
    let isOpen = conflict.state == .open
    let isMarked = panel.marked.contains(conflict.id)
    var area = area
    if !panel.marked.isEmpty {
      // What would become of each selected one is told in its row.
      if isMarked { picture.line("✓", row: row, in: area, as: .ok) }
      area = Rect(
        row: area.row, column: area.column + 1, width: max(0, area.width - 1), height: area.height)
    }
    let day = DayText.brief(state.zone.day(at: conflict.span.start))
    let word = isOpen ? conflict.severity.rawValue : conflict.state.rawValue
    let whole = DayText.span(conflict.span, in: state.zone)
    let left = area.width - 9 - word.utf8.count - 1
    let times =
      TextWidth.of(whole) <= left ? whole : DayText.clock(conflict.span.start, in: state.zone)
    picture.line(day, row: row, in: area, indent: 1, as: isOpen ? .text : .resolved)
    picture.line(times, row: row, in: area, indent: 9, as: isOpen ? .text : .resolved)
    guard TextWidth.of(times) <= left else { return }
    let room = Rect(
      row: area.row, column: area.column, width: max(0, area.width - word.utf8.count - 1),
      height: area.height)
    let way = isMarked ? panel.sharedWay(for: conflict) : nil
    picture.line(
      way.map { "→ " + state.masked($0.label, conflict) } ?? ConflictWords.what(conflict), row: row,
      in: room, indent: 22, as: way == nil ? isOpen ? .text : .resolved : .suggestion)
    picture.grid.write(
      word, row: row, column: max(area.column, area.columns.upperBound - word.utf8.count),
      as: Style(isOpen ? ConflictWords.role(conflict.severity) : .resolved, over: .overlay))
  }

  private static func drawEvent(
    _ event: Occurrence, row: Int, _ area: Rect, _ state: AppState, on picture: inout Picture
  ) {
    picture.grid.write(
      "▌", row: row, column: area.column + 3,
      as: Style(.hueText, hue: state.hue(of: event.calendar), over: .overlay))
    let people = event.people == 0 ? "" : event.people == 1 ? "1 person" : "\(event.people) people"
    let calendar = state.name(ofCalendar: event.calendar) ?? ""
    let title = state.title(of: event)
    let times = DayText.span(event.span, in: state.zone)
    // The title says most, and then when it begins.
    let details = [[times, people].filter { !$0.isEmpty }.joined(separator: "  "), times]
    let wanted = min(12, TextWidth.of(title))
    let detail =
      (details + [DayText.clock(event.span.start, in: state.zone)])
      .first { area.width - 5 - TextWidth.of($0) - 1 >= wanted } ?? ""
    let room = area.width - 5 - TextWidth.of(detail) - 1
    let used = picture.grid.write(
      title, row: row, column: area.column + 5, width: max(0, room),
      as: Style(.text, over: .overlay), ellipsis: true)
    picture.grid.write(
      calendar, row: row, column: area.column + 7 + used, width: max(0, room - used - 2),
      as: Style(.muted, over: .overlay), ellipsis: true)
    picture.grid.write(
      detail, row: row,
      column: max(area.column, area.columns.upperBound - TextWidth.of(detail)),
      as: Style(.muted, over: .overlay))
  }

  private struct Way {
    var key: String
    var text: String
    var role: Role
    var isLookedAt = false
    var action: Action?
  }

  private static func wayLines(
    _ panel: ConflictsState, _ conflict: Conflict, _ state: AppState
  ) -> [Way] {
    guard conflict.state == .open else {
      let done = conflict.whatWasDone(in: state.zone) ?? "Kept both"
      var lines = [Way(key: "", text: state.masked(done, conflict), role: .text)]
      if let decision = conflict.decision {
        lines.append(
          Way(key: "", text: "Decided \(SyncWords.moment(decision.at, state))", role: .resolved))
        if let note = decision.note, !state.isMasked {
          lines.append(Way(key: "", text: "“\(note)”", role: .resolved))
        }
      }
      return lines + [Way(key: "u", text: "Take it back", role: .text, action: .takeBack)]
    }
    let actions = Action.allCases.filter { $0.resolutionIndex != nil }
    let count = panel.marked.count
    let texts =
      count > 0
      ? panel.sharedWays.map { shared in
        if count == 1, let chosen = panel.meant.first, let way = shared.ways[chosen.id] {
          return state.masked(way.label, chosen)
        }
        return shared.words(of: count)
      }
      : panel.resolutions.map { state.masked($0.label, conflict) }
    var ways = texts.prefix(9).enumerated().map { index, text in
      Way(
        key: "\(index + 1)", text: text, role: index == panel.lookedAt ? .suggestion : .text,
        isLookedAt: index == panel.lookedAt, action: actions[index])
    }
    let (once, always) =
      count > 1
      ? ("Keep both of all \(count) this time", "Always keep both of these \(count) pairs")
      : ("Keep both this time", "Always keep both of this pair")
    ways.append(Way(key: "i", text: once, role: .text, action: .keepBoth))
    ways.append(Way(key: "I", text: always, role: .text, action: .alwaysKeepBoth))
    return ways
  }
}

internal import DaybookCore
internal import ICalendar

/// The rules, and what the chosen one assigns.
enum RulesView {
  static func draw(_ panel: RulesState, _ state: AppState, on picture: inout Picture) {
    let room = Panel.room(state)
    let count = panel.items.count
    let shown = min(8, panel.items.map(\.events.count).max() ?? 0)
    let height = min(
      max(0, room.height - (room.height > 20 ? 2 : 0)), count == 0 ? 7 : count + shown + 4)
    let box = Panel(
      count == 0 || room.width < 44 ? "Rules" : "Rules · the first that fits decides",
      width: min(84, room.width),
      height: height, state, on: &picture)
    var rest = box.inside
    guard let current = panel.current else {
      drawNothing(panel, rest, on: &picture)
      return
    }
    let list = rest.cutTop(max(1, min(count, rest.height < 12 ? rest.height - 4 : rest.height / 2)))
    drawList(panel, list.cut, state, on: &picture)
    rest = list.rest
    let total = current.events.count
    box.divider(
      rest.row, "Decides \(CountText.of(total, "event")) around now", state, on: &picture)
    rest = rest.inset(top: 1)
    RuleEvents.draw(current.events, client: nil, rest, state, on: &picture)
  }

  private static func drawNothing(_ panel: RulesState, _ area: Rect, on picture: inout Picture) {
    guard panel.isRead else {
      picture.line("Reading …", row: area.row, in: area, as: .muted)
      return
    }
    picture.line("No rule yet: a adds one.", row: area.row, in: area)
    let words =
      "A rule gives events to a client by themselves: those with somebody at a domain, those of a "
      + "calendar, or those with words in their title. What you assign by hand stays."
    for (index, line) in TextWidth.wrapped(words, to: max(1, area.width)).enumerated() {
      picture.line(line, row: area.row + 1 + index, in: area, as: .muted)
    }
  }

  private static func drawList(
    _ panel: RulesState, _ area: Rect, _ state: AppState, on picture: inout Picture
  ) {
    ListPanel.drawLines(
      count: panel.items.count, list: panel.list, in: area, state, on: &picture
    ) { index, row, picture in
      let item = panel.items[index]
      let count = CountText.grouped(item.events.count)
      let isUnbillable = item.rule?.isBillable == false && area.width >= 60
      let right = [isUnbillable ? "not billable" : "", count]
        .filter { !$0.isEmpty }.joined(separator: "  ")
      let name = RuleWords.whom(item.client, item.rule?.project, state)
      let nameWidth = min(24, max(8, area.width / 3))
      let start = area.column + 3 + nameWidth + 2
      picture.grid.write(
        "▪", row: row, column: area.column + 1,
        as: Style(.hueText, hue: state.hue(ofClient: item.client), over: .overlay))
      picture.grid.write(
        name, row: row, column: area.column + 3, width: nameWidth, as: Style(.text, over: .overlay),
        ellipsis: true)
      picture.grid.write(
        RuleWords.which(item.test, state) + (item.rule == nil ? " · the client’s domain" : ""),
        row: row, column: start,
        width: max(0, area.columns.upperBound - TextWidth.of(right) - 1 - start),
        as: Style(item.rule == nil ? .muted : .text, over: .overlay), ellipsis: true)
      picture.line(right, row: row, in: area, indent: area.width - TextWidth.of(right), as: .muted)
    }
  }
}

/// One line for a rule.
enum RuleLineView {
  static func draw(_ line: RuleLineState, _ state: AppState, on picture: inout Picture) {
    let box = Panel(
      line.changes == nil ? "Add a rule" : "Change the rule", width: 76, height: 13, state,
      on: &picture)
    let inside = box.inside
    picture.grid.write(
      "›", row: inside.row, column: inside.column, as: Style(.inputLabel, over: .overlay))
    let field = state.isMasked && !line.isOwn ? line.field.masked : line.field
    field.draw(
      on: &picture.grid, row: inside.row, column: inside.column + 2,
      width: max(0, inside.width - 2), hasFocus: true, placeholder: "#acme @acme.com")
    let row = inside.row + 2
    if let rule = line.phrase.rule {
      let billable = rule.isBillable ? "" : ", not billable"
      picture.line(
        "Events \(RuleWords.which(rule.test, state)) → "
          + RuleWords.whom(rule.client, rule.project, state) + billable,
        row: row, in: inside, as: .suggestion)
    } else if let problem = line.phrase.problem {
      picture.line(state.masked(problem), row: row, in: inside, as: .warning)
    } else {
      picture.line(
        "#client, then @domain, /calendar or words of the title; also +project, !billable",
        row: row,
        in: inside, as: .muted)
    }
    guard line.phrase.test != nil else { return }
    let list = inside.inset(top: 3)
    guard let events = line.events else {
      picture.line("…", row: list.row, in: list, as: .muted)
      return
    }
    let other = events.filter { $0.client != nil && $0.client != line.phrase.rule?.client }.count
    let words = CountText.of(events.count, "event") + " around now"
    picture.line(
      other == 0 || line.phrase.rule == nil
        ? words : "\(words), \(CountText.grouped(other)) of them of other clients now",
      row: list.row, in: list, as: .muted)
    RuleEvents.draw(
      events, client: line.phrase.rule?.client, list.inset(top: 1), state, on: &picture)
  }
}

/// Events that a rule is about: those to come first, as far as there is room.
private enum RuleEvents {
  /// - Parameter client: whose they are to be; others' names are said.
  static func draw(
    _ events: [Occurrence], client: ClientID?, _ area: Rect, _ state: AppState,
    on picture: inout Picture
  ) {
    let ahead = events.filter { $0.span.end > state.now }
    let ordered = ahead + events.filter { $0.span.end <= state.now }.reversed()
    let isCut = ordered.count > area.height
    let lines = ordered.prefix(isCut ? max(0, area.height - 1) : area.height)
    for (index, event) in lines.enumerated() {
      let row = area.row + index
      let day = DayText.medium(state.zone.day(at: event.span.start))
      let owner =
        client == nil || event.client == client ? "" : state.name(ofClient: event.client) ?? ""
      picture.line(day, row: row, in: area, indent: 1, as: .muted)
      let start = area.column + 14
      picture.grid.write(
        state.title(of: event), row: row, column: start,
        width: max(0, area.columns.upperBound - start - TextWidth.of(owner) - 1),
        as: Style(.text, over: .overlay), ellipsis: true)
      picture.line(owner, row: row, in: area, indent: area.width - TextWidth.of(owner), as: .muted)
    }
    if isCut, area.height > 0 {
      picture.line(
        "and \(CountText.grouped(ordered.count - lines.count)) more",
        row: area.row + lines.count, in: area, indent: 1, as: .faint)
    }
  }
}

/// Rules in words.
enum RuleWords {
  /// `Globex / Website`
  static func whom(_ client: ClientID, _ project: String?, _ state: AppState) -> String {
    (state.name(ofClient: client) ?? client.raw)
      + (state.isMasked ? "" : project.map { " / " + $0 } ?? "")
  }

  /// `with somebody at acme.com`
  static func which(_ test: AssignmentRule.Test, _ state: AppState) -> String {
    switch test {
    case .domain(let domain): "with somebody at \(state.isMasked ? "that domain" : domain)"
    case .title(let title): "with “\(state.isMasked ? "Busy" : title)” in the title"
    case .calendar(let id): "of the calendar \(state.name(ofCalendar: id) ?? id.raw)"
    }
  }
}

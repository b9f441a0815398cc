internal import DaybookCore
internal import ICalendar

/// The staging area: the changes, and of the chosen one what differs and how it fares.
enum OutboxView {
  static func draw(_ panel: OutboxState, _ state: AppState, on picture: inout Picture) {
    let room = Panel.room(state)
    let count = panel.items.count
    let width = min(100, room.width)
    let wanted = panel.items.prefix(50).map {
      Self.lines($0, state, width: max(8, width - 4 - labelWidth)).count
    }
    let height = min(
      max(0, room.height - (room.height > 20 ? 2 : 0)),
      count == 0 ? 6 : count + max(3, wanted.max() ?? 0) + 4)
    let box = Panel(
      count == 0 ? "Outbox" : "Outbox · \(count) not sent yet", width: width, height: height,
      state, on: &picture)
    var rest = box.inside
    guard let current = panel.current else {
      drawNothing(panel, box, on: &picture)
      return
    }
    let list = rest.cutTop(max(1, min(count, rest.height < 12 ? rest.height - 6 : rest.height / 2)))
    drawList(panel, list.cut, state, on: &picture)
    rest = list.rest
    box.divider(rest.row, heading(current, state), state, on: &picture)
    rest = rest.inset(top: 1)
    let lines = self.lines(current, state, width: max(8, rest.width - labelWidth))
    for (index, line) in lines.prefix(rest.height).enumerated() {
      let row = rest.row + index
      picture.line(line.label, row: row, in: rest, as: .muted)
      picture.line(line.text, row: row, in: rest, indent: labelWidth, as: line.role)
    }
  }

  private static let labelWidth = 10

  private static func drawNothing(_ panel: OutboxState, _ box: Panel, on picture: inout Picture) {
    let inside = box.inside
    guard panel.isRead else {
      picture.line("Reading …", row: inside.row, in: inside, as: .muted)
      return
    }
    picture.line("Nothing waits: everything was sent.", row: inside.row, in: inside, as: .ok)
    let words =
      "What you change in a calendar that is kept elsewhere goes through here, and can be looked "
      + "at, dropped or undone until it is sent."
    for (index, line) in TextWidth.wrapped(words, to: max(1, inside.width)).enumerated() {
      picture.line(line, row: inside.row + 1 + index, in: inside, as: .muted)
    }
  }

  private static func drawList(
    _ panel: OutboxState, _ area: Rect, _ state: AppState, on picture: inout Picture
  ) {
    ListPanel.drawLines(
      count: panel.items.count, list: panel.list, in: area, state, on: &picture
    ) { index, row, picture in
      let item = panel.items[index]
      let (mark, role) = self.mark(item)
      picture.line(mark, row: row, in: area, indent: 1, as: role)
      let calendar = state.name(ofCalendar: item.calendar) ?? ""
      let age = CountText.age(seconds: state.now - item.at)
      let isWide = area.width >= 60
      let right = isWide ? TextWidth.padded(TextWidth.cut(calendar, to: 20), to: 21) : ""
      let tail = right + String(repeating: " ", count: max(0, 8 - TextWidth.of(age))) + age
      let room = max(0, area.width - 3 - TextWidth.of(tail) - 1)
      picture.grid.write(
        sentence(item, state), row: row, column: area.column + 3, width: room,
        as: Style(.text, over: .overlay), ellipsis: true)
      picture.line(tail, row: row, in: area, indent: area.width - TextWidth.of(tail), as: .muted)
    }
  }

  private static func mark(_ item: OutboxItem) -> (String, Role) {
    if item.isDiverged { return ("≠", .conflictSevere) }
    if item.failure != nil { return ("!", .warning) }
    return switch item.deed {
    case .create: ("+", .pending)
    case .update: ("✎", .pending)
    case .delete: ("✗", .pending)
    }
  }

  private static func sentence(_ item: OutboxItem, _ state: AppState) -> String {
    state.isMasked ? "A change" : item.sentence
  }

  private static func heading(_ item: OutboxItem, _ state: AppState) -> String {
    let account = state.snapshot.accounts.first { $0.id == item.account }.map(state.name)
    let what =
      switch item.deed {
      case .create: "New"
      case .update: item.isDiverged ? "Changed on both sides" : "Changed"
      case .delete: "Deleted"
      }
    return [what, account].compactMap { $0 }.joined(separator: " · ")
  }

  private static func lines(_ item: OutboxItem, _ state: AppState, width: Int)
    -> [(label: String, text: String, role: Role)]
  {
    var lines: [(label: String, text: String, role: Role)] = []
    func add(_ label: String, _ text: String, _ role: Role = .text) {
      for (index, part) in TextWidth.wrapped(text, to: width).enumerated() {
        lines.append((index == 0 ? label : "", part, role))
      }
    }
    if item.isDiverged {
      func key(_ action: Action) -> String {
        state.keymap.keys(for: action, in: .outbox).first.map(KeyText.label) ?? action.id
      }
      add(
        "Choose",
        "\(key(.keepMine)) sends yours over it · \(key(.takeTheirs)) takes theirs; neither is "
          + "lost before that", .conflictSevere)
    }
    if !state.isMasked {
      for difference in item.differences {
        let there = difference.there.isEmpty ? "none" : difference.there
        let here = difference.here.isEmpty ? "none" : difference.here
        switch item.deed {
        case .create: add(difference.label, here)
        case .delete: add(difference.label, there)
        case .update where item.isDiverged:
          add(difference.label, "theirs  \(there)", .muted)
          add("", "yours   \(here)")
        case .update: add(difference.label, "\(there)  →  \(here)")
        }
      }
    }
    if let failure = item.failure {
      add("Trouble", failure.message.sentence, .warning)
      if let hint = failure.hint { add("", hint.sentence) }
    }
    add("Sending", sending(item, state), .muted)
    add(
      "People", item.tellsPeople ? "are told when it is sent" : "nobody is told of it", .muted)
    return lines
  }

  private static func sending(_ item: OutboxItem, _ state: AppState) -> String {
    let tried =
      item.attempts == 0
      ? "not tried yet" : "tried \(item.attempts == 1 ? "once" : "\(item.attempts) times")"
    guard let retry = item.retryAt, retry > state.now else {
      return "\(tried) · with the next sync"
    }
    return "\(tried) · again at \(SyncWords.moment(retry, state))"
  }
}

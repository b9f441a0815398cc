internal import DaybookCore

/// The bottom line: the likely next keys, read from the key table.
enum HintBar {
  struct Hint {
    var keys: String
    var text: String
    var action: Action
  }

  static func draw(_ state: AppState, on picture: inout Picture) {
    guard state.size.rows >= 2 else { return }
    let row = state.size.rows - 1
    let width = state.size.columns
    picture.grid.fill(Rect(row: row, column: 0, width: width, height: 1), as: .statusLine)
    picture.cover(Rect(row: row, column: 0, width: width, height: 1))
    var hints = self.hints(state)
    // In a narrow window a list shows by itself that one can go through it.
    if !state.layers.isEmpty, width < 60, hints.map({ self.width($0) }).reduce(1, +) > width,
      hints.contains(where: { $0.action.rows == nil && ![.help, .close].contains($0.action) })
    {
      hints.removeAll { $0.action.rows != nil }
    }
    // The ways out of here are the last to go: help leads to all the others.
    let kept = hints.indices.filter { [.help, .close].contains(hints[$0].action) }
    var reserved = kept.map { self.width(hints[$0]) }.reduce(0, +)
    var column = 1
    for (index, hint) in hints.enumerated() {
      let width = self.width(hint)
      if kept.contains(index) {
        reserved -= width
      } else if column + width + reserved > picture.grid.columns {
        continue
      }
      let keys = picture.grid.write(
        hint.keys, row: row, column: column, as: Style(.keyHint, over: .statusLine))
      let text = picture.grid.write(
        " " + hint.text, row: row, column: column + keys,
        as: Style(.keyHintLabel, over: .statusLine))
      picture.mark(
        Rect(row: row, column: column, width: keys + text, height: 1), as: .action(hint.action))
      column += keys + text + 2
    }
  }

  private static func width(_ hint: Hint) -> Int {
    TextWidth.of(hint.keys) + TextWidth.of(hint.text) + 3
  }

  /// One hint for each word; keys that share one stand together: `h/l day`.
  static func hints(_ state: AppState) -> [Hint] {
    let place = state.place
    var hints: [Hint] = []
    var tail: [Hint] = []
    // A layer has hints of its own; those of the view below would only take their room.
    let isLayer = !state.layers.isEmpty && place != .sideBar
    let bindings = state.keymap.bindings(in: place)
    // By index, since few have a hint and a row of the table is long.
    for index in bindings.indices where bindings[index].hint != nil {
      let binding = bindings[index]
      guard !isLayer || binding.contexts.contains(place) || isUsefulOn(place, binding.action)
      else { continue }
      guard let text = binding.hint, let label = binding.label,
        isUseful(binding.action, state)
      else { continue }
      let hint = Hint(keys: binding.namedKeys ?? label, text: text, action: binding.action)
      if let index = hints.firstIndex(where: { $0.text == hint.text }) {
        let isPair = hints[index].keys.count == 1 && label.first?.isLetter == true
        hints[index].keys += isPair ? "/\(label)" : " \(label)"
      } else if [.help, .close, .palette].contains(binding.action) {
        tail.append(hint)
      } else {
        hints.append(hint)
      }
    }
    return hints + tail
  }

  /// What is worth a hint on a layer although it works everywhere.
  private static func isUsefulOn(_ place: KeyPlace, _ action: Action) -> Bool {
    switch place {
    case .card:
      action.answer != nil
        || [.edit, .delete, .move, .assign, .openLink, .help].contains(action)
    case .conflicts, .outbox, .rules: [.undo, .help].contains(action)
    default: action == .help
    }
  }

  /// Hints for what makes no sense here would only take room.
  private static func isUseful(_ action: Action, _ state: AppState) -> Bool {
    switch action {
    case .edit, .delete, .move, .assign, .openLink: state.reasonAgainst(action) == nil
    case .answerYes, .answerMaybe, .answerNo:
      // On a card an answer can be changed; elsewhere only what waits for one is likely.
      state.reasonAgainst(action) == nil
        && (state.place == .card || state.actedOn.first?.response == .needsAction)
    case .nextField: state.hasNextField
    case .syncAccount, .syncFromScratch, .signInAgain, .removeAccount, .sendEdit, .dropEdit,
      .keepMine, .takeTheirs, .copyAddress, .openAddress, .pasteAddress, .accept:
      state.isOfUse(action)
    case .changeRule, .removeRule: state.hasOwnRule
    case .thisOne, .following: state.questionTakes(action)
    case .showConflicts: !state.snapshot.conflicts.isEmpty
    case .open: state.layers.isEmpty && state.focusedEvent != nil
    case .add, .findSlots, .showWeek, .palette, .help:
      state.layers.isEmpty || action == .help
    case .undo: state.snapshot.undo != nil
    default: true
    }
  }
}

extension AppState {
  /// Whether an action makes sense for what is chosen in the layer on top.
  fileprivate func isOfUse(_ action: Action) -> Bool {
    switch topLayer {
    case .accounts(let panel):
      guard let account = panel.current?.account else { return false }
      return switch action {
      case .syncAccount, .syncFromScratch: account.kind != .local
      case .signInAgain: account.kind.signsIn
      default: true
      }
    case .outbox(let panel):
      guard let item = panel.current else { return false }
      return switch action {
      case .keepMine, .takeTheirs: item.isDiverged
      case .accept: item.deed != .delete
      default: true
      }
    case .accountForm(let form):
      return switch action {
      case .copyAddress, .openAddress: form.address != nil
      case .pasteAddress: form.takesAnswer
      case .accept: form.place != .signIn || form.isDone
      default: true
      }
    case .log: return action != .accept
    default: return true
    }
  }

  /// Whether Tab leads on from the line on top.
  fileprivate var hasNextField: Bool {
    switch topLayer {
    case .date, .note, .ruleLine: false
    case .accountForm(let form): form.fields.count > 1 && !form.isTyping
    case .slots(let finder): !finder.isTyping
    default: true
    }
  }

  /// Whether the chosen rule can be changed.
  fileprivate var hasOwnRule: Bool {
    if case .rules(let panel)? = topLayer { panel.current?.rule != nil } else { true }
  }

  fileprivate func questionTakes(_ action: Action) -> Bool {
    if case .question(let question)? = topLayer { question.answers.contains(action) } else { true }
  }
}

/// What was said last, over the bottom of the view.
enum NoticeView {
  static func draw(_ notice: Notice, on picture: inout Picture) {
    let row = picture.grid.rows - (picture.grid.rows >= 3 ? 2 : 1)
    let width = picture.grid.columns
    let (mark, role): (String, Role) =
      switch notice.kind {
      case .good: ("✓", .ok)
      case .plain: ("·", .info)
      case .error: ("!", .error)
      }
    let text = " \(mark) \(notice.text) "
    let used = min(width, TextWidth.of(text))
    picture.grid.fill(Rect(row: row, column: 0, width: used, height: 1), as: .statusLine)
    picture.grid.write(
      text, row: row, width: used, as: Style(role, over: .statusLine), ellipsis: true)
  }
}

/// What may follow the keys pressed so far.
enum PrefixView {
  static func draw(_ state: AppState, on picture: inout Picture) {
    guard case .prefix(let next) = state.keymap.answer(to: state.pending, in: state.place) else {
      return
    }
    let lines = next.map { (KeyText.label($0.keys), $0.binding.help) }
    let width = min(
      state.size.columns,
      (lines.map { TextWidth.of($0.0) + TextWidth.of($0.1) }.max() ?? 0) + 8)
    let room = Panel.room(state)
    let area = Rect(
      row: max(0, room.height - lines.count - 2), column: max(0, room.width - width),
      width: width, height: min(room.height, lines.count + 2))
    let panel = Panel(
      KeyText.label(state.pending) + " …", in: area, state, dimsBehind: false, on: &picture)
    for (index, line) in lines.enumerated() {
      let row = panel.inside.row + index
      guard panel.inside.rows.contains(row) else { break }
      picture.line(line.0, row: row, in: panel.inside, as: .keyHint)
      picture.line(line.1, row: row, in: panel.inside, indent: 4)
    }
  }
}

internal import DaybookCore

/// The form for accounts, step by step.
enum AccountFormView {
  static func draw(_ form: AccountFormState, _ state: AppState, on picture: inout Picture) {
    switch form.step {
    case .kind: drawKinds(form, state, on: &picture)
    case .fields: drawFields(form, state, on: &picture)
    case .waiting(let waiting): drawWaiting(waiting, form, state, on: &picture)
    case .done(let id, let name): drawDone(id, name, form, state, on: &picture)
    }
  }

  private static func title(_ form: AccountFormState, _ state: AppState) -> String {
    form.renewing.map { "Sign in to \(state.name(of: $0)) again" }
      ?? "Add an account · \(form.choice.title)"
  }

  private static func drawKinds(
    _ form: AccountFormState, _ state: AppState, on picture: inout Picture
  ) {
    let panel = Panel(
      "Add an account", width: 72, height: AccountChoice.allCases.count + 4, state, on: &picture)
    ListPanel.draw(
      query: form.query, placeholder: "Which kind?", panel, state, count: form.choices.count,
      list: form.list, empty: "No kind has these letters", on: &picture
    ) { index, row, area, picture in
      let choice = form.choices[index]
      picture.line(choice.title, row: row, in: area, indent: 1)
      picture.line(choice.detail, row: row, in: area, indent: 22, as: .muted)
    }
  }

  private static func drawFields(
    _ form: AccountFormState, _ state: AppState, on picture: inout Picture
  ) {
    let width = min(76, Panel.room(state).width)
    let inner = max(1, width - 4)
    var below: [(text: String, role: Role)] = []
    func add(_ text: String, _ role: Role) {
      below += TextWidth.wrapped(text, to: inner).map { ($0, role) }
    }
    if let fault = form.fault {
      add(fault, .warning)
    } else if let failure = form.failure {
      add(failure.message.sentence, .error)
      if let hint = failure.hint { add(hint.sentence, .text) }
      if form.fields.isEmpty { add("Enter tries again.", .muted) }
    } else {
      add(form.choice.advice(state.settings.providers), .muted)
    }
    let fields = form.fields
    let gap = fields.isEmpty ? 0 : 1
    let panel = Panel(
      title(form, state), width: width, height: fields.count + gap + below.count + 2, state,
      on: &picture)
    let inside = panel.inside
    for (index, field) in fields.enumerated() {
      let row = inside.row + index
      guard inside.rows.contains(row) else { break }
      let hasFocus = field == form.current
      picture.line(
        form.choice.label(field), row: row, in: inside, as: hasFocus ? .strong : .inputLabel)
      let column = inside.column + 10
      let room = max(0, inside.width - 10)
      let placeholder = form.placeholder(field, state)
      if field == .secret {
        form.secret.draw(
          on: &picture.grid, row: row, column: column, width: room, hasFocus: hasFocus,
          placeholder: placeholder)
      } else {
        (form.texts[field] ?? TextField()).draw(
          on: &picture.grid, row: row, column: column, width: room, hasFocus: hasFocus,
          placeholder: placeholder)
      }
    }
    for (index, line) in below.enumerated() {
      picture.line(
        line.text, row: inside.row + fields.count + gap + index, in: inside, as: line.role)
    }
  }

  private static func drawWaiting(
    _ waiting: AccountFormState.Waiting, _ form: AccountFormState, _ state: AppState,
    on picture: inout Picture
  ) {
    let width = min(76, Panel.room(state).width)
    let inner = max(1, width - 4)
    var lines: [(text: String, role: Role)] = []
    func add(_ text: String, _ role: Role) {
      lines += TextWidth.wrapped(text, to: inner).map { ($0, role) }
    }
    let who = form.choice == .caldav || form.choice == .feed ? "the server" : form.choice.words
    if let address = waiting.address, !waiting.isChecking {
      if let code = waiting.code {
        add("Open this address in any browser, and enter the code there.", .text)
        lines.append(("", .text))
        add(address, .link)
        lines.append(("", .text))
        lines.append(("Code  \(code)", .strong))
      } else {
        add(
          waiting.isOpened
            ? "The browser is open: sign in to \(who) there. Where it did not open, this is the address:"
            : "Open this address in a browser, here or anywhere:", .text)
        lines.append(("", .text))
        // Whoever cannot see all of it copies it.
        let shown = TextWidth.wrapped(address, to: inner)
        let most = max(1, Panel.room(state).height - lines.count - 8)
        lines += shown.prefix(most).map { ($0, .link) }
        if shown.count > most { lines.append(("…", .link)) }
      }
      lines.append(("", .text))
    }
    if let problem = waiting.problem { add(problem, .warning) }
    let words =
      waiting.isChecking || waiting.address == nil
      ? (form.choice.kind.signsIn ? "Asking \(who) who you are …" : "One moment …")
      : waiting.code == nil
        ? "Waiting for the browser, five minutes at most. Where it cannot come back by itself, "
          + "copy the address that it ended at and paste it here."
        : "Waiting until the code is entered …"
    add(words, .info)
    let panel = Panel(
      title(form, state), width: width, height: lines.count + (form.isTyping ? 4 : 2), state,
      on: &picture)
    let inside = panel.inside
    // On a small screen the end, which says what is waited for, is worth more than the beginning.
    let room = max(0, inside.height - (form.isTyping ? 2 : 0))
    let shown = lines.suffix(max(0, room))
    for (index, line) in shown.enumerated() {
      picture.line(line.text, row: inside.row + index, in: inside, as: line.role)
    }
    guard form.isTyping, inside.height > 0 else { return }
    let row = inside.rows.upperBound - 1
    picture.grid.write(
      "›", row: row, column: inside.column, as: Style(.inputLabel, over: .overlay))
    form.answer.draw(
      on: &picture.grid, row: row, column: inside.column + 2, width: max(0, inside.width - 2),
      hasFocus: true, placeholder: "Paste where the browser ended")
  }

  private static func drawDone(
    _ id: AccountID, _ name: String, _ form: AccountFormState, _ state: AppState,
    on picture: inout Picture
  ) {
    let width = min(76, Panel.room(state).width)
    let inner = max(1, width - 4)
    var lines: [(text: String, role: Role)] = []
    func add(_ text: String, _ role: Role) {
      lines += TextWidth.wrapped(text, to: inner).map { ($0, role) }
    }
    add(form.renewing == nil ? "Added: \(name)" : "Signed in: \(name)", .ok)
    let account = state.snapshot.accounts.first { $0.id == id }
    if let account, account.kind != .local {
      let words = AccountWords(account, state)
      let isFirst = account.state == .new && form.renewing == nil
      add(
        state.progress[id] == nil && isFirst
          ? "Its first sync begins …" : (isFirst ? "First sync: " : "") + words.text, words.role)
      if let advice = AccountWords.advice(account, state) {
        add(advice.what, words.role)
        add(advice.then, .text)
      } else if account.state == .ok, let overview = state.overview(of: id) {
        let events = overview.events.map { " · " + CountText.of($0, "event") } ?? ""
        add(CountText.of(overview.calendars.count, "calendar") + events, .text)
      }
      add("It goes on by itself; Enter goes back to the accounts.", .muted)
    }
    let panel = Panel(
      title(form, state), width: width, height: lines.count + 2, state, on: &picture)
    for (index, line) in lines.enumerated() {
      picture.line(line.text, row: panel.inside.row + index, in: panel.inside, as: line.role)
    }
  }
}

extension AccountChoice {
  /// Whom one signs in to.
  fileprivate var words: String { kind.words }
}

extension AppState {
  /// An account as the open screen of accounts has it.
  fileprivate func overview(of id: AccountID) -> AccountOverview? {
    for case .accounts(let panel) in layers {
      if let found = panel.accounts.first(where: { $0.id == id }) { return found }
    }
    return nil
  }
}

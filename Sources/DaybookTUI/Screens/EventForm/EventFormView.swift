internal import DaybookCore
internal import ICalendar

enum EventFormView {
  private static let labelWidth = 10

  static func draw(_ form: EventFormState, _ state: AppState, on picture: inout Picture) {
    let fields = form.editable
    let panel = Panel(
      form.event == nil ? "New event" : "Edit event", width: 72, height: fields.count + 6, state,
      on: &picture)
    let inside = panel.inside
    guard inside.height > 0 else { return }
    // In a low window the fields around the current one are shown, and what they were read as.
    let room = min(fields.count, max(1, inside.height - 1))
    var list = ListPosition()
    list.index = fields.firstIndex(of: form.current) ?? 0
    for (offset, index) in list.window(of: fields.count, height: room).enumerated() {
      draw(fields[index], of: form, row: inside.row + offset, in: inside, state, on: &picture)
    }
    let row = inside.row + room + (inside.height > room + 1 ? 1 : 0)
    guard inside.rows.contains(row) else { return }
    var next = row + 1
    defer { drawOffers(form, from: next, in: inside, state, on: &picture) }
    if let problem = form.problem {
      picture.line(state.masked(problem), row: row, in: inside, as: .warning)
    } else if let time = form.time {
      let lines = TextWidth.wrapped(words(for: form, time, state), to: max(1, inside.width))
      for (offset, line) in lines.enumerated() where inside.rows.contains(row + offset) {
        picture.line(line, row: row + offset, in: inside, as: .suggestion)
        next = row + offset + 1
      }
    }
  }

  /// What can be named in the field that is typed in, where there is a row left for it.
  private static func drawOffers(
    _ form: EventFormState, from row: Int, in inside: Rect, _ state: AppState,
    on picture: inout Picture
  ) {
    let offers = FormNames(state).offers(for: form.current)
    guard !offers.isEmpty, row < inside.rows.upperBound else { return }
    picture.line(
      offers.joined(separator: " · "), row: inside.rows.upperBound - 1, in: inside, as: .muted)
  }

  private static func draw(
    _ field: EventFormState.Field, of form: EventFormState, row: Int, in inside: Rect,
    _ state: AppState, on picture: inout Picture
  ) {
    let hasFocus = field == form.current
    picture.line(field.label, row: row, in: inside, as: hasFocus ? .strong : .inputLabel)
    let text = form.fields[field.rawValue]
    // Whoever looks on sees what is typed now, and nothing of what was there.
    let isHidden = state.isMasked && field.isPrivate && !form.own.contains(field)
    (isHidden ? text.masked : text).draw(
      on: &picture.grid, row: row, column: inside.column + labelWidth,
      width: max(0, inside.width - labelWidth), hasFocus: hasFocus,
      placeholder: placeholder(field, of: form, state))
  }

  /// `Thu 19 Nov  16:00–17:00 · 1 h · every Thursday · invites 2 people`
  private static func words(for form: EventFormState, _ time: EventTime, _ state: AppState)
    -> String
  {
    let span = time.span(in: state.zone)
    var parts = [
      time.isAllDay
        ? "\(DayText.medium(state.zone.day(at: span.start))) · all day"
        : "\(DayText.dayAndSpan(span, in: state.zone)) · "
          + DayText.length(minutes: span.seconds / 60)
    ]
    if let rule = form.repetition?.rule, let read = try? RecurrenceRule(text: rule) {
      parts.append(RuleInWords.text(read, zone: state.zone))
    }
    parts += self.home(of: form, state) + invitations(of: form, state)
    return parts.joined(separator: " · ")
  }

  /// Where an event that is edited goes, and whom it is for from now on.
  private static func home(of form: EventFormState, _ state: AppState) -> [String] {
    guard form.event != nil else { return [] }
    var parts: [String] = []
    if let id = form.calendar(state), id != form.home?.id, let name = state.name(ofCalendar: id) {
      parts.append("goes to \(name)")
    }
    switch form.choice(state) {
    case nil: break
    case .existing(let id)?: parts.append("for \(state.name(ofClient: id) ?? "a client")")
    case .new(let name)?: parts.append("for \(name), a new client")
    case .nobody?: parts.append("for nobody")
    }
    return parts
  }

  /// Who hears of it.
  private static func invitations(of form: EventFormState, _ state: AppState) -> [String] {
    guard !form.people.isEmpty else { return [] }
    let people = form.people.count == 1 ? "1 person" : "\(form.people.count) people"
    guard !state.isLocal(form.calendar(state)) else {
      return ["notes \(people)", "a local calendar invites nobody"]
    }
    let others = form.event?.people ?? 0
    return ["invites \(people)"]
      + (others == 0 ? [] : ["who is in it is told too (\(others))"])
  }

  private static func placeholder(
    _ field: EventFormState.Field, of form: EventFormState, _ state: AppState
  ) -> String {
    guard let event = form.event else {
      return field == .calendar ? state.defaultCalendarName : field.placeholder
    }
    switch field {
    case .calendar: return form.home.flatMap { state.name(ofCalendar: $0.id) } ?? ""
    case .client: return "Nobody; a name, known or new"
    case .people where event.people > 0:
      return "\(CountText.of(event.people, "other")) in it · addresses of whom to invite too"
    default: return field.placeholder
    }
  }
}

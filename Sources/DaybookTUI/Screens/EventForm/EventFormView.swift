internal import DaybookCore
internal import ICalendar

enum EventFormView {
  private static let labelWidth = 10

  static func draw(_ form: EventFormState, _ state: AppState, on picture: inout Picture) {
    let fields = form.editable
    let panel = Panel(
      form.event == nil ? "New event" : "Edit event", width: 72, height: fields.count + 5, state,
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
    if let problem = form.problem {
      picture.line(problem, row: row, in: inside, as: .warning)
    } else if let time = form.time {
      let lines = TextWidth.wrapped(words(for: form, time, state), to: max(1, inside.width))
      for (offset, line) in lines.enumerated() where inside.rows.contains(row + offset) {
        picture.line(line, row: row + offset, in: inside, as: .suggestion)
      }
    }
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
      placeholder: field == .calendar ? state.defaultCalendarName : field.placeholder)
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
    let people = form.people.count == 1 ? "1 person" : "\(form.people.count) people"
    if !form.people.isEmpty {
      parts.append(
        state.isLocal(form.calendar(state))
          ? "notes \(people) · a local calendar invites nobody" : "invites \(people)")
    }
    return parts.joined(separator: " · ")
  }
}

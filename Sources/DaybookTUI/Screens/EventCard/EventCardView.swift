internal import DaybookCore
internal import ICalendar

/// The card over the grid: everything about one event, the most wanted first.
enum EventCardView {
  struct Line {
    var label: String
    var text: String
    var role: Role = .text
  }

  static func draw(_ card: EventCardState, _ state: AppState, on picture: inout Picture) {
    let room = Panel.room(state)
    let width = min(72, room.width)
    let inner = max(1, width - 4)
    let lines = self.lines(card.occurrence, state, width: max(8, inner - 12))
    let height = min(room.height, lines.count + 4)
    let panel = Panel("Event", width: width, height: height, state, on: &picture)
    let inside = panel.inside
    guard inside.height > 0 else { return }
    let look = EventLook(card.occurrence, state)
    picture.grid.write(
      "▌", row: inside.row, column: inside.column,
      as: Style(.hueText, hue: look.hue, over: .overlay))
    picture.line(
      state.title(of: card.occurrence), row: inside.row, in: inside, indent: 2, as: .strong,
      attributes: card.occurrence.response == .declined ? [.bold, .strike] : .bold)
    let body = inside.inset(top: inside.height > 4 ? 2 : 1)
    let top = min(card.scroll, max(0, lines.count - body.height))
    for (offset, line) in lines.dropFirst(top).prefix(body.height).enumerated() {
      let row = body.row + offset
      picture.line(line.label, row: row, in: body, as: .muted)
      picture.line(line.text, row: row, in: body, indent: 12, as: line.role)
    }
    if lines.count > top + body.height, body.height > 0 {
      picture.grid.write(
        "↓", row: panel.area.rows.upperBound - 1, column: panel.area.columns.upperBound - 3,
        as: Style(.muted, over: .overlay))
    }
  }

  /// What is known of an event, line by line, wrapped to a width.
  static func lines(_ event: Occurrence, _ state: AppState, width: Int) -> [Line] {
    let details = state.details.flatMap { $0.occurrence.id == event.id ? $0 : nil }
    var lines: [Line] = []
    func add(_ label: String, _ text: String?, _ role: Role = .text) {
      guard let text, !text.isEmpty else { return }
      for (index, part) in TextWidth.wrapped(text, to: width).enumerated() {
        lines.append(Line(label: index == 0 ? label : "", text: part, role: role))
      }
    }
    add("When", when(event, state.zone), .strong)
    if let zone = details?.ownZone, !event.isAllDay,
      zone.offset(at: event.span.start) != state.zone.offset(at: event.span.start)
    {
      add("There", "\(when(event, zone)) · \(zone.identifier)", .muted)
    }
    add("", length(event), .muted)
    if !state.isMasked {
      add("Where", event.location)
      add("Join", event.joinURL, .link)
    }
    add("Repeats", details?.recurrence ?? (event.isRecurring ? "yes" : nil))
    add("Calendar", calendar(event, state))
    add("Client", client(event, details, state), event.client == nil ? .unassigned : .text)
    add("State", self.state(event), event.response == .needsAction ? .needsAnswer : .text)
    for conflict in state.snapshot.conflicts(of: event) {
      let other = conflict.first.id == event.id ? conflict.second : conflict.first
      add(
        "Conflict", "\(ConflictWords.what(conflict)) with \(state.title(of: other))",
        ConflictWords.role(conflict.severity))
    }
    if let details, !state.isMasked { addDetails(details, add) }
    return lines
  }

  private static func addDetails(
    _ details: EventDetails, _ add: (String, String?, Role) -> Void
  ) {
    if let organizer = details.organizer {
      add("Organiser", name(organizer), .text)
    }
    for (index, attendee) in details.attendees.enumerated() {
      let mark =
        switch attendee.response {
        case .accepted: "✓"
        case .declined: "✗"
        case .tentative: "?"
        case .needsAction: "·"
        }
      let note = attendee.role == .optional ? " (optional)" : ""
      add(
        index == 0 ? "People" : "", "\(mark) \(name(attendee))\(note)",
        attendee.response == .declined ? .muted : .text)
    }
    add("Reminders", details.reminders.map(ReminderPhrase.words).joined(separator: ", "), .text)
    add("Tags", details.categories.joined(separator: ", "), .text)
    if details.url != details.occurrence.joinURL { add("Link", details.url, .link) }
    for (index, line) in details.notes.split(whereSeparator: \.isNewline).enumerated() {
      add(index == 0 ? "Notes" : "", String(line), .text)
    }
  }

  private static func name(_ attendee: Attendee) -> String {
    attendee.name.isEmpty || attendee.name == attendee.email
      ? attendee.email : "\(attendee.name) <\(attendee.email)>"
  }

  private static func when(_ event: Occurrence, _ zone: Zone) -> String {
    guard case .allDay(let days) = event.time else {
      return DayText.dayAndSpan(event.span, in: zone)
    }
    let last = days.upperBound - 1
    return days.lowerBound >= last
      ? DayText.medium(days.lowerBound)
      : "\(DayText.medium(days.lowerBound)) – \(DayText.medium(last))"
  }

  private static func length(_ event: Occurrence) -> String {
    if case .allDay(let days) = event.time {
      return days.count <= 1 ? "all day" : "\(days.count) days"
    }
    return DayText.length(minutes: event.span.seconds / 60)
  }

  private static func calendar(_ event: Occurrence, _ state: AppState) -> String {
    let own = state.snapshot.calendar(event.calendar)
    var text = state.name(ofCalendar: event.calendar) ?? ""
    if let account = state.snapshot.account(of: event.calendar), account.name != own?.name,
      !state.isMasked
    {
      text += " · \(account.name)"
    }
    if own?.isReadOnly == true { text += " · read-only" }
    let others = event.alsoIn.compactMap { state.name(ofCalendar: $0) }
    return others.isEmpty ? text : text + " · also in \(others.joined(separator: ", "))"
  }

  private static func client(
    _ event: Occurrence, _ details: EventDetails?, _ state: AppState
  ) -> String {
    guard let client = state.name(ofClient: event.client) else { return "unassigned" }
    let project = state.isMasked ? "" : event.project.map { " · \($0)" } ?? ""
    let billable = details.map { $0.isBillable ? " · billable" : " · not billable" } ?? ""
    return client + project + billable
  }

  private static func state(_ event: Occurrence) -> String {
    var words: [String] = []
    switch event.response {
    case .accepted: words.append("you said yes")
    case .declined: words.append("you declined")
    case .tentative: words.append("you said maybe")
    case .needsAction: words.append("needs your answer")
    case nil: break
    }
    if event.status == .tentative { words.append("tentative") }
    if event.status == .cancelled { words.append("cancelled") }
    if event.showsAs == .free { words.append("shown as free") }
    if event.holdExpires != nil { words.append("a hold") }
    if event.isUnsent { words.append("not sent yet") }
    return words.joined(separator: " · ")
  }
}

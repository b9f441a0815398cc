internal import DaybookCore
internal import ICalendar

/// The fields of an event, for a new one or one that is to be changed, with what they were read as.
package struct EventFormState: Sendable {
  enum Field: Int, CaseIterable, Sendable {
    case title, start, end, location, calendar, notes

    var label: String {
      switch self {
      case .title: "Title"
      case .start: "Start"
      case .end: "End"
      case .location: "Where"
      case .calendar: "Calendar"
      case .notes: "Notes"
      }
    }

    var placeholder: String {
      switch self {
      case .title: "What it is"
      case .start: "thu 15:00, or only a day"
      case .end: "16:00, or how long: 45m"
      case .location: "A place or a link"
      case .calendar: "The default calendar"
      case .notes: ""
      }
    }
  }

  var fields: [TextField]
  var current = Field.title
  /// The event that is edited; nil for a new one.
  let event: Occurrence?
  private let rule: String?
  let client: String?
  private let original: [String]
  private(set) var time: EventTime?
  private(set) var problem: String?

  init(newAt span: TimeSpan, _ state: AppState) {
    self.init(
      drafted: NewEvent(title: "", time: .timed(span, zone: state.zone.identifier)), in: nil,
      client: nil, state)
  }

  init(
    drafted draft: NewEvent?, in calendar: EventCalendar?, client: String?, _ state: AppState
  ) {
    let draft =
      draft
      ?? NewEvent(title: "", time: .timed(state.focusedSpan, zone: state.zone.identifier))
    event = nil
    rule = draft.rule
    self.client = client
    let times = Self.texts(draft.time, state.zone)
    original = [
      draft.title, times.start, times.end, draft.location, calendar?.name ?? "", draft.notes,
    ]
    fields = original.map { TextField($0) }
    read(state)
  }

  init(editing event: Occurrence, _ state: AppState) {
    self.event = event
    rule = nil
    client = nil
    let notes = state.details.flatMap { $0.occurrence.id == event.id ? $0.notes : nil } ?? ""
    let times = Self.texts(event.time, state.zone)
    original = [
      event.title, times.start, times.end, event.location,
      state.snapshot.calendar(event.calendar)?.name ?? "", notes,
    ]
    fields = original.map { TextField($0) }
    read(state)
  }

  /// Fields that can be changed: an event stays in its calendar, and notes that were not read yet
  /// are not overwritten.
  var editable: [Field] {
    event == nil ? Field.allCases : [.title, .start, .end, .location]
  }

  private static func texts(_ time: EventTime, _ zone: Zone) -> (start: String, end: String) {
    if case .allDay(let days) = time {
      return (days.lowerBound.description, (days.upperBound - 1).description)
    }
    let span = time.span(in: zone)
    let start = zone.local(at: span.start)
    let end = zone.local(at: span.end)
    let clock = DayText.clock(minutes: end.second / 60)
    return (
      "\(start.day) \(DayText.clock(minutes: start.second / 60))",
      start.day == end.day ? clock : "\(end.day) \(clock)"
    )
  }

  /// Reads the two times; what is wrong is said below the fields.
  mutating func read(_ state: AppState) {
    time = nil
    problem = nil
    let context = state.phraseContext
    do throws(PhraseError) {
      let start = try TimePhrase(
        reading: fields[Field.start.rawValue].text, in: context, on: state.focus.day)
      time = try time(from: start, context, state)
      if time == nil { problem = "The end lies before the start" }
    } catch {
      problem = error.message
    }
  }

  private func time(
    from start: TimePhrase, _ context: PhraseContext, _ state: AppState
  ) throws(PhraseError) -> EventTime? {
    let text = fields[Field.end.rawValue].text.trimmingBlanks
    switch start {
    case .day(let first):
      guard !text.isEmpty else { return .allDay(first..<first + 1) }
      let last = try DayPhrase(reading: text, in: context).first
      return last < first ? nil : .allDay(first..<last + 1)
    case .at(let instant, let zone):
      let name = zone?.identifier ?? event?.time.zoneName ?? state.zone.identifier
      if text.isEmpty { return .timed(TimeSpan(instant, instant + 3600), zone: name) }
      if let minutes = try? DurationPhrase.minutes(reading: text) {
        return .timed(TimeSpan(instant, instant + minutes * 60), zone: name)
      }
      let day = state.zone.day(at: instant)
      guard case .at(let end, _) = try TimePhrase(reading: text, in: context, on: day, zone: zone),
        end >= instant
      else { return nil }
      return .timed(TimeSpan(instant, end), zone: name)
    }
  }

  private func text(_ field: Field) -> String { fields[field.rawValue].text.trimmingBlanks }
  private func isChanged(_ field: Field) -> Bool { text(field) != original[field.rawValue] }

  /// The event as the fields tell it; nil while a title or a time is missing.
  var newEvent: NewEvent? {
    guard let time, !text(.title).isEmpty else { return nil }
    var event = NewEvent(title: text(.title), time: time)
    event.location = text(.location)
    event.notes = text(.notes)
    event.rule = rule
    return event
  }

  /// The calendar whose name begins as typed; nil for the default one.
  func calendar(_ state: AppState) -> CalendarID? {
    let wanted = text(.calendar).lowercased()
    guard !wanted.isEmpty else { return nil }
    return state.snapshot.calendars.first { $0.name.lowercased().hasPrefix(wanted) }?.id
  }

  /// Why the named calendar cannot take the event.
  func obstacle(_ state: AppState) -> String? {
    guard !text(.calendar).isEmpty else { return nil }
    guard let id = calendar(state), let calendar = state.snapshot.calendar(id) else {
      return "No calendar is called \(text(.calendar))"
    }
    return calendar.isReadOnly ? "\(calendar.name) is read-only" : nil
  }

  var change: EventChange? {
    guard let time else { return nil }
    return EventChange(
      title: isChanged(.title) ? text(.title) : nil,
      time: isChanged(.start) || isChanged(.end) ? time : nil,
      location: isChanged(.location) ? text(.location) : nil)
  }
}

extension AppState {
  mutating func act(_ action: Action, on form: inout EventFormState) -> LayerOutcome {
    let fields = form.editable
    let index = fields.firstIndex(of: form.current) ?? 0
    switch action {
    case .close: return .closes([])
    case .nextField: form.current = fields[(index + 1) % fields.count]
    case .previousField: form.current = fields[(index + fields.count - 1) % fields.count]
    case .accept: return accept(form)
    default: return .stays([])
    }
    return .stays([])
  }

  private mutating func accept(_ form: EventFormState) -> LayerOutcome {
    guard let event = form.event else {
      guard let event = form.newEvent else {
        notice = Notice(.plain, form.problem ?? "A title is missing")
        return .stays([])
      }
      if let obstacle = form.obstacle(self) {
        notice = Notice(.plain, obstacle)
        return .stays([])
      }
      return .closesAll([.create(event, in: form.calendar(self), client: form.client)])
    }
    guard let change = form.change else {
      notice = Notice(.plain, form.problem ?? "The times are not understood")
      return .stays([])
    }
    guard !change.isEmpty else { return .closes([]) }
    if event.isRecurring {
      layers.append(.question(.editSeries(event, change)))
      return .stays([])
    }
    return .closes([.edit(event.id, change, .this)])
  }
}

enum EventFormView {
  static func draw(_ form: EventFormState, _ state: AppState, on picture: inout Picture) {
    let fields = form.editable
    let panel = Panel(
      form.event == nil ? "New event" : "Edit event", width: 72, height: fields.count + 5, state,
      on: &picture)
    let inside = panel.inside
    for (index, field) in fields.enumerated() {
      let row = inside.row + index
      guard inside.rows.contains(row) else { break }
      let hasFocus = field == form.current
      picture.line(
        field.label, row: row, in: inside, as: hasFocus ? .strong : .inputLabel)
      form.fields[field.rawValue].draw(
        on: &picture.grid, row: row, column: inside.column + 10,
        width: max(0, inside.width - 10), hasFocus: hasFocus,
        placeholder: field == .calendar ? state.defaultCalendarName : field.placeholder,
        as: Style(.input))
    }
    let row = inside.row + fields.count + 1
    if let problem = form.problem {
      picture.line(problem, row: row, in: inside, as: .warning)
    } else if let time = form.time {
      let span = time.span(in: state.zone)
      let words =
        time.isAllDay
        ? "\(DayText.medium(state.zone.day(at: span.start))) · all day"
        : "\(DayText.dayAndSpan(span, in: state.zone)) · "
          + DayText.length(minutes: span.seconds / 60)
      picture.line(words, row: row, in: inside, as: .suggestion)
    }
  }
}

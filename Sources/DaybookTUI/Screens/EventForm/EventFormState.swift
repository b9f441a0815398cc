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
  /// The calendar that the form was opened for.
  private let drafted: EventCalendar?
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
    drafted = calendar
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
    drafted = nil
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
      if text.isEmpty { return timed(TimeSpan(instant, instant + 3600), zone, state) }
      if let minutes = try? DurationPhrase.minutes(reading: text) {
        return timed(TimeSpan(instant, instant + minutes * 60), zone, state)
      }
      let day = state.zone.day(at: instant)
      guard
        case .at(let end, let endZone) = try TimePhrase(
          reading: text, in: context, on: day, zone: zone),
        end >= instant
      else { return nil }
      return timed(TimeSpan(instant, end), zone ?? endZone, state)
    }
  }

  /// In the zone that was typed, else as the event has been: a floating one goes on floating.
  private func timed(_ span: TimeSpan, _ zone: Zone?, _ state: AppState) -> EventTime {
    if zone == nil, case .floating? = event?.time {
      return .floating(
        from: state.zone.local(at: span.start), to: state.zone.local(at: span.end))
    }
    return .timed(
      span, zone: zone?.identifier ?? event?.time.zoneName ?? state.zone.identifier)
  }

  private func text(_ field: Field) -> String { fields[field.rawValue].text.trimmingBlanks }
  private func isChanged(_ field: Field) -> Bool { text(field) != original[field.rawValue] }

  /// The event as the fields tell it; nil while a title or a time is missing.
  var newEvent: NewEvent? {
    guard fault == nil, let time else { return nil }
    var event = NewEvent(title: text(.title), time: time)
    event.location = text(.location)
    event.notes = text(.notes)
    event.rule = rule
    return event
  }

  /// The calendar that was named; nil for the default one.
  func calendar(_ state: AppState) -> CalendarID? {
    guard case .found(let calendar)? = named(state) else { return nil }
    return calendar.id
  }

  /// Why the named calendar cannot take the event.
  func obstacle(_ state: AppState) -> String? {
    switch named(state) {
    case nil: nil
    case .found(let calendar)?: calendar.isReadOnly ? "\(calendar.name) is read-only" : nil
    case .several(let names)?:
      "\(text(.calendar)) could be \(names.joined(separator: " or ")) · name it in full"
    case .none(let nearest)?:
      "No calendar is called \(text(.calendar))" + (nearest.map { " · did you mean \($0)?" } ?? "")
    }
  }

  private func named(_ state: AppState) -> NameMatch<EventCalendar>? {
    let wanted = text(.calendar)
    guard !wanted.isEmpty else { return nil }
    if let drafted, !isChanged(.calendar) { return .found(drafted) }
    return NameMatch.of(
      wanted, among: state.snapshot.calendars.map { (name: $0.name, item: $0) })
  }

  /// What is wrong with the fields, before anything is stored. An event that never had a title need
  /// not get one.
  var fault: String? {
    if let problem { return problem }
    if text(.title).isEmpty, event == nil || isChanged(.title) { return "A title is missing" }
    return nil
  }

  /// What the fields change; nil while something is wrong with them.
  var change: EventChange? {
    guard fault == nil, let time else { return nil }
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
        notice = Notice(.plain, form.fault ?? "A title is missing")
        return .stays([])
      }
      if let obstacle = form.obstacle(self) {
        notice = Notice(.plain, obstacle)
        return .stays([])
      }
      return .closesAll([.create(event, in: form.calendar(self), client: form.client)])
    }
    guard let change = form.change else {
      notice = Notice(.plain, form.fault ?? "The times are not understood")
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

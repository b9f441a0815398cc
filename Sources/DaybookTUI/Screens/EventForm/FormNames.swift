internal import DaybookCore

/// Calendars and clients as the form names them.
struct FormNames {
  private let state: AppState

  init(_ state: AppState) { self.state = state }

  /// A calendar's name, with its account where another one has that name too.
  func text(_ calendar: EventCalendar) -> String {
    let same = state.snapshot.calendars.filter { $0.name == calendar.name }
    return same.count > 1 ? qualified(calendar) : calendar.name
  }

  private func qualified(_ calendar: EventCalendar) -> String {
    (state.snapshot.account(of: calendar.id)?.name ?? "") + "/" + calendar.name
  }

  /// The calendar that is meant by its name, by the beginning of it, or by `account/name`.
  func calendar(_ wanted: String) -> NameMatch<EventCalendar> {
    let calendars = state.snapshot.calendars
    let match = NameMatch.of(wanted, among: calendars.map { (name: text($0), item: $0) })
    if case .found = match { return match }
    let whole = NameMatch.of(wanted, among: calendars.map { (name: qualified($0), item: $0) })
    if case .found = whole { return whole }
    // Without its account the name is the beginning of none.
    let same = calendars.filter { $0.name.lowercased() == wanted.lowercased() }
    return same.count > 1 ? .several(same.map { qualified($0) }) : match
  }

  /// The client that is meant; nobody where nothing is written.
  func client(_ wanted: String) -> NameMatch<ClientChoice> {
    if wanted.isEmpty { return .found(.nobody) }
    let clients = state.snapshot.clients.filter { !$0.isArchived }
    let match = NameMatch.of(
      wanted, among: clients.map { (name: $0.name, item: ClientChoice.existing($0.id)) })
    if case .none = match { return .found(.new(wanted)) }
    return match
  }

  /// What can be named in a field, as it may be shown now; empty for those that name nothing.
  func offers(for field: EventFormState.Field) -> [String] {
    switch field {
    case .calendar:
      state.snapshot.calendars.filter { !$0.isReadOnly && !$0.holdsBookings }.map {
        state.isMasked ? state.name(ofCalendar: $0.id) ?? "" : text($0)
      }
    case .client:
      state.snapshot.clients.filter { !$0.isArchived }.map {
        state.name(ofClient: $0.id) ?? $0.name
      }
    case .title, .start, .end, .location, .repeats, .people, .showsAs, .reminder, .notes: []
    }
  }
}

extension EventFormState {
  /// The client that a new event names; nil where the rules decide.
  var client: String? { text(.client).isEmpty ? nil : text(.client) }

  /// Whom an event that is edited is for from now on; nil where that stays.
  func choice(_ state: AppState) -> ClientChoice? {
    guard event != nil, isChanged(.client),
      case .found(let choice) = FormNames(state).client(text(.client))
    else { return nil }
    if case .existing(let id) = choice, id == event?.client { return nil }
    return choice
  }

  /// The calendar that was named; nil for the default one.
  func calendar(_ state: AppState) -> CalendarID? {
    guard case .found(let calendar)? = named(state) else { return nil }
    return calendar.id
  }

  /// Why the fields cannot be stored although they were understood.
  func obstacle(_ state: AppState) -> String? {
    if let obstacle = calendarObstacle(state) { return obstacle }
    guard case .several(let names) = FormNames(state).client(text(.client)) else { return nil }
    return unclear(.client, names)
  }

  private func calendarObstacle(_ state: AppState) -> String? {
    switch named(state) {
    case nil: return nil
    case .found(let calendar)?:
      guard event == nil || calendar.id != home?.id else { return nil }
      if calendar.isReadOnly { return "\(calendar.name) is read-only" }
      if calendar.holdsBookings { return "\(calendar.name) takes only what others book" }
      return event?.caller == .someoneElse
        ? "Somebody else's invitation stays in the calendar that it came to" : nil
    case .several(let names)?: return unclear(.calendar, names)
    case .none(let nearest)?:
      return "No calendar is called \(text(.calendar))"
        + (nearest.map { " · did you mean \($0)?" } ?? "")
    }
  }

  private func unclear(_ field: Field, _ names: [String]) -> String {
    "\(text(field)) could be \(names.joined(separator: " or ")) · name it in full"
  }

  private func named(_ state: AppState) -> NameMatch<EventCalendar>? {
    if let home, !isChanged(.calendar) { return .found(home) }
    let wanted = text(.calendar)
    // An event lies somewhere: with no name it stays where it is.
    guard !wanted.isEmpty else { return event == nil ? nil : home.map { .found($0) } }
    return FormNames(state).calendar(wanted)
  }
}

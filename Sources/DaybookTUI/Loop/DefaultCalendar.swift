internal import DaybookCore

/// Where an event goes that names no calendar, by the rule that the store follows.
extension AppState {
  var defaultCalendarName: String {
    let name = defaultCalendarsOwnName
    guard isMasked else { return name }
    return calendar(called: name).flatMap { self.name(ofCalendar: $0.id) }
      ?? "The default calendar"
  }

  /// Whether a calendar, the default one when nil, is of no account that could write to anybody.
  func isLocal(_ id: CalendarID?) -> Bool {
    let calendar = id ?? calendar(called: defaultCalendarsOwnName)?.id
    guard let account = calendar.flatMap({ snapshot.account(of: $0) }) else { return true }
    return account.kind == .local
  }

  /// As the configuration may name it: `account/name` where two have one name.
  private func calendar(called name: String) -> EventCalendar? {
    if case .found(let calendar) = FormNames(self).calendar(name) { return calendar }
    return snapshot.calendars.first { $0.name == name }
  }

  private var defaultCalendarsOwnName: String {
    if let name = settings.defaultCalendar { return name }
    let writable = snapshot.calendars.filter { !$0.isReadOnly }
    if let best = writable.max(by: { $0.priority < $1.priority }), best.priority > 0 {
      return best.name
    }
    let personal = writable.first { $0.name == "Personal" }
    return (personal ?? writable.first)?.name ?? "Personal"
  }
}

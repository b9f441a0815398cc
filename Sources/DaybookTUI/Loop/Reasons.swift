internal import DaybookCore
internal import ICalendar

/// Why an action can do nothing now, in words; nil when it can.
extension AppState {
  package func reasonAgainst(_ action: Action) -> String? {
    switch action {
    case .edit, .editInEditor, .move: return reasonAgainstChanging(actedOn)
    case .delete: return reasonAgainstChanging(actedOn)
    case .answerYes, .answerMaybe, .answerNo, .answerYesWithNote, .answerMaybeWithNote,
      .answerNoWithNote:
      let events = Array(actedOn.prefix(1))
      if events.first.map({ $0.response == nil }) == true {
        return "You are not invited to this event"
      }
      return reasonAgainstChanging(events)
    case .assign, .copyTitle, .copyMarkdown, .copyJSON, .copyEvent:
      return actedOn.isEmpty ? noEvent : nil
    case .openLink, .copyLink:
      guard let event = actedOn.first else { return noEvent }
      return event.joinURL == nil ? "This event has no link" : nil
    case .paste: return yanked.isEmpty ? "Nothing to put down · yy copies an event" : nil
    case .undo: return snapshot.undo == nil ? "Nothing to undo" : nil
    case .redo: return snapshot.redo == nil ? "Nothing to do again" : nil
    case .nextMatch, .previousMatch:
      return found.isEmpty ? "No search yet · / searches all events" : nil
    case .toggleSecondZone:
      return secondZone == nil
        ? "No second zone · set second_timezone in the configuration" : nil
    case .select: return focusedEvent == nil ? noEvent : nil
    case .selectRange, .swapEnds: return view.showsEvents ? nil : noEvent
    case .previousPeriod, .nextPeriod, .longerPeriod, .shorterPeriod, .groupHours, .copyCSV, .bill:
      if view != .hours { return "That is for the hours · 7 shows them" }
      if action == .bill { return reasonAgainstBilling }
      if action == .copyCSV, isMasked {
        return "Names and amounts are masked, so nothing was copied · * shows them"
      }
      if action == .longerPeriod, hours.period == .year { return "A year is the longest" }
      if action == .shorterPeriod, hours.period == .week { return "A week is the shortest" }
      return nil
    case .toggleSideBar:
      return view == .hours || view == .year ? "No side bar here · 2 shows the week with it" : nil
    case .zoomIn, .zoomOut:
      if !view.isGrid { return "Only the day and the week have rows of minutes" }
      if action == .zoomIn {
        return zoom == .quarter ? "A row is a quarter of an hour already" : nil
      }
      return zoom == .hour ? "A row is an hour already" : nil
    case .syncNow, .syncAll:
      return snapshot.accounts.contains { $0.kind != .local }
        ? nil : "Nothing to sync · ga connects a calendar"
    case .releaseHolds: return snapshot.holds.isEmpty ? "No holds are placed" : nil
    case .chooseTheme: return themes.isEmpty ? "No themes were found" : nil
    default: return nil
    }
  }

  private var reasonAgainstBilling: String? {
    if hours.grouping != .client { return "Lines of clients are billed · s groups by client" }
    guard let row = hours.chosen else { return "No client's line is chosen" }
    return row.time.billable == 0 ? "Nothing on this line is to be billed" : nil
  }

  private var noEvent: String {
    view.showsEvents
      ? "No event here · J goes to the next one" : "No event is chosen here · 4 lists them"
  }

  private func reasonAgainstChanging(_ events: [Occurrence]) -> String? {
    guard !events.isEmpty else { return noEvent }
    for event in events {
      guard let calendar = snapshot.calendar(event.calendar), calendar.isReadOnly else { continue }
      return "\(name(ofCalendar: calendar.id) ?? "") is read-only"
    }
    return nil
  }
}

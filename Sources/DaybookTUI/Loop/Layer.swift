/// What lies over the view; keys go to the last one.
package enum Layer: Sendable {
  case card(EventCardState)
  case conflicts(ConflictsState)
  case slots(FreeSlotsState)
  case offers(OffersState)
  case clients(ClientPickerState)
  case quickAdd(QuickAddState)
  case form(EventFormState)
  case question(QuestionState)
  case date(GoToDateState)
  case note(AnswerNoteState)
  case help(HelpState)
  case palette(PaletteState)
  case search(SearchState)
  case themes(ThemePickerState)
  case sets(SetPickerState)
  case settings(SettingPickerState)
  case accounts(AccountsState)
  case accountForm(AccountFormState)
  case outbox(OutboxState)
  case log(LogState)
  case rules(RulesState)
  case ruleLine(RuleLineState)
  case moving(MoveState)
  case sideBar

  /// Where its keys are looked up.
  package var place: KeyPlace {
    switch self {
    case .card: .card
    case .conflicts(let panel): panel.place
    case .slots(let finder): finder.isTyping ? .line : .slots
    case .clients, .help, .palette, .search, .themes, .sets, .settings, .offers, .log: .list
    case .accounts(let panel): panel.isInside ? .accountCalendars : .accounts
    case .accountForm(let form): form.place
    case .outbox: .outbox
    case .rules: .rules
    case .quickAdd, .date, .note, .ruleLine: .line
    case .form: .form
    case .question(let question): question.isAboutSeries ? .scope : .confirm
    case .moving: .moving
    case .sideBar: .sideBar
    }
  }
}

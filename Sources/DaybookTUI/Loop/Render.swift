/// The picture of a state: the view, and the layers over it. Every size has one, down to none.
package func render(_ state: AppState) -> Picture {
  var picture = Picture(state.size)
  guard state.size.columns > 0, state.size.rows > 0 else { return picture }
  switch state.view {
  case .day, .week: WeekView.draw(state, on: &picture)
  case .month: MonthView.draw(state, on: &picture)
  case .agenda: AgendaView.draw(state, on: &picture)
  case .hours: HoursView.draw(state, on: &picture)
  case .year: YearView.draw(state, on: &picture)
  }
  for layer in state.layers { layer.draw(state, on: &picture) }
  HintBar.draw(state, on: &picture)
  if state.showsPending { PrefixView.draw(state, on: &picture) }
  if let notice = state.notice { NoticeView.draw(notice, on: &picture) }
  picture.title = Header.windowTitle(state)
  return picture
}

extension Layer {
  func draw(_ state: AppState, on picture: inout Picture) {
    switch self {
    case .card(let card): EventCardView.draw(card, state, on: &picture)
    case .conflicts(let panel): ConflictsView.draw(panel, state, on: &picture)
    case .slots(let finder): FreeSlotsView.draw(finder, state, on: &picture)
    case .offers(let offers): OffersView.draw(offers, state, on: &picture)
    case .clients(let picker): ClientPickerView.draw(picker, state, on: &picture)
    case .quickAdd(let line): QuickAddView.draw(line, state, on: &picture)
    case .form(let form): EventFormView.draw(form, state, on: &picture)
    case .question(let question): QuestionView.draw(question, state, on: &picture)
    case .date(let line): GoToDateView.draw(line, state, on: &picture)
    case .note(let line): AnswerNoteView.draw(line, state, on: &picture)
    case .help(let help): HelpView.draw(help, state, on: &picture)
    case .palette(let palette): PaletteView.draw(palette, state, on: &picture)
    case .search(let search): SearchView.draw(search, state, on: &picture)
    case .sets(let picker): SetPickerView.draw(picker, state, on: &picture)
    case .settings(let picker): SettingPickerView.draw(picker, state, on: &picture)
    case .themes(let picker): ThemePickerView.draw(picker, state, on: &picture)
    case .accounts(let panel): AccountsView.draw(panel, state, on: &picture)
    case .accountForm(let form): AccountFormView.draw(form, state, on: &picture)
    case .outbox(let panel): OutboxView.draw(panel, state, on: &picture)
    case .log(let panel): LogView.draw(panel, state, on: &picture)
    case .rules(let panel): RulesView.draw(panel, state, on: &picture)
    case .ruleLine(let line): RuleLineView.draw(line, state, on: &picture)
    case .moving: break
    case .sideBar: SideBar.drawOverlay(state, on: &picture)
    }
  }
}

internal import DaybookCore

/// The accounts, and the calendars of the one that is chosen.
package struct AccountsState: Sendable {
  package var list = ListPosition()
  package var calendarList = ListPosition()
  /// Whether the keys are about the calendars of the chosen account.
  package var isInside = false
  package private(set) var accounts: [AccountOverview] = []

  /// Begins with what the snapshot knows; the counts come with the first answer.
  init(_ state: AppState) {
    take(
      state.snapshot.accounts.map { account in
        AccountOverview(
          account,
          calendars: state.snapshot.calendars.filter { $0.account == account.id }
            .map { CalendarOverview($0) })
      })
    list.index = accounts.firstIndex { AccountsState.needsSomebody($0.account) } ?? 0
  }

  private static func needsSomebody(_ account: Account) -> Bool {
    account.state == .loginRequired || account.state == .failed
  }

  /// Takes what was read, and stays at the same account and calendar.
  mutating func take(_ accounts: [AccountOverview]) {
    let (account, calendar) = (current?.id, currentCalendar?.id)
    self.accounts = accounts
    if let index = accounts.firstIndex(where: { $0.id == account }) { list.index = index }
    list.clamp(to: accounts.count)
    if let index = current?.calendars.firstIndex(where: { $0.id == calendar }) {
      calendarList.index = index
    }
    calendarList.clamp(to: current?.calendars.count ?? 0)
    if current?.calendars.isEmpty ?? true { isInside = false }
  }

  mutating func choose(_ id: AccountID) {
    guard let index = accounts.firstIndex(where: { $0.id == id }) else { return }
    list.index = index
    isInside = false
  }

  package var current: AccountOverview? {
    accounts.indices.contains(list.index) ? accounts[list.index] : nil
  }

  var currentCalendar: CalendarOverview? {
    guard let calendars = current?.calendars, calendars.indices.contains(calendarList.index)
    else { return nil }
    return calendars[calendarList.index]
  }

  /// Takes a click on a line; true when it was chosen already.
  mutating func choose(row: Int) -> Bool {
    isInside ? calendarList.choose(row) : list.choose(row)
  }
}

extension AppState {
  mutating func openAccounts() -> [Effect] {
    layers.append(.accounts(AccountsState(self)))
    return [.readAccounts]
  }

  mutating func take(accounts: [AccountOverview]) {
    for index in layers.indices {
      guard case .accounts(var panel) = layers[index] else { continue }
      panel.take(accounts)
      layers[index] = .accounts(panel)
    }
  }

  mutating func act(_ action: Action, on panel: inout AccountsState) -> LayerOutcome {
    if let step = action.rows {
      if panel.isInside {
        panel.calendarList.move(by: step, of: panel.current?.calendars.count ?? 0)
      } else {
        panel.list.move(by: step, of: panel.accounts.count)
        panel.calendarList.index = 0
      }
      return .stays([])
    }
    switch action {
    case .close, .back:
      guard panel.isInside else { return .closes([]) }
      panel.isInside = false
      return .stays([])
    case .addAccount:
      layers.append(.accountForm(AccountFormState(self)))
      return .stays([])
    default: break
    }
    guard let current = panel.current else {
      guard
        [.accept, .syncAccount, .syncFromScratch, .signInAgain, .removeAccount]
          .contains(action)
      else { return .ignored }
      notice = Notice(.plain, "No account yet · a adds one")
      return .stays([])
    }
    switch action {
    case .accept:
      if panel.isInside, let calendar = panel.currentCalendar {
        return .stays([.setHidden(calendar.id, !calendar.calendar.isHidden)])
      }
      if current.calendars.isEmpty {
        notice = Notice(.plain, "\(name(of: current.account)) has no calendars yet")
      } else {
        panel.isInside = true
      }
      return .stays([])
    case .toggleShown:
      guard let calendar = panel.currentCalendar?.calendar else { return .stays([]) }
      return .stays([.setHidden(calendar.id, !calendar.isHidden)])
    case .toggleBusy:
      guard let calendar = panel.currentCalendar?.calendar else { return .stays([]) }
      return .stays([.setBusy(calendar.id, !calendar.isBusy)])
    case .nextColor:
      guard let calendar = panel.currentCalendar?.calendar, let color = color(after: calendar)
      else { return .stays([]) }
      return .stays([.setColor(calendar.id, color)])
    default: return act(action, on: current)
    }
  }

  private mutating func act(_ action: Action, on current: AccountOverview) -> LayerOutcome {
    let account = current.account
    switch action {
    case .syncAccount, .syncFromScratch:
      guard account.kind != .local else {
        notice = Notice(.plain, "\(name(of: account)) is only here: there is nothing to ask")
        return .stays([])
      }
      if action == .syncFromScratch {
        layers.append(.question(.syncFromScratch(current)))
        return .stays([])
      }
      notice = Notice(.plain, "Asking \(name(of: account)) …")
      return .stays([.sync(account.id, isFull: false)])
    case .signInAgain:
      guard account.kind.signsIn else {
        notice = Notice(
          .plain,
          account.kind == .local
            ? "\(name(of: account)) is only here, and has no sign-in"
            : "\(name(of: account)) has no sign-in · where its address has changed, add it again")
        return .stays([])
      }
      var form = AccountFormState(renewing: account, self)
      let effects = form.isReady ? send(&form) : []
      layers.append(.accountForm(form))
      return .stays(effects)
    case .removeAccount:
      guard account.kind != .local || account.name != "local" || current.calendars.isEmpty else {
        notice = Notice(
          .plain, "local holds the calendars that are only here · daybook calendars remove")
        return .stays([])
      }
      layers.append(.question(.removeAccount(current)))
      return .stays([])
    default: return .ignored
    }
  }
}

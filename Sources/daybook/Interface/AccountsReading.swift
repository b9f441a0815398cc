import DaybookCore
import DaybookStore
import DaybookSync
import DaybookTUI
import ICalendar

/// Makes what the screen of accounts shows out of what the store holds.
struct AccountsReading: Sendable {
  let desk: Desk

  func overviews() throws -> [AccountOverview] {
    let store = desk.store
    let calendars = Dictionary(
      grouping: try store.calendars(countingEvents: true), by: \.calendar.account)
    let states = Dictionary(
      try store.accountSyncStates().map { ($0.account, $0) },
      uniquingKeysWith: { first, _ in first })
    let waiting = try store.unsentCounts()
    return try store.accounts().map { account in
      let passes = Dictionary(
        try store.syncStates(of: account.id).map { ($0.calendar, $0) },
        uniquingKeysWith: { first, _ in first })
      return AccountOverview(
        account,
        calendars: (calendars[account.id] ?? []).map {
          CalendarOverview(
            $0.calendar, events: $0.events, failure: passes[$0.calendar.id]?.failure)
        },
        nextSync: next(
          states[account.id], wish: passes.values.compactMap(\.position.interval).max()),
        unsent: waiting[account.id] ?? 0)
    }
  }

  /// When the account is asked again by itself.
  private func next(_ state: AccountSyncState?, wish: Int?) -> Instant? {
    guard let state, state.isSynced else { return nil }
    if state.failures > 0 { return state.retryAt ?? desk.now }
    let outcome = SyncSchedule.Outcome(at: state.lastSync, wish: wish)
    return max(SyncSchedule(desk.settings.sync).due(after: outcome, jitter: 0), desk.now)
  }
}

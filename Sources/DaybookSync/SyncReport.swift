package import DaybookCore

/// What a run over some accounts did, in the shape of `daybook sync --json`.
package struct SyncReport: Hashable, Sendable {
  package var accounts: [AccountReport]
  /// Why accounts are missing from it: what is known of them could not be read.
  package var error: Failure?

  package init(accounts: [AccountReport] = [], error: Failure? = nil) {
    self.accounts = accounts
    self.error = error
  }

  /// How it went as a whole: failed when every account failed, partial when anything did.
  package var state: AccountState {
    if error == nil, accounts.allSatisfy({ $0.status == .ok }) { return .ok }
    let isAllLost = accounts.allSatisfy { $0.status == .failed || $0.status == .loginRequired }
    return isAllLost ? .failed : .partial
  }
}

/// What one pass over an account did.
package struct AccountReport: Hashable, Sendable {
  package var account: AccountID
  package var name: String
  package var kind: AccountKind
  package var status: AccountState
  package var calendars: [CalendarReport]
  package var error: Failure?

  package init(
    _ account: Account, status: AccountState = .ok, calendars: [CalendarReport] = [],
    error: Failure? = nil
  ) {
    self.account = account.id
    name = account.name
    kind = account.kind
    self.status = status
    self.calendars = calendars
    self.error = error
  }
}

/// What one pass over a calendar did.
package struct CalendarReport: Hashable, Sendable {
  package var name: String
  package var added = 0
  package var updated = 0
  package var deleted = 0
  /// Local edits that arrived there.
  package var sent = 0
  /// Whether everything was compared, not only what changed since last time.
  package var isFull = false
  package var requests = 0
  package var milliseconds = 0
  /// Why it is not as it is there.
  package var failure: Failure?
  /// What was skipped and why.
  package var notes: [String] = []

  package init(name: String) {
    self.name = name
  }
}

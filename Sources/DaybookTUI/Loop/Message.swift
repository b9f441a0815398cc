package import DaybookCore
package import ICalendar

/// All that can be news to the screen, from a key to a finished sync; it arrives in one queue.
package enum Message: Sendable {
  /// A key, the mouse, a paste.
  case key(KeyPress)
  case resized(Size)
  /// The clock has moved on.
  case minute(Instant)
  /// What begins soon, or just began; and which of it another program told.
  case reminders([Reminder], told: Set<Reminder> = [])
  /// The timer of `Effect.timer` with this number has run out.
  case timer(Int)
  /// The store as it is now.
  case snapshot(Snapshot)
  case details(EventDetails)
  /// What a search found, and for what it was asked.
  case found([Occurrence], query: String)
  /// The free slots for a query, so that a late answer to an older one is dropped.
  case slots([TimeSpan], query: SlotQuery)
  /// Which of the times can be had that a text proposes.
  case judged([JudgedOffer], of: String)
  /// Where hours went, and for what it was asked.
  case hours(HoursReport, query: HoursQuery)
  /// How busy a year is.
  case year(YearLoad)
  /// Something is on the clipboard: what, in words, and by which routes; no route worked if empty.
  case copied(what: String, routes: [String], text: String)
  /// A change is stored: what was done, in words, and whether it waits for a provider.
  case saved(String, isQueued: Bool)
  case failed(Failure)
  /// What was assigned by hand suggests a rule.
  case ruleSuggested(RuleSuggestion)
  case rules([RuleItem])
  /// What a rule matches, of the days around now.
  case tried(AssignmentRule.Test, [Occurrence])
  case activity(Activity)
  /// How far an account's pass has come; nil when none is under way.
  case progress(AccountID, SyncProgress?)
  case accounts([AccountOverview])
  case outbox([OutboxItem])
  /// What was asked of whom, the newest last.
  case log([LoggedExchange])
  /// More was asked of somebody.
  case logGrew
  /// The event of `Effect.showEvent`.
  case event(Occurrence)
  /// How far the attempt of this number to connect an account has come.
  case connecting(ConnectingStep, attempt: Int)
  case themes([String], current: String)
  case theme(Theme)
  case settings(Settings, keymap: KeyTable)
}

package import DaybookCore

/// Hears what the engine does, for the log and the status line. Called from any thread; nothing it
/// is told holds a secret or a title.
package protocol SyncObserver: Sendable {
  func passBegan(_ account: Account)
  func passEnded(_ report: AccountReport)
  /// A pass is under way and has read so many events of a calendar.
  func progressed(_ account: Account, calendar: String, events: Int)
}

extension SyncObserver {
  package func passBegan(_ account: Account) {}
  package func passEnded(_ report: AccountReport) {}
  package func progressed(_ account: Account, calendar: String, events: Int) {}
}

/// Hears nothing.
package struct SilentObserver: SyncObserver {
  package init() {}
}

package import DaybookCore

/// Keeps a feed that suddenly lost most of its events from taking ours along: more often than not
/// that is a broken export.
package enum WipeGuard {
  /// Fewer events than these may vanish without a question.
  package static let floor = 20

  /// Whether a listing that lost `lost` of `kept` events is held for a yes.
  package static func holds(lost: Int, of kept: Int) -> Bool {
    kept >= floor && lost * 2 > kept
  }

  package static func failure(lost: Int, of kept: Int, account: String) -> Failure {
    Failure(
      code: "wipe_guard",
      message: "\(account) lost \(lost) of \(kept) events at once; the events seen last are kept",
      hint: yes(account))
  }
}

extension WipeGuard {
  static func failure(calendars: Int, account: String) -> Failure {
    Failure(
      code: "wipe_guard",
      message: "\(account) lists no calendar any more, where it had \(calendars); they are kept",
      hint: yes(account))
  }

  static func failure(calendar: String, events: Int, account: String) -> Failure {
    Failure(
      code: "wipe_guard",
      message: "\(account) lost “\(calendar)” with \(events) events; they are kept",
      hint: yes(account))
  }

  /// What lets it through, fit to be typed.
  private static func yes(_ account: String) -> String {
    let name = account.contains(" ") ? "\"\(account)\"" : account
    return "if that is right, let it through with 'daybook sync --full --account \(name)'"
  }
}

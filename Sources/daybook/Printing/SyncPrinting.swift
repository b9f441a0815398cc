import DaybookCore
import DaybookSync
import DaybookWorld

extension SyncReport {
  /// How a command ends that did this.
  var exitStatus: ExitStatus {
    switch state {
    case .ok, .new: .done
    case .partial: .partly
    case .failed, .loginRequired: .failed
    }
  }
}

extension AccountReport {
  /// A row for each calendar, or one for an account that has none.
  var rows: [[String]] {
    guard !calendars.isEmpty else { return [[name, status.words, "", "", ""]] }
    return calendars.enumerated().map { index, calendar in
      [index == 0 ? name : "", index == 0 ? status.words : ""] + calendar.columns
    }
  }

  /// What happened, on one line.
  var line: String {
    let sums = calendars.reduce(into: CalendarReport(name: "")) { sum, calendar in
      sum.added += calendar.added
      sum.updated += calendar.updated
      sum.deleted += calendar.deleted
      sum.sent += calendar.sent
      sum.requests += calendar.requests
      sum.milliseconds += calendar.milliseconds
      sum.failure = sum.failure ?? calendar.failure
    }
    guard !calendars.isEmpty else { return "\(name): \(status.words)" }
    return "\(name): \(status.words), \(sums.changes) (\(sums.cost))"
  }
}

extension CalendarReport {
  fileprivate var columns: [String] { [name, changes, cost] }

  fileprivate var changes: String {
    let parts = [(added, "added"), (updated, "updated"), (deleted, "deleted"), (sent, "sent")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let nothing = failure == nil ? "nothing new" : "kept as it was"
    return parts.isEmpty ? nothing : parts.joined(separator: ", ")
  }

  fileprivate var cost: String {
    "\(requests) request\(requests == 1 ? "" : "s"), \(milliseconds) ms"
  }
}

extension AccountState {
  /// As people read it.
  var words: String {
    switch self {
    case .ok: "ok"
    case .partial: "partly"
    case .failed: "failed"
    case .loginRequired: "sign-in needed"
    case .new: "not synced yet"
    }
  }
}

import DaybookCore
import DaybookSync
import HTTPTypes
import ICalendar

/// Passes that somebody asked for over HTTP: what runs, ran, failed, and why. The last hundred are
/// remembered.
actor SyncJobs {
  private let engine: SyncEngine?
  private let clock: @Sendable () -> Instant
  private var all: [SyncJob] = []
  private var next = 1
  private static let kept = 100

  static let none = Problem(
    .conflict, "no_sync", "Nothing is synced here.", hint: "Start it without --no-sync.")

  init(engine: SyncEngine?, clock: @escaping @Sendable () -> Instant) {
    self.engine = engine
    self.clock = clock
  }

  /// The newest first.
  var listed: [SyncJob] { all.reversed() }

  func job(_ number: Int) -> SyncJob? { all.first { $0.number == number } }

  /// Begins one, or answers the one that already does the same.
  func begin(_ account: AccountID, calendar: String, named name: String) throws -> SyncJob {
    guard let engine else {
      throw SyncJobs.none
    }
    if let same = all.last(where: { $0.account == account && $0.finished == nil }) { return same }
    let job = SyncJob(
      number: next, account: account, calendar: calendar, accountName: name, began: clock())
    next += 1
    all.append(job)
    if all.count > SyncJobs.kept { all.removeFirst(all.count - SyncJobs.kept) }
    Task {
      let report = await engine.syncNow(accounts: [account])
      finish(job.number, report)
    }
    return job
  }

  /// Asks an account at once, without a job: nobody waits for it.
  func nudge(_ account: AccountID) {
    guard let engine else { return }
    Task { _ = await engine.syncNow(accounts: [account]) }
  }

  var isRunning: Bool { all.contains { $0.finished == nil } }

  private func finish(_ number: Int, _ report: SyncReport) {
    guard let index = all.firstIndex(where: { $0.number == number }) else { return }
    all[index].finished = clock()
    all[index].report = report
  }
}

struct SyncJob: Sendable {
  let number: Int
  let account: AccountID
  let calendar: String
  let accountName: String
  let began: Instant
  var finished: Instant?
  var report: SyncReport?

  private var status: String {
    guard let report else { return "running" }
    switch report.state {
    case .ok, .new: return "done"
    case .partial: return "partial"
    case .failed, .loginRequired:
      return report.accounts.isEmpty && report.error == nil ? "done" : "failed"
    }
  }

  func json(in zone: Zone) -> JSON {
    .object([
      ("id", .string(String(number))), ("calendar", .string(calendar)),
      ("account", .string(accountName)), ("status", .string(status)),
      ("started_at", .string(RFC3339.text(began, in: zone))),
      ("finished_at", .optional(finished.map { RFC3339.text($0, in: zone) })),
      ("report", report?.json ?? .null),
      ("error", .failure(report?.error ?? report?.accounts.compactMap(\.error).first)),
    ])
  }
}

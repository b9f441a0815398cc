import DaybookCore
import DaybookSync
import Logging

extension World {
  /// Where is written what happened, for whoever has to find out why.
  package var log: LogFile { LogFile(world: self) }
}

/// What is written down of syncing: which account by its id, never its name, which may be a
/// person's address, and nothing that a calendar or a server said.
extension LogFile {
  package func began(_ account: Account) {
    logger("sync").debug("pass began", metadata: LogFile.metadata(account.id, account.kind))
  }

  package func pass(_ report: AccountReport) {
    var metadata = LogFile.metadata(report.account, report.kind)
    metadata["status"] = .string(report.status.rawValue)
    metadata["calendars"] = .stringConvertible(report.calendars.count)
    metadata["added"] = .stringConvertible(report.calendars.reduce(0) { $0 + $1.added })
    metadata["updated"] = .stringConvertible(report.calendars.reduce(0) { $0 + $1.updated })
    metadata["deleted"] = .stringConvertible(report.calendars.reduce(0) { $0 + $1.deleted })
    metadata["requests"] = .stringConvertible(report.calendars.reduce(0) { $0 + $1.requests })
    metadata["milliseconds"] = .stringConvertible(
      report.calendars.reduce(0) { $0 + $1.milliseconds })
    if let error = report.error { metadata["code"] = .string(error.code) }
    let level: Logger.Level =
      switch report.status {
      case .ok, .new: .info
      case .partial: .warning
      case .failed, .loginRequired: .error
      }
    logger("sync").log(level: level, "pass ended", metadata: metadata)
  }

  /// Something went wrong beside the work; the error is known by its code alone, for its words may
  /// name what the log must not.
  package func warning(_ sentence: String, _ error: any Error) {
    let code = (error as? any Explained)?.code ?? "\(type(of: error))"
    logger("daybook").warning("\(sentence)", metadata: ["code": .string(code)])
  }

  private static func metadata(_ account: AccountID, _ kind: AccountKind) -> Logger.Metadata {
    ["account": .string(account.raw), "kind": .string(kind.rawValue)]
  }
}

/// Tells the log, and whoever else wants to know.
package struct LoggingObserver: SyncObserver {
  package let log: LogFile
  package var passed: @Sendable (AccountReport) -> Void

  package init(log: LogFile, passed: @escaping @Sendable (AccountReport) -> Void = { _ in }) {
    self.log = log
    self.passed = passed
  }

  package func passBegan(_ account: Account) { log.began(account) }

  package func passEnded(_ report: AccountReport) {
    log.pass(report)
    passed(report)
  }
}

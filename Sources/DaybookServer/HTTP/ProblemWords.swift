import DaybookCore
import DaybookStore
import HTTPTypes
import Hummingbird

extension Problem {
  /// What an error of any layer is to whoever asked. No path of this machine is in it.
  init(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as StoreError: self.init(error)
    case let error as PhraseError:
      self.init(.unprocessableContent, error.code, error.message, hint: error.hint)
    case let error as ProviderError: self.init(error)
    case let error as any Explained:
      self.init(.unprocessableContent, error.code, error.message, hint: error.hint)
    case let error as any HTTPResponseError:
      self.init(error.status, "http_\(error.status.code)", error.status.reasonPhrase + ".")
    case is CancellationError:
      self = Ending.stopping
    default:
      self.init(.internalServerError, "internal_error", "Something went wrong here.")
    }
  }

  /// What an account's other side said, or what is kept to sign in there.
  private init(_ error: ProviderError) {
    let isPassing = error.retryAfter != nil || error.isPassing
    self.init(
      isPassing ? .serviceUnavailable : .conflict, error.code, error.message, hint: error.hint)
    switch error {
    case .localFailure, .unreadable:
      (message, hint) = ("What is kept to sign in there cannot be used.", nil)
    default: break
    }
    if let seconds = error.retryAfter { headers[.retryAfter] = String(seconds) }
  }

  private init(_ error: StoreError) {
    self.init(Problem.status(of: error), error.code, error.message, hint: error.hint)
    switch error {
    case .setAside: message = "The store was damaged; it was set aside and a new one was made."
    case .newer: message = "The store was written by a newer Daybook."
    case .foreign: message = "The store is another program's database."
    case .busy:
      message = "The store is in use by another process."
      headers[.retryAfter] = "1"
    case .diskFull: message = "The disk is full; nothing was written."
    case .readOnly: message = "The store cannot be written."
    case .cannotOpen, .disk: message = "The store cannot be read."
    case .unexpected: message = "The store refused."
    case .inConfiguration(_, let setting, let inner):
      message = "\(setting) in the configuration: \(inner.message)"
    case .unknown, .ambiguous, .taken, .archived, .readOnlyCalendar, .gone, .changedSince, .billed,
      .forgotten,
      .notDiverged, .tooMany:
      break
    }
  }

  private static func status(of error: StoreError) -> HTTPResponse.Status {
    switch error {
    case .unknown, .gone: .notFound
    case .ambiguous: .unprocessableContent
    case .taken, .archived, .changedSince, .billed, .forgotten, .notDiverged, .tooMany: .conflict
    case .readOnlyCalendar: .forbidden
    case .busy, .setAside: .serviceUnavailable
    case .diskFull: .init(code: 507, reasonPhrase: "Insufficient Storage")
    case .newer, .foreign, .readOnly, .cannotOpen, .disk, .inConfiguration, .unexpected:
      .internalServerError
    }
  }
}

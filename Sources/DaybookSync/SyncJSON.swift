package import DaybookCore

extension SyncReport {
  /// The document of `sync --json`.
  package var json: JSON { .object([("accounts", .array(accounts.map(\.json)))]) }
}

extension AccountReport {
  package var json: JSON {
    .object([
      ("name", .string(name)), ("kind", .string(kind.rawValue)),
      ("status", .string(status.rawValue)), ("calendars", .array(calendars.map(\.json))),
      ("error", .failure(error)),
    ])
  }
}

extension CalendarReport {
  fileprivate var json: JSON {
    .object([
      ("name", .string(name)), ("added", .int(added)), ("updated", .int(updated)),
      ("deleted", .int(deleted)), ("full", .bool(isFull)), ("requests", .int(requests)),
      ("milliseconds", .int(milliseconds)),
    ])
  }
}

package import DaybookCore

extension CalendarListing {
  /// A calendar as the command line's manual shapes it.
  package var json: JSON {
    .object([
      ("id", .string(calendar.id.raw)), ("name", .string(name)), ("account", .string(accountName)),
      ("color", .optional(calendar.color)), ("hidden", .bool(calendar.isHidden)),
      ("busy", .bool(calendar.isBusy)), ("read_only", .bool(calendar.isReadOnly)),
      ("priority", .int(calendar.priority)), ("events", .int(events ?? 0)),
    ])
  }
}

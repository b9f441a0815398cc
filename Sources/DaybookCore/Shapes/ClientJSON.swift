extension Client {
  /// A client as the command line's manual shapes it.
  package var json: JSON {
    .object([
      ("name", .string(name)), ("rate", rate.map(JSON.hundredths) ?? .null),
      ("currency", .optional(currency)), ("domains", .strings(domains)),
      ("retainer_hours", retainer.map { .hundredths(BilledTime.hundredths($0 * 60)) } ?? .null),
      ("archived", .bool(isArchived)),
    ])
  }
}

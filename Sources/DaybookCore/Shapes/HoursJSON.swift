internal import ICalendar

extension HoursReport {
  /// The document of `report --json`.
  package func json(truncated: [EventID], names: Names) -> JSON {
    var fields: [(String, JSON)] = [
      ("from", .string(days.lowerBound.description)),
      ("to", .string(days.upperBound.description)),
      ("by", .string(grouping.rawValue)),
      ("rows", .array(rows.map { $0.json(names: names) })),
      ("unassigned_hours", .hundredths(unassignedHours)),
      (
        "retainers",
        .array(
          retainers.map {
            .object([
              ("client", .optional(names.client($0.client))),
              ("agreed_hours", .hundredths(BilledTime.hundredths($0.agreed))),
              ("used_hours", .hundredths(BilledTime.hundredths($0.used))),
            ])
          })
      ),
      ("notes", .strings(notes)),
    ]
    if !truncated.isEmpty { fields.append(("truncated", .strings(truncated.map(\.raw)))) }
    return .object(fields)
  }
}

extension HoursReport.Row {
  fileprivate func json(names: Names) -> JSON {
    .object([
      ("client", .optional(names.client(client))), ("project", .optional(project)),
      ("week", .optional(week)), ("calendar", .optional(calendar.map(names.calendar))),
      ("hours", .hundredths(time.hours)),
      ("billable_hours", .hundredths(time.billableHours)),
      ("billed_hours", .hundredths(BilledTime.hundredths(billed))),
      ("amount", amount.map { .hundredths($0.hundredths) } ?? .null),
      ("currency", .optional(amount?.currency)), ("events", .int(events)),
    ])
  }
}

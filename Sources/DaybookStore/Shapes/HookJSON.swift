package import DaybookCore
package import ICalendar

extension Hook {
  /// - Parameter secret: shown once, when it is made.
  package func json(in zone: Zone, deliveries: [HookDelivery]? = nil, secret: String? = nil) -> JSON
  {
    var fields: [(String, JSON)] = [
      ("id", .string(id)), ("address", .string(address)),
      ("kinds", .strings(kinds.map(\.rawValue))),
      ("created_at", .string(RFC3339.text(at, in: zone))), ("ended", .optional(ended)),
    ]
    if let secret { fields.append(("secret", .string(secret))) }
    if let deliveries {
      fields.append(("deliveries", .array(deliveries.map { $0.json(in: zone) })))
    }
    return .object(fields)
  }
}

extension HookDelivery {
  func json(in zone: Zone) -> JSON {
    .object([
      ("id", .string(id)), ("kind", .string(kind.rawValue)),
      ("time", .string(RFC3339.text(at, in: zone))), ("state", .string(state.rawValue)),
      ("status", status.map(JSON.int) ?? .null), ("error", .optional(fault)),
      ("tries", .int(tries)),
      ("last_try", .optional(lastTry.map { RFC3339.text($0, in: zone) })),
      ("next_try", .optional(nextTry.map { RFC3339.text($0, in: zone) })),
    ])
  }
}

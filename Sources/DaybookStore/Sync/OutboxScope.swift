package import DaybookCore
package import ICalendar

/// Which of what waits to be sent.
package enum OutboxScope: Sendable {
  case all
  case entry(Int)
  case calendar(CalendarID)
  /// What is not to be tried later than at this moment.
  case due(Instant)

  /// Over the tables of `OutboxEntry.all`.
  var condition: (text: String, value: (any Bindable)?) {
    switch self {
    case .all: ("?1 IS NULL", nil)
    case .entry(let id): ("o.id = ?1", id)
    case .calendar(let id): ("c.sid = ?1", id.raw)
    case .due(let now): ("o.retry_at IS NULL OR o.retry_at <= ?1", now.seconds)
    }
  }
}

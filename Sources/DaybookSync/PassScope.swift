internal import DaybookCore
internal import ICalendar

/// How much of an account a pass looks at.
struct PassScope: Hashable, Sendable {
  /// nil for all.
  private(set) var calendars: Set<CalendarID>?

  static let whole = PassScope(calendars: nil)

  static func only(_ calendar: CalendarID) -> PassScope { PassScope(calendars: [calendar]) }

  var isWhole: Bool { calendars == nil }

  func union(_ other: PassScope?) -> PassScope {
    guard let other else { return self }
    guard let calendars, let others = other.calendars else { return .whole }
    return PassScope(calendars: calendars.union(others))
  }
}

/// A pass that somebody there asked for and that waits a moment, so that a burst becomes one.
struct HeldPass: Hashable, Sendable {
  var until: Instant
  var scope: PassScope
}

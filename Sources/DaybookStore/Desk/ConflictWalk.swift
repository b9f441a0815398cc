package import DaybookCore
package import ICalendar

/// Goes through the conflicts of a window, stretch after stretch: whoever wants the first of them does
/// not wait for those of years.
package struct ConflictWalk {
  private let desk: Desk
  private let window: TimeSpan
  private let kinds: Set<Conflict.Kind>?
  private let includesDecided: Bool
  /// What was gone through.
  private var covered: TimeSpan
  /// Of the next stretch; a quarter of a year, which most people ask for, is one.
  private var days = 92

  /// - Parameter start: what ends before it is left out, and what begins before it; nil for the
  ///   window's own start, before which conflicts may begin that touch the window.
  package init(
    _ window: TimeSpan, from start: Instant? = nil, kinds: Set<Conflict.Kind>? = nil,
    includesDecided: Bool = false, at desk: Desk
  ) {
    self.desk = desk
    self.window = window
    self.kinds = kinds
    self.includesDecided = includesDecided
    let start = max(window.start, start ?? window.start)
    covered = TimeSpan(start, start)
  }

  /// The conflicts that begin in the next stretch, by start, gravity and id; nil where there is none.
  package mutating func next() throws -> ConflictList? {
    guard covered.end < window.end else { return nil }
    let stretch = TimeSpan(covered.end, min(window.end, covered.end + days * 86_400))
    covered.end = stretch.end
    days = min(2 * days, 732)
    return try conflicts(beginningIn: stretch)
  }

  /// What was not gone through and has to do with the same events: conflicts of the window before
  /// and behind, in order.
  package func others(around conflicts: [Conflict]) throws -> (
    before: [Conflict], behind: [Conflict]
  ) {
    let sides = conflicts.flatMap { [$0.first.span, $0.second.span] }
    guard let first = sides.map(\.start).min(), let last = sides.map(\.end).max() else {
      return ([], [])
    }
    let before = TimeSpan(max(first, window.start), covered.start)
    let behind = TimeSpan(covered.end, min(last, window.end))
    return (
      before.start < before.end ? try self.conflicts(beginningIn: before).conflicts : [],
      behind.start < behind.end ? try self.conflicts(beginningIn: behind).conflicts : []
    )
  }

  private func conflicts(beginningIn stretch: TimeSpan) throws -> ConflictList {
    var list = try desk.conflicts(
      touching: stretch, kinds: kinds, includesDecided: includesDecided)
    let isFirst = stretch.start == window.start
    list.conflicts.removeAll { conflict in
      conflict.span.start >= stretch.end || conflict.span.start < stretch.start && !isFirst
    }
    return list
  }
}

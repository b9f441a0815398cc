package import DaybookCore

/// All that the form changes of an event, with what is no part of its own text.
package struct EventRevision: Sendable, Equatable {
  package var change: EventChange
  /// Where all of it goes; nil where it stays.
  package var calendar: CalendarID?
  /// Whom it is for from now on; nil where that stays.
  package var client: ClientChoice?

  package init(
    _ change: EventChange, movingTo calendar: CalendarID? = nil, client: ClientChoice? = nil
  ) {
    self.change = change
    self.calendar = calendar
    self.client = client
  }

  var isEmpty: Bool { self == EventRevision(EventChange()) }

  func effect(on event: OccurrenceID, _ scope: EditScope) -> Effect {
    calendar == nil && client == nil
      ? .edit(event, change, scope) : .revise(event, self, scope)
  }

  /// The parts of a series for which it can be meant.
  var scopes: [Action] {
    // All of a series lies in one calendar.
    if calendar != nil { return [.wholeSeries] }
    // How it repeats is no matter of one date.
    if change.rule != nil { return [.following, .wholeSeries] }
    // Hours are given to a client for one date, or for the series.
    if change.isEmpty { return [.thisOne, .wholeSeries] }
    return [.thisOne, .following, .wholeSeries]
  }
}

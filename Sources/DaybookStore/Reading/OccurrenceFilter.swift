package import DaybookCore
package import ICalendar

/// Which occurrences are wanted.
package struct OccurrenceFilter: Sendable {
  /// Only of these; nil for all that are not hidden. A named calendar is read hidden or not.
  package var calendars: [CalendarID]?
  package var includesHidden = false
  package var includesCancelled = false
  package var client: ClientID?
  /// Every word of it must begin a word of title, place, people or notes.
  package var search = ""
  /// When holds have lapsed; nil is when the store was opened.
  package var now: Instant?

  package init() {}
}

/// What was found in a window.
package struct OccurrenceList: Sendable {
  /// Sorted by start (all-day ones first), title, calendar and id.
  package var occurrences: [Occurrence] = []
  /// Events of which more than `limit` instances lay in the window.
  package var truncated: [EventID] = []

  package init() {}

  /// How many instances of one event a window shows.
  package static let limit = 5000
}

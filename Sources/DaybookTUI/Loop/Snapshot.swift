package import DaybookCore
package import ICalendar

/// Everything the screen knows of the store: made by the runtime, never changed by a key.
package struct Snapshot: Sendable {
  package var days: LoadedDays
  package var calendars: [EventCalendar]
  package var clients: [Client]
  package var accounts: [Account]
  /// Open ones of the next ninety days and of the loaded ones, by start.
  package var conflicts: [Conflict]
  /// How many open ones the next ninety days have; nil where they were not looked for yet, as the
  /// first picture does not wait for that.
  package var openAhead: Int?
  /// Resolved and ignored ones of the same stretch.
  package var settled: [Conflict]
  /// What `u` and Ctrl-R would take back and do again, as sentences; nil where there is nothing.
  package var undo: String?
  package var redo: String?
  /// Changes not yet sent to a provider.
  package var unsent: Int
  package var holds: [HoldGroup]
  /// What `daybook rules` adds to the settings.
  package var rules: [AvailabilityRule]
  /// Whether the store holds any event at all, loaded or not.
  package var hasEvents: Bool
  /// Which occurrences an open conflict names, and how grave the gravest is.
  package let gravity: [OccurrenceID: Conflict.Severity]
  private let calendarPlaces: [CalendarID: Int]
  private let clientPlaces: [ClientID: Int]

  package static let empty = Snapshot(days: .none, calendars: [])

  package init(
    days: LoadedDays, calendars: [EventCalendar], clients: [Client] = [],
    accounts: [Account] = [], conflicts: [Conflict] = [], settled: [Conflict] = [],
    undo: String? = nil, redo: String? = nil, unsent: Int = 0,
    holds: [HoldGroup] = [],
    rules: [AvailabilityRule] = [], hasEvents: Bool? = nil
  ) {
    self.days = days
    self.calendars = calendars
    self.clients = clients
    self.accounts = accounts
    self.conflicts = conflicts
    self.settled = settled
    openAhead = conflicts.count
    self.undo = undo
    self.redo = redo
    self.unsent = unsent
    self.holds = holds
    self.rules = rules
    self.hasEvents = hasEvents ?? !days.occurrences.isEmpty
    var gravity: [OccurrenceID: Conflict.Severity] = [:]
    // Marks are for what is loaded, and for what reaches into it from some way off.
    let near = TimeSpan(
      Instant(seconds: days.days.lowerBound.number * 86_400),
      Instant(seconds: days.days.upperBound.number * 86_400)
    ).widened(by: 33 * 86_400)
    for conflict in conflicts where conflict.span.touches(near) {
      for id in [conflict.first.id, conflict.second.id] {
        gravity[id] = gravity[id].map { $0.graver(conflict.severity) } ?? conflict.severity
      }
    }
    self.gravity = gravity
    calendarPlaces = Dictionary(
      calendars.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    clientPlaces = Dictionary(
      clients.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package func calendar(_ id: CalendarID) -> EventCalendar? {
    calendarPlaces[id].map { calendars[$0] }
  }

  package func client(_ id: ClientID?) -> Client? {
    id.flatMap { clientPlaces[$0] }.map { clients[$0] }
  }

  /// The open conflicts that an event is part of.
  func conflicts(of event: Occurrence) -> [Conflict] {
    let near = event.span.widened(by: Conflicts.margin)
    // Of thousands most are out of the question by their time, which is compared sooner than ids.
    return conflicts.indices.filter { index in
      let start = conflicts[index].span.start
      return near.start <= start && start <= near.end
    }
    .map { conflicts[$0] }.filter { $0.first.id == event.id || $0.second.id == event.id }
  }

  package func account(of calendar: CalendarID) -> Account? {
    guard let id = self.calendar(calendar)?.account else { return nil }
    return accounts.first { $0.id == id }
  }

  /// The place of a calendar among all, which gives it its hue where it names no colour.
  func place(of calendar: CalendarID) -> Int { calendarPlaces[calendar] ?? 0 }
  func place(of client: ClientID) -> Int { clientPlaces[client] ?? 0 }
}

extension Conflict.Severity {
  func graver(_ other: Self) -> Self {
    switch (self, other) {
    case (.severe, _), (_, .severe): .severe
    case (.medium, _), (_, .medium): .medium
    case (.minor, .minor): .minor
    }
  }
}

/// What a card shows beyond the occurrence itself; read from the store when a card opens.
package struct EventDetails: Sendable {
  package var occurrence: Occurrence
  package var notes: String
  package var organizer: Attendee?
  package var attendees: [Attendee]
  /// In words: `every week on Mon and Wed, until 24 Dec 2026`.
  package var recurrence: String?
  package var url: String?
  package var categories: [String]
  /// Minutes before the start.
  package var reminders: [Int]
  package var isBillable: Bool
  /// The zone it was written in, where that is not the viewer's.
  package var ownZone: Zone?

  package init(
    occurrence: Occurrence, notes: String = "", organizer: Attendee? = nil,
    attendees: [Attendee] = [], recurrence: String? = nil, url: String? = nil,
    categories: [String] = [], reminders: [Int] = [], isBillable: Bool = true,
    ownZone: Zone? = nil
  ) {
    self.occurrence = occurrence
    self.notes = notes
    self.organizer = organizer
    self.attendees = attendees
    self.recurrence = recurrence
    self.url = url
    self.categories = categories
    self.reminders = reminders
    self.isBillable = isBillable
    self.ownZone = ownZone
  }
}

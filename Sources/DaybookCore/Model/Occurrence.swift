package import ICalendar

/// One happening of an event at one time, as every list, view and engine sees it.
package struct Occurrence: Identifiable, Hashable, Sendable {
  package var id: OccurrenceID
  /// The same for all instances of a series.
  package var event: EventID
  package var calendar: CalendarID
  package var uid: String
  /// The start the series gave it; nil for single events.
  package var originalStart: OriginalStart?
  package var title: String
  package var location: String
  package var time: EventTime
  /// The time it takes in the display zone.
  package var span: TimeSpan
  package var status: EventStatus
  /// What it claims once my own answer and its calendar are counted in.
  package var showsAs: ShowsAs
  /// My own answer; nil when I am no attendee.
  package var response: Response?
  package var isRecurring: Bool
  /// Changed here and not yet sent to its provider.
  package var isUnsent: Bool
  package var client: ClientID?
  package var project: String?
  /// Whether its hours are billed, where it has a client.
  package var isBillable: Bool
  package var joinURL: String?
  /// Attendees other than me.
  package var people: Int
  /// When a hold lapses; nil for everything that is no hold.
  package var holdExpires: Instant?
  /// Minutes that it asks for before and after itself, its calendar's wish included.
  package var bufferBefore: Int
  package var bufferAfter: Int
  /// The event's own colour.
  package var color: String?
  /// The same meeting in other calendars, where copies were merged.
  package var alsoIn: [CalendarID]

  package init(
    id: OccurrenceID, event: EventID, calendar: CalendarID, uid: String,
    originalStart: OriginalStart? = nil, title: String, location: String = "", time: EventTime,
    span: TimeSpan, status: EventStatus = .confirmed, showsAs: ShowsAs = .busy,
    response: Response? = nil, isRecurring: Bool = false, isUnsent: Bool = false,
    client: ClientID? = nil, project: String? = nil, isBillable: Bool = true,
    joinURL: String? = nil, people: Int = 0, holdExpires: Instant? = nil, bufferBefore: Int = 0,
    bufferAfter: Int = 0,
    color: String? = nil, alsoIn: [CalendarID] = []
  ) {
    self.id = id
    self.event = event
    self.calendar = calendar
    self.uid = uid
    self.originalStart = originalStart
    self.title = title
    self.location = location
    self.time = time
    self.span = span
    self.status = status
    self.showsAs = showsAs
    self.response = response
    self.isRecurring = isRecurring
    self.isUnsent = isUnsent
    self.client = client
    self.project = project
    self.isBillable = isBillable
    self.joinURL = joinURL
    self.people = people
    self.holdExpires = holdExpires
    self.bufferBefore = bufferBefore
    self.bufferAfter = bufferAfter
    self.color = color
    self.alsoIn = alsoIn
  }

  package var isAllDay: Bool { time.isAllDay }

  /// Whether it takes time: not free, declined, cancelled, nor of no length.
  package var isBusy: Bool { showsAs != .free && !span.isEmpty }

  /// Whether its claim is only tentative: by its own word, as a hold, or for want of my answer.
  package var isTentative: Bool {
    status == .tentative || showsAs == .tentative || holdExpires != nil
      || response == .tentative || response == .needsAction
  }
}

package import ICalendar

/// One happening of an event at one time, as every list, view and engine sees it.
///
/// There are thousands of these in every list, and lists are made of lists: a copy shares its facts
/// with the original until one of them is changed.
package struct Occurrence: Identifiable, Hashable, Sendable {
  private var facts: Shared

  package init(
    id: OccurrenceID, event: EventID, calendar: CalendarID, uid: String,
    originalStart: OriginalStart? = nil, title: String, location: String = "", time: EventTime,
    span: TimeSpan, status: EventStatus = .confirmed, showsAs: ShowsAs = .busy,
    response: Response? = nil, isRecurring: Bool = false, isUnsent: Bool = false,
    client: ClientID? = nil, project: String? = nil, isBillable: Bool = true,
    joinURL: String? = nil, people: Int = 0, caller: Caller = .unknown, holdExpires: Instant? = nil,
    bufferBefore: Int = 0,
    bufferAfter: Int = 0,
    color: String? = nil, alsoIn: [CalendarID] = []
  ) {
    facts = Shared(
      Facts(
        id: id, event: event, calendar: calendar, uid: uid, originalStart: originalStart,
        title: title, location: location, time: time, span: span, status: status, showsAs: showsAs,
        response: response, isRecurring: isRecurring, isUnsent: isUnsent, client: client,
        project: project, isBillable: isBillable, joinURL: joinURL, people: people,
        caller: caller, holdExpires: holdExpires, bufferBefore: bufferBefore,
        bufferAfter: bufferAfter,
        color: color, alsoIn: alsoIn))
  }

  package var id: OccurrenceID {
    get { facts.value.id }
    set { own { $0.id = newValue } }
  }
  /// The same for all instances of a series.
  package var event: EventID {
    get { facts.value.event }
    set { own { $0.event = newValue } }
  }
  package var calendar: CalendarID {
    get { facts.value.calendar }
    set { own { $0.calendar = newValue } }
  }
  package var uid: String {
    get { facts.value.uid }
    set { own { $0.uid = newValue } }
  }
  /// The start the series gave it; nil for single events.
  package var originalStart: OriginalStart? {
    get { facts.value.originalStart }
    set { own { $0.originalStart = newValue } }
  }
  package var title: String {
    get { facts.value.title }
    set { own { $0.title = newValue } }
  }
  package var location: String {
    get { facts.value.location }
    set { own { $0.location = newValue } }
  }
  package var time: EventTime {
    get { facts.value.time }
    set { own { $0.time = newValue } }
  }
  /// The time it takes in the display zone.
  package var span: TimeSpan {
    get { facts.value.span }
    set { own { $0.span = newValue } }
  }
  package var status: EventStatus {
    get { facts.value.status }
    set { own { $0.status = newValue } }
  }
  /// What it claims once my own answer and its calendar are counted in.
  package var showsAs: ShowsAs {
    get { facts.value.showsAs }
    set { own { $0.showsAs = newValue } }
  }
  /// My own answer; nil when I am no attendee.
  package var response: Response? {
    get { facts.value.response }
    set { own { $0.response = newValue } }
  }
  package var isRecurring: Bool {
    get { facts.value.isRecurring }
    set { own { $0.isRecurring = newValue } }
  }
  /// Changed here and not yet sent to its provider.
  package var isUnsent: Bool {
    get { facts.value.isUnsent }
    set { own { $0.isUnsent = newValue } }
  }
  package var client: ClientID? {
    get { facts.value.client }
    set { own { $0.client = newValue } }
  }
  package var project: String? {
    get { facts.value.project }
    set { own { $0.project = newValue } }
  }
  /// Whether its hours are billed, where it has a client.
  package var isBillable: Bool {
    get { facts.value.isBillable }
    set { own { $0.isBillable = newValue } }
  }
  package var joinURL: String? {
    get { facts.value.joinURL }
    set { own { $0.joinURL = newValue } }
  }
  /// Attendees other than me.
  package var people: Int {
    get { facts.value.people }
    set { own { $0.people = newValue } }
  }
  package var caller: Caller {
    get { facts.value.caller }
    set { own { $0.caller = newValue } }
  }
  /// When a hold lapses; nil for everything that is no hold.
  package var holdExpires: Instant? {
    get { facts.value.holdExpires }
    set { own { $0.holdExpires = newValue } }
  }
  /// Minutes that it asks for before and after itself, its calendar's wish included.
  package var bufferBefore: Int {
    get { facts.value.bufferBefore }
    set { own { $0.bufferBefore = newValue } }
  }
  package var bufferAfter: Int {
    get { facts.value.bufferAfter }
    set { own { $0.bufferAfter = newValue } }
  }
  /// The event's own colour.
  package var color: String? {
    get { facts.value.color }
    set { own { $0.color = newValue } }
  }
  /// The same meeting in other calendars, where copies were merged.
  package var alsoIn: [CalendarID] {
    get { facts.value.alsoIn }
    set { own { $0.alsoIn = newValue } }
  }

  /// Changes the facts, which become this value's own.
  private mutating func own(_ change: (inout Facts) -> Void) {
    if !isKnownUniquelyReferenced(&facts) { facts = Shared(facts.value) }
    change(&facts.value)
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.facts === right.facts || left.facts.value == right.facts.value
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(facts.value.id) }

  package var isAllDay: Bool { time.isAllDay }

  /// Whether it takes time: not free, declined, cancelled, nor of no length.
  package var isBusy: Bool { showsAs != .free && !span.isEmpty }

  /// Whether its times are mine to set: not while it waits for my answer, as nobody asks the caller for
  /// one, and as a booking does that is made with me but not confirmed.
  package var isCalledByMe: Bool {
    caller != .someoneElse && response != .needsAction && response != .tentative
  }

  /// Whether its claim is only tentative: by its own word, as a hold, or for want of my answer.
  package var isTentative: Bool {
    status == .tentative || showsAs == .tentative || holdExpires != nil
      || response == .tentative || response == .needsAction
  }
}

/// What an occurrence is made of.
private struct Facts: Equatable, Sendable {
  var id: OccurrenceID
  var event: EventID
  var calendar: CalendarID
  var uid: String
  var originalStart: OriginalStart?
  var title: String
  var location: String
  var time: EventTime
  var span: TimeSpan
  var status: EventStatus
  var showsAs: ShowsAs
  var response: Response?
  var isRecurring: Bool
  var isUnsent: Bool
  var client: ClientID?
  var project: String?
  var isBillable: Bool
  var joinURL: String?
  var people: Int
  var caller: Caller
  var holdExpires: Instant?
  var bufferBefore: Int
  var bufferAfter: Int
  var color: String?
  var alsoIn: [CalendarID]
}

/// Facts that several occurrences may hold. `@unchecked` because they are written only while a
/// single value holds them, which `isKnownUniquelyReferenced` makes sure of.
private final class Shared: @unchecked Sendable {
  var value: Facts

  init(_ value: Facts) {
    self.value = value
  }
}

internal import DaybookCore
import GRDB
internal import ICalendar

/// Turns rows into occurrences: one look at each event, however many of its instances are wanted.
struct OccurrenceReader {
  let db: Database
  let viewer: Zone
  let filter: OccurrenceFilter
  let now: Instant
  let calendars: [Int: CalendarFacts]
  private(set) var list = OccurrenceList()
  private let wanted: Set<CalendarID>?
  private let unsent: Set<String>
  private let rules: [Int: Ruling]
  private let byID: Prepared
  private let assignments: Prepared
  private var templates: [Int: Template?] = [:]
  private var counts: [String: Int] = [:]

  /// What a rule or a hand decided.
  struct Ruling {
    var client: ClientID?
    var project: String?
    var isBillable = true
  }

  /// What all instances of one event row have in common.
  private final class Template {
    let occurrence: Occurrence
    let form: EventFlags.Form
    let zone: String
    /// The start it was given by its series, where the row says so.
    let recurrence: OriginalStart?
    /// The form of the series' own starts.
    let originalForm: EventFlags.Form
    let isSeries: Bool
    let ruling: Ruling
    let byHand: [String: Ruling]

    init(
      occurrence: Occurrence, form: EventFlags.Form, zone: String, recurrence: OriginalStart?,
      originalForm: EventFlags.Form, isSeries: Bool, ruling: Ruling, byHand: [String: Ruling]
    ) {
      self.occurrence = occurrence
      self.form = form
      self.zone = zone
      self.recurrence = recurrence
      self.originalForm = originalForm
      self.isSeries = isSeries
      self.ruling = ruling
      self.byHand = byHand
    }
  }

  init(
    _ db: Database, viewer: Zone, filter: OccurrenceFilter, options: StoreOptions
  ) throws {
    self.db = db
    self.viewer = viewer
    self.filter = filter
    now = filter.now ?? options.now
    calendars = try CalendarFacts.all(db, addresses: options.addresses)
    wanted = filter.calendars.map(Set.init)
    unsent = Set(try db.all("SELECT event FROM outbox") { $0.text(0) })
    rules = try Rules.rulings(db)
    byID = try Prepared("SELECT \(OccurrenceReader.columns) FROM event WHERE id = ?", in: db)
    assignments = try Prepared(
      "SELECT recurrence, client, project, is_billable FROM assignment WHERE event = ?", in: db)
  }

  private static let columns = """
    sid, calendar, flags, recurrence, zone, uid, title, location, people, join_url, color, rule,
    buffers, hold
    """

  /// Adds the occurrence of row `event` at `start`, if the filter wants it and it touches `window`.
  mutating func add(event: Int, start: Int, length: Int, delta: Int, in window: TimeSpan?) throws {
    guard let template = try template(event) else { return }
    let time = OccurrenceReader.time(
      template.form, start: start, length: length, zone: template.zone)
    let span = time.span(in: viewer)
    if let window, !span.touches(window) { return }
    if template.isSeries, isFull(template.occurrence.event) { return }
    var ruling = template.ruling
    var occurrence = template.occurrence
    if let original = template.recurrence {
      occurrence.originalStart = original
    } else if template.isSeries {
      occurrence.originalStart = OccurrenceReader.original(template.originalForm, start + delta)
    }
    if let original = occurrence.originalStart {
      occurrence.id = Event.occurrenceID(occurrence.event, original)
      if !template.byHand.isEmpty, let own = template.byHand[original.compact] { ruling = own }
    }
    if let client = filter.client, ruling.client != client { return }
    if template.isSeries { counts[occurrence.event.raw, default: 0] += 1 }
    occurrence.client = ruling.client
    occurrence.project = ruling.project
    occurrence.isBillable = ruling.isBillable
    occurrence.time = time
    occurrence.span = span
    list.occurrences.append(occurrence)
  }

  /// Whether a series has had its share, which is noted.
  private mutating func isFull(_ event: EventID) -> Bool {
    guard let count = counts[event.raw], count >= OccurrenceList.limit else { return false }
    if count == OccurrenceList.limit {
      list.truncated.append(event)
      counts[event.raw] = count + 1
    }
    return true
  }

  /// Whether anything of row `event` can be wanted at all.
  mutating func wants(_ event: Int) throws -> Bool { try template(event) != nil }

  /// Begins anew; what was read of events stays known.
  mutating func forget() {
    list = OccurrenceList()
    counts = [:]
  }

  mutating func finish() -> OccurrenceList {
    list.occurrences = sorted(list.occurrences)
    list.truncated.sort()
    return list
  }

  /// By start (all-day ones first), title, calendar and id. Places are sorted, not occurrences:
  /// those are large, and numbers decide nearly always.
  private func sorted(_ occurrences: [Occurrence]) -> [Occurrence] {
    let names = Dictionary(
      calendars.values.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    var places = occurrences.indices.map { index in
      let occurrence = occurrences[index]
      return (key: occurrence.span.start.seconds * 2 + (occurrence.isAllDay ? 0 : 1), index: index)
    }
    places.sort { left, right in
      if left.key != right.key { return left.key < right.key }
      return OccurrenceReader.isBefore(occurrences[left.index], occurrences[right.index], names)
    }
    return places.map { occurrences[$0.index] }
  }

  /// The order of two that begin at one time.
  private static func isBefore(
    _ left: Occurrence, _ right: Occurrence, _ names: [CalendarID: String]
  ) -> Bool {
    if left.title != right.title {
      return left.title.utf8.lexicographicallyPrecedes(right.title.utf8)
    }
    if left.calendar != right.calendar {
      let names = (names[left.calendar] ?? "", names[right.calendar] ?? "")
      return names.0 == names.1 ? left.calendar < right.calendar : names.0 < names.1
    }
    return left.id < right.id
  }

  static func time(_ form: EventFlags.Form, start: Int, length: Int, zone: String) -> EventTime {
    switch form {
    case .timed:
      .timed(TimeSpan(Instant(seconds: start), Instant(seconds: start + length)), zone: zone)
    case .floating:
      .floating(
        from: LocalDateTime(wallSeconds: start), to: LocalDateTime(wallSeconds: start + length))
    case .allDay:
      .allDay(
        LocalDateTime(wallSeconds: start).day..<LocalDateTime(wallSeconds: start + length).day)
    }
  }

  static func original(_ form: EventFlags.Form, _ start: Int) -> OriginalStart {
    switch form {
    case .timed: .instant(Instant(seconds: start))
    case .floating: .floating(LocalDateTime(wallSeconds: start))
    case .allDay: .day(LocalDateTime(wallSeconds: start).day)
    }
  }

  private mutating func template(_ event: Int) throws -> Template? {
    if let known = templates[event] { return known }
    let template = try load(event)
    templates[event] = .some(template)
    return template
  }

  private func load(_ event: Int) throws -> Template? {
    byID.bind(event, at: 1)
    defer { byID.reset() }
    guard try byID.step(), let calendar = calendars[byID.int(1)] else { return nil }
    let flags = EventFlags(bits: byID.int(2))
    if flags.status == .cancelled, !filter.includesCancelled { return nil }
    if let wanted {
      guard wanted.contains(calendar.id) else { return nil }
    } else if calendar.isHidden, !filter.includesHidden {
      return nil
    }
    let sid = byID.text(0)
    let recurrence = OriginalStart(compact: byID.text(3))
    let (others, response, caller) = People.read(byID.bytes(8), me: calendar.me)
    let buffers = byID.int(12)
    let hold = byID.optionalInt(13).map { Instant(seconds: $0) }
    let occurrence = Occurrence(
      id: OccurrenceID(sid), event: EventID(sid), calendar: calendar.id, uid: byID.text(5),
      originalStart: nil, title: byID.text(6), location: byID.text(7),
      time: .timed(TimeSpan(now, now), zone: ""), span: TimeSpan(now, now),
      status: flags.status,
      showsAs: claim(flags, response, calendar, hold: hold), response: response,
      isRecurring: flags.isSeries || recurrence != nil, isUnsent: unsent.contains(sid),
      joinURL: byID.optionalText(9), people: others, caller: caller, holdExpires: hold,
      bufferBefore: max(calendar.bufferBefore, buffers >> 16),
      bufferAfter: max(calendar.bufferAfter, buffers & 0xffff), color: byID.optionalText(10))
    var ruling = Ruling()
    if let rule = byID.optionalInt(11), let found = rules[rule] { ruling = found }
    var byHand: [String: Ruling] = [:]
    if flags.isAssigned {
      byHand = try handAssignments(sid)
      if let series = byHand[""] { ruling = series }
    }
    let isPlainOverride = recurrence != nil && !flags.isThisAndFuture
    return Template(
      occurrence: occurrence, form: flags.form, zone: byID.text(4),
      recurrence: isPlainOverride ? recurrence : nil,
      originalForm: recurrence.map(OccurrenceReader.form) ?? flags.form,
      isSeries: flags.isSeries || flags.isThisAndFuture, ruling: ruling, byHand: byHand)
  }

  private func handAssignments(_ sid: String) throws -> [String: Ruling] {
    assignments.bind(sid, at: 1)
    defer { assignments.reset() }
    var found: [String: Ruling] = [:]
    while try assignments.step() {
      found[assignments.text(0)] = Ruling(
        client: assignments.optionalText(1).map { ClientID($0) },
        project: assignments.optionalText(2), isBillable: assignments.int(3) != 0)
    }
    return found
  }

  private static func form(_ original: OriginalStart) -> EventFlags.Form {
    switch original {
    case .instant: .timed
    case .day: .allDay
    case .floating: .floating
    }
  }

  /// What the event claims once my answer, its calendar and the end of a hold are counted in.
  private func claim(
    _ flags: EventFlags, _ response: Response?, _ calendar: CalendarFacts, hold: Instant?
  ) -> ShowsAs {
    if flags.status == .cancelled || response == .declined || !calendar.isBusy { return .free }
    if let hold, hold <= now { return .free }
    switch flags.showsAs {
    case .free: return .free
    case .tentative: return .tentative
    case .busy:
      return response == .tentative || response == .needsAction || flags.status == .tentative
        ? .tentative : .busy
    }
  }
}

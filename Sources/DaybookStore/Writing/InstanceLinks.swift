internal import DaybookCore
import GRDB
internal import ICalendar

/// What hangs on single instances of an event by their original start, an assignment or a bill, and
/// has to go with them when the series is moved.
///
/// Lives as long as its transaction: notes the instances of an event before it is written, and looks
/// which are gone and which are new when all is written.
final class InstanceLinks {
  /// An instance: of which event, its original start in compact form (empty for what is no series)
  /// and in seconds.
  private struct Slot {
    var event: String
    var recurrence: String
    var start: Int

    var subject: AssignmentSubject {
      AssignmentSubject(event: EventID(event), recurrence: recurrence)
    }
  }

  /// What an instance was called, and what it is called now.
  typealias Renaming = (from: AssignmentSubject, to: AssignmentSubject)

  private let db: Database
  private let references: ZoneReferences
  private let isLinked: Prepared?
  private var before: [String: [Slot]] = [:]
  private var made: Set<String> = []
  private var reached: Instant?

  private static let beyond = 62 * 86_400
  private static let longest = 20 * 366 * 86_400

  init(_ db: Database, _ references: ZoneReferences) throws {
    self.db = db
    self.references = references
    let hasAny = try db.first(
      """
      SELECT EXISTS (SELECT 1 FROM billed)
        OR EXISTS (SELECT 1 FROM assignment WHERE recurrence <> '')
      """
    ) { $0.int(0) != 0 }
    isLinked =
      hasAny == true
      ? try Prepared(
        """
        SELECT EXISTS (SELECT 1 FROM billed WHERE event = ?1)
          OR EXISTS (SELECT 1 FROM assignment WHERE event = ?1 AND recurrence <> '')
        """, in: db) : nil
  }

  /// To be called before an entry of the event is written or removed.
  func willWrite(_ event: String) throws {
    guard let isLinked, before[event] == nil, !made.contains(event) else { return }
    isLinked.bind(event, at: 1)
    defer { isLinked.reset() }
    guard try isLinked.step(), isLinked.int(0) != 0 else { return }
    before[event] = try slots(event)
  }

  /// To be called for an event that an edit made: what a series is split into.
  func didMake(_ event: String) {
    if isLinked != nil, before[event] == nil { made.insert(event) }
  }

  /// Which instances are called otherwise now, and how; to be called once all is expanded.
  func moved() throws -> [Renaming] {
    defer {
      before.removeAll()
      made.removeAll()
    }
    guard !before.isEmpty else { return [] }
    let new = try made.sorted().flatMap { try slots($0) }
    return try before.sorted { $0.key < $1.key }
      .flatMap { event, old in try pairs(of: event, from: old, and: new) }
  }

  private func pairs(of event: String, from old: [Slot], and made: [Slot]) throws
    -> [Renaming]
  {
    let now = try slots(event)
    let (had, has) = (Set(old.map(\.recurrence)), Set(now.map(\.recurrence)))
    let gone = old.filter { !has.contains($0.recurrence) }
    let come = now.filter { !had.contains($0.recurrence) } + made
    let linked = Set(try linked(event))
    guard let last = gone.lastIndex(where: { linked.contains($0.recurrence) }) else { return [] }
    // Where not all can be found again, those that something hangs on are.
    let sought =
      last < come.count ? Array(gone[...last]) : gone.filter { linked.contains($0.recurrence) }
    return Self.paired(sought, come.sorted { $0.start < $1.start })
      .filter { linked.contains($0.from.recurrence) }
  }

  /// Each with the nearest of those that come after the one its predecessor got and leave one to each
  /// of its successors.
  private static func paired(_ gone: [Slot], _ come: [Slot])
    -> [Renaming]
  {
    var pairs: [Renaming] = []
    var next = 0
    for (place, slot) in gone.enumerated() {
      guard next < come.count else { break }
      let last = come.count - (gone.count - place)
      while next < last,
        abs(come[next + 1].start - slot.start) < abs(come[next].start - slot.start)
      { next += 1 }
      pairs.append((slot.subject, come[next].subject))
      next += 1
    }
    return pairs
  }

  private func linked(_ event: String) throws -> [String] {
    try db.all(
      """
      SELECT recurrence FROM billed WHERE event = ?1
      UNION SELECT recurrence FROM assignment WHERE event = ?1
      """, event
    ) { $0.text(0) }
  }

  /// All instances up to some weeks behind the last that something hangs on.
  private func slots(_ event: String) throws -> [Slot] {
    let isSeries = try db.first(
      "SELECT max(recurrence <> '' OR flags & \(EventFlags.series)) FROM event WHERE sid = ?", event
    ) { $0.int(0) != 0 }
    let series = try StoredSeries.load(db, event, references)
    let first = series.set.firstStart
    guard isSeries == true else {
      return isSeries == nil
        ? [] : [Slot(event: event, recurrence: "", start: first.seconds)]
    }
    let last = max(try reach(), first)
    return series.originals(TimeSpan(max(first, last - Self.longest), last)).map {
      Slot(event: event, recurrence: $0.compact, start: $0.instant(in: .utc).seconds)
    }.sorted { $0.start < $1.start }
  }

  /// Until when instances are looked at: the same before and after, whatever was moved.
  private func reach() throws -> Instant {
    if let reached { return reached }
    let billed = try db.first("SELECT max(end) FROM billed") { $0.optionalInt(0) } ?? nil
    let assigned = try db.all("SELECT DISTINCT recurrence FROM assignment") {
      OriginalStart(compact: $0.text(0))?.instant(in: .utc).seconds
    }.compactMap(\.self).max()
    let last = max(billed ?? 0, assigned ?? 0)
    let reach = Instant(seconds: last + Self.beyond)
    reached = reach
    return reach
  }
}

internal import DaybookCore
import GRDB
internal import ICalendar

/// One row of a series.
struct SeriesEntry {
  var row: Int
  var isOverride: Bool
  var read: EventComponent
}

/// All rows of one UID, ready to be expanded.
struct StoredSeries {
  /// Where an instance lies, in the numbers of the table `occurrence`.
  struct Place {
    var row: Int
    var start: Int
    var length: Int
    var delta: Int
    var isWall: Bool
  }

  /// The row that has the rule; nil for overrides without one.
  let master: Int?
  let set: RecurrenceSet
  private let overrides: [SeriesEntry]

  /// The column `last` of a series without end.
  static let endless = 1 << 50

  init(_ entries: [SeriesEntry]) {
    let master = entries.first { !$0.isOverride }
    let overrides = entries.filter(\.isOverride)
    self.master = master?.row
    self.overrides = overrides
    set = StoredSeries.set(master?.read, overrides.map(\.read))
  }

  /// A cancelled override is kept as an occurrence that says so; lists leave it out.
  private static func set(
    _ master: EventComponent?, _ overrides: [EventComponent]
  ) -> RecurrenceSet {
    guard overrides.contains(where: { $0.status == .cancelled && !$0.isThisAndFuture }) else {
      return RecurrenceSet(master: master, overrides: overrides)
    }
    let kept = overrides.map { read in
      guard read.status == .cancelled, !read.isThisAndFuture else { return read }
      var component = read.component
      component.remove("STATUS")
      return (try? EventComponent(component, zones: read.zones)) ?? read
    }
    return RecurrenceSet(master: master, overrides: kept)
  }

  /// What the store keeps: instances inside the window, and overrides wherever they are.
  func kept(in window: Window) -> (places: [Place], isDense: Bool) {
    let span = TimeSpan(Instant(seconds: window.from), Instant(seconds: window.to))
    let (found, isDense) = set.instances(
      touching: span, viewer: .utc, limit: OccurrenceList.limit)
    var places: [Place] = []
    var seen: Set<Int> = []
    for instance in found {
      if let index = instance.override, !instance.followsOverride {
        seen.insert(index)
      } else if isDense {
        continue
      }
      if let place = place(instance) { places.append(place) }
    }
    for own in set.overrideInstances(viewer: .utc) {
      if let index = own.override, !seen.contains(index), let place = place(own) {
        places.append(place)
      }
    }
    return (places, isDense)
  }

  /// The instances of the master, and those that follow an override, in any stretch of time.
  func expanded(touching span: TimeSpan, viewer: Zone) -> [Place] {
    set.instances(touching: span, viewer: viewer, limit: OccurrenceList.limit + 1).instances
      .filter { $0.override == nil || $0.followsOverride }
      .compactMap(place)
  }

  private func place(_ instance: RecurrenceSet.Instance) -> Place? {
    let row: Int?
    if let index = instance.override { row = overrides[index].row } else { row = master }
    guard let row else { return nil }
    let original: Int
    switch instance.originalStart {
    case .date(let day): original = day.number * 86_400
    case .utc(let instant): original = instant.seconds
    case .zoned(let local, let zone, _): original = zone.instant(of: local).seconds
    case .floating(let local): original = local.wallSeconds
    }
    return Place(
      row: row, start: instance.startValue,
      length: max(0, instance.endValue - instance.startValue),
      delta: original - instance.startValue, isWall: instance.form != .timed)
  }
}

extension StoredSeries {
  /// All entries of an event, read from their sources.
  static func load(_ db: Database, _ sid: String, _ references: ZoneReferences) throws
    -> StoredSeries
  {
    let rows = try db.all(
      "SELECT id, recurrence, source, zones FROM event WHERE sid = ? ORDER BY recurrence", sid
    ) { (row: $0.int(0), recurrence: $0.text(1), source: $0.text(2), zones: $0.optionalText(3)) }
    return StoredSeries(
      rows.compactMap { row in
        guard let component = try? Component(text: row.source),
          let read = try? EventComponent(component, zones: references.resolver(row.zones))
        else { return nil }
        return SeriesEntry(row: row.row, isOverride: !row.recurrence.isEmpty, read: read)
      })
  }

  /// The original starts of the instances that touch `span`.
  func originals(_ span: TimeSpan) -> [OriginalStart] {
    set.instances(touching: span, viewer: .utc, limit: 100_000).instances.map { instance in
      switch instance.originalStart {
      case .date(let day): .day(day)
      case .floating(let local): .floating(local)
      case .utc(let instant): .instant(instant)
      case .zoned(let local, let zone, _): .instant(zone.instant(of: local))
      }
    }
  }
}

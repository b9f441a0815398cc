internal import DaybookCore
import GRDB
internal import ICalendar

/// The occurrences that follow from an event: one, or those of its series.
extension EventWriter {
  /// Writes the occurrence of an event that is alone; gathers one that is not.
  /// - Parameter isOnly: whether it is known to be the only entry of its event.
  func follow(_ draft: EventDraft, row: Int, isNew: Bool, isOnly: Bool = false) throws {
    let sid = draft.event.id.raw
    if try draft.belongsToGroup || groups[sid] != nil || !isOnly && hasOthers(sid, than: row) {
      groups[sid, default: [:]][row] = draft.read
      gathered += 1
      // Bounds the memory that a file of nothing but series takes.
      if gathered > 4096 { try expandGathered() }
      return
    }
    try clear(row)
    if !isNew { try bound(row, nil, nil, isDense: false) }
    let (form, start, length, _) = draft.columns
    try occurrences.add(
      row, start: start, length: length, delta: 0, isWall: form != .timed)
  }

  func hasOthers(_ sid: String, than row: Int) throws -> Bool {
    others.bind(sid, at: 1)
    others.bind(row, at: 2)
    defer { others.reset() }
    return try others.step()
  }

  private func bound(_ row: Int, _ first: Int?, _ last: Int?, isDense: Bool) throws {
    setBounds.bind(first, at: 1)
    setBounds.bind(last, at: 2)
    setBounds.bind(isDense ? EventFlags.dense : 0, at: 3)
    setBounds.bind(row, at: 4)
    try setBounds.run()
  }

  func expand(_ sid: String, _ known: [Int: EventComponent]) throws {
    members.bind(sid, at: 1)
    defer { members.reset() }
    var entries: [SeriesEntry] = []
    while try members.step() {
      let row = members.int(0)
      var read = known[row]
      if read == nil, let component = try? Component(text: members.text(2)) {
        read = try? EventComponent(
          component, zones: try references.resolver(members.optionalText(3)))
      }
      guard let read else { continue }
      entries.append(SeriesEntry(row: row, isOverride: !members.bytes(1).isEmpty, read: read))
    }
    for entry in entries { try clear(entry.row) }
    let series = StoredSeries(entries)
    let kept = series.kept(in: window)
    for place in kept.places {
      try occurrences.add(
        place.row, start: place.start, length: place.length, delta: place.delta,
        isWall: place.isWall)
    }
    if let master = series.master {
      try bound(
        master, series.set.firstStart.seconds, series.set.lastEnd?.seconds ?? StoredSeries.endless,
        isDense: kept.isDense)
    }
  }
}

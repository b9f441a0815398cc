internal import DaybookCore
import GRDB
internal import ICalendar

extension StoredEntry {
  /// This entry with what was done from one state of it to another; nil where what that concerns is
  /// not as it was.
  func taking(_ from: StoredEntry, _ to: StoredEntry) -> StoredEntry? {
    guard let merge = merge(from, to), merge.diverged.isEmpty else { return nil }
    return entry(of: merge, to)
  }

  /// The same, though what it concerns may be something else now.
  fileprivate func forced(_ from: StoredEntry, _ to: StoredEntry) -> StoredEntry? {
    merge(from, to).flatMap { entry(of: $0, to) }
  }

  private func merge(_ from: StoredEntry, _ to: StoredEntry) -> Merge? {
    guard let base = try? Component(text: from.source), let local = try? Component(text: to.source),
      let remote = try? Component(text: source)
    else { return nil }
    return Merge(base: [base], local: [local], remote: [remote])
  }

  /// The zones go with the time that won.
  private func entry(of merge: Merge, _ to: StoredEntry) -> StoredEntry? {
    guard merge.components.count == 1, let component = merge.components.first else { return nil }
    let start = component.first("DTSTART")?.raw
    let isTheirs = start != nil && start == (try? Component(text: source))?.first("DTSTART")?.raw
    return StoredEntry(source: component.text, zones: isTheirs ? zones : to.zones)
  }
}

extension Writing {
  /// A provider wrote what was sent to it in words of its own: what can be undone and done again goes
  /// on from there, without taking back what it added.
  func rebaseJournal(from old: [EventKey: StoredEntry], to new: [EventKey: StoredEntry]) throws {
    for (key, before) in old {
      guard let after = new[key], after != before else { continue }
      try rebaseJournal(key, from: before, to: after, isUndone: false)
      try rebaseJournal(key, from: before, to: after, isUndone: true)
    }
  }

  /// Backwards through what was done, or forwards through what was undone, as far as one follows from
  /// the other.
  private func rebaseJournal(
    _ key: EventKey, from old: StoredEntry, to new: StoredEntry, isUndone: Bool
  ) throws {
    let changes = try db.all(
      """
      SELECT c.entry, c.position, c.before, c.before_zones, c.after, c.after_zones
      FROM journal_change c JOIN journal j ON j.id = c.entry
      WHERE c.subject = 'event' AND c.name = ? AND j.is_undone = ?
      ORDER BY c.entry \(isUndone ? "" : "DESC"), c.position \(isUndone ? "" : "DESC")
      """, key.text, isUndone
    ) { row in
      (
        entry: row.int(0), position: row.int(1),
        before: row.optionalText(2).map { StoredEntry(source: $0, zones: row.optionalText(3)) },
        after: row.optionalText(4).map { StoredEntry(source: $0, zones: row.optionalText(5)) }
      )
    }
    var (old, new) = (old, new)
    for change in changes {
      let (near, far) = isUndone ? (change.before, change.after) : (change.after, change.before)
      guard Writing.isSame(near, old) else { return }
      let moved = far.flatMap { new.forced(old, $0) } ?? far
      let (before, after) = isUndone ? (new, moved) : (moved, new)
      try db.run(
        """
        UPDATE journal_change SET before = ?, before_zones = ?, after = ?, after_zones = ?
        WHERE entry = ? AND position = ?
        """, before?.source, before?.zones, after?.source, after?.zones, change.entry,
        change.position)
      guard let far, let moved else { return }
      (old, new) = (far, moved)
    }
  }
}

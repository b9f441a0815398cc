package import DaybookCore
import GRDB
internal import ICalendar

/// What a person named: an event, or one instance of a series.
package struct EventReference: Hashable, Sendable {
  package var event: EventID
  /// Which instance; nil for the whole event.
  package var originalStart: OriginalStart?
  /// Whether the event repeats.
  package var isSeries: Bool

  package var occurrence: OccurrenceID { Event.occurrenceID(event, originalStart) }
}

extension Store {
  /// The event or occurrence of this id, or of the only one that begins so (with four letters or
  /// more).
  ///
  /// - Throws: `unknown`, or `ambiguous` with the candidates.
  package func find(_ text: String) throws -> EventReference {
    try read { db in
      if let exact = try reference(db, text) { return exact }
      guard text.utf8.count >= 4, text.utf8.allSatisfy(isIDByte) else {
        throw StoreError.unknown(.event, name: text, nearest: nil)
      }
      // Ids are letters and digits, so all that begin with `text` lie before its successor.
      let found = try db.all(
        "SELECT DISTINCT sid FROM event WHERE sid >= ?1 AND sid < ?1 || '~' ORDER BY sid LIMIT 9",
        text
      ) { $0.text(0) }
      if found.count == 1, let one = try reference(db, found[0]) { return one }
      if found.isEmpty {
        return try beginning(db, text)
      }
      throw StoreError.ambiguous(.event, name: text, candidates: found)
    }
  }

  /// An event's id, or that and an original start which its series has.
  private func reference(_ db: Database, _ text: String) throws -> EventReference? {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let sid = parts.first.map(String.init), parts.count <= 2 else { return nil }
    let rows = try db.all(
      "SELECT recurrence, flags FROM event WHERE sid = ? ORDER BY recurrence", sid
    ) { (recurrence: $0.text(0), flags: EventFlags(bits: $0.int(1))) }
    guard !rows.isEmpty else { return nil }
    let isSeries = rows.contains { $0.flags.isSeries } || rows.contains { !$0.recurrence.isEmpty }
    guard parts.count == 2 else {
      return EventReference(event: EventID(sid), originalStart: nil, isSeries: isSeries)
    }
    guard let original = OriginalStart(compact: parts[1]) else { return nil }
    // Of a series in a zone, times without a Z are only the beginning of an id.
    if !rows.contains(where: { $0.recurrence == original.compact }) {
      guard try hasInstance(db, sid, original) else { return nil }
    }
    return EventReference(event: EventID(sid), originalStart: original, isSeries: isSeries)
  }

  private func hasInstance(_ db: Database, _ sid: String, _ original: OriginalStart) throws -> Bool
  {
    let series = try StoredSeries.load(db, sid, ZoneReferences(db, zones))
    let at = original.instant(in: options.viewer)
    let around = TimeSpan(at - 86_400, at + 86_400)
    return series.originals(around).contains(original)
  }

  /// The only instance whose id begins with `text`: the event's id, and part of a date.
  private func beginning(_ db: Database, _ text: String) throws -> EventReference {
    guard let dash = text.firstIndex(of: "-") else {
      throw StoreError.unknown(.event, name: text, nearest: nil)
    }
    let sid = String(text[..<dash])
    let rest = String(text[text.index(after: dash)...])
    guard let event = try reference(db, sid), event.isSeries else {
      throw StoreError.unknown(.event, name: text, nearest: nil)
    }
    let window = try Window(in: db)
    let series = try StoredSeries.load(db, sid, ZoneReferences(db, zones))
    let span = TimeSpan(Instant(seconds: window.from), Instant(seconds: window.to))
    let found = series.originals(span).filter { $0.compact.hasPrefix(rest) }
    switch found.count {
    case 1:
      return EventReference(event: event.event, originalStart: found[0], isSeries: true)
    case 0: throw StoreError.unknown(.event, name: text, nearest: nil)
    default:
      throw StoreError.ambiguous(
        .occurrence, name: text,
        candidates: found.prefix(9).map { Event.occurrenceID(event.event, $0).raw })
    }
  }
}

private func isIDByte(_ byte: UInt8) -> Bool {
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a)
    || (byte >= 0x61 && byte <= 0x7a) || byte == 0x5f || byte == 0x2d
}

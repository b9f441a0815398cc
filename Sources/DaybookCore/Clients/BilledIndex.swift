internal import ICalendar

/// Happenings that were billed, for telling what of others is left to be billed.
struct BilledIndex {
  /// A line, and the days that were billed with it.
  private struct Held {
    var occurrence: Occurrence
    var days: TimeSpan

    /// What remains of a meeting whose share of the days was billed: what lies outside of them, where
    /// the meeting went on beyond them.
    func rest(of span: TimeSpan) -> [TimeSpan] {
      let (first, last) = (days.start, days.end)
      var rest: [TimeSpan] = []
      if occurrence.span.start == first, span.start < first {
        rest.append(TimeSpan(span.start, min(span.end, first)))
      }
      if occurrence.span.end == last, span.end > last {
        rest.append(TimeSpan(max(span.start, last), span.end))
      }
      return rest
    }
  }

  private struct Instance: Hashable {
    var uid: String
    var recurrence: Substring

    init(_ occurrence: Occurrence) {
      uid = occurrence.uid
      recurrence = occurrence.id.raw.dropFirst(occurrence.event.raw.count)
    }
  }

  private var held: [Held] = []
  private var byID: [OccurrenceID: [Int]] = [:]
  private var byInstance: [Instance: [Int]] = [:]
  private var bySpan: [TimeSpan: [Int]] = [:]

  init(_ billings: [Billing], zone: Zone) {
    for billing in billings {
      let days = billing.days.span(in: zone)
      for line in billing.lines {
        byID[line.occurrence.id, default: []].append(held.count)
        byInstance[Instance(line.occurrence), default: []].append(held.count)
        bySpan[line.occurrence.span, default: []].append(held.count)
        held.append(Held(occurrence: line.occurrence, days: days))
      }
    }
  }

  /// What is left of each of `meetings`: all of it, nothing, or what lies outside the days that were
  /// billed.
  func rest(of meetings: [Meeting]) -> [[TimeSpan]] {
    guard !held.isEmpty else { return meetings.map { [$0.shown.span] } }
    // A line stands for one meeting of each calendar, however many there are alike.
    var taken: [Set<CalendarID>] = held.map { [$0.occurrence.calendar] }
    var lines = meetings.map { meeting in
      let found = Set(meeting.copies.flatMap { byID[$0.id] ?? [] })
      for line in found { taken[line].formUnion(meeting.copies.map(\.calendar)) }
      return found
    }
    for (place, meeting) in meetings.enumerated() where lines[place].isEmpty {
      for copy in meeting.copies {
        guard let line = copied(by: copy, taken) else { continue }
        lines[place].insert(line)
        taken[line].formUnion(meeting.copies.map(\.calendar))
        break
      }
    }
    return zip(meetings, lines).map { meeting, lines in
      lines.reduce([meeting.shown.span]) { spans, line in spans.flatMap(held[line].rest) }
    }
  }

  /// The line that an occurrence of another calendar is a copy of: the same instance, or the same
  /// time and title, and nobody else's.
  private func copied(by copy: Occurrence, _ taken: [Set<CalendarID>]) -> Int? {
    func isFree(_ line: Int) -> Bool {
      !taken[line].contains(copy.calendar)
        && (copy.client == nil || copy.client == held[line].occurrence.client)
    }
    if !copy.uid.isEmpty, let line = byInstance[Instance(copy)]?.first(where: isFree) {
      return line
    }
    let title = Title.folded(copy.title)
    return bySpan[copy.span]?.first { line in
      isFree(line) && (title == Title.busy || title == Title.folded(held[line].occurrence.title))
    }
  }
}

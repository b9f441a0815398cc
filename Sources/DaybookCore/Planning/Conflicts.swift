package import ICalendar

/// Finds the meetings that cannot both be kept as they are.
///
/// One conflict a pair of meetings, of its gravest kind: *overlap*, they share time; *travel*, they
/// are in different places and the gap is too short for the way; *buffer*, the gap is shorter than
/// wanted and nobody else fills it. Copies of a meeting count once, an event never conflicts with
/// its own series in the same calendar, nor do own holds with each other. Holds ask for no gap.
package enum Conflicts {
  /// Two positions in a list of spans, the earlier first.
  package struct IndexPair: Hashable, Sendable {
    package var first: Int32
    package var second: Int32

    package init(_ first: Int32, _ second: Int32) {
      self.first = first
      self.second = second
    }
  }

  /// How far from an event a conflict that it is part of may reach, in seconds, where nobody asks for
  /// a longer gap than this. `ConflictPolicy.margin` knows what is asked for.
  package static let margin = 86_400

  /// Every pair of `spans`, which are sorted by start, that shares time.
  package static func overlaps(among spans: [TimeSpan]) -> [IndexPair] {
    spans.withUnsafeBufferPointer { spans in
      var pairs: [IndexPair] = []
      pairs.reserveCapacity(spans.count / 2)
      for first in 0..<spans.count {
        let end = spans[first].end
        var second = first + 1
        while second < spans.count, spans[second].start < end {
          if spans[second].start < spans[second].end {
            pairs.append(
              IndexPair(Int32(truncatingIfNeeded: first), Int32(truncatingIfNeeded: second)))
          }
          second += 1
        }
      }
      return pairs
    }
  }

  /// All conflicts among `occurrences`, every copy included, sorted by start, gravity and id.
  package static func find(in occurrences: [Occurrence], _ policy: ConflictPolicy) -> [Conflict] {
    search(occurrences, policy).conflicts
  }

  /// As `find`, also naming the events that have too many conflicts for all of them to be told.
  package static func search(_ occurrences: [Occurrence], _ policy: ConflictPolicy)
    -> (conflicts: [Conflict], truncated: [EventID])
  {
    let scan = ConflictScan(occurrences, policy)
    return (scan.inOrder.map { scan.conflict($0, policy.decisions) }, scan.truncated)
  }

  /// The same, with each part of the policy by its name.
  package static func find(
    in occurrences: [Occurrence], calendars: CalendarTable, settings: ConflictSettings,
    travel: TravelTimes = TravelTimes(), buffers: BufferWishes = BufferWishes(),
    decisions: ConflictDecisions = ConflictDecisions()
  ) -> [Conflict] {
    find(
      in: occurrences,
      ConflictPolicy(
        calendars: calendars, settings: settings, travel: travel, buffers: buffers,
        decisions: decisions))
  }

  /// The occurrences, every copy of a meeting, that an open conflict is about. Says less than
  /// `find`, for much less.
  package static func marked(
    in occurrences: [Occurrence], _ policy: ConflictPolicy
  ) -> Set<OccurrenceID> {
    let scan = ConflictScan(occurrences, policy)
    var isMarked = [Bool](repeating: false, count: scan.busy.count)
    for finding in scan.findings {
      if isMarked[Int(finding.first)], isMarked[Int(finding.second)] { continue }
      if !policy.decisions.isEmpty, scan.conflict(finding, policy.decisions).state != .open {
        continue
      }
      isMarked[Int(finding.first)] = true
      isMarked[Int(finding.second)] = true
    }
    var marked: Set<OccurrenceID> = []
    for slot in isMarked.indices where isMarked[slot] {
      for copy in scan.copies(Int32(slot)) { marked.insert(copy.id) }
    }
    return marked
  }

  /// The ids of the open conflicts that each occurrence, every copy of a meeting, is part of; by
  /// start.
  package static func ids(
    in occurrences: [Occurrence], _ policy: ConflictPolicy
  ) -> [OccurrenceID: [ConflictID]] {
    let scan = ConflictScan(occurrences, policy)
    var ids = [[ConflictID]](repeating: [], count: scan.busy.count)
    for finding in scan.inOrder {
      let conflict = scan.conflict(finding, policy.decisions)
      if conflict.state != .open { continue }
      let id = conflict.id
      ids[Int(finding.first)].append(id)
      ids[Int(finding.second)].append(id)
    }
    var byOccurrence: [OccurrenceID: [ConflictID]] = [:]
    for slot in ids.indices where !ids[slot].isEmpty {
      for copy in scan.copies(Int32(slot)) { byOccurrence[copy.id] = ids[slot] }
    }
    return byOccurrence
  }

  /// Those that touch `window`, of these kinds; decided ones only when asked for.
  package static func listed(
    _ conflicts: [Conflict], touching window: TimeSpan, kinds: Set<Conflict.Kind>? = nil,
    includesDecided: Bool = false
  ) -> [Conflict] {
    conflicts.filter {
      $0.span.touches(window) && (kinds?.contains($0.kind) ?? true)
        && (includesDecided || $0.state == .open)
    }
  }

  /// By start, then severity and kind, then id.
  package static func isInOrder(_ left: Conflict, _ right: Conflict) -> Bool {
    Finding(left).precedes(Finding(right)) { left.id < right.id }
  }
}

extension Conflict {
  init(
    _ finding: Finding, first: Occurrence, second: Occurrence, decisions: ConflictDecisions
  ) {
    self.init(
      kind: finding.kind, severity: finding.severity,
      span: TimeSpan(Instant(seconds: finding.start), Instant(seconds: finding.end)),
      minutes: finding.minutes, first: first, second: second)
    if decisions.isEmpty { return }
    if let decided = decisions.decision(id, first.event, second.event), decided.covers(kind) {
      state = decided.state
      decision = decided.decision
    }
  }
}

extension Finding {
  /// What orders a conflict among others.
  init(_ conflict: Conflict) {
    self.init(
      first: 0, second: 0, kind: conflict.kind, severity: conflict.severity,
      start: conflict.span.start.seconds, end: conflict.span.end.seconds,
      minutes: conflict.minutes)
  }

  /// By start, then severity and kind; `byID` decides between the rest.
  func precedes(_ other: Finding, byID: () -> Bool) -> Bool {
    if start != other.start { return start < other.start }
    if severity != other.severity { return severity.rank < other.severity.rank }
    if kind != other.kind { return kind.rank < other.kind.rank }
    return byID()
  }
}

extension Conflict.Kind {
  /// 0 for the gravest.
  package var rank: Int {
    switch self {
    case .overlap: 0
    case .travel: 1
    case .buffer: 2
    }
  }
}

extension Conflict.Severity {
  /// 0 for the gravest.
  package var rank: Int {
    switch self {
    case .severe: 0
    case .medium: 1
    case .minor: 2
    }
  }
}

package import ICalendar

/// Finds the meetings that cannot both be kept as they are.
///
/// One conflict a pair of meetings, of its gravest kind: *overlap*, they share time; *travel*, they
/// are in different places and the gap is too short for the way; *buffer*, the gap is shorter than
/// wanted and nobody else fills it. Copies of a meeting count once, an event never conflicts with
/// its own series in the same calendar, nor do own holds with each other.
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

  /// How far around a window occurrences are needed to know every conflict that touches it, where
  /// nobody asks for a longer gap than this.
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
  package static func find(
    in occurrences: [Occurrence], calendars: CalendarTable, settings: ConflictSettings,
    travel: TravelTimes = TravelTimes(), buffers: BufferWishes = BufferWishes(),
    decisions: ConflictDecisions = ConflictDecisions()
  ) -> [Conflict] {
    let busy = AgendaOrder(calendars).sorted(
      occurrences.filter { Busy.countsForConflicts($0, settings) })
    let map = MeetingMap(sorted: busy, calendars: calendars)
    var sweep = ConflictSweep(settings: settings, times: travel)
    var places = PlaceTable()
    var claims: [Claim] = []
    claims.reserveCapacity(busy.count)
    for index in busy.indices where map.lead[index] == index {
      let claim = Claim(busy[index], slot: Int32(index), buffers: buffers, places: &places)
      sweep.admit(claim)
      claims.append(claim)
    }
    let pairing = ConflictPairing(settings: settings)
    func copies(_ slot: Int32) -> [Occurrence] {
      (map.copies[slot] ?? [slot]).map { busy[Int($0)] }
    }
    func shown(_ slot: Int32) -> Occurrence {
      map.copies[slot] == nil ? busy[Int(slot)] : Meeting(copies: copies(slot)).shown
    }
    // A conflict is large, so what it is made of is put in order, not the thing itself.
    var found: [(finding: Finding, id: ConflictID)] = []
    sweep.findings(among: claims, places: places) { one, other in
      pairing.canConflict(
        busy[Int(one.slot)], busy[Int(other.slot)],
        copies: { (copies(one.slot), copies(other.slot)) },
        haveCopies: map.copies[one.slot] != nil || map.copies[other.slot] != nil)
    } found: { finding in
      let id = Conflict.id(busy[Int(finding.first)].id, busy[Int(finding.second)].id)
      found.append((finding, id))
    }
    found.sort { isInOrder(($0.finding, $0.id), ($1.finding, $1.id)) }
    return found.map { finding, id in
      Conflict(
        finding, id: id, first: shown(finding.first), second: shown(finding.second),
        decisions: decisions)
    }
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
    isInOrder((Finding(left), left.id), (Finding(right), right.id))
  }

  static func isInOrder(
    _ left: (finding: Finding, id: ConflictID), _ right: (finding: Finding, id: ConflictID)
  ) -> Bool {
    let (one, other) = (left.finding, right.finding)
    if one.start != other.start { return one.start < other.start }
    if one.severity != other.severity { return one.severity.rank < other.severity.rank }
    if one.kind != other.kind { return one.kind.rank < other.kind.rank }
    return left.id < right.id
  }
}

/// Which two meetings can conflict at all, whatever their times.
struct ConflictPairing {
  let ignoresSameCalendar: Bool

  init(settings: ConflictSettings) {
    ignoresSameCalendar = settings.ignore.contains(.sameCalendar)
  }

  /// `copies` gives all copies of both; it is asked only when there are any.
  func canConflict(
    _ one: Occurrence, _ other: Occurrence, copies: () -> ([Occurrence], [Occurrence]),
    haveCopies: Bool
  ) -> Bool {
    if one.event == other.event { return false }
    if one.holdExpires != nil, other.holdExpires != nil { return false }
    if ignoresSameCalendar, one.calendar == other.calendar { return false }
    guard haveCopies else { return true }
    let (ones, others) = copies()
    return !ones.contains { left in
      others.contains { right in
        left.event == right.event || (ignoresSameCalendar && left.calendar == right.calendar)
      }
    }
  }
}

extension Claim {
  init(
    _ occurrence: Occurrence, slot: Int32, buffers: BufferWishes, places: inout PlaceTable
  ) {
    let wish = buffers.wish(of: occurrence)
    self.init(
      start: occurrence.span.start.seconds, end: occurrence.span.end.seconds,
      before: wish.before * 60, after: wish.after * 60, slot: slot,
      place: places.number(occurrence.location),
      isFirm: occurrence.status == .confirmed && !occurrence.isTentative)
  }
}

extension Conflict {
  init(
    _ finding: Finding, id: ConflictID, first: Occurrence, second: Occurrence,
    decisions: ConflictDecisions
  ) {
    self.init(
      id: id, kind: finding.kind, severity: finding.severity,
      span: TimeSpan(Instant(seconds: finding.start), Instant(seconds: finding.end)),
      minutes: finding.minutes, first: first, second: second)
    if let decided = decisions.decision(id, first.event, second.event), decided.covers(kind) {
      state = decided.state
      decision = decided.decision
    }
  }
}

extension Finding {
  /// What orders a conflict among others.
  fileprivate init(_ conflict: Conflict) {
    self.init(
      first: 0, second: 0, kind: conflict.kind, severity: conflict.severity,
      start: conflict.span.start.seconds, end: conflict.span.end.seconds,
      minutes: conflict.minutes)
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

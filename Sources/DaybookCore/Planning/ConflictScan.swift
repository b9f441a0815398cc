internal import ICalendar

/// The pairs among a list of occurrences that conflict, as numbers: nothing is made of a pair until
/// somebody wants to see it.
struct ConflictScan {
  /// What counts for conflicts, in agenda order.
  let busy: [Occurrence]
  /// About positions in `busy`, in no order.
  private(set) var findings: [Finding] = []
  /// Events that have more conflicts than were counted.
  private(set) var truncated: [EventID] = []
  private let map: MeetingMap

  init(_ occurrences: [Occurrence], _ policy: ConflictPolicy) {
    let (calendars, settings) = (policy.calendars, policy.settings)
    busy = AgendaOrder(calendars).sorted(
      occurrences.filter { Busy.countsForConflicts($0, settings) })
    map = MeetingMap(sorted: busy, calendars: calendars)
    var sweep = ConflictSweep(settings: settings, times: policy.travel)
    var places = PlaceTable()
    var claims: [Claim] = []
    claims.reserveCapacity(busy.count)
    for index in busy.indices where map.lead[index] == index {
      let claim = Claim(busy[index], slot: Int32(index), buffers: policy.buffers, places: &places)
      sweep.admit(claim)
      claims.append(claim)
    }
    let pairing = ConflictPairing(settings: settings)
    // Of most meetings nothing has to be known but their times and events.
    let isPlain = busy.indices.map { slot in
      !pairing.ignoresSameCalendar && map.copies[Int32(slot)] == nil
        && busy[slot].holdExpires == nil
    }
    var found: [Finding] = []
    var shares = ConflictShares(busy)
    sweep.findings(among: claims, places: places, isDone: { shares.isDone($0.slot) }) {
      one, other in
      // Which are of different events.
      guard shares.admits(one.slot, other.slot) else { return false }
      return isPlain[Int(one.slot)] && isPlain[Int(other.slot)]
        || pairing.canConflict(
          busy[Int(one.slot)], busy[Int(other.slot)],
          copies: { (copies(one.slot), copies(other.slot)) },
          haveCopies: map.copies[one.slot] != nil || map.copies[other.slot] != nil)
    } found: {
      guard
        isPlain[Int($0.first)] && isPlain[Int($0.second)]
          || pairing.isWorthTelling($0.kind, busy[Int($0.first)], busy[Int($0.second)])
      else { return }
      shares.count($0.first, $0.second)
      found.append($0)
    }
    findings = found
    truncated = shares.truncated(busy)
  }

  /// The findings by start, gravity and id. An id is made only of those that nothing else puts in
  /// order, and once of each.
  var inOrder: [Finding] {
    var sorted = findings.sorted { left, right in left.precedes(right) { false } }
    var from = 0
    while from < sorted.count {
      var to = from + 1
      while to < sorted.count, !sorted[from].precedes(sorted[to], byID: { false }) { to += 1 }
      if to - from > 1 {
        let tied = sorted[from..<to].map { (id: id($0), finding: $0) }.sorted { $0.id < $1.id }
        sorted.replaceSubrange(from..<to, with: tied.map(\.finding))
      }
      from = to
    }
    return sorted
  }

  /// All copies of the meeting that `slot` stands for, the best first.
  func copies(_ slot: Int32) -> [Occurrence] {
    (map.copies[slot] ?? [slot]).map { busy[Int($0)] }
  }

  func conflict(_ finding: Finding, _ decisions: ConflictDecisions) -> Conflict {
    Conflict(
      finding, first: shown(finding.first), second: shown(finding.second), decisions: decisions)
  }

  private func id(_ finding: Finding) -> ConflictID {
    Conflict.id(busy[Int(finding.first)].id, busy[Int(finding.second)].id)
  }

  private func shown(_ slot: Int32) -> Occurrence {
    map.copies[slot] == nil ? busy[Int(slot)] : Meeting(copies: copies(slot)).shown
  }
}

/// Which two meetings can conflict at all, whatever their times.
struct ConflictPairing {
  let ignoresSameCalendar: Bool

  init(settings: ConflictSettings) {
    ignoresSameCalendar = settings.ignore.contains(.sameCalendar)
  }

  /// A hold fills what was offered to the minute, and asks for room once it is a meeting.
  func isWorthTelling(_ kind: Conflict.Kind, _ one: Occurrence, _ other: Occurrence) -> Bool {
    kind != .buffer || (one.holdExpires == nil && other.holdExpires == nil)
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

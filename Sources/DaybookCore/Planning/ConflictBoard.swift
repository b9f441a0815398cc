internal import ICalendar

/// The conflicts of a set of occurrences that changes a little at a time.
///
/// After a change only its neighbourhood is looked at again: the copies of the meetings it touches,
/// what lies within reach of them, and the gaps they fill or leave. What stands on the board is at
/// all times what `Conflicts.find` says of all its occurrences.
package struct ConflictBoard: Sendable {
  /// What a change did to the conflicts.
  package struct Difference: Sendable {
    /// New ones, and those that are no longer what they were; in order.
    package var appeared: [Conflict] = []
    /// Those that are gone.
    package var vanished: [ConflictID] = []
  }

  private let calendars: CalendarTable
  private let settings: ConflictSettings
  private let buffers: BufferWishes
  private let decisions: ConflictDecisions
  private let pairing: ConflictPairing
  private var sweep: ConflictSweep
  private var places = PlaceTable()
  private var members = MeetingRoll()
  private var claims: [Claim?] = []
  private var index = SpanIndex()
  private var findings = FindingTable()

  package init(
    _ occurrences: [Occurrence], calendars: CalendarTable, settings: ConflictSettings,
    travel: TravelTimes = TravelTimes(), buffers: BufferWishes = BufferWishes(),
    decisions: ConflictDecisions = ConflictDecisions()
  ) {
    self.calendars = calendars
    self.settings = settings
    self.buffers = buffers
    self.decisions = decisions
    pairing = ConflictPairing(settings: settings)
    sweep = ConflictSweep(settings: settings, times: travel)
    let busy = AgendaOrder(calendars).sorted(
      occurrences.filter { Busy.countsForConflicts($0, settings) })
    members.fill(busy, calendars: calendars)
    claims = Array(repeating: nil, count: busy.count)
    var sorted: [Claim] = []
    for slot in busy.indices where members.lead[slot] == slot {
      let claim = Claim(busy[slot], slot: Int32(slot), buffers: buffers, places: &places)
      sweep.admit(claim)
      claims[slot] = claim
      sorted.append(claim)
    }
    index = SpanIndex(sorted: sorted.lazy.map(\.entry))
    var table = FindingTable()
    sweep.findings(among: sorted, places: places, isAsked: { canConflict($0, $1) }) {
      if isWorthTelling($0) { table.insert($0) }
    }
    findings = table
  }

  /// All conflicts, in order.
  package var conflicts: [Conflict] {
    findings.all.sorted { left, right in left.precedes(right) { id(left) < id(right) } }
      .map { conflict($0) }
  }

  package var count: Int { findings.count }

  /// Takes occurrences away and puts others in; one that is put in replaces its like of the same id.
  package mutating func change(removing gone: [OccurrenceID] = [], adding new: [Occurrence] = [])
    -> Difference
  {
    let arriving = new.filter { Busy.countsForConflicts($0, settings) }
    let leaving = Set(gone).union(new.map(\.id)).compactMap { members.slot(of: $0) }
    let arrived = arriving.map { members.insert($0) }
    if leaving.isEmpty, arrived.isEmpty { return Difference() }
    // Whatever could have been, or become, one meeting with what changed is told apart anew.
    let circle = members.circle(around: leaving + arrived)
    var regions: [ClosedRange<Int>] = []
    var before: [ConflictID: Conflict] = [:]
    for slot in circle {
      guard Int(slot) < claims.count, let claim = claims[Int(slot)] else { continue }
      regions.append(claim.start...claim.end)
      for finding in findings.removeAll(of: slot) { remember(finding, in: &before) }
      index.remove(claim.entry)
      claims[Int(slot)] = nil
    }
    for slot in leaving { members.remove(slot) }
    let fresh = members.regroup(circle.subtracting(leaving), calendars: calendars)
    while claims.count < members.capacity { claims.append(nil) }
    for slot in fresh {
      let claim = Claim(members[slot], slot: slot, buffers: buffers, places: &places)
      sweep.admit(claim)
      claims[Int(slot)] = claim
      index.insert(claim.entry)
      regions.append(claim.start...claim.end)
    }
    let changed = merged(regions)
    for region in changed { forgetBuffers(at: region, &before) }
    var found: [Finding] = []
    for region in changed { found += lookAgain(at: region, fresh: fresh) }
    return difference(before: before, found: found)
  }

  /// Claims within reach of `region`, in order.
  private func near(_ region: ClosedRange<Int>) -> [Claim] {
    var near: [Claim] = []
    index.each(
      reachingInto: region.lowerBound - sweep.reach - 1, region.upperBound + sweep.reach + 1
    ) { entry in
      if let claim = claims[Int(entry.slot)] { near.append(claim) }
    }
    let order = AgendaOrder(calendars)
    near.sort {
      $0.start != $1.start
        ? $0.start < $1.start : order.precedes(members[$0.slot], members[$1.slot])
    }
    return near
  }

  /// Takes back what was said of gaps that `region` touches.
  private mutating func forgetBuffers(
    at region: ClosedRange<Int>, _ before: inout [ConflictID: Conflict]
  ) {
    for claim in near(region) {
      for finding in findings.of(claim.slot)
      where finding.kind == .buffer && finding.start < region.upperBound
        && finding.end > region.lowerBound
      {
        remember(finding, in: &before)
        findings.remove(finding)
      }
    }
  }

  /// Finds again what the claims of `fresh` are part of, and which gaps `region` fills or leaves.
  private mutating func lookAgain(at region: ClosedRange<Int>, fresh: Set<Int32>) -> [Finding] {
    var found: [Finding] = []
    sweep.findings(among: near(region), places: places) { one, other in
      let isFresh = fresh.contains(one.slot) || fresh.contains(other.slot)
      let isGapTouched = one.end < region.upperBound && other.start > region.lowerBound
      return (isFresh || isGapTouched) && canConflict(one, other)
    } found: {
      if isWorthTelling($0) { found.append($0) }
    }
    return found.filter { findings.insert($0) }
  }

  private func remember(_ finding: Finding, in before: inout [ConflictID: Conflict]) {
    let conflict = conflict(finding)
    before[conflict.id] = conflict
  }

  /// Compares what stood before with what was found around the change.
  private func difference(before: [ConflictID: Conflict], found: [Finding]) -> Difference {
    let now = found.map(conflict)
    let ids = Set(now.map(\.id))
    var difference = Difference()
    difference.appeared = now.filter { before[$0.id] != $0 }.sorted(by: Conflicts.isInOrder)
    difference.vanished = before.keys.filter { !ids.contains($0) }.sorted()
    return difference
  }

  private func isWorthTelling(_ finding: Finding) -> Bool {
    pairing.isWorthTelling(finding.kind, members[finding.first], members[finding.second])
  }

  private func canConflict(_ one: Claim, _ other: Claim) -> Bool {
    pairing.canConflict(
      members[one.slot], members[other.slot],
      copies: { (members.copies(of: one.slot), members.copies(of: other.slot)) },
      haveCopies: members.hasCopies(one.slot) || members.hasCopies(other.slot))
  }

  private func id(_ finding: Finding) -> ConflictID {
    Conflict.id(members[finding.first].id, members[finding.second].id)
  }

  private func conflict(_ finding: Finding) -> Conflict {
    Conflict(
      finding, first: members.shown(finding.first),
      second: members.shown(finding.second), decisions: decisions)
  }

  /// The regions, those that touch made one, so that no neighbourhood is swept twice.
  private func merged(_ regions: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
    var merged: [ClosedRange<Int>] = []
    for region in regions.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, region.lowerBound <= last.upperBound {
        merged[merged.count - 1] =
          last.lowerBound...max(last.upperBound, region.upperBound)
      } else {
        merged.append(region)
      }
    }
    return merged
  }
}

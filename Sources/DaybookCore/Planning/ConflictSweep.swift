internal import ICalendar

/// A meeting in the few numbers that decide about its conflicts.
struct Claim {
  var start: Int
  var end: Int
  /// Seconds asked for before and after.
  var before: Int
  var after: Int
  /// The meeting's number for whoever sweeps.
  var slot: Int32
  /// The place's number; 0 for none.
  var place: Int32
  /// Confirmed, and not merely tentative.
  var isFirm: Bool
}

/// A pair that conflicts, not yet dressed as a `Conflict`.
struct Finding: Equatable {
  var first: Int32
  var second: Int32
  var kind: Conflict.Kind
  var severity: Conflict.Severity
  var start: Int
  var end: Int
  var minutes: Int
}

/// Places by number, so that a sweep compares integers.
struct PlaceTable {
  private(set) var names: [String] = [""]
  private var byName: [String: Int32] = [:]
  private var byLocation: [String: Int32] = [:]

  mutating func number(_ location: String) -> Int32 {
    if location.isEmpty { return 0 }
    if let known = byLocation[location] { return known }
    var number: Int32 = 0
    if let name = Place.physical(location) {
      number = byName[name] ?? Int32(names.count)
      if number == names.count {
        byName[name] = number
        names.append(name)
      }
    }
    byLocation[location] = number
    return number
  }
}

/// Looks along claims in order of start for pairs that share time or stand too close.
struct ConflictSweep {
  /// Seconds; 0 is off.
  let buffer: Int
  let travel: Int
  let times: TravelTimes
  /// No gap this long or longer is a conflict.
  private(set) var reach: Int
  private var longestBefore = 0
  private var longestAfter = 0

  init(settings: ConflictSettings, times: TravelTimes) {
    buffer = settings.buffer * 60
    travel = settings.travel * 60
    self.times = times
    reach = max(buffer, travel)
    if travel > 0 { reach = max(reach, times.longest * 60) }
  }

  /// Must see every claim before it is swept, for how far apart two can be and still conflict.
  mutating func admit(_ claim: Claim) {
    guard buffer > 0 else { return }
    longestBefore = max(longestBefore, claim.before)
    longestAfter = max(longestAfter, claim.after)
    reach = max(reach, longestBefore + longestAfter)
  }

  /// Every conflicting pair of `claims`, which are sorted by start and of some length, that
  /// `isAsked` lets pass. Of a claim that `isDone` nothing with a later one is looked for.
  func findings(
    among claims: [Claim], places: PlaceTable, isDone: (Claim) -> Bool = { _ in false },
    isAsked: (Claim, Claim) -> Bool, found: (Finding) -> Void
  ) {
    let latest = latestEnds(claims)
    for first in claims.indices {
      let one = claims[first]
      if isDone(one) { continue }
      let horizon = one.end + reach
      var second = first + 1
      while second < claims.count, claims[second].start < horizon {
        let other = claims[second]
        if let finding = finding(one, other, latestEnd: latest[second], places),
          isAsked(one, other)
        {
          found(finding)
        }
        second += 1
      }
    }
  }

  /// For each claim the latest end of those that start before it.
  private func latestEnds(_ claims: [Claim]) -> [Int] {
    var ends = [Int](repeating: Int.min, count: claims.count)
    var latest = Int.min
    var pending = Int.min
    for index in claims.indices {
      if index > 0, claims[index].start > claims[index - 1].start { latest = max(latest, pending) }
      ends[index] = latest
      pending = max(pending, claims[index].end)
    }
    return ends
  }

  private func finding(_ one: Claim, _ other: Claim, latestEnd: Int, _ places: PlaceTable)
    -> Finding?
  {
    if other.start < one.end {
      let end = min(one.end, other.end)
      let length = end - other.start
      let shorter = min(one.end - one.start, other.end - other.start)
      let isSevere = one.isFirm && other.isFirm && (length >= 15 * 60 || length == shorter)
      return Finding(
        first: one.slot, second: other.slot, kind: .overlap,
        severity: isSevere ? .severe : .medium, start: other.start, end: end,
        minutes: (length + 59) / 60)
    }
    let gap = other.start - one.end
    if travel > 0, one.place != 0, other.place != 0, one.place != other.place {
      let known = times.known(places.names[Int(one.place)], places.names[Int(other.place)])
      let wanted = known.map { $0 * 60 } ?? travel
      if gap < wanted {
        return Finding(
          first: one.slot, second: other.slot, kind: .travel, severity: .medium, start: one.end,
          end: other.start, minutes: (wanted - gap + 59) / 60)
      }
    }
    guard buffer > 0 else { return nil }
    let wanted = max(buffer, one.after + other.before)
    // A third meeting reaches into the gap exactly when another that starts before its end also
    // ends after its beginning; so the first must be the one that ends last. Nothing reaches into a
    // gap of no length.
    guard gap < wanted, gap == 0 || latestEnd <= one.end else { return nil }
    return Finding(
      first: one.slot, second: other.slot, kind: .buffer, severity: .minor, start: one.end,
      end: other.start, minutes: (wanted - gap + 59) / 60)
  }
}

import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

/// The engines against the plainest second opinion, on random calendars.
struct ConflictPropertyTests {
  static let settings: ConflictSettings = {
    var settings = ConflictSettings()
    settings.ignore = []
    return settings
  }()

  static func random(_ dice: inout Seeded, number: Int, days: Int) -> Occurrence {
    let calendar = CalendarID(dice.pick(["A", "B", "C"]))
    let uid = dice.roll(4) == 0 ? "shared-\(dice.roll(12))" : "own-\(number)"
    let event = Event.id(calendar: calendar, uid: uid, duplicate: number)
    let start = Instant(seconds: dice.roll(days * 96) * 900 + (dice.roll(5) == 0 ? 37 : 0))
    let length = dice.pick([0, 300, 900, 1800, 3600, 3600, 7200, 40_000])
    let span = TimeSpan(start, start + (dice.roll(60) == 0 ? 300_000 : length))
    var occurrence = Occurrence(
      id: Event.occurrenceID(event, nil), event: event, calendar: calendar, uid: uid,
      title: dice.pick(["Busy", "busy ", "Acme", "ACME", "Globex", "Initech", "\(number)"]),
      time: .timed(span, zone: "UTC"), span: span)
    occurrence.location = dice.pick(["", "", "Zoom", "Torstr. 1", "Alt-Moabit 5", "Markt 3"])
    occurrence.status = dice.pick([.confirmed, .confirmed, .tentative])
    occurrence.showsAs = dice.pick([.busy, .busy, .busy, .tentative, .free])
    if dice.roll(8) == 0 { occurrence.bufferAfter = 25 }
    if dice.roll(8) == 0 { occurrence.bufferBefore = 40 }
    if dice.roll(10) == 0 { occurrence.holdExpires = Instant(seconds: 1 << 40) }
    return occurrence
  }

  /// Pair by pair, and each gap against each third.
  static func plain(_ occurrences: [Occurrence], times: TravelTimes) -> [String] {
    let busy = occurrences.filter { $0.isBusy }
    let meetings = Meetings.grouped(busy, calendars: Sample.calendars)
    var found: [String] = []
    for (index, left) in meetings.enumerated() {
      for right in meetings[(index + 1)...] {
        let (one, other) = (left.copies[0], right.copies[0])
        if one.holdExpires != nil, other.holdExpires != nil { continue }
        let (from, to) = (
          max(one.span.start, other.span.start), min(one.span.end, other.span.end)
        )
        let ids = Conflict.id(one.id, other.id)
        if from < to {
          found.append("\(ids) overlap \((to - from + 59) / 60)")
          continue
        }
        let gap = from - to
        let (earlier, later) = one.span.end <= other.span.start ? (one, other) : (other, one)
        if let here = Place.physical(earlier.location), let there = Place.physical(later.location),
          here != there
        {
          let wanted = (times[earlier.location, later.location] ?? 30) * 60
          if gap < wanted {
            found.append("\(ids) travel \((wanted - gap + 59) / 60)")
            continue
          }
        }
        let wanted = max(15, earlier.bufferAfter + later.bufferBefore) * 60
        let isFilled = meetings.contains { third in
          let span = third.copies[0].span
          return gap > 0 && span.start < from && span.end > to
            && ![one.id, other.id].contains(third.copies[0].id)
        }
        let isHeld = one.holdExpires != nil || other.holdExpires != nil
        if gap < wanted, !isFilled, !isHeld {
          found.append("\(ids) buffer \((wanted - gap + 59) / 60)")
        }
      }
    }
    return found.sorted()
  }

  @Test(arguments: UInt64(1)...30)
  func theSweepFindsWhatComparingAllPairsFinds(_ seed: UInt64) {
    var dice = Seeded(seed: seed)
    var times = TravelTimes()
    times["Torstr. 1", "Markt 3"] = 75
    let occurrences = (0..<90).map { Self.random(&dice, number: $0, days: 4) }
    let found = Conflicts.find(
      in: occurrences, calendars: Sample.calendars, settings: Self.settings, travel: times)
    let words = found.map { "\($0.id) \($0.kind) \($0.minutes)" }.sorted()
    #expect(words == Self.plain(occurrences, times: times), "seed \(seed)")
  }

  @Test(arguments: UInt64(1)...16)
  func aChangedBoardSaysWhatAFreshOneWould(_ seed: UInt64) {
    var dice = Seeded(seed: seed)
    var all = (0..<60).map { Self.random(&dice, number: $0, days: 3) }
    var board = ConflictBoard(all, calendars: Sample.calendars, settings: Self.settings)
    var mirror = Dictionary(uniqueKeysWithValues: board.conflicts.map { ($0.id, $0) })
    for step in 0..<40 {
      var gone: [OccurrenceID] = []
      var new: [Occurrence] = []
      if dice.roll(3) > 0 { gone.append(all.remove(at: dice.roll(all.count)).id) }
      if dice.roll(3) > 0 { new.append(Self.random(&dice, number: 100 + step, days: 3)) }
      if dice.roll(4) == 0 {
        var moved = all.remove(at: dice.roll(all.count))
        moved.span = TimeSpan(moved.span.start + 1800, moved.span.end + 1800)
        new.append(moved)
      }
      all += new
      let difference = board.change(removing: gone, adding: new)
      let expected = Conflicts.find(
        in: all, calendars: Sample.calendars, settings: Self.settings)
      #expect(board.conflicts == expected, "seed \(seed), step \(step)")
      for id in difference.vanished { #expect(mirror.removeValue(forKey: id) != nil) }
      for conflict in difference.appeared {
        #expect(mirror.updateValue(conflict, forKey: conflict.id) != conflict)
      }
      #expect(mirror.values.sorted(by: Conflicts.isInOrder) == expected, "seed \(seed) \(step)")
    }
  }

  @Test(arguments: UInt64(1)...20)
  func spansOverlapExactlyWhereTheyShareTime(_ seed: UInt64) {
    var dice = Seeded(seed: seed)
    let spans = (0..<300).map { _ in
      let start = Instant(seconds: dice.roll(4000))
      return TimeSpan(start, start + dice.roll(60))
    }.sorted { $0.start < $1.start }
    var expected: Set<Conflicts.IndexPair> = []
    for one in spans.indices {
      for other in spans.indices[(one + 1)...] where spans[one].overlaps(spans[other]) {
        expected.insert(.init(Int32(one), Int32(other)))
      }
    }
    #expect(Set(Conflicts.overlaps(among: spans)) == expected, "seed \(seed)")
  }
}

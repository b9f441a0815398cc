import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

/// Free time, minute by minute, in zones that do odd things.
struct AvailabilityPropertyTests {
  static let places: [(zone: String, day: Day)] = [
    ("Europe/Berlin", Day(2026, 3, 27)), ("Europe/Berlin", Day(2026, 10, 23)),
    ("America/New_York", Day(2026, 3, 6)), ("America/New_York", Day(2026, 10, 30)),
    ("Australia/Lord_Howe", Day(2026, 4, 3)), ("Australia/Lord_Howe", Day(2026, 10, 2)),
    ("America/Havana", Day(2026, 3, 6)), ("America/Havana", Day(2026, 10, 30)),
    ("America/Sao_Paulo", Day(2018, 11, 2)), ("America/Sao_Paulo", Day(2018, 2, 16)),
    ("Pacific/Apia", Day(2011, 12, 28)), ("Asia/Kathmandu", Day(2026, 5, 1)),
    ("Antarctica/Troll", Day(2026, 3, 27)), ("Africa/Casablanca", Day(2026, 2, 13)),
    ("America/St_Johns", Day(2026, 10, 30)), ("UTC", Day(2026, 1, 1)),
  ]

  /// The minutes of `day` inside `ranges`, found by reading the wall at every one.
  static func openMinutes(_ ranges: [Range<Int>], on day: Day, in zone: Zone) -> Set<Int> {
    let whole = zone.span(of: day)
    let minutes = Array(stride(from: whole.start.seconds, to: whole.end.seconds, by: 60))
    let readings = minutes.map { zone.local(at: Instant(seconds: $0)).second / 60 }
    var open: Set<Int> = []
    for range in ranges {
      guard
        let from = readings.firstIndex(where: { $0 >= range.lowerBound }),
        let before = readings.lastIndex(where: { $0 < range.upperBound })
      else { continue }
      // A reading that occurs twice: as an end, the second.
      let to = readings.lastIndex { $0 == range.upperBound } ?? before + 1
      if from < to { open.formUnion(minutes[from..<to]) }
    }
    return open
  }

  @Test(arguments: UInt64(1)...48)
  func slotsAreExactlyTheRunsOfFreeMinutes(_ seed: UInt64) throws {
    var dice = Seeded(seed: seed)
    let place = Self.places[Int(seed) % Self.places.count]
    let zone = place.zone == "UTC" ? Zone.utc : try Sample.zone(place.zone)
    var policy = AvailabilityPolicy()
    policy.hours = WorkingHours()
    for weekday in Weekday.allCases where dice.roll(8) > 0 {
      let ranges = (0..<(1 + dice.roll(3))).map { _ in
        let from = dice.roll(96) * 15
        return from..<min(1440, from + 15 + dice.roll(60) * 15)
      }
      policy.hours.set(ranges, on: weekday)
    }
    policy.buffer = dice.pick([0, 0, 5, 30])
    policy.minimumNotice = dice.pick([0, 90])
    if dice.roll(3) == 0 { policy.daysOff = [(place.day + 2)..<(place.day + 3)] }
    if dice.roll(3) == 0 { policy.exceptions[place.day + 1] = [30..<200] }
    let base = zone.start(of: place.day).seconds
    let busy = (0..<dice.roll(25)).map { _ in
      let start = Instant(seconds: base - 40_000 + dice.roll(6 * 86_400))
      return TimeSpan(start, start + dice.pick([0, 59, 600, 3600, 5000, 90_000]))
    }.sorted { $0.start < $1.start }
    let query = SlotQuery(
      days: place.day..<(place.day + 5), duration: dice.pick([1, 15, 30, 60]), policy: policy,
      now: Instant(seconds: base + dice.roll(50_000)))

    var expected: [TimeSpan] = []
    let earliest = query.now.seconds + policy.minimumNotice * 60
    for day in query.days {
      let ranges = policy.exceptions[day] ?? (policy.isOff(day) ? [] : policy.hours[day.weekday])
      let free = Self.openMinutes(ranges, on: day, in: zone).filter { minute in
        minute >= earliest
          && !busy.contains { span in
            !span.isEmpty
              && span.start.seconds / 60 * 60 - policy.buffer * 60 < minute + 60
              && (span.end.seconds + 59) / 60 * 60 + policy.buffer * 60 > minute
          }
      }
      var run: [Int] = []
      func close() {
        if run.count >= query.duration, let first = run.first {
          expected.append(
            TimeSpan(Instant(seconds: first), Instant(seconds: first + run.count * 60)))
        }
        run = []
      }
      for minute in free.sorted() {
        if let last = run.last, minute != last + 60 { close() }
        run.append(minute)
      }
      close()
    }
    let found = Availability.slots(busy: busy, query: query, zone: zone)
    #expect(found == expected, "seed \(seed), \(place.zone) from \(place.day)")
  }

  @Test(arguments: UInt64(1)...20)
  func roundedSlotsLieInsideExactOnesOnQuarterHours(_ seed: UInt64) throws {
    var dice = Seeded(seed: seed)
    let zone = try Sample.zone(
      dice.pick(["Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"]))
    let base = zone.start(of: Day(2026, 5, 4)).seconds
    let slots = (0..<30).map { index in
      let start = Instant(seconds: base + index * 7200 + dice.roll(3000))
      return TimeSpan(start, start + 60 * dice.roll(70))
    }
    let rounded = Availability.rounded(slots, duration: 30, zone: zone)
    for slot in rounded {
      #expect(slot.seconds >= 1800, "seed \(seed)")
      #expect(zone.local(at: slot.start).second % 900 == 0, "seed \(seed)")
      #expect(zone.local(at: slot.end).second % 900 == 0, "seed \(seed)")
      #expect(slots.contains { $0.start <= slot.start && slot.end <= $0.end }, "seed \(seed)")
    }
  }
}

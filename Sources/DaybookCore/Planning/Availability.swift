package import ICalendar

/// What is looked for: how much free time, on which days, by which hours.
package struct SlotQuery: Sendable, Equatable {
  /// Local days of the display zone.
  package var days: Range<Day>
  /// Minutes that a slot has at least.
  package var duration = 30
  /// Hours, days off, exceptions, buffer and notice.
  package var policy: AvailabilityPolicy
  /// The moment it is asked; nothing is offered before it.
  package var now: Instant

  package init(
    days: Range<Day>, duration: Int = 30, policy: AvailabilityPolicy = AvailabilityPolicy(),
    now: Instant
  ) {
    self.days = days
    self.duration = duration
    self.policy = policy
    self.now = now
  }

  /// These hours and weekdays instead of the configured ones. Hours alone keep the weekdays that
  /// have any; weekdays alone keep their own hours, or take those of the first day that has some.
  /// Days off and closed dates still count.
  package mutating func replaceHours(_ ranges: [Range<Int>]?, weekdays: [Weekday]?) {
    guard ranges != nil || weekdays != nil else { return }
    let configured = policy.hours
    let open = Weekday.allCases.filter { !configured[$0].isEmpty }
    let usual = open.first.map { configured[$0] } ?? []
    var hours = WorkingHours()
    for day in weekdays ?? (open.isEmpty ? Array(Weekday.allCases.prefix(5)) : open) {
      hours.set(ranges ?? (configured[day].isEmpty ? usual : configured[day]), on: day)
    }
    policy.hours = hours
    policy.exceptions = policy.exceptions.filter { $0.value.isEmpty }
  }

  /// The first minute that can be offered.
  package var earliest: Instant {
    Instant(seconds: Availability.minuteUp(now.seconds + policy.minimumNotice * 60))
  }
}

/// Finds the time that is free.
package enum Availability {
  /// All maximal free intervals of at least the duration: inside the hours of each local day, from
  /// the query's earliest minute on, and with nothing of `busy` (sorted by start) within the buffer.
  /// Busy time is widened to whole minutes; what has no length blocks nothing.
  package static func slots(busy: [TimeSpan], query: SlotQuery, zone: Zone) -> [TimeSpan] {
    let buffer = query.policy.buffer * 60
    let shortest = max(1, query.duration) * 60
    let earliest = query.earliest.seconds
    var slots: [TimeSpan] = []
    var hours = HoursWalk(policy: query.policy, zone: zone)
    busy.withUnsafeBufferPointer { busy in
      var next = 0
      var taken = Int.min
      for day in query.days {
        hours.each(on: day) { start, end in
          var from = max(start, earliest, taken)
          while next < busy.count {
            let span = busy[next]
            let begins = minuteDown(span.start.seconds) - buffer
            if begins >= end { break }
            next += 1
            if span.isEmpty { continue }
            if begins - from >= shortest {
              slots.append(TimeSpan(Instant(seconds: from), Instant(seconds: begins)))
            }
            taken = max(taken, minuteUp(span.end.seconds) + buffer)
            from = max(from, taken)
          }
          if end - from >= shortest {
            slots.append(TimeSpan(Instant(seconds: from), Instant(seconds: end)))
          }
        }
      }
    }
    return slots
  }

  /// The same from occurrences, in any order, copies and all.
  package static func slots(occurrences: [Occurrence], query: SlotQuery, zone: Zone) -> [TimeSpan] {
    let busy = Busy.spans(occurrences, query.policy.settings, now: query.now)
    return slots(busy: busy, query: query, zone: zone)
  }

  /// The first `perDay` of each day, and of these `limit` in all: one a day in turn, earliest first.
  package static func select(
    _ slots: [TimeSpan], perDay: Int? = nil, limit: Int? = nil, zone: Zone
  ) -> [TimeSpan] {
    if perDay == nil, limit == nil { return slots }
    // The turn in which each would be taken: its place within its day.
    var turns: [(turn: Int, index: Int)] = []
    var day: Day?
    var turn = 0
    for (index, slot) in slots.enumerated() {
      let its = zone.day(at: slot.start)
      turn = its == day ? turn + 1 : 0
      day = its
      if turn < perDay ?? Int.max { turns.append((turn, index)) }
    }
    if let limit, turns.count > limit {
      turns.sort { ($0.turn, $0.index) < ($1.turn, $1.index) }
      turns.removeLast(turns.count - max(0, limit))
      turns.sort { $0.index < $1.index }
    }
    return turns.map { slots[$0.index] }
  }

  /// The slots with their starts moved up and their ends down to the quarter hour on the wall, as
  /// far as they still have the duration.
  package static func rounded(_ slots: [TimeSpan], duration: Int, zone: Zone) -> [TimeSpan] {
    slots.compactMap { slot in
      let start = slot.start + quarterUp(zone.local(at: slot.start).second)
      // The clock shows the end with the offset of the moment before it.
      let offset = zone.offset(at: slot.end - 1)
      let end = slot.end - floorRemainder(slot.end.seconds + offset, 900)
      return end - start >= max(1, duration) * 60 ? TimeSpan(start, end) : nil
    }
  }

  private static func quarterUp(_ second: Int) -> Int { (900 - second % 900) % 900 }

  @inline(__always)
  static func minuteDown(_ seconds: Int) -> Int { seconds - floorRemainder(seconds, 60) }

  @inline(__always)
  static func minuteUp(_ seconds: Int) -> Int { minuteDown(seconds + 59) }

  @inline(__always)
  private static func floorRemainder(_ value: Int, _ divisor: Int) -> Int {
    let remainder = value % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}

/// Walks through the working hours of day after day, and asks the zone only near clock changes.
private struct HoursWalk {
  let policy: AvailabilityPolicy
  let zone: Zone
  private var calmFrom = Int.max
  private var calmTo = Int.min
  private var offset = 0

  init(policy: AvailabilityPolicy, zone: Zone) {
    self.policy = policy
    self.zone = zone
  }

  mutating func each(on day: Day, _ body: (_ start: Int, _ end: Int) -> Void) {
    let ranges = policy.ranges(on: day)
    if ranges.isEmpty { return }
    let wall = day.number * 86_400
    if !isCalm(wall) {
      let (span, offset) = zone.stretch(at: Instant(seconds: wall))
      self.offset = offset
      calmFrom = span.lowerBound.seconds
      calmTo = span.upperBound.seconds
    }
    if isCalm(wall) {
      for range in ranges {
        body(wall - offset + range.lowerBound * 60, wall - offset + range.upperBound * 60)
      }
    } else {
      for span in WorkingHours.spans(ranges, on: day, in: zone) {
        body(span.start.seconds, span.end.seconds)
      }
    }
  }

  /// Whether the offset stays the same for a day around this one, so that no other can matter.
  private func isCalm(_ wall: Int) -> Bool {
    calmFrom < calmTo && wall - 2 * 86_400 > calmFrom && wall < calmTo - 3 * 86_400
  }
}

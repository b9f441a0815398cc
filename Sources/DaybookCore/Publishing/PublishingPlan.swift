package import ICalendar

/// What a schedule is to become so that nobody can book over what is planned here.
///
/// The weekly hours become ours. Of the dates in question each gets its own hours without the busy
/// time where that leaves others than its weekday has. What somebody else wrote for a date is never
/// lost: outside the dates in question it stays as it is; inside, its hours count instead of ours
/// and lose only busy time and days off, and they come back when these are gone.
package struct PublishingPlan: Hashable, Sendable {
  /// The schedule as it is to be.
  package let wanted: BookingSchedule
  /// What will have been written by whom.
  package let record: PublishedDates
  /// Dates that somebody else wrote and that stay as they wrote them.
  package let kept: Int

  /// - Parameters:
  ///   - current: the schedule as it is.
  ///   - record: what was written into it before.
  ///   - busy: the time that is taken, by start.
  ///   - days: the dates in question, of `zone`.
  ///   - zones: tells what the schedule's own zone means.
  package init(
    current: BookingSchedule, record: PublishedDates, busy: [TimeSpan], policy: AvailabilityPolicy,
    days: Range<Day>, today: Day, zone: Zone, zones: ZoneDatabase
  ) {
    var theirs: [Day: [Range<Int>]] = [:]
    var ours: [Day: [Range<Int>]] = [:]
    for (day, ranges) in current.dates {
      if record.ours[day]?.contains(ranges) == true {
        ours[day] = ranges
        theirs[day] = record.theirs[day]
      } else {
        theirs[day] = ranges
      }
    }
    if current.timezone != zone.identifier, let old = zones.zone(current.timezone) {
      theirs = Self.moved(theirs, from: old, to: zone)
    }
    let free = Self.free(busy, policy: policy, theirs: theirs, days: days, zone: zone)
    var dates = theirs.filter { !days.contains($0.key) }
    var next = PublishedDates()
    for (day, ranges) in ours where day >= today && !days.contains(day) {
      // Not in question this time: it stays as it was published.
      dates[day] = ranges
      next.ours[day] = [ranges]
      next.theirs[day] = theirs[day]
    }
    for day in days {
      let ranges = free[day] ?? []
      if let foreign = theirs[day] {
        dates[day] = ranges
        if ranges == foreign { continue }
        next.theirs[day] = foreign
      } else if ranges == policy.hours[day.weekday] {
        continue
      }
      dates[day] = ranges
      next.ours[day] = [ranges]
    }
    wanted = BookingSchedule(timezone: zone.identifier, weekly: policy.hours, dates: dates)
    self.record = next
    kept = theirs.count { dates[$0.key] == $0.value }
  }

  /// What is left of each day's hours, as the wall shows it.
  private static func free(
    _ busy: [TimeSpan], policy: AvailabilityPolicy, theirs: [Day: [Range<Int>]], days: Range<Day>,
    zone: Zone
  ) -> [Day: [Range<Int>]] {
    var policy = policy
    // How early one has to ask, the booking service knows itself.
    policy.minimumNotice = 0
    for (day, ranges) in theirs where days.contains(day) && policy.exceptions[day] == nil {
      policy.exceptions[day] = policy.isOff(day) ? [] : ranges
    }
    let query = SlotQuery(
      days: days, duration: 1, policy: policy, now: zone.start(of: days.lowerBound))
    let slots = Availability.slots(busy: busy, query: query, zone: zone)
    return Self.byDay(slots, zone: zone)
  }

  /// Hours of dates in one zone as those of another: the same moments.
  private static func moved(_ dates: [Day: [Range<Int>]], from old: Zone, to zone: Zone)
    -> [Day: [Range<Int>]]
  {
    let spans = dates.flatMap { day, ranges in WorkingHours.spans(ranges, on: day, in: old) }
      .sorted { $0.start < $1.start }
    var moved = byDay(spans, zone: zone)
    // A day off stays that day.
    for (day, ranges) in dates where ranges.isEmpty { moved[day] = moved[day] ?? [] }
    return moved
  }

  private static func byDay(_ spans: [TimeSpan], zone: Zone) -> [Day: [Range<Int>]] {
    var days: [Day: [Range<Int>]] = [:]
    for span in spans where !span.isEmpty {
      for day in zone.day(at: span.start)...zone.day(at: span.end - 1) {
        guard let part = span.intersection(zone.span(of: day)) else { continue }
        let from = zone.local(at: part.start).second / 60
        // The end as the clock shows it a moment before: 24:00 and not 00:00.
        let to = zone.local(at: part.end - 1).second / 60 + 1
        // An hour that comes twice is offered once; one that cannot be said is not offered.
        guard from < to else { continue }
        if let last = days[day]?.last, from < last.upperBound {
          if to > last.upperBound { days[day]?.append(last.upperBound..<to) }
        } else {
          days[day, default: []].append(from..<to)
        }
      }
    }
    return days.mapValues { ranges in
      WorkingHours(days: [.monday], ranges: ranges)[.monday]
    }
  }
}

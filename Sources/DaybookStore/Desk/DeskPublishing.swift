package import DaybookCore
package import ICalendar

/// The time that is taken, and the events of which more instances lay there than were read.
package struct BusyTime: Sendable {
  /// By start.
  package var spans: [TimeSpan]
  package var truncated: [EventID]
}

extension Desk {
  /// The busy time that touches `days`, by the rules that `free` goes by.
  ///
  /// - Parameters:
  ///   - chosen: only these calendars' counts; nil for all.
  ///   - known: calendars whose meetings whoever asks knows already, copies included.
  package func busy(
    in days: Range<Day>, calendars chosen: [CalendarID]? = nil, besides known: Set<CalendarID> = []
  ) throws -> BusyTime {
    var filter = OccurrenceFilter()
    filter.calendars = chosen
    filter.includesHidden = true
    filter.now = now
    let found = try store.occurrences(touching: span(of: days), viewer: zone, in: filter)
    var occurrences = found.occurrences
    if !known.isEmpty {
      occurrences = Meetings.grouped(occurrences, calendars: try calendarTable())
        .filter { meeting in !meeting.copies.contains { known.contains($0.calendar) } }
        .flatMap(\.copies)
    }
    return BusyTime(
      spans: Busy.spans(occurrences, try policy().settings, now: now), truncated: found.truncated)
  }

  /// When one can be booked in `days`, and in the weekly hours beyond them.
  ///
  /// - Parameter chosen: only these calendars' busy time counts; nil for all.
  package func bookingSchedule(for days: Range<Day>, calendars chosen: [CalendarID]? = nil) throws
    -> BookingSchedule
  {
    PublishingPlan(
      current: BookingSchedule(timezone: zone.identifier), record: PublishedDates(),
      busy: try busy(in: days, calendars: chosen).spans, policy: try policy(), days: days,
      today: zone.day(at: now), zone: zone, zones: store.zones
    ).wanted
  }
}

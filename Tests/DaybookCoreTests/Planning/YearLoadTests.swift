import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

/// How busy each day of a year is.
struct YearLoadTests {
  private let zone: Zone
  private let day = Day(2026, 3, 29)

  init() throws { zone = try TestZones.zone("Europe/Berlin") }

  private func event(
    _ title: String, _ day: Day, _ from: Int, _ to: Int, isAllDay: Bool = false
  ) -> Occurrence {
    let start = zone.start(of: day)
    let span = TimeSpan(start + from * 60, start + to * 60)
    let event = Event.id(calendar: CalendarID("A"), uid: title)
    return Occurrence(
      id: Event.occurrenceID(event, nil), event: event, calendar: CalendarID("A"), uid: title,
      title: title, time: isAllDay ? .allDay(day..<day + 1) : .timed(span, zone: "Europe/Berlin"),
      span: span)
  }

  @Test func whatOverlapsTakesTimeOnce() {
    let load = YearLoad(
      year: 2026,
      occurrences: [
        event("b", day, 630, 720), event("a", day, 600, 660), event("c", day, 640, 650),
      ], zone: zone)
    #expect(load.minutes(on: day) == 120)
    #expect(load.events(on: day) == 3)
    #expect(load.minutes(on: day + 1) == 0)
    #expect(load.minutes(on: Day(2027, 1, 1)) == nil)
  }

  @Test func whatGoesOnOverMidnightAndNewYearIsCutThere() {
    let eve = Day(2026, 12, 31)
    let load = YearLoad(
      year: 2026, occurrences: [event("party", eve, 22 * 60, 27 * 60)], zone: zone)
    #expect(load.minutes(on: eve) == 120)
    let next = YearLoad(
      year: 2027, occurrences: [event("party", eve, 22 * 60, 27 * 60)], zone: zone)
    #expect(next.minutes(on: eve + 1) == 180)
  }

  /// The day on which clocks go forward has 23 hours.
  @Test func aShortDayIsNotBusierThanItIsLong() {
    let load = YearLoad(
      year: 2026, occurrences: [event("a", day, 0, 24 * 60), event("b", day, -60, 90)], zone: zone)
    #expect(load.minutes(on: day) == 23 * 60)
  }

  @Test func allDayEventsAreCountedAndTakeNoHours() {
    let load = YearLoad(
      year: 2026, occurrences: [event("holiday", day, 0, 1380, isAllDay: true)], zone: zone)
    #expect(load.minutes(on: day) == 0)
    #expect(load.events(on: day) == 1)
  }

  @Test func monthsThatAreCountedOneByOneMakeTheYear() {
    let events = (0..<300).map { index in
      event(
        "e\(index)", Day(2026, 1, 1) + index * 5 / 4, index * 37 % 1440,
        index * 37 % 1440 + 90 + index % 7 * 900)
    }
    var load = YearLoad(year: 2026)
    for month in 1...12 {
      let days = Day(2026, month, 1)..<Day(2026, month, 1).adding(months: 1)
      let span = TimeSpan(zone.start(of: days.lowerBound), zone.start(of: days.upperBound))
      load.add(events.filter { $0.span.touches(span) }, on: days, zone: zone)
    }
    #expect(load == YearLoad(year: 2026, occurrences: events, zone: zone))
  }
}

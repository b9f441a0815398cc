import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookCore

/// What a day holds is counted for itself.
struct DayLoadTests {
  private let zone: Zone
  private let monday = Day(2026, 11, 16)

  init() throws {
    zone = try TestZones.zone("Europe/Berlin")
  }

  private func event(_ day: Int, _ minute: Int, _ minutes: Int) -> Occurrence {
    let start = zone.start(of: monday + day) + minute * 60
    let span = TimeSpan(start, start + minutes * 60)
    let id = "\(day)-\(minute)"
    return Occurrence(
      id: OccurrenceID(id), event: EventID(id), calendar: CalendarID("c"), uid: id, title: id,
      time: .timed(span, zone: "Europe/Berlin"), span: span, client: nil)
  }

  @Test func overlapsCountOnceAndNightsOnBothDays() {
    let load = DayLoad(
      of: [event(0, 600, 60), event(0, 630, 60), event(1, 1_380, 120), event(-1, 1_380, 120)],
      on: monday..<monday + 3, zone: zone)
    #expect(load.events == [3, 1, 1])
    #expect(load.minutes == [60 + 90, 60, 60])
  }

  @Test func whatLiesOutsideIsLeftOut() {
    let load = DayLoad(
      of: [event(-3, 600, 60), event(5, 600, 60)], on: monday..<monday + 2, zone: zone)
    #expect(load.events == [0, 0] && load.minutes == [0, 0])
  }
}

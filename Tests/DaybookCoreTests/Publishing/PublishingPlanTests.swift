import DaybookCore
import Foundation
import ICalendar
import Testing

/// What a schedule becomes, date by date.
struct PublishingPlanTests {
  private static let thursday = Day(2026, 11, 19)
  private static let zones = ZoneDatabase { try? Sample.zone($0) }

  private func plan(
    _ dates: [Day: [Range<Int>]] = [:], record: PublishedDates = PublishedDates(),
    busy: [String] = [], policy: AvailabilityPolicy = AvailabilityPolicy(),
    days: Range<Day> = thursday..<(thursday + 7), timezone: String = "Europe/Berlin"
  ) throws -> PublishingPlan {
    let zone = try Sample.berlin()
    return PublishingPlan(
      current: BookingSchedule(timezone: timezone, weekly: .standard, dates: dates),
      record: record, busy: try busy.map { try Sample.span($0, zone) }, policy: policy,
      days: days, today: Self.thursday, zone: zone, zones: Self.zones)
  }

  @Test func aDayWithoutBusyTimeNeedsNoHoursOfItsOwn() throws {
    let plan = try plan()
    #expect(plan.wanted == BookingSchedule(timezone: "Europe/Berlin", weekly: .standard))
    #expect(plan.record == PublishedDates())
  }

  @Test func busyTimeIsCutOutOfItsDay() throws {
    var policy = AvailabilityPolicy()
    policy.buffer = 15
    // Notice is what the booking service asks for itself.
    policy.minimumNotice = 3 * 1440
    let plan = try plan(
      busy: ["2026-11-19 10:00–11:00", "2026-11-20 08:00–18:00", "2026-11-21 10:00–11:00"],
      policy: policy)
    #expect(
      plan.wanted.dates == [
        Day(2026, 11, 19): [540..<585, 675..<1020], Day(2026, 11, 20): [],
      ])
  }

  @Test func daysOffAndExceptionsAreDates() throws {
    var policy = AvailabilityPolicy()
    policy.daysOff = [Day(2026, 11, 20)..<Day(2026, 11, 22)]
    policy.exceptions = [Day(2026, 11, 22): [600..<720]]
    let dates = try plan(policy: policy).wanted.dates
    #expect(dates == [Day(2026, 11, 20): [], Day(2026, 11, 22): [600..<720]])
  }

  @Test func whatSomebodyElseWroteIsKept() throws {
    let theirs = [
      Day(2026, 11, 18): [60..<120], Day(2026, 11, 20): [600..<780], Day(2026, 11, 21): [600..<660],
      Day(2027, 3, 1): [],
    ]
    let plan = try plan(theirs)
    #expect(plan.wanted.dates == theirs)
    #expect(plan.record == PublishedDates())
    #expect(plan.kept == 4)
  }

  @Test func theirHoursLoseBusyTimeAndComeBack() throws {
    let friday = Day(2026, 11, 20)
    let first = try plan([friday: [600..<780]], busy: ["2026-11-20 11:00–12:00"])
    #expect(first.wanted.dates == [friday: [600..<660, 720..<780]])
    #expect(first.record.theirs == [friday: [600..<780]])
    let second = try plan(first.wanted.dates, record: first.record)
    #expect(second.wanted.dates == [friday: [600..<780]])
    #expect(second.record == PublishedDates())
    // A day off takes their hours too.
    var policy = AvailabilityPolicy()
    policy.daysOff = [friday..<(friday + 1)]
    #expect(try plan([friday: [600..<780]], policy: policy).wanted.dates == [friday: []])
  }

  @Test func oursGoWhenTheBusyTimeGoes() throws {
    let first = try plan(busy: ["2026-11-19 10:00–11:00"])
    let again = try plan(
      first.wanted.dates, record: first.record, busy: ["2026-11-19 10:00–11:00"])
    #expect(again.wanted == first.wanted && again.record == first.record)
    let later = try plan(first.wanted.dates, record: first.record)
    #expect(later.wanted.dates.isEmpty)
  }

  @Test func whatWasWrittenOverOursIsTheirs() throws {
    let first = try plan(busy: ["2026-11-19 10:00–11:00"])
    let plan = try plan([Self.thursday: [480..<540]], record: first.record)
    #expect(plan.wanted.dates == [Self.thursday: [480..<540]])
  }

  @Test func ofTwoThatMayStandThereEitherIsOurs() throws {
    let first = try plan(busy: ["2026-11-19 10:00–11:00"])
    let second = try plan(busy: ["2026-11-19 12:00–13:00"])
    let both = first.record.joined(with: second.record)
    for sent in [first, second] {
      #expect(try plan(sent.wanted.dates, record: both).wanted.dates.isEmpty)
    }
  }

  @Test func oursOutsideTheDatesInQuestionStayUntilTheyArePast() throws {
    let (past, next) = (Day(2026, 11, 18), Day(2026, 12, 1))
    var record = PublishedDates(ours: [past: [[]], next: [[600..<660]]])
    record.theirs[next] = [540..<660]
    let plan = try plan([past: [], next: [600..<660]], record: record)
    #expect(plan.wanted.dates == [next: [600..<660]])
    #expect(plan.record == PublishedDates(ours: [next: [[600..<660]]], theirs: record.theirs))
  }

  @Test func inAnotherZoneTheirHoursAreTheSameMoments() throws {
    let dates = [
      Day(2026, 11, 20): [540..<1020], Day(2026, 11, 24): [], Day(2026, 11, 25): [1380..<1440],
    ]
    let plan = try plan(dates, timezone: "Europe/Lisbon")
    #expect(plan.wanted.timezone == "Europe/Berlin")
    #expect(
      plan.wanted.dates == [
        Day(2026, 11, 20): [600..<1080], Day(2026, 11, 24): [], Day(2026, 11, 26): [0..<60],
      ])
  }

  @Test func anHourThatComesTwiceIsOfferedOnce() throws {
    var policy = AvailabilityPolicy()
    policy.hours = WorkingHours(days: Weekday.allCases, ranges: [0..<1440])
    let day = Day(2026, 10, 25)
    let plan = try plan(
      busy: ["2026-10-25 12:00–13:00"], policy: policy, days: day..<(day + 1))
    #expect(plan.wanted.dates == [day: [0..<720, 780..<1440]])
  }

  @Test func theListSurvivesBeingWritten() throws {
    let record = PublishedDates(
      ours: [Self.thursday: [[540..<600, 660..<720], []]], theirs: [Self.thursday: [540..<720]])
    #expect(PublishedDates(text: record.text) == record)
    #expect(PublishedDates(text: "ours someday\nnonsense\n") == PublishedDates())
  }
}

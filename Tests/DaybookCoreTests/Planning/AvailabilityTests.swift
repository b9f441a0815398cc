import DaybookCore
import ICalendar
import Testing

struct AvailabilityTests {
  static let day = Day(2026, 11, 19)

  func slots(
    _ busy: [String], days: Range<Day> = day..<(day + 1), zone: Zone? = nil,
    _ change: (inout SlotQuery) -> Void = { _ in }
  ) throws -> [String] {
    let zone = try zone ?? Sample.berlin()
    var query = SlotQuery(days: days, now: Instant(seconds: 0))
    change(&query)
    let spans = try busy.map { try Sample.span($0, zone) }.sorted { $0.start < $1.start }
    return Availability.slots(busy: spans, query: query, zone: zone).map {
      let from = zone.local(at: $0.start)
      let to = zone.local(at: $0.end)
      return "\(from.day.day) \(DateText.clock(minute: from.second / 60))–"
        + DateText.clock(minute: to.second / 60)
    }
  }

  @Test func whatIsNotBusyIsFree() throws {
    let found = try slots(["2026-11-19 08:00–09:30", "2026-11-19 12:00–13:00"])
    #expect(found == ["19 09:30–12:00", "19 13:00–17:00"])
  }

  @Test func aLongEarlierEventReachesIntoLaterDays() throws {
    let zone = try Sample.berlin()
    let long = TimeSpan(
      try Sample.at("2026-11-01 08:00", zone), try Sample.at("2026-11-19 15:00", zone))
    let short = try Sample.span("2026-11-19 10:00–11:00", zone)
    let query = SlotQuery(days: Self.day..<(Self.day + 1), now: Instant(seconds: 0))
    let found = Availability.slots(busy: [long, short], query: query, zone: zone)
    #expect(found == [try Sample.span("2026-11-19 15:00–17:00", zone)])
  }

  @Test func busyTimeIsWidenedToWholeMinutesAndTheBufferComesOnTop() throws {
    let found = try slots(["2026-11-19 10:00:30–10:59:01"]) { $0.policy.buffer = 15 }
    #expect(found == ["19 09:00–09:45", "19 11:15–17:00"])
  }

  @Test func theBufferDoesNotApplyToTheEdgesOfTheHours() throws {
    #expect(try slots([]) { $0.policy.buffer = 30 } == ["19 09:00–17:00"])
    let evening = try slots(["2026-11-19 17:10–18:00"]) { $0.policy.buffer = 30 }
    #expect(evening == ["19 09:00–16:40"])
  }

  @Test func whatHasNoLengthBlocksNothing() throws {
    #expect(try slots(["2026-11-19 10:00–10:00"]) { $0.policy.buffer = 30 } == ["19 09:00–17:00"])
  }

  @Test func nothingIsOfferedBeforeNowAndTheNotice() throws {
    let now = try Sample.at("2026-11-19 10:00:01", Sample.berlin())
    #expect(try slots([]) { $0.now = now } == ["19 10:01–17:00"])
    let noticed = try slots([]) {
      $0.now = now
      $0.policy.minimumNotice = 240
    }
    #expect(noticed == ["19 14:01–17:00"])
  }

  @Test func aSlotLastsAtLeastTheDuration() throws {
    let busy = ["2026-11-19 09:44–10:00", "2026-11-19 10:45–17:00"]
    #expect(try slots(busy) { $0.duration = 45 } == ["19 10:00–10:45"])
  }

  @Test func roundTheClockIsCutAtLocalMidnight() throws {
    let found = try slots([], days: Self.day..<(Self.day + 2)) {
      $0.policy.hours = WorkingHours(days: Weekday.allCases, ranges: [0..<1440])
    }
    #expect(found == ["19 00:00–00:00", "20 00:00–00:00"])
  }

  @Test func daysOffExceptionsAndRulesCombine() throws {
    let rules: [AvailabilityRule] = [
      AvailabilityRule(id: 2, kind: .exception(Day(2026, 11, 21), [600..<660])),
      AvailabilityRule(id: 1, kind: .dayOff(Day(2026, 11, 19)..<Day(2026, 11, 20))),
      AvailabilityRule(id: 3, kind: .exception(Day(2026, 11, 23), [])),
      AvailabilityRule(id: 4, kind: .hours([.friday], [480..<600, 570..<720])),
      AvailabilityRule(id: 5, kind: .notice(10)),
      AvailabilityRule(id: 6, kind: .buffer(before: 5, after: 10, calendar: nil)),
    ]
    let policy = AvailabilityPolicy(AvailabilitySettings(), rules: rules)
    #expect(policy.minimumNotice == 10)
    #expect(policy.buffer == 10)
    let found = try slots([], days: Self.day..<(Self.day + 6)) { $0.policy = policy }
    #expect(found == ["20 08:00–12:00", "21 10:00–11:00", "24 09:00–17:00"])
    let replaced = try slots([], days: Self.day..<(Self.day + 6)) {
      $0.policy = policy
      $0.replaceHours([600..<720], weekdays: Weekday.allCases)
    }
    #expect(
      replaced == ["20 10:00–12:00", "21 10:00–12:00", "22 10:00–12:00", "24 10:00–12:00"])
  }

  @Test func aRuleThatMakesNoSenseIsNamed() {
    #expect(AvailabilityRule.Kind.hours([.monday], [600..<600]).fault != nil)
    #expect(AvailabilityRule.Kind.hours([.monday], [600..<1441]).fault != nil)
    #expect(AvailabilityRule.Kind.hours([.monday], [600..<1440]).fault == nil)
    #expect(AvailabilityRule.Kind.dayOff(Self.day..<Self.day).fault != nil)
    #expect(AvailabilityRule.Kind.exception(Self.day, []).fault == nil)
  }

  @Test func aSpringDayIsAnHourShorter() throws {
    let zone = try Sample.berlin()
    let day = Day(2026, 3, 29)
    let hours = WorkingHours(days: Weekday.allCases, ranges: [60..<150, 240..<300])
    // 02:30 does not exist: the hours end when the clock jumps.
    let spans = hours.spans(on: day, in: zone)
    #expect(spans.map(\.seconds) == [3600, 3600])
    let inside = WorkingHours(days: Weekday.allCases, ranges: [130..<170])
    #expect(inside.spans(on: day, in: zone).isEmpty)
  }

  @Test func anAutumnHourThatOccursTwiceBelongsWholeToTheHours() throws {
    let zone = try Sample.berlin()
    let hours = WorkingHours(days: Weekday.allCases, ranges: [150..<165, 170..<240])
    let spans = hours.spans(on: Day(2026, 10, 25), in: zone)
    // From the first 02:30 on; the second range begins inside what the first took.
    #expect(spans.count == 1)
    #expect(spans.first?.seconds == 150 * 60)
  }

  @Test func aDayThatWasLeftOutHasNoHours() throws {
    let zone = try Sample.zone("Pacific/Apia")
    let hours = WorkingHours(days: Weekday.allCases, ranges: [0..<1440])
    #expect(hours.spans(on: Day(2011, 12, 30), in: zone).isEmpty)
    #expect(hours.spans(on: Day(2011, 12, 29), in: zone).map(\.seconds) == [86_400])
  }

  @Test func aLimitTakesOneADayInTurnEarliestFirst() throws {
    let zone = try Sample.berlin()
    let all = try [
      "2026-11-19 09:00–09:30", "2026-11-19 10:00–10:30", "2026-11-19 11:00–11:30",
      "2026-11-20 09:00–09:30", "2026-11-20 10:00–10:30", "2026-11-23 09:00–09:30",
    ].map { try Sample.span($0, zone) }
    func picked(perDay: Int?, _ limit: Int?) -> [Int] {
      Availability.select(all, perDay: perDay, limit: limit, zone: zone)
        .compactMap { all.firstIndex(of: $0) }
    }
    #expect(picked(perDay: nil, nil) == [0, 1, 2, 3, 4, 5])
    #expect(picked(perDay: 1, nil) == [0, 3, 5])
    #expect(picked(perDay: nil, 2) == [0, 3])
    #expect(picked(perDay: nil, 4) == [0, 1, 3, 5])
    #expect(picked(perDay: 2, 5) == [0, 1, 3, 4, 5])
    #expect(picked(perDay: 0, nil) == [])
    #expect(picked(perDay: nil, 0) == [])
  }

  @Test func whatASettingFreesIsNotBusy() throws {
    var settings = AvailabilitySettings()
    let maybe = try Sample.meeting("Maybe", "09:00–10:00") { $0.status = .tentative }
    let hold = try Sample.meeting("Hold", "09:00–10:00") { $0.holdExpires = Instant(seconds: 50) }
    #expect(Busy.spans([maybe], settings).count == 1)
    #expect(Busy.spans([hold], settings, now: Instant(seconds: 49)).count == 1)
    #expect(Busy.spans([hold], settings, now: Instant(seconds: 50)).isEmpty)
    settings.tentative = false
    #expect(Busy.spans([maybe, hold], settings).isEmpty)
  }
}

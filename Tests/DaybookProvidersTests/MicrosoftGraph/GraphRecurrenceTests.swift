import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// Rules on their way to Graph and back.
@Suite struct GraphRecurrenceTests {
  private static let zones = GraphBench.zones

  private static func start(_ day: Day) throws -> CalendarTime {
    .zoned(
      LocalDateTime(day, hour: 9, minute: 30), try TestZones.zone("Europe/Berlin"),
      tzid: "Europe/Berlin")
  }

  private func value(_ rule: String, from day: Day) throws -> JSONValue {
    let start = try Self.start(day)
    let component = try Component(
      text: GraphBench.event(
        "r",
        [
          "DTSTART;TZID=Europe/Berlin:" + start.text, "DURATION:PT1H", "RRULE:" + rule,
        ]))
    return try Self.zones.recurrence(of: EventComponent(component, zones: Self.zones.resolver))
  }

  private static func days(_ rule: RecurrenceRule, _ start: CalendarTime) -> [Int] {
    GraphCorrections.slots(
      rule: rule, from: start,
      in: TimeSpan(start.instant(viewer: .utc), start.instant(viewer: .utc) + 6 * 365 * 86_400))
  }

  @Test(arguments: [
    ("FREQ=DAILY;INTERVAL=3", Day(2026, 11, 24)),
    ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", Day(2026, 11, 24)),
    ("FREQ=WEEKLY", Day(2026, 11, 24)),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU", Day(2026, 11, 24)),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU", Day(2026, 11, 24)),
    ("FREQ=MONTHLY", Day(2026, 11, 24)),
    ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=24", Day(2026, 11, 24)),
    ("FREQ=MONTHLY;BYDAY=4TU", Day(2026, 11, 24)),
    ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=4", Day(2026, 11, 24)),
    ("FREQ=MONTHLY;BYDAY=-1MO", Day(2026, 11, 30)),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", Day(2026, 11, 30)),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", Day(2026, 11, 30)),
    ("FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=2", Day(2026, 11, 7)),
    ("FREQ=YEARLY", Day(2026, 11, 24)),
    ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24;COUNT=5", Day(2026, 11, 24)),
    ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TU", Day(2026, 11, 24)),
    ("FREQ=WEEKLY;COUNT=9", Day(2026, 11, 24)),
    ("FREQ=WEEKLY;UNTIL=20270119T083000Z", Day(2026, 11, 24)),
    ("FREQ=WEEKLY;UNTIL=20270119T080000Z", Day(2026, 11, 24)),
    ("FREQ=DAILY;UNTIL=20261231", Day(2026, 11, 24)),
  ])
  func aRuleThatGraphKnowsGivesTheSameDatesThere(_ text: String, _ day: Day) throws {
    let rule = try RecurrenceRule(text: text)
    let start = try Self.start(day)
    let written = try value(text, from: day)
    let read = try #require(
      JSONReading.value(GraphRecurrence.self, of: written.bytes)?.rule(from: start))
    #expect(Self.days(read, start) == Self.days(rule, start))
  }

  @Test(arguments: [
    "FREQ=MONTHLY;BYDAY=2TU,2WE", "FREQ=MONTHLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1,3",
    "FREQ=MONTHLY;BYMONTHDAY=24,25", "FREQ=HOURLY", "FREQ=YEARLY;BYYEARDAY=328",
    "FREQ=YEARLY;BYWEEKNO=48", "FREQ=YEARLY;BYMONTH=3,11", "FREQ=YEARLY;BYDAY=4TU",
    "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "FREQ=WEEKLY;BYMONTH=11", "FREQ=DAILY;BYHOUR=9,12",
    "FREQ=MONTHLY;BYDAY=5TU", "FREQ=WEEKLY;BYDAY=MO", "RSCALE=CHINESE;FREQ=YEARLY",
    "FREQ=DAILY;INTERVAL=2;BYDAY=TU",
  ])
  func whatGraphCannotSayIsRefusedInWords(_ text: String) throws {
    do {
      _ = try value(text, from: Day(2026, 11, 24))
      Issue.record("it was not refused")
    } catch let error as ProviderError {
      #expect(error.code == "not_expressible" && error.hint != nil)
    }
  }

  @Test func randomPatternsGiveTheSameDatesBothWays() throws {
    let seed: UInt64 = 20_261_125
    var random = Seeded(seed: seed)
    for round in 0..<200 {
      let start = try Self.start(Day(2026, 1, 1) + random.roll(700))
      let day = start.local.day
      let interval = 1 + random.roll(4)
      var rule: RecurrenceRule
      switch random.roll(6) {
      case 0: rule = RecurrenceRule(.daily, interval: interval)
      case 1:
        rule = RecurrenceRule(.weekly, interval: interval)
        rule.byDay = Weekday.allCases.filter { $0 == day.weekday || random.roll(3) == 0 }
          .map { .init($0) }
        rule.weekStart = random.pick(Weekday.allCases)
      case 2:
        rule = RecurrenceRule(.monthly, interval: interval)
        rule.byMonthDay = [day.day]
      case 3:
        rule = RecurrenceRule(.yearly, interval: interval)
        rule.byMonth = [day.month]
        rule.byMonthDay = [day.day]
      default:
        guard day.day <= 28 else { continue }
        rule = RecurrenceRule(random.roll(2) == 0 ? .monthly : .yearly, interval: interval)
        rule.byDay = [.init(day.weekday, number: (day.day - 1) / 7 + 1)]
        if rule.frequency == .yearly { rule.byMonth = [day.month] }
      }
      switch random.roll(3) {
      case 0: rule.count = 1 + random.roll(20)
      case 1: rule.until = .utc(start.instant(viewer: .utc) + random.roll(86_400 * 900))
      default: break
      }
      let written = try value(rule.text, from: day)
      let read = try #require(
        JSONReading.value(GraphRecurrence.self, of: written.bytes)?.rule(from: start))
      #expect(
        Self.days(read, start) == Self.days(rule, start),
        "seed \(seed), round \(round): \(rule.text)")
    }
  }

  @Test func onlyTheMembersOfItsTypeAreSent() throws {
    let written = try value("FREQ=WEEKLY;COUNT=4", from: Day(2026, 11, 24))
    #expect(
      written == [
        "pattern": [
          "type": "weekly", "interval": 1, "daysOfWeek": .list(["tuesday"]),
          "firstDayOfWeek": "monday",
        ],
        "range": [
          "type": "numbered", "startDate": "2026-11-24", "numberOfOccurrences": 4,
          "recurrenceTimeZone": "W. Europe Standard Time",
        ],
      ])
  }

  @Test func membersThatATypeDoesNotUseMeanNothing() throws {
    let json = """
      {"pattern":{"type":"daily","interval":2,"month":0,"dayOfMonth":0,"daysOfWeek":[],
      "firstDayOfWeek":"sunday","index":"first"},"range":{"type":"noEnd","startDate":"2026-11-24",
      "endDate":"0001-01-01","numberOfOccurrences":0,"recurrenceTimeZone":"UTC"}}
      """
    let rule = JSONReading.value(GraphRecurrence.self, of: Array(json.utf8))?
      .rule(from: .utc(Instant(seconds: 1_795_000_000)))
    #expect(rule?.text == "FREQ=DAILY;INTERVAL=2")
  }
}

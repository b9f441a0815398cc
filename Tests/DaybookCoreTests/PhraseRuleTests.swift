import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookCore

struct PhraseRuleTests {
  static let rules: [(String, String)] = [
    ("FREQ=DAILY", "every day"), ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
    ("FREQ=DAILY;COUNT=5", "every day, 5 times"), ("FREQ=DAILY;COUNT=1", "every day, once"),
    ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "every weekday"), ("FREQ=WEEKLY", "weekly"),
    ("FREQ=WEEKLY;BYDAY=MO", "every Monday"), ("FREQ=WEEKLY;BYDAY=TH,TU", "every Tue and Thu"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
    (
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20261231T225959Z",
      "every 2 weeks on Tue and Thu until 31 Dec 2026"
    ),
    ("FREQ=WEEKLY;UNTIL=20261231", "weekly until 31 Dec 2026"),
    ("FREQ=MONTHLY", "monthly"), ("FREQ=MONTHLY;BYMONTHDAY=15", "monthly on the 15th"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "monthly on the last day"),
    ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=10", "monthly on the last Friday, 10 times"),
    ("FREQ=MONTHLY;BYDAY=1MO,3MO", "monthly on the 1st and 3rd Monday"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "monthly on the last weekday"),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "monthly on the 13th where it is a Friday"),
    ("FREQ=MONTHLY;INTERVAL=3", "every 3 months"), ("FREQ=YEARLY", "yearly"),
    ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", "yearly on 24 December"),
    ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "yearly on the last Sunday of March"),
    ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "yearly on Monday of week 20"),
    ("FREQ=HOURLY;INTERVAL=6", "every 6 hours"),
    ("FREQ=DAILY;BYHOUR=9,14;BYMINUTE=30", "every day at 09:30 and 14:30"),
  ]

  @Test(arguments: rules)
  func aRuleIsToldInWords(_ rule: String, _ words: String) throws {
    let zone = try PhraseWorld.zone("Europe/Berlin")
    #expect(RuleInWords.text(try RecurrenceRule(text: rule), zone: zone) == words)
  }

  @Test(arguments: [
    "every day", "every weekday", "every Monday", "every Tue and Thu",
    "every 2 weeks on Tue and Thu",
    "monthly on the 15th", "monthly on the last Friday", "monthly on the last day", "yearly",
    "every 3 months", "every 2 weeks on Monday",
  ])
  func wordsReadBack(_ words: String) throws {
    let context = try PhraseWorld.context()
    let found = try EventPhrase(reading: "x \(words)", in: context)
    let rule = try RecurrenceRule(text: try #require(found.rule))
    #expect(RuleInWords.text(rule, zone: context.zone) == words)
  }

  @Test func noRuleIsWithoutWords() throws {
    var generator = Seeded(seed: 7)
    let zone = Zone.utc
    let parts = [
      "INTERVAL=2", "BYDAY=MO,TU", "BYDAY=2MO,-1FR", "BYMONTHDAY=1,-1", "BYMONTH=1,6",
      "BYSETPOS=1,-2",
      "BYHOUR=8", "BYMINUTE=15,30", "BYWEEKNO=1", "BYYEARDAY=100", "COUNT=3", "WKST=SU",
    ]
    for frequency in RecurrenceRule.Frequency.allCases {
      for _ in 0..<200 {
        let chosen = parts.filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }
        let text = (["FREQ=\(frequency.text)"] + chosen).joined(separator: ";")
        let words = RuleInWords.text(try RecurrenceRule(text: text), zone: zone)
        #expect(!words.isEmpty && !words.contains("  ") && !words.hasSuffix(" "), "\(text)")
      }
    }
  }
}

import ICalendar
import Testing

@testable import DaybookCore

struct PhraseDayTests {
  static let days: [(String, String)] = [
    ("2026-11-19", "2026-11-19"), ("20261119", "2026-11-19"), ("2026/11/19", "2026-11-19"),
    ("today", "2026-11-18"), ("TODAY", "2026-11-18"), ("now", "2026-11-18"),
    ("tomorrow", "2026-11-19"), ("tmr", "2026-11-19"), ("yesterday", "2026-11-17"),
    ("day after tomorrow", "2026-11-20"), ("the day before yesterday", "2026-11-16"),
    ("wed", "2026-11-18"), ("fri", "2026-11-20"), ("Friday", "2026-11-20"), ("thurs", "2026-11-19"),
    ("mon", "2026-11-23"), ("this fri", "2026-11-20"), ("next fri", "2026-11-27"),
    ("next mon", "2026-11-23"), ("next wednesday", "2026-11-25"), ("last fri", "2026-11-13"),
    ("last wed", "2026-11-11"), ("fri next week", "2026-11-27"), ("mon w49", "2026-11-30"),
    ("12 dec", "2026-12-12"), ("dec 12", "2026-12-12"), ("12 Dec.", "2026-12-12"),
    ("12th of December", "2026-12-12"), ("the 12th of dec", "2026-12-12"),
    ("december 12th", "2026-12-12"), ("12 dec 2027", "2027-12-12"), ("Dec 12, 2027", "2027-12-12"),
    ("12-dec-2027", "2027-12-12"), ("1 mar", "2027-03-01"), ("1 jul", "2026-07-01"),
    ("20 may", "2026-05-20"), ("19 may", "2027-05-19"), ("29 feb", "2028-02-29"),
    ("24.12.", "2026-12-24"), ("24.12", "2026-12-24"), ("24.12.2027", "2027-12-24"),
    ("24.12.27", "2027-12-24"), ("24. 12. 2027", "2027-12-24"), ("1.2.", "2027-02-01"),
    ("the 12th", "2026-12-12"), ("20th", "2026-11-20"), ("31st", "2026-12-31"),
    ("fri 27 nov", "2026-11-27"), ("Friday, Nov 27 2026", "2026-11-27"),
    ("Fri, 2026-11-27", "2026-11-27"),
    ("+10d", "2026-11-28"), ("-30d", "2026-10-19"), ("+2w", "2026-12-02"), ("+1m", "2026-12-18"),
    ("+1y", "2027-11-18"), ("-1d", "2026-11-17"), ("+0d", "2026-11-18"),
    ("in 3 days", "2026-11-21"), ("in a week", "2026-11-25"), ("in two weeks", "2026-12-02"),
    ("3 days ago", "2026-11-15"), ("a month ago", "2026-10-18"),
    ("2 weeks from now", "2026-12-02"), ("end of month", "2026-11-30"),
    ("end of the month", "2026-11-30"), ("eom", "2026-11-30"), ("eow", "2026-11-22"),
    ("end of year", "2026-12-31"), ("start of next month", "2026-12-01"),
    ("end of dec", "2026-12-31"), ("beginning of next week", "2026-11-23"),
    ("12/31", "2026-12-31"), ("31/12/2027", "2027-12-31"), ("12/31/27", "2027-12-31"),
    ("31-12-2026", "2026-12-31"), ("11/11", "2026-11-11"), ("1st of the month", "2026-12-01"),
    ("the 1st of next month", "2026-12-01"), ("first of december", "2026-12-01"),
    ("next week mon", "2026-11-23"), ("next week on friday", "2026-11-27"),
    ("w49 wed", "2026-12-02"), ("  fri  ", "2026-11-20"), ("2026-W47-3", "2026-11-18"),
  ]

  @Test(arguments: days)
  func aDayIsRead(_ phrase: String, _ expected: String) throws {
    let found = try DayPhrase(reading: phrase, in: PhraseWorld.context())
    #expect(found.unit == .day)
    #expect("\(found.first)" == expected)
    #expect(found.first == found.last)
  }

  static let spans: [(String, String, String)] = [
    ("2026-W47", "2026-11-16", "2026-11-22"), ("2026-w01", "2025-12-29", "2026-01-04"),
    ("w49", "2026-11-30", "2026-12-06"), ("W02", "2027-01-11", "2027-01-17"),
    ("week 49", "2026-11-30", "2026-12-06"), ("week of 2 dec", "2026-11-30", "2026-12-06"),
    ("the week commencing 30 nov", "2026-11-30", "2026-12-06"),
    ("w/c 30 nov", "2026-11-30", "2026-12-06"), ("w49 2027", "2027-12-06", "2027-12-12"),
    ("next week", "2026-11-23", "2026-11-29"), ("this week", "2026-11-16", "2026-11-22"),
    ("last week", "2026-11-09", "2026-11-15"), ("weekend", "2026-11-21", "2026-11-22"),
    ("next weekend", "2026-11-28", "2026-11-29"), ("next month", "2026-12-01", "2026-12-31"),
    ("this month", "2026-11-01", "2026-11-30"), ("last month", "2026-10-01", "2026-10-31"),
    ("dec", "2026-12-01", "2026-12-31"), ("february 2028", "2028-02-01", "2028-02-29"),
    ("2026-02", "2026-02-01", "2026-02-28"), ("2025", "2025-01-01", "2025-12-31"),
    ("last year", "2025-01-01", "2025-12-31"),
  ]

  @Test(arguments: spans)
  func aWeekOrMonthHasTwoEnds(_ phrase: String, _ first: String, _ last: String) throws {
    let found = try DayPhrase(reading: phrase, in: PhraseWorld.context())
    #expect(found.unit != .day)
    #expect("\(found.first)" == first)
    #expect("\(found.last)" == last)
  }

  @Test(arguments: [
    "", "  ", "foo", "30 feb", "2026-02-30", "2026-W54", "2027-W53", "+10", "+10x", "3/4",
    "13/13", "3-4", "fri sat", "fri 15:00", "32 dec", "99th", "+99999y", "thu 27 nov", "1", "next",
    "in 3", "99999999999999999999 dec", "12 dec 20", "2026-13-01",
  ])
  func whatIsNoDayIsRefused(_ phrase: String) throws {
    let context = try PhraseWorld.context()
    let error = #expect(throws: PhraseError.self) {
      try DayPhrase(reading: phrase, in: context)
    }
    #expect(error?.message.isEmpty == false)
    #expect(error?.hint?.isEmpty == false)
  }

  @Test func theErrorNamesWhatIsWrong() throws {
    let context = try PhraseWorld.context()
    #expect(throws: PhraseError.noSuchDay("30 feb")) {
      try DayPhrase(reading: "30 feb", in: context)
    }
    #expect(throws: PhraseError.noSuchDay("2027-W53")) {
      try DayPhrase(reading: "2027-W53", in: context)
    }
    #expect(throws: PhraseError.ambiguous(part: "5/6", choices: ["“5 jun”", "“6 may”"])) {
      try DayPhrase(reading: "5/6", in: context)
    }
    #expect(
      throws: PhraseError.ambiguous(part: "5/6/2027", choices: ["“5 jun 2027”", "“6 may 2027”"])
    ) {
      try DayPhrase(reading: "5/6/2027", in: context)
    }
    #expect(throws: PhraseError.noSuchDay("31/4")) { try DayPhrase(reading: "31/4", in: context) }
    #expect(
      throws: PhraseError.notUnderstood(part: "tommorow", expected: .day, nearest: "tomorrow")
    ) {
      try DayPhrase(reading: "tommorow", in: context)
    }
    #expect(throws: PhraseError.contradiction("thu 27 nov is a Friday")) {
      try DayPhrase(reading: "thu 27 nov", in: context)
    }
  }

  @Test(arguments: [
    ("3/4", DateOrder.dayFirst, "2027-04-03"), ("3/4", .monthFirst, "2027-03-04"),
    ("3/4/2026", .monthFirst, "2026-03-04"), ("31/12", .monthFirst, "2026-12-31"),
    ("12/31", .dayFirst, "2026-12-31"), ("3.4.", .monthFirst, "2027-04-03"),
  ])
  func theOrderDecidesWhatBothCanBe(_ phrase: String, _ order: DateOrder, _ expected: String) throws
  {
    var context = try PhraseWorld.context()
    context.dateOrder = order
    #expect("\(try DayPhrase(reading: phrase, in: context).first)" == expected)
  }

  @Test(arguments: [
    ("en_US.UTF-8", DateOrder.monthFirst), ("de_DE@euro", .dayFirst), ("en_GB", .dayFirst),
    ("C.UTF-8", nil), ("POSIX", nil), ("", nil),
  ])
  func aLocaleTellsTheOrder(_ locale: String, _ expected: DateOrder?) {
    #expect(DateOrder(environment: ["LC_TIME": locale]) == expected)
    #expect(
      DateOrder(environment: ["LC_ALL": locale, "LC_TIME": "en_US"])
        == (locale.isEmpty ? .monthFirst : expected))
  }

  @Test func aWeekdayIncludesToday() throws {
    for offset in 0..<14 {
      let context = try PhraseWorld.context("\(Day(2026, 11, 16) + offset)T23:59")
      let friday = try DayPhrase(reading: "fri", in: context).first
      #expect(friday.weekday == .friday)
      #expect((0..<7).contains(friday - context.today))
    }
  }

  @Test func todayIsTheDisplayZones() throws {
    let late = "2026-11-18T23:30:00+01:00"
    let berlin = try DayPhrase(reading: "today", in: PhraseWorld.context(late))
    let tokyo = try DayPhrase(reading: "today", in: PhraseWorld.context(late, in: "Asia/Tokyo"))
    #expect("\(berlin.first)" == "2026-11-18")
    #expect("\(tokyo.first)" == "2026-11-19")
  }

  @Test func theWeekMayStartOnSunday() throws {
    var context = try PhraseWorld.context()
    context.weekStarts = .sunday
    let week = try DayPhrase(reading: "this week", in: context)
    #expect("\(week.first)" == "2026-11-15")
    #expect("\(week.last)" == "2026-11-21")
  }

  @Test func aPrintedDayReadsBack() throws {
    for seed in 0..<400 {
      let day = Day(2024, 1, 1) + seed * 7 + seed % 5
      let context = try PhraseWorld.context("\(day + (seed % 300 - 150))T12:00")
      let texts = [
        "\(day)", DayWords.dayAndDate(day, in: 0), DayWords.date(day, in: day.year),
        DayWords.dayAndDate(day, in: day.year),
      ]
      for text in texts {
        #expect(try DayPhrase(reading: text, in: context).first == day, "\(text)")
      }
    }
  }

  @Test(arguments: [
    ("2026-12-24/2027-01-01", "2026-12-24", "2027-01-01"),
    ("24 dec - 1 jan", "2026-12-24", "2027-01-01"), ("24-27 dec", "2026-12-24", "2026-12-27"),
    ("dec 24-27", "2026-12-24", "2026-12-27"), ("24.-27.12.", "2026-12-24", "2026-12-27"),
    ("24.12. - 27.12.", "2026-12-24", "2026-12-27"), ("fri to mon", "2026-11-20", "2026-11-23"),
    ("2026-12-24", "2026-12-24", "2026-12-24"), ("w52", "2026-12-21", "2026-12-27"),
    ("2026-12-24 - 2027-01-01", "2026-12-24", "2027-01-01"),
    ("24 dec 2026 - 2 jan 2027", "2026-12-24", "2027-01-02"),
  ])
  func aSpanOfDaysIncludesBothEnds(_ phrase: String, _ first: String, _ last: String) throws {
    let days = try DaySpanPhrase.days(reading: phrase, in: PhraseWorld.context())
    #expect("\(days.lowerBound)" == first)
    #expect("\(days.upperBound - 1)" == last)
  }

  @Test func aSpanThatEndsFirstIsRefused() throws {
    let context = try PhraseWorld.context()
    #expect(throws: PhraseError.endNotAfterStart("2027-01-01/2026-12-24")) {
      try DaySpanPhrase.days(reading: "2027-01-01/2026-12-24", in: context)
    }
  }
}

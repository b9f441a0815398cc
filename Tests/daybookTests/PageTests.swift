import Foundation
import Testing

/// `daybook week` and `daybook month`: a page of the calendar as text.
struct PageTests {
  private func program(_ configuration: String? = nil) throws -> Program {
    let daybook = try Program(configuration: configuration)
    for event in [
      "Stand-up tue 9:00-9:15", "Acme review of the billing work thu 9:30-11:00",
      "Globex call thu 10:30-11:30", "Night train fri 22:00 to sat 7:30",
    ] {
      let made = try daybook("new", event)
      #expect(made.status == 0, "\(made.errors)")
    }
    let path = try daybook.write(
      "trips.ics",
      Program.calendar(
        "UID:v\nSUMMARY:Vacation\nTRANSP:TRANSPARENT\nDTSTART;VALUE=DATE:20261121\n"
          + "DTEND;VALUE=DATE:20261123"))
    #expect(try daybook("import", path).status == 0)
    return daybook
  }

  @Test func sevenColumnsFitIntoAPipe() throws {
    let result = try program()("week")
    #expect(
      result.output == """
        16 – 22 November 2026 · week 47 · 4 events · 11.5 h busy

        Mon 16     Tue 17     Wed 18 *   Thu 19     Fri 20     Sat 21     Sun 22
                                         2 · 2.0 h  1 · 2.0 h  2 · 7.5 h  1
        ────────── ────────── ────────── ────────── ────────── ────────── ──────────
                                         09:30 !    22:00      → 07:30    all day
                                         Acme       Night      Night      Vacation
                                         review of… train      train
                                         10:30 !               all day
                                         Globex                Vacation
                                         call

        """)
  }

  @Test func aWiderWeekSaysWhenThingsEnd() throws {
    let text = try program()("week", "--width", "120").output
    #expect(text.contains("09:30–11:00 !") && text.contains("22:00 →"))
    #expect(text.contains("until 07:30") && !text.contains("…"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  @Test func aNarrowWeekIsAListOfDays() throws {
    let text = try program()("week", "--width", "60").output
    #expect(text.hasPrefix("16 – 22 November 2026 · week 47 · 4 events · 11.5 h busy\n\nThu 19"))
    #expect(text.contains("\n! 10:30–11:30  Globex call · Personal\n"))
  }

  @Test(arguments: [
    (["week", "w48"], "23 – 29 November 2026 · week 48"),
    (["week", "12", "dec"], "7 – 13 December 2026 · week 50"),
    (["month", "2026-12-24"], "December 2026"), (["month", "+30d"], "December 2026"),
  ])
  func thePageIsTheOneOfTheDay(_ arguments: [String], _ title: String) throws {
    #expect(try Program().run(arguments).output.hasPrefix(title + " · "))
  }

  @Test func theWeekBeginsAsItIsSet() throws {
    let daybook = try program("week_starts = \"sunday\"\n")
    let text = try daybook("week").output
    #expect(text.hasPrefix("15 – 21 November 2026 · week 47"))
    #expect(text.contains("\nSun 15     Mon 16 "))
    #expect(try daybook("month").output.contains("\n    Sun        Mon        Tue"))
  }

  @Test func aMonthSaysWhatEachDayHolds() throws {
    #expect(
      try program()("month").output == """
        November 2026 · 5 events · 11.8 h busy

            Mon        Tue        Wed        Thu        Fri        Sat        Sun
        44                                                                    1

        45  2          3          4          5          6          7          8

        46  9          10         11         12         13         14         15

        47  16         17         18 *       19         20         21         22
                                             2 · 2.0 h  1 · 2.0 h  2 · 7.5 h  1
        48  23         24         25         26         27         28         29
                       1 · 0.3 h
        49  30


        """)
  }

  @Test func aNarrowMonthListsTheDaysWithSomething() throws {
    let text = try program()("month", "--width", "40").output
    #expect(
      text.hasSuffix(
        """
        Thu 19    2 · 2.0 h
        Fri 20    1 · 2.0 h
        Sat 21    2 · 7.5 h
        Sun 22    1
        Tue 24    1 · 0.3 h

        """))
  }

  @Test func jsonIsTheAgendasWithItsDays() throws {
    let daybook = try program()
    let week = try daybook("week", "--json").json()
    let agenda = try daybook("agenda", "--from", "2026-11-16", "--json").json()
    for key in ["from", "to", "timezone", "events"] {
      #expect((week[key] as? NSObject) == (agenda[key] as? NSObject), "\(key)")
    }
    let days = try #require(week["days"] as? [[String: Any]])
    #expect(days.map { $0["date"] as? String }.first == "2026-11-16" && days.count == 7)
    #expect(days.map { $0["events"] as? Int } == [0, 0, 0, 2, 1, 2, 1])
    #expect(days.map { $0["busy_minutes"] as? Int } == [0, 0, 0, 120, 120, 450, 0])
    let month = try daybook("month", "--json").json()
    #expect(month["from"] as? String == "2026-11-01" && month["to"] as? String == "2026-12-01")
    #expect((month["days"] as? [Any])?.count == 30)
  }

  @Test func theDaysAreThoseOfTheDisplayZone() throws {
    let daybook = try program()
    let text = try daybook("week", "--timezone", "Asia/Tokyo", "--width", "120").output
    #expect(text.contains("17:30–19:00 !"))
    // From six in the morning on Saturday there.
    #expect(text.contains("06:00–15:30"))
  }

  @Test func aCalendarAndAClientNarrowIt() throws {
    let daybook = try program()
    #expect(
      try daybook("week", "--calendar", "trips").output.hasPrefix(
        "16 – 22 November 2026 · week 47 · 1 event · 0.0 h busy"))
    #expect(try daybook("month", "--client", "Nobody").status == 1)
  }

  @Test(arguments: [
    ["week", "someday"], ["month", "--width", "0"], ["week", "--days", "3"],
  ])
  func wrongUsageIsSaid(_ arguments: [String]) throws {
    let result = try Program().run(arguments)
    #expect(result.status == 64 && result.output.isEmpty && !result.errors.isEmpty)
  }

  @Test func nothingInAPipeIsColoured() throws {
    for command in ["week", "month"] {
      #expect(try !program()(command).output.contains("\u{1b}"))
    }
  }
}

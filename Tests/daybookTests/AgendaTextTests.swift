import Foundation
import Testing

/// The agenda for people: days, multi-day events, ids, and lines in a form of one's own.
struct AgendaTextTests {
  private static let vacation =
    "UID:vacation\nSUMMARY:Vacation\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20270102"
  private static let night =
    "UID:night\nSUMMARY:Night train\nLOCATION:Wien\nDTSTART;TZID=Europe/Berlin:20261226T220000\n"
    + "DTEND;TZID=Europe/Berlin:20261228T073000"

  private func program() throws -> Program {
    let daybook = try Program()
    let path = try daybook.write("trips.ics", Program.calendar(Self.vacation, Self.night))
    #expect(try daybook("import", path).status == 0)
    return daybook
  }

  @Test func anEventOfSeveralDaysStandsUnderEachOfThem() throws {
    let daybook = try program()
    let all = try daybook("agenda", "--from", "2026-12-23", "--to", "2026-12-28").output
    #expect(
      all == """
        Thu 24 Dec 2026
          all day      Vacation (day 1 of 9) · trips

        Fri 25 Dec 2026
          all day      Vacation (day 2 of 9) · trips

        Sat 26 Dec 2026
          all day      Vacation (day 3 of 9) · trips
          22:00–07:30 (+2d) Night train · Wien · trips

        Sun 27 Dec 2026
          all day      Vacation (day 4 of 9) · trips
          all day      Night train (day 2 of 3) · Wien · trips

        Mon 28 Dec 2026
          all day      Vacation (day 5 of 9) · trips
          until 07:30  Night train (day 3 of 3) · Wien · trips

        """)
    let one = try daybook("agenda", "--from", "2026-12-25", "--to", "2026-12-25").output
    #expect(one == "Fri 25 Dec 2026\n  all day      Vacation (day 2 of 9) · trips\n")
  }

  @Test func aSearchWithoutDaysListsEachEventOnce() throws {
    let daybook = try program()
    #expect(
      try daybook("agenda", "--search", "vacation").output
        == "Thu 24 Dec 2026\n  all day      Vacation (day 1 of 9) · trips\n")
  }

  @Test func idsArePrintedOnRequest() throws {
    let daybook = try program()
    let day = ["agenda", "--from", "2026-12-25", "--days", "1"]
    let id = try #require(
      try AgendaTests.events(try daybook.run(day + ["--json"])).first?["id"] as? String)
    #expect(try !daybook.run(day).output.contains(id))
    #expect(try daybook.run(day + ["--ids"]).output.hasSuffix("· trips  \(id)\n"))
  }

  @Test func aTemplateMakesALineOfEachEvent() throws {
    let daybook = try program()
    let from = ["agenda", "--from", "2026-12-23", "--days", "9"]
    #expect(
      try daybook.run(from + ["--format", #"{date} {time}\t{title}\t{location}"#]).output
        == "2026-12-24 all day\tVacation\t\n2026-12-26 22:00–07:30 (+2d)\tNight train\tWien\n")
    #expect(
      try daybook.run(from + ["--format", #"\{{calendar}\} {start} {end} {busy}"#, "--limit", "1"])
        .output == "{trips} 2026-12-24 2027-01-02 true\n")
    #expect(try daybook("agenda", "--format", "{title}").output.isEmpty)
  }

  @Test func whatIsWrongWithATemplateIsSaid() throws {
    let daybook = try Program()
    let unknown = try daybook("agenda", "--format", "{titel}")
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("an event has no {titel}. Did you mean {title}?"))
    #expect(try daybook("agenda", "--format", "{title").status == 64)
    #expect(try daybook("agenda", "--limit", "0").status == 64)
  }

  @Test func aLimitIsForJSONToo() throws {
    let daybook = try program()
    let result = try daybook("agenda", "--from", "2026-12-23", "--limit", "1", "--json")
    #expect(try AgendaTests.events(result).map { $0["title"] as? String } == ["Vacation"])
  }

  @Test func aCardNamesTheLastDayToo() throws {
    let daybook = try program()
    let ids = try AgendaTests.events(
      try daybook("agenda", "--from", "2026-12-23", "--days", "9", "--json")
    ).compactMap { $0["id"] as? String }
    let shown = try ids.map { try daybook("show", $0).output }
    #expect(shown[0].contains("Thu 24 Dec 2026 – Fri 1 Jan 2027, all day\n"))
    #expect(shown[1].contains("Sat 26 Dec 2026, 22:00 – Mon 28 Dec 2026, 07:30\n"))
  }
}

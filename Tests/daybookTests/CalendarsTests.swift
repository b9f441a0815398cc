import Foundation
import Testing

struct CalendarsTests {
  static func calendars(_ daybook: Program) throws -> [[String: Any]] {
    try #require(
      try daybook("calendars", "list", "--json").json()["calendars"] as? [[String: Any]])
  }

  @Test func aCalendarHasEveryFieldOfItsShape() throws {
    let daybook = try Program()
    #expect(try daybook("calendars", "add", "Personal", "--color", "#ABC").status == 0)
    let calendar = try #require(try Self.calendars(daybook).first)
    #expect(calendar["id"] is String)
    #expect(calendar["name"] as? String == "Personal")
    #expect(calendar["account"] as? String == "local")
    #expect(calendar["color"] as? String == "#aabbcc")
    #expect(calendar["hidden"] as? Bool == false)
    #expect(calendar["busy"] as? Bool == true)
    #expect(calendar["read_only"] as? Bool == false)
    #expect(calendar["priority"] as? Int == 0)
    #expect(calendar["events"] as? Int == 0)
  }

  @Test func whatIsSetIsListedAndTheRestStays() throws {
    let daybook = try Program()
    _ = try daybook("calendars", "add", "Personal")
    #expect(
      try daybook(
        "calendars", "set", "pers", "--hidden", "--free", "--read-only", "--priority", "-3"
      ).status == 0)
    var calendar = try #require(try Self.calendars(daybook).first)
    #expect(calendar["hidden"] as? Bool == true)
    #expect(calendar["busy"] as? Bool == false)
    #expect(calendar["read_only"] as? Bool == true)
    #expect(calendar["priority"] as? Int == -3)
    #expect(try daybook("calendars", "set", "Personal", "--busy").status == 0)
    calendar = try #require(try Self.calendars(daybook).first)
    #expect(calendar["busy"] as? Bool == true)
    #expect(calendar["hidden"] as? Bool == true)
    #expect(try daybook("calendars", "set", "Personal", "--busy", "--free").status == 64)
    #expect(try daybook("calendars", "set", "Personal").status == 64)
    #expect(try daybook("calendars", "set", "Personal", "--color", "nonsense").status == 64)
  }

  @Test func aRemovedCalendarTakesItsEventsAlong() throws {
    let daybook = try Program()
    _ = try daybook("import", try daybook.write("work.ics", Program.calendar(ImportTests.standUp)))
    #expect(try daybook("calendars", "remove", "work").status == 0)
    #expect(try Self.calendars(daybook).isEmpty)
    #expect(try AgendaTests.events(try daybook("agenda", "--json")).isEmpty)
    #expect(try daybook("calendars", "remove", "work").status == 1)
  }

  @Test func anAccountsCalendarIsNotRemovedHere() throws {
    let daybook = try Program()
    let path = try daybook.write("feed.ics", AccountsTests.events)
    _ = try daybook("accounts", "add", "ics", path, "--name", "Feed")
    let name = try #require(try Self.calendars(daybook).first?["name"] as? String)
    #expect(try daybook("calendars", "remove", name).status == 1)
  }
}

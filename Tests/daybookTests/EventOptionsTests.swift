import Foundation
import Testing

/// What `new` and `edit` say of an event beside its title and time.
struct EventOptionsTests {
  private func id(_ result: Program.Result) throws -> String {
    let event = try #require(try result.json()["event"] as? [String: Any], "\(result.errors)")
    return try #require(event["id"] as? String)
  }

  private func card(_ id: String, of daybook: Program) throws -> [String: Any] {
    try daybook("show", id, "--json").json()
  }

  // MARK: Reminders

  @Test func anEventRemindsWhenItWasTold() throws {
    let daybook = try Program()
    let id = try id(
      try daybook("new", "Dentist fri 9:00", "--remind", "1d", "--remind", "30m", "--json"))
    let card = try card(id, of: daybook)
    #expect(card["reminders"] as? [Int] == [30, 1440])
    let ics = try #require(card["ics"] as? String)
    #expect(
      ics.contains(
        "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT30M\nDESCRIPTION:Reminder\nEND:VALARM"))
    #expect(try daybook("show", id).output.contains("Reminders  30 min before, 1 day before\n"))
    // And it is told then, and not ten minutes ahead.
    let then = ["DAYBOOK_NOW": "2026-11-20T08:30:00+01:00"]
    #expect(try daybook("remind", environment: then).output == "in 30 min: Dentist, 09:00\n")
    let late = ["DAYBOOK_NOW": "2026-11-20T08:50:00+01:00"]
    #expect(try daybook("remind", environment: late).output.isEmpty)
  }

  @Test func quickAddKnowsReminders() throws {
    let daybook = try Program()
    let result = try daybook("new", "Dentist fri 9:00 remind 30m @ Praxis")
    #expect(
      result.output
        == "Added: Fri 20 Nov 09:00–10:00 · Dentist · Praxis · Personal · reminds 30 min before\n")
  }

  @Test func remindersAreReplacedAndTakenAway() throws {
    let daybook = try Program()
    let id = try id(try daybook("new", "Dentist fri 9:00 remind 30m", "--json"))
    #expect(try daybook("edit", id, "--remind", "2h").status == 0)
    #expect(try card(id, of: daybook)["reminders"] as? [Int] == [120])
    #expect(try daybook("edit", id, "--remind", "none").status == 0)
    #expect(try card(id, of: daybook)["reminders"] as? [Int] == [])
    #expect(try daybook("undo").status == 0)
    #expect(try card(id, of: daybook)["reminders"] as? [Int] == [120])
    #expect(try daybook("edit", id, "--remind", "none", "--remind", "1h").status == 64)
    #expect(try daybook("edit", id, "--remind", "30").status == 64)
  }

  @Test func oneInstanceOfASeriesCanRemindOtherwise() throws {
    let daybook = try Program()
    _ = try daybook("new", "Stand-up every weekday 9:00 for 15m", "--remind", "5m")
    let events = try AgendaTests.events(try daybook("agenda", "--from", "thu", "--json"))
    let ids = try events.prefix(2).map { try #require($0["id"] as? String) }
    #expect(try daybook("edit", ids[0], "--remind", "1h").status == 0)
    #expect(try card(ids[0], of: daybook)["reminders"] as? [Int] == [60])
    #expect(try card(ids[1], of: daybook)["reminders"] as? [Int] == [5])
    // What is different stays so.
    #expect(try daybook("edit", ids[1], "--scope", "all", "--remind", "10m").status == 0)
    #expect(try card(ids[0], of: daybook)["reminders"] as? [Int] == [60])
    #expect(try card(ids[1], of: daybook)["reminders"] as? [Int] == [10])
  }

  // MARK: The rest

  @Test func everythingThatTheFormKnowsCanBeTold() throws {
    let daybook = try Program()
    _ = try daybook("clients", "add", "Acme")
    let id = try id(
      try daybook(
        "new", "Workshop fri 9:00", "--location", "Wien", "--client", "Acme", "--notes",
        "Two\nlines",
        "--repeat", "every fri until 18 dec", "--invite", "ana@acme.com", "--free", "--url",
        "https://acme.com/w", "--json"))
    let card = try card(id, of: daybook)
    #expect(card["location"] as? String == "Wien")
    #expect(card["client"] as? String == "Acme")
    #expect(card["description"] as? String == "Two\nlines")
    #expect(card["rrule"] as? String == "FREQ=WEEKLY;BYDAY=FR;UNTIL=20261218T080000Z")
    #expect(card["busy"] as? Bool == false)
    #expect(card["url"] as? String == "https://acme.com/w")
    #expect(card["billable"] as? Bool == true)
    #expect(card["project"] is NSNull)
    let people = try #require(card["attendees"] as? [[String: Any]])
    #expect(people.map { $0["email"] as? String } == ["ana@acme.com"])
    #expect(try daybook("new", "Talk every mon 9:00", "--repeat", "every fri").status == 64)
    #expect(try daybook("new", "Talk mon 9:00", "--invite", "ana").status == 64)
    #expect(try daybook("new", "Talk mon 9:00", "--busy", "--free").status == 64)
  }

  @Test func everythingThatTheFormKnowsCanBeChanged() throws {
    let daybook = try Program()
    let id = try id(try daybook("new", "Workshop fri 9:00", "--json"))
    let result = try daybook(
      "edit", id, "--notes", "Bring pens", "--invite", "ana@acme.com", "--invite", "bo@acme.com",
      "--free", "--url", "https://acme.com/w", "--repeat", "every week")
    #expect(result.output == "Changed “Workshop”. daybook undo takes it back.\n")
    let event = try #require(
      try AgendaTests.events(try daybook("agenda", "--days", "30", "--json")).first)
    let series = try #require(event["event"] as? String)
    let all = try card(series, of: daybook)
    #expect(all["description"] as? String == "Bring pens")
    #expect(all["busy"] as? Bool == false)
    #expect(all["url"] as? String == "https://acme.com/w")
    #expect(all["recurrence"] as? String != nil)
    #expect((all["attendees"] as? [Any])?.count == 2)
    let one = try #require(event["id"] as? String)
    #expect(try daybook("edit", one, "--repeat", "none").status == 64)
    #expect(
      try daybook("edit", series, "--scope", "all", "--repeat", "none", "--notes", "", "--busy")
        .status == 0)
    let back = try #require(
      try AgendaTests.events(try daybook("agenda", "--days", "30", "--json")).first)
    #expect(back["recurring"] as? Bool == false)
    #expect(back["busy"] as? Bool == true)
  }

  @Test func whoIsInvitedByOthersInvitesNobody() throws {
    let daybook = try Program(configuration: "addresses = [\"me@example.com\"]\n")
    let path = try daybook.write(
      "work.ics",
      Program.calendar(
        "UID:theirs\nSUMMARY:Theirs\nDTSTART:20261120T090000Z\nORGANIZER:mailto:ana@acme.com\n"
          + "ATTENDEE:mailto:me@example.com"))
    _ = try daybook("import", path)
    _ = try daybook("calendars", "add", "Home")
    let id = try daybook.event(titled: "Theirs")
    let invited = try daybook("edit", id, "--invite", "bo@acme.com")
    #expect(invited.status == 1)
    #expect(invited.errors.contains("somebody else's invitation"))
    #expect(try daybook("edit", id, "--calendar", "Home").status == 1)
    #expect(try daybook("edit", id, "--notes", "Mine").status == 0)
  }

  // MARK: Another calendar

  @Test func anEventGoesToAnotherCalendarInOneStep() throws {
    let daybook = try Program()
    for name in ["Home", "Work"] { _ = try daybook("calendars", "add", name) }
    _ = try daybook("clients", "add", "Acme")
    let id = try id(
      try daybook("new", "Dentist fri 9:00", "--calendar", "Home", "--client", "Acme", "--json"))
    let result = try daybook(
      "edit", id, "--calendar", "Work", "--title", "Check-up", "--start", "10:00")
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output == "“Check-up” is now Fri 20 Nov 10:00–11:00. daybook undo takes it back.\n")
    var events = try daybook.occurrences()
    #expect(events.map { $0["calendar"] as? String } == ["Work"])
    #expect(events.first?["title"] as? String == "Check-up")
    #expect(events.first?["client"] as? String == "Acme")
    #expect(try daybook("undo").status == 0)
    events = try daybook.occurrences()
    #expect(events.map { $0["calendar"] as? String } == ["Home"])
    #expect(events.first?["title"] as? String == "Dentist")
    #expect(events.first?["client"] as? String == "Acme")
  }

  @Test func aSeriesGoesAsAWholeWithWhatIsDifferent() throws {
    let daybook = try Program()
    for name in ["Home", "Work"] { _ = try daybook("calendars", "add", name) }
    _ = try daybook("new", "Stand-up every weekday 9:00 for 15m until 27 nov /Home")
    let ids = try daybook.occurrences().map { try #require($0["id"] as? String) }
    _ = try daybook("edit", ids[1], "--start", "11:00")
    #expect(try daybook("edit", ids[0], "--calendar", "Work").status == 64)
    #expect(try daybook("edit", ids[0], "--calendar", "Work", "--scope", "all").status == 0)
    let events = try daybook.occurrences()
    #expect(Set(events.map { $0["calendar"] as? String }) == ["Work"])
    #expect(events.count == ids.count)
    #expect(events[1]["start"] as? String == "2026-11-19T11:00:00+01:00")
  }

  @Test func whatCannotGoIsRefusedInWords() throws {
    let daybook = try Program()
    for name in ["Home", "Work"] { _ = try daybook("calendars", "add", name) }
    let id = try id(try daybook("new", "Dentist fri 9:00 /Home", "--json"))
    _ = try daybook("calendars", "set", "Work", "--read-only")
    let refused = try daybook("edit", id, "--calendar", "Work", "--title", "Other")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("read-only"))
    #expect(try daybook.titles() == ["Dentist"])
    #expect(try daybook("edit", id, "--calendar", "Home").status == 1)
  }

  // MARK: What is said

  @Test func whatWasDoneIsSaidAsItIsNow() throws {
    let daybook = try Program()
    let id = try id(try daybook("new", "Dentist thu 9:00", "--json"))
    let undo = ". daybook undo takes it back.\n"
    #expect(
      try daybook("edit", id, "--start", "11:00").output
        == "“Dentist” is now Thu 19 Nov 11:00–12:00" + undo)
    #expect(try daybook("edit", id, "--location", "Wien").output == "Changed “Dentist”" + undo)
    #expect(
      try daybook("edit", id, "--all-day").output == "“Dentist” is now Thu 19 Nov all day" + undo)
    #expect(try daybook("delete", id).output == "Deleted “Dentist”" + undo)
    let list = try daybook("undo", "--list").output
    #expect(list.hasPrefix("Wed 18 Nov 14:12  Delete “Dentist”\n"))
  }
}

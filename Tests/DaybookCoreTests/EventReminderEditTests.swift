import ICalendar
import Testing

@testable import DaybookCore

/// Alarms, guests and addresses of events that are changed.
struct EventReminderEditTests {
  private static let alarms = """
    BEGIN:VALARM
    UID:alarm-1
    ACTION:AUDIO
    TRIGGER:-PT10M
    X-OWN:kept
    END:VALARM
    BEGIN:VALARM
    ACTION:EMAIL
    TRIGGER:-PT1H
    SUMMARY:Mail
    END:VALARM
    BEGIN:VALARM
    ACTION:DISPLAY
    TRIGGER;RELATED=END:PT0S
    END:VALARM
    """

  private func changed(_ change: EventChange) throws -> [String] {
    let world = try SeriesWorld(
      "SUMMARY:One\nDTSTART:20261119T090000Z\nDURATION:PT1H\n" + Self.alarms)
    let edit = try world.editor.change(change, of: nil, .all, newUID: "new")
    let text = try #require(edit.changes.first?.new)
    return try Component(text: text).children.map(\.text)
  }

  @Test func anAlarmThatStaysStaysAsItCame() throws {
    var change = EventChange()
    change.reminders = [10, 30]
    let alarms = try changed(change)
    #expect(alarms.count == 3)
    #expect(alarms[0].contains("X-OWN:kept"))
    #expect(alarms[1].contains("ACTION:EMAIL"))
    #expect(alarms[2].contains("TRIGGER:-PT30M"))
  }

  @Test func noneTakesAwayAllButMails() throws {
    var change = EventChange()
    change.reminders = []
    #expect(try changed(change).map { $0.contains("ACTION:EMAIL") } == [true])
  }

  @Test func whoeverChangesSomethingElseKeepsThem() throws {
    #expect(try changed(EventChange(title: "Other")).joined(separator: "\n") == Self.alarms)
  }

  @Test func nobodyIsInvitedTwice() throws {
    let world = try SeriesWorld(
      "SUMMARY:One\nDTSTART:20261119T090000Z\nATTENDEE;CN=Ana:MAILTO:Ana@acme.com")
    var change = EventChange()
    change.invites = ["ana@acme.com", "bo@acme.com"]
    change.url = "https://acme.com/x"
    let edit = try world.editor.change(change, of: nil, .all, newUID: "new")
    let event = try Component(text: try #require(edit.changes.first?.new))
    #expect(
      event.all("ATTENDEE").map(\.value) == ["MAILTO:Ana@acme.com", "mailto:bo@acme.com"])
    #expect(event.first("URL")?.value == "https://acme.com/x")
    // Whoever is invited has to look at it.
    #expect(event.first("SEQUENCE")?.value == "1")
  }

  @Test func allOfASeriesGoesToTheOtherCalendar() throws {
    let world = try SeriesWorld(
      "SUMMARY:One\nDTSTART:20261119T090000Z\nRRULE:FREQ=DAILY;COUNT=3",
      overrides: ["SUMMARY:Other\nRECURRENCE-ID:20261120T090000Z\nDTSTART:20261120T110000Z"])
    let edit = try world.editor.move(to: CalendarID("other"))
    let gone = edit.changes.filter { $0.key.calendar == SeriesWorld.calendar }
    let come = edit.changes.filter { $0.key.calendar == CalendarID("other") }
    #expect(gone.count == 2 && gone.allSatisfy { $0.new == nil })
    #expect(come.count == 2 && come.allSatisfy { $0.old == nil })
    #expect(come.map { $0.new?.contains("SUMMARY:Other") } == [false, true])
    #expect(edit.event == come.first?.key.event)
  }

  @Test func somebodyElsesInvitationStays() throws {
    let world = try SeriesWorld(
      "SUMMARY:One\nDTSTART:20261119T090000Z\nORGANIZER:mailto:ana@acme.com\n"
        + "ATTENDEE:mailto:me@example.com")
    #expect(throws: EditError.invitationStays) {
      try world.editor.move(to: CalendarID("other"))
    }
    var change = EventChange()
    change.invites = ["bo@acme.com"]
    #expect(throws: EditError.notOrganizer) {
      try world.editor.change(change, of: nil, .all, newUID: "new")
    }
  }
}

import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// What lies close together is all there to be seen, or counted.
@Suite struct CrowdedDayTests {
  private func screen(_ events: [Occurrence], columns: Int, rows: Int) throws -> String {
    let days = Samples.monday - 35..<Samples.monday + 42
    let sorted = AgendaOrder(CalendarTable(Samples.calendars)).sorted(events)
    var app = AppUnderTest(
      snapshot: Snapshot(
        days: LoadedDays(days: days, occurrences: sorted, zone: Samples.berlin),
        calendars: Samples.calendars, hasEvents: true))
    app.send(.resized(Size(columns: columns, rows: rows)))
    app.state.focus = Focus(day: Samples.monday, minute: 720)
    return PictureText.text(of: app.picture.grid)
  }

  @Test(arguments: [(120, 36), (200, 60)])
  func shortMeetingsOneAfterTheOtherAreAllThere(_ columns: Int, _ rows: Int) throws {
    let text = try screen(
      [
        Samples.timed("One", 1, "09:00", 15, in: Samples.work),
        Samples.timed("Two", 1, "09:15", 30, in: Samples.work),
        Samples.timed("Six", 1, "09:45", 15, in: Samples.work),
      ], columns: columns, rows: rows)
    for title in ["One", "Two", "Six"] { #expect(text.contains("▌\(title)")) }
    #expect(!text.contains("+1"))
  }

  @Test func whatHasNoRoomBesideAnotherIsCounted() throws {
    let text = try screen(
      [
        Samples.timed("One", 1, "09:00", 15, in: Samples.work),
        Samples.timed("Two", 1, "09:15", 15, in: Samples.work),
      ], columns: 60, rows: 20)
    #expect(text.contains("+1"))
    #expect(!text.contains("Two"))
  }

  @Test func whatGoesOnBehindWhatCoversItIsSeen() throws {
    let text = try screen(
      [
        Samples.timed("Above", 1, "11:00", 60, in: Samples.work),
        Samples.timed("Below", 1, "11:30", 120, in: Samples.work),
      ], columns: 60, rows: 20)
    #expect(text.contains("Above"))
    #expect(text.contains("Below"))
    #expect(text.contains("+1"))
  }

  @Test func aTitleInTheLaneEndsBeforeTheNumberOfOthers() throws {
    let text = try screen(
      (0..<5).map {
        Samples.allDay("A conference with a long name \($0)", 0, days: 4, in: Samples.work)
      },
      columns: 80, rows: 24)
    let row = try #require(text.split(separator: "\n").dropFirst().first { $0.contains(/\+\d/) })
    #expect(row.contains(/… ?\+\d/), "\(row)")
  }
}

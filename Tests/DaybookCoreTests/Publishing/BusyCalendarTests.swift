import DaybookCore
import ICalendar
import Testing

struct BusyCalendarTests {
  private func busy(_ spans: String...) throws -> BusyCalendar {
    BusyCalendar(try spans.map { try Sample.span($0, .utc) })
  }

  @Test func whatOverlapsOrTouchesIsOneStretch() throws {
    let busy = try busy(
      "2026-11-19 09:00–10:00", "2026-11-19 09:30–09:45", "2026-11-19 10:00–11:00",
      "2026-11-19 11:01–11:01", "2026-11-19 11:05–12:00")
    #expect(
      busy.spans == [
        try Sample.span("2026-11-19 09:00–11:00", .utc),
        try Sample.span("2026-11-19 11:05–12:00", .utc),
      ])
  }

  @Test func theCalendarIsValidAndKeepsItsUIDs() throws {
    let first = try busy("2026-11-19 09:00–10:00", "2026-11-20 09:00–10:00")
    let grown = try busy("2026-11-19 09:00–10:30", "2026-11-20 09:00–10:00")
    func read(_ busy: BusyCalendar) -> (text: String, uids: [String]) {
      let text = busy.text(stamp: Instant(seconds: 1_795_007_520), product: "-//x//EN")
      let document = CalendarDocument.read(Array(text.utf8))
      #expect(document.notes.isEmpty && !document.isTruncated)
      return (text, document.calendars[0].components.compactMap { $0.first("UID")?.text })
    }
    #expect(read(first).uids.count == 2)
    #expect(Set(read(first).uids).count == 2)
    #expect(read(first).uids == read(grown).uids)
    #expect(
      read(first).text.hasPrefix(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:PUBLISH\r\n"))
  }
}

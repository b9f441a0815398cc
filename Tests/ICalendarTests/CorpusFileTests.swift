import Foundation
import ICalendar
import Testing

/// Files that nobody here wrote.
struct CorpusFileTests {
  static let names = Shared.files(in: "corpora/ics", suffix: ".ics")

  private func bytes(_ name: String) throws -> [UInt8] {
    Array(try #require(Shared.data("corpora/ics/\(name)")))
  }

  private func events(_ name: String) throws -> (events: [EventComponent], notes: [Note]) {
    let document = CalendarDocument.read(try bytes(name))
    var all: [EventComponent] = []
    var notes = document.notes
    for calendar in document.calendars {
      let read = calendar.readEvents(zones: calendar.zones(in: SystemZones.database))
      all += read.events
      notes += read.notes
    }
    return (all, notes)
  }

  private func starts(_ name: String, count: Int) throws -> [String] {
    let events = try events(name).events
    let set = RecurrenceSet(
      master: events.first { $0.recurrenceID == nil },
      overrides: events.filter { $0.recurrenceID != nil })
    let window = TimeSpan(set.firstStart, Instant(seconds: 4_000_000_000))
    return set.instances(touching: window, viewer: .utc, limit: count).instances.map {
      $0.days.map { "\($0.lowerBound)" } ?? "\(LocalDateTime(wallSeconds: $0.start.seconds))Z"
    }
  }

  @Test(arguments: names) func everyFileIsReadAndComesBackTheSame(_ name: String) throws {
    let document = CalendarDocument.read(try bytes(name))
    #expect(!document.calendars.isEmpty)
    // One of them has no END:VCALENDAR.
    #expect(document.isTruncated == (name == "icalendar__big_bad_calendar.ics"))
    let text = document.calendars.map { CalendarWriter.text(of: $0) }.joined()
    let again = CalendarDocument.read(text)
    #expect(again.notes.isEmpty)
    #expect(again.calendars.map(\.properties) == document.calendars.map(\.properties))
    #expect(again.calendars.map(\.components) == document.calendars.map(\.components))
    for line in text.split(separator: "\r\n") { #expect(line.utf8.count <= 75) }
    for component in document.calendars.flatMap(\.components) {
      #expect(try Component(text: component.text) == component)
    }
  }

  @Test(arguments: names) func chunksOfAnySizeGiveTheSame(_ name: String) throws {
    let bytes = try bytes(name)
    let whole = CalendarDocument.read(bytes)
    for size in [1, 2, 3, 7, 64] {
      var reader = CalendarReader()
      var components: [Component] = []
      let take: (CalendarReader.Item) -> Void = { item in
        if case .component(let component) = item { components.append(component) }
      }
      for start in stride(from: 0, to: bytes.count, by: size) {
        reader.read(Array(bytes[start..<min(bytes.count, start + size)]), take)
      }
      reader.finish(take)
      #expect(components == whole.calendars.flatMap(\.components))
      #expect(components.map(\.line) == whole.calendars.flatMap(\.components).map(\.line))
      #expect(reader.notes == whole.notes)
    }
  }

  @Test(arguments: names) func cutFilesNeverTrap(_ name: String) throws {
    let bytes = try bytes(name)
    for length in stride(from: 0, to: bytes.count, by: 13) {
      let document = CalendarDocument.read(Array(bytes.prefix(length)))
      for calendar in document.calendars {
        _ = calendar.readEvents(zones: calendar.zones(in: SystemZones.database))
      }
    }
  }

  @Test func oddFilesMeanWhatTheContractSays() throws {
    guard !Self.names.isEmpty else { return }
    #expect(
      try starts("nodeical__exchange_whole_day_moved_recurrence.ics", count: 60).last
        == "2026-08-18")
    let moved = try starts("rie__issue_75_range_parameter.ics", count: 13)
    #expect(
      moved.suffix(7) == [
        "2024-09-13T09:00:00Z", "2024-09-14T06:00:00Z", "2024-09-15T17:00:00Z",
        "2024-09-17T09:00:00Z", "2024-09-19T09:00:00Z", "2024-09-22T14:22:00Z",
        "2024-09-24T14:22:00Z",
      ])
    #expect(try events("icalendar__big_bad_calendar.ics").notes.count == 21)
    #expect(try events("icalnet__CaseInsensitive1.ics").events.count == 1)
    let wrapped = try events("icalrs__bad_wrapping.ics").events[0]
    #expect(wrapped.description?.hasSuffix("right\u{A0}here.") == true)
    #expect(try events("icalendar__multiple_calendar_components.ics").events.count == 3)
    #expect(try events("libical__recur-errors.ics").events.count == 4)
    let mixed = try events("khal__event_dt_mixed_awareness.ics").events
    #expect(mixed.map(\.start.text) == ["20150530T120000Z", "20150602T120000Z"])
    #expect(mixed.map(\.length) == [.exact(14_400), .exact(14_400)])
    let backwards = try events("rie__end_before_start_event.ics").events[0]
    #expect(backwards.length == .exact(0))
    #expect(backwards.notes.contains { $0.reason.contains("DTEND") })
    let cyrillic = try events("vobject__tzid_8bit.ics").events[0]
    #expect(cyrillic.start.instant(viewer: .utc) == Instant(seconds: 1_212_138_000))
    let blank = try events("ical4j__blankTzid.ics").events[0]
    #expect(blank.start.isFloating && !blank.notes.isEmpty)
    let slash = try events("icalendar__issue_466_convert_tzid_with_slash.ics").events[0]
    #expect(slash.start.zone?.identifier == "Europe/Stockholm")
    let windows = try events("aporter__office_365_extended_timezone.ics").events[0]
    #expect(windows.start.zone?.identifier == "Europe/Berlin")
    #expect(windows.busyStatus == .busy)
    #expect(
      try starts("icalendar__issue_156_RDATE_with_PERIOD_list.ics", count: 9) == [
        "1996-12-30T02:00:00Z", "1997-01-01T18:00:00Z", "1997-01-09T18:00:00Z",
      ])
    let categories = try events("icalendar__issue_127_categories_with_commas.ics").events[0]
    #expect(categories.categories == ["Meeting, John", "Work, Sarah", "Project"])
    let spaced = CalendarDocument.read(
      try bytes("icalendar__issue_351_whitespace_in_property_and_params.ics"))
    #expect(spaced.calendars[0].first("REFRESH-INTERVAL")?.value == "PT48H")
    #expect(spaced.calendars[0].first("REFRESH-INTERVAL")?.parameter("VALUE") == "DURATION")
  }
}

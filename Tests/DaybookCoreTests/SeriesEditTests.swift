import ICalendar
import Testing

@testable import DaybookCore

/// A series in Berlin (or elsewhere), edited, and expanded before and after.
struct SeriesWorld {
  static let calendar = EventCalendar.id(account: "local", key: "Work")
  var bundle: EventBundle
  let zone: Zone
  let now = Instant(seconds: 1_795_000_000)
  let addresses: Set<String> = ["me@example.com"]

  init(_ lines: String, overrides: [String] = [], zone: String = "Europe/Berlin") throws {
    self.zone = try PhraseWorld.zone(zone)
    let sources = ([lines] + overrides).map {
      "BEGIN:VEVENT\nUID:one@example.com\nDTSTAMP:20260101T000000Z\n\($0)\nEND:VEVENT"
    }
    bundle = try Self.bundle(sources)
  }

  static func bundle(_ sources: [String]) throws -> EventBundle {
    let zones = ZoneResolver(database: PhraseWorld.zones)
    return try #require(
      try EventBundle(sources: sources, zones: zones, calendar: calendar))
  }

  var editor: EventEditor {
    EventEditor(bundle, now: now, addresses: addresses, viewer: zone)
  }

  /// What is there after an edit, by UID.
  func after(_ edit: EventEdit) throws -> [EventBundle] {
    var sources: [EventEdit.Key: String] = [:]
    for (recurrence, read) in bundle.entries {
      sources[editor.key(recurrence)] = read.component.text
    }
    for change in edit.changes {
      #expect(sources[change.key] == change.old)
      sources[change.key] = change.new
    }
    return try Dictionary(grouping: sources, by: \.key.uid).values.map { entries in
      try Self.bundle(
        entries.sorted { ($0.key.recurrence?.compact ?? "") < ($1.key.recurrence?.compact ?? "") }
          .map(\.value))
    }
  }

  /// `19T09:00 Stand-up`, by start, all of one year.
  func instances(_ bundles: [EventBundle]) -> [String] {
    let window = TimeSpan(zone.start(of: Day(2026, 1, 1)), zone.start(of: Day(2027, 3, 1)))
    return bundles.flatMap { bundle in
      bundle.occurrences(touching: window, viewer: zone, addresses: addresses).found
    }.sorted { ($0.span.start, $0.title) < ($1.span.start, $1.title) }.map { occurrence in
      let start = zone.local(at: occurrence.span.start)
      let date = "\(start.day)".dropFirst(5)
      let clock = occurrence.isAllDay ? "" : " " + DayWords.clock(start.second / 60)
      let hours = occurrence.span.seconds
      return "\(date)\(clock) \(occurrence.title) \(hours / 60)m"
    }
  }

  var instances: [String] { instances([bundle]) }

  func instances(after edit: EventEdit) throws -> [String] { instances(try after(edit)) }

  /// The original start on a day at the time of the series.
  func original(_ text: String) throws -> OriginalStart {
    if let day = Day(iso: text) { return .day(day) }
    return .instant(try #require(RFC3339.instant(reading: text, zone: zone)))
  }

  func time(_ start: String, minutes: Int, in name: String = "Europe/Berlin") throws -> EventTime {
    let start = try #require(RFC3339.instant(reading: start, zone: zone))
    return .timed(TimeSpan(start, start + minutes * 60), zone: name)
  }
}

struct SeriesEditTests {
  static let daily =
    "DTSTART;TZID=Europe/Berlin:20261116T090000\nDTEND;TZID=Europe/Berlin:20261116T093000\n"
    + "RRULE:FREQ=DAILY;COUNT=5\nSUMMARY:Stand-up"

  static let dailyInstances = [
    "11-16 09:00 Stand-up 30m", "11-17 09:00 Stand-up 30m", "11-18 09:00 Stand-up 30m",
    "11-19 09:00 Stand-up 30m", "11-20 09:00 Stand-up 30m",
  ]

  @Test func changingOneLeavesTheOthers() throws {
    let world = try SeriesWorld(Self.daily)
    #expect(world.instances == Self.dailyInstances)
    let edit = try world.editor.change(
      EventChange(title: "Other", time: try world.time("2026-11-18T14:00", minutes: 45)),
      of: try world.original("2026-11-18T09:00"), .this, newUID: "new")
    #expect(edit.changes.count == 1)
    #expect(edit.changes.first?.key.recurrence == (try world.original("2026-11-18T09:00")))
    let source = try #require(edit.changes.first?.new)
    #expect(source.contains("RECURRENCE-ID;TZID=Europe/Berlin:20261118T090000"))
    #expect(source.contains("DTSTART;TZID=Europe/Berlin:20261118T140000"))
    #expect(!source.contains("RRULE"))
    #expect(source.contains("SEQUENCE:1"))
    var expected = Self.dailyInstances
    expected[2] = "11-18 14:00 Other 45m"
    #expect(try world.instances(after: edit) == expected)
  }

  @Test func anEntryThatExistsIsChangedInPlace() throws {
    let world = try SeriesWorld(
      Self.daily,
      overrides: [
        "RECURRENCE-ID;TZID=Europe/Berlin:20261118T090000\nDTSTART;TZID=Europe/Berlin:20261118T100000\n"
          + "DTEND;TZID=Europe/Berlin:20261118T103000\nSUMMARY:Late\nX-KEEP:yes"
      ])
    let edit = try world.editor.change(
      EventChange(location: "Here"), of: try world.original("2026-11-18T09:00"), .this, newUID: "")
    #expect(edit.changes.count == 1)
    #expect(edit.changes.first?.new?.contains("X-KEEP:yes") == true)
    #expect(try world.instances(after: edit) == world.instances)
  }

  @Test func deletingOneExcludesIt() throws {
    let world = try SeriesWorld(Self.daily)
    let edit = try world.editor.delete(try world.original("2026-11-18T09:00"), .this)
    #expect(
      edit.changes.first?.new?.contains("EXDATE;TZID=Europe/Berlin:20261118T090000") == true)
    #expect(
      try world.instances(after: edit) == Self.dailyInstances.filter { !$0.hasPrefix("11-18") })
  }

  @Test func deletingTheLastInstanceDeletesTheSeries() throws {
    let world = try SeriesWorld(
      "DTSTART;TZID=Europe/Berlin:20261116T090000\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:x\n"
        + "EXDATE;TZID=Europe/Berlin:20261116T090000")
    let edit = try world.editor.delete(try world.original("2026-11-17T09:00"), .this)
    #expect(edit.changes.map(\.new) == [nil])
  }

  @Test func theRestStartsAnewUnderANewUID() throws {
    let world = try SeriesWorld(Self.daily)
    let edit = try world.editor.change(
      EventChange(time: try world.time("2026-11-19T11:00", minutes: 30)),
      of: try world.original("2026-11-19T09:00"), .following, newUID: "new@example.com")
    #expect(
      try world.instances(after: edit) == Self.dailyInstances.prefix(3) + [
        "11-19 11:00 Stand-up 30m", "11-20 11:00 Stand-up 30m",
      ])
    let old = try #require(edit.changes.first { $0.key.uid == "one@example.com" }?.new)
    #expect(old.contains("RRULE:FREQ=DAILY;UNTIL=20261119T075959Z"))
    let new = try #require(edit.changes.first { $0.key.uid == "new@example.com" }?.new)
    #expect(new.contains("RRULE:FREQ=DAILY;COUNT=2"))
    #expect(edit.event == Event.id(calendar: SeriesWorld.calendar, uid: "new@example.com"))
  }

  @Test func followingFromTheFirstIsAll() throws {
    let world = try SeriesWorld(Self.daily)
    let edit = try world.editor.change(
      EventChange(title: "New"), of: try world.original("2026-11-16T09:00"), .following,
      newUID: "new@example.com")
    #expect(edit.changes.map(\.key.uid) == ["one@example.com"])
    #expect(try world.instances(after: edit).allSatisfy { $0.contains("New") })
  }

  @Test func deletingTheRestEndsTheSeries() throws {
    let world = try SeriesWorld(Self.daily)
    let edit = try world.editor.delete(try world.original("2026-11-18T09:00"), .following)
    #expect(try world.instances(after: edit) == Array(Self.dailyInstances.prefix(2)))
    let all = try world.editor.delete(try world.original("2026-11-16T09:00"), .following)
    #expect(try world.instances(after: all).isEmpty)
  }

  @Test func exceptionsGoWithTheirHalf() throws {
    let world = try SeriesWorld(
      "DTSTART;TZID=Europe/Berlin:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=MO\n"
        + "SUMMARY:Weekly\nEXDATE;TZID=Europe/Berlin:20261109T090000,20261214T090000",
      overrides: [
        "RECURRENCE-ID;TZID=Europe/Berlin:20261116T090000\nDTSTART;TZID=Europe/Berlin:20261117T100000\n"
          + "DURATION:PT1H\nSUMMARY:Weekly",
        "RECURRENCE-ID;TZID=Europe/Berlin:20261207T090000\nDTSTART;TZID=Europe/Berlin:20261208T100000\n"
          + "DURATION:PT1H\nSUMMARY:Moved",
      ])
    let edit = try world.editor.change(
      EventChange(title: "Renamed", time: try world.time("2026-12-01T08:00", minutes: 60)),
      of: try world.original("2026-11-30T09:00"), .following, newUID: "new@example.com")
    let after = try world.instances(after: edit)
    #expect(
      Array(after.prefix(7)) == [
        "11-02 09:00 Weekly 60m", "11-17 10:00 Weekly 60m", "11-23 09:00 Weekly 60m",
        "12-01 08:00 Renamed 60m", "12-08 10:00 Moved 60m", "12-22 08:00 Renamed 60m",
        "12-29 08:00 Renamed 60m",
      ])
    let new = try #require(
      edit.changes.first { $0.key.uid == "new@example.com" && $0.key.recurrence == nil }?.new)
    #expect(new.contains("RRULE:FREQ=WEEKLY;BYDAY=TU"))
    #expect(new.contains("EXDATE;TZID=Europe/Berlin:20261215T080000"))
    #expect(new.contains("DURATION:PT1H"))
    #expect(
      edit.changes.contains {
        $0.new?.contains("RECURRENCE-ID;TZID=Europe/Berlin:20261208T080000") == true
      })
  }

  @Test func movingAllKeepsTheWallClockAcrossClockChanges() throws {
    let world = try SeriesWorld(
      "DTSTART;TZID=Europe/Berlin:20261005T090000\nDTEND;TZID=Europe/Berlin:20261005T100000\n"
        + "RRULE:FREQ=WEEKLY;UNTIL=20261116T080000Z\nSUMMARY:Weekly")
    #expect(world.instances.count == 7)
    let edit = try world.editor.change(
      EventChange(time: try world.time("2026-11-02T11:30", minutes: 90)),
      of: try world.original("2026-11-02T09:00"), .all, newUID: "")
    #expect(
      try world.instances(after: edit) == [
        "10-05 11:30 Weekly 90m", "10-12 11:30 Weekly 90m", "10-19 11:30 Weekly 90m",
        "10-26 11:30 Weekly 90m", "11-02 11:30 Weekly 90m", "11-09 11:30 Weekly 90m",
        "11-16 11:30 Weekly 90m",
      ])
  }

  @Test func anExceptionFollowsWhereItSaidTheSame() throws {
    let world = try SeriesWorld(
      Self.daily + "\nLOCATION:Room 1",
      overrides: [
        "RECURRENCE-ID;TZID=Europe/Berlin:20261117T090000\nDTSTART;TZID=Europe/Berlin:20261117T090000\n"
          + "DTEND;TZID=Europe/Berlin:20261117T093000\nSUMMARY:Special\nLOCATION:Room 1",
        "RECURRENCE-ID;TZID=Europe/Berlin:20261118T090000\nDTSTART;TZID=Europe/Berlin:20261118T150000\n"
          + "DTEND;TZID=Europe/Berlin:20261118T153000\nSUMMARY:Stand-up\nLOCATION:Elsewhere",
      ])
    let edit = try world.editor.change(
      EventChange(
        title: "Daily", time: try world.time("2026-11-16T10:00", minutes: 30), location: "Room 2"),
      of: try world.original("2026-11-16T09:00"), .all, newUID: "")
    #expect(
      try world.instances(after: edit) == [
        "11-16 10:00 Daily 30m", "11-17 10:00 Special 30m", "11-18 15:00 Daily 30m",
        "11-19 10:00 Daily 30m", "11-20 10:00 Daily 30m",
      ])
    let sources = edit.changes.compactMap(\.new)
    #expect(sources.count { $0.contains("LOCATION:Room 2") } == 2)
    #expect(sources.count { $0.contains("LOCATION:Elsewhere") } == 1)
  }

  @Test func allDaySeriesSplitByDays() throws {
    let world = try SeriesWorld(
      "DTSTART;VALUE=DATE:20261102\nDTEND;VALUE=DATE:20261103\nRRULE:FREQ=WEEKLY;COUNT=4\n"
        + "SUMMARY:Bins\nEXDATE;VALUE=DATE:20261116")
    let edit = try world.editor.change(
      EventChange(time: .allDay(Day(2026, 11, 10)..<Day(2026, 11, 12))),
      of: .day(Day(2026, 11, 9)), .following, newUID: "new@example.com")
    #expect(
      try world.instances(after: edit) == [
        "11-02 Bins 1440m", "11-10 Bins 2880m", "11-24 Bins 2880m",
      ])
    #expect(
      edit.changes.contains { $0.new?.contains("RRULE:FREQ=WEEKLY;UNTIL=20261108") == true })
    #expect(edit.changes.contains { $0.new?.contains("EXDATE;VALUE=DATE:20261117") == true })
  }

  @Test func aDayCanBecomeATimeForAll() throws {
    let world = try SeriesWorld(
      "DTSTART;VALUE=DATE:20261102\nRRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:Bins\n"
        + "EXDATE;VALUE=DATE:20261109")
    let edit = try world.editor.change(
      EventChange(time: try world.time("2026-11-02T07:00", minutes: 15)),
      of: .day(Day(2026, 11, 2)), .all, newUID: "")
    #expect(try world.instances(after: edit) == ["11-02 07:00 Bins 15m", "11-16 07:00 Bins 15m"])
  }

  @Test func aSingleEventKeepsItsZoneAndUnknownProperties() throws {
    let world = try SeriesWorld(
      "X-FIRST:1\nDTSTART;TZID=America/New_York:20261119T090000\n"
        + "DTEND;TZID=America/New_York:20261119T100000\nSUMMARY;LANGUAGE=en:Call\nX-LAST;P=\"a:b\":2"
    )
    let edit = try world.editor.change(
      EventChange(
        title: "Call, again",
        time: try world.time("2026-11-19T17:00", minutes: 60, in: "America/New_York")),
      of: nil, .this, newUID: "")
    let new = try #require(edit.changes.first?.new)
    #expect(
      new.hasPrefix("BEGIN:VEVENT\nUID:one@example.com\n") && new.contains("X-LAST;P=\"a:b\":2"))
    #expect(new.contains("X-FIRST:1\nDTSTART;TZID=America/New_York:20261119T110000"))
    #expect(new.contains("DTEND;TZID=America/New_York:20261119T120000"))
    #expect(new.contains("SUMMARY;LANGUAGE=en:Call\\, again"))
    #expect(new.contains("SEQUENCE:1"))
    #expect(edit.occurrence == OccurrenceID(world.bundle.event.raw))
  }

  @Test func someoneElsesEventKeepsItsSequence() throws {
    let world = try SeriesWorld(
      "DTSTART:20261119T090000Z\nSUMMARY:x\nORGANIZER:mailto:boss@example.com\nSEQUENCE:4")
    let edit = try world.editor.change(
      EventChange(location: "Here"), of: nil, .this, newUID: "")
    #expect(edit.changes.first?.new?.contains("SEQUENCE:4") == true)
    let mine = try SeriesWorld(
      "DTSTART:20261119T090000Z\nSUMMARY:x\nORGANIZER:MAILTO:Me@Example.com\nSEQUENCE:4")
    let moved = try mine.editor.change(EventChange(location: "Here"), of: nil, .this, newUID: "")
    #expect(moved.changes.first?.new?.contains("SEQUENCE:5") == true)
    let renamed = try mine.editor.change(EventChange(title: "y"), of: nil, .this, newUID: "")
    #expect(renamed.changes.first?.new?.contains("SEQUENCE:4") == true)
  }

  @Test func anAnswerTouchesOnlyMyLine() throws {
    let world = try SeriesWorld(
      Self.daily + "\nORGANIZER:mailto:boss@example.com\n"
        + "ATTENDEE;CN=Me;RSVP=TRUE;PARTSTAT=NEEDS-ACTION;X-A=1:mailto:Me@example.com\n"
        + "ATTENDEE;CN=\"Mora, Ana\":mailto:ana@example.com")
    let all = try world.editor.respond(.accepted, note: "glad: to", of: nil, .all)
    let source = try #require(all.changes.first?.new)
    #expect(
      source.contains(
        "ATTENDEE;CN=Me;X-A=1;PARTSTAT=ACCEPTED;X-RESPONSE-COMMENT=\"glad: to\":mailto:Me@example.com"
      ))
    #expect(source.contains("ATTENDEE;CN=\"Mora, Ana\":mailto:ana@example.com"))
    let one = try world.editor.respond(
      .declined, of: try world.original("2026-11-18T09:00"), .this)
    let window = TimeSpan(
      world.zone.start(of: Day(2026, 11, 16)), world.zone.start(of: Day(2026, 11, 21)))
    let found = try world.after(one).flatMap {
      $0.occurrences(touching: window, viewer: world.zone, addresses: world.addresses).found
    }
    #expect(found.map(\.showsAs) == [.tentative, .tentative, .free, .tentative, .tentative])
    #expect(throws: EditError.notInvited) {
      try SeriesWorld(Self.daily).editor.respond(.accepted, of: nil, .all)
    }
  }

  @Test func aCopyIsAnEventOfItsOwn() throws {
    let world = try SeriesWorld(
      Self.daily + "\nORGANIZER:mailto:boss@example.com\nATTENDEE:mailto:ana@example.com")
    let edit = try world.editor.duplicate(
      try world.original("2026-11-18T09:00"), at: try world.time("2026-12-01T10:00", minutes: 30),
      newUID: "copy@example.com")
    #expect(edit.changes.count == 1)
    let source = try #require(edit.changes.first?.new)
    for name in ["RRULE", "RECURRENCE-ID", "ATTENDEE", "ORGANIZER"] {
      #expect(!source.contains(name))
    }
    #expect(try world.instances(after: edit).contains("12-01 10:00 Stand-up 30m"))
  }

  @Test func anInstanceThatIsNotThereIsRefused() throws {
    let world = try SeriesWorld(Self.daily)
    #expect(throws: EditError.noSuchInstance) {
      try world.editor.delete(try world.original("2026-11-18T10:00"), .this)
    }
  }

  @Test func aRuleThatNamesItsOwnDaysIsNotBent() throws {
    let world = try SeriesWorld(
      "DTSTART;TZID=Europe/Berlin:20261030T090000\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1\n"
        + "SUMMARY:Invoices")
    #expect(throws: EditError.ruleStays) {
      try world.editor.change(
        EventChange(time: try world.time("2026-10-29T09:00", minutes: 0)),
        of: try world.original("2026-10-30T09:00"), .all, newUID: "")
    }
    let later = try world.editor.change(
      EventChange(time: try world.time("2026-10-30T10:00", minutes: 0)),
      of: try world.original("2026-10-30T09:00"), .all, newUID: "")
    #expect(try world.instances(after: later).first == "10-30 10:00 Invoices 0m")
  }

  @Test func aLineBecomesASourceThatReadsBack() throws {
    let context = try PhraseWorld.context()
    let phrase = try EventPhrase(reading: "Stand-up, Acme every mon 9:00 @ Zoom", in: context)
    let zones = ZoneResolver(database: PhraseWorld.zones)
    let edit = NewEvent(phrase).edit(
      calendar: SeriesWorld.calendar, uid: "a@daybook", now: context.now, zones: zones)
    let source = try #require(edit.changes.first?.new)
    #expect(source.contains("DTSTART;TZID=Europe/Berlin:20261123T090000"))
    #expect(source.contains("SUMMARY:Stand-up\\, Acme"))
    let bundle = try SeriesWorld.bundle([source])
    let window = TimeSpan(context.now, context.now + 14 * 86_400)
    let found = bundle.occurrences(touching: window, viewer: context.zone, addresses: []).found
    #expect(found.map(\.title) == ["Stand-up, Acme", "Stand-up, Acme"])
    #expect(found.first?.id == edit.occurrence)
    #expect(found.first?.time == phrase.time)
  }

  /// At any date of any series: what lies before stays as it was, what follows is changed.
  @Test func splittingAnywhereLosesNothing() throws {
    let rules = [
      "FREQ=DAILY;COUNT=12", "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=14",
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
      "FREQ=MONTHLY;COUNT=6", "FREQ=MONTHLY;BYDAY=-1FR",
      "FREQ=DAILY;INTERVAL=3;UNTIL=20261230T120000Z",
      "FREQ=MONTHLY;BYMONTHDAY=31",
    ]
    let starts = ["20261013T090000", "20261024T023000", "20261031T233000"]
    for rule in rules {
      for start in starts {
        for name in ["Europe/Berlin", "America/New_York"] {
          let world = try SeriesWorld(
            "DTSTART;TZID=\(name):\(start)\nDURATION:PT45M\nRRULE:\(rule)\nSUMMARY:Old")
          let window = TimeSpan(
            world.zone.start(of: Day(2026, 10, 1)), world.zone.start(of: Day(2027, 3, 1)))
          let all = world.bundle.occurrences(
            touching: window, viewer: world.zone, addresses: []
          ).found
          for (index, chosen) in all.enumerated().prefix(9) {
            let edit = try world.editor.change(
              EventChange(title: "New"), of: chosen.originalStart, .following, newUID: "new")
            let after = try world.after(edit).flatMap {
              $0.occurrences(touching: window, viewer: world.zone, addresses: []).found
            }.sorted { $0.span.start < $1.span.start }
            #expect(after.map(\.span) == all.map(\.span), "\(rule) \(start) \(name) \(index)")
            #expect(after.prefix(index).allSatisfy { $0.title == "Old" })
            #expect(after.dropFirst(index).allSatisfy { $0.title == "New" })
            #expect(edit.occurrence == after[index].id)
          }
        }
      }
    }
  }

  /// Moving one instance by any way and back gives what was there.
  @Test func movingAllThereAndBackChangesNothing() throws {
    for rule in ["FREQ=DAILY;COUNT=20", "FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20261231T080000Z"] {
      for days in [-3, 0, 1, 7] {
        for minutes in [-90, 0, 45] {
          let world = try SeriesWorld(
            "DTSTART;TZID=Europe/Berlin:20261012T090000\nDTEND;TZID=Europe/Berlin:20261012T100000\n"
              + "RRULE:\(rule)\nSUMMARY:x\nEXDATE;TZID=Europe/Berlin:20261019T090000")
          let first = try world.original("2026-10-12T09:00")
          let there = world.zone.instant(
            of: LocalDateTime(
              wallSeconds: (Day(2026, 10, 12) + days).number * 86_400 + 32_400 + minutes * 60))
          let moved = try world.editor.change(
            EventChange(time: .timed(TimeSpan(there, there + 3600), zone: "Europe/Berlin")),
            of: first, .all, newUID: "")
          var away = world
          away.bundle = try #require(try world.after(moved).first)
          let home = world.zone.instant(of: LocalDateTime(Day(2026, 10, 12), hour: 9, minute: 0))
          let back = try away.editor.change(
            EventChange(time: .timed(TimeSpan(home, home + 3600), zone: "Europe/Berlin")),
            of: .instant(there), .all, newUID: "")
          #expect(try away.instances(after: back) == world.instances, "\(rule) \(days) \(minutes)")
        }
      }
    }
  }
}

import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

/// What falls due, of what is stored.
struct ReminderReadingTests {
  private static func alarm(_ trigger: String, action: String = "DISPLAY") -> [String] {
    ["BEGIN:VALARM", "ACTION:\(action)", "TRIGGER:\(trigger)", "DESCRIPTION:x", "END:VALARM"]
  }

  /// Titles and how many seconds ahead they remind, from `first` through `last` on the clock of
  /// 18 November, UTC.
  private func due(
    _ events: [String], from first: String, to last: String, before: Int? = 10
  ) throws -> [String] {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(TestCalendar.text(events.joined(separator: "\n")))
    var settings = Settings()
    settings.reminders.before = before
    func moment(_ clock: String) throws -> Instant {
      try #require(RFC3339.instant(reading: "2026-11-18T\(clock):00Z", zone: nil))
    }
    let desk = Desk(store: home.store, settings: settings, zone: .utc, now: try moment(last))
    return try desk.reminders(after: moment(first)).map {
      "\($0.occurrence.title) \(($0.occurrence.span.start - $0.at) / 60)"
    }
  }

  private func event(_ title: String, _ start: String, _ more: [String] = []) -> String {
    ([
      "BEGIN:VEVENT", "UID:\(title)", "DTSTAMP:20260101T000000Z", "SUMMARY:\(title)",
      "DTSTART:\(start)", "DURATION:PT1H",
    ] + more + ["END:VEVENT"]).joined(separator: "\n")
  }

  @Test func theNextMinuteBringsWhatIsDueInIt() throws {
    let events = [event("soon", "20261118T151000Z"), event("later", "20261118T153000Z")]
    #expect(try due(events, from: "14:59", to: "15:00") == ["soon 10"])
    #expect(try due(events, from: "15:00", to: "15:01").isEmpty)
    #expect(try due(events, from: "14:59", to: "15:20") == ["soon 10", "later 10"])
  }

  @Test func anAlarmOfItsOwnCountsWhereverTheEventLies() throws {
    let week = event("week", "20261125T150000Z", Self.alarm("-P7D"))
    let mail = event("mail", "20261118T151000Z", Self.alarm("-PT30M", action: "EMAIL"))
    let all = [week, mail, event("plain", "20261118T151000Z")]
    #expect(try due(all, from: "14:59", to: "15:00") == ["mail 10", "plain 10", "week 10080"])
    #expect(try due(all, from: "14:59", to: "15:00", before: nil) == ["week 10080"])
  }

  @Test func anAlarmWeeksAheadIsToldInItsMinuteAndNoOther() throws {
    let events = [
      event("trip", "20261202T150000Z", Self.alarm("-P2W")),
      event("fair", "20261218T150000Z", Self.alarm("-P30D") + Self.alarm("-PT10M")),
      event("yearly", "20201125T150000Z", ["RRULE:FREQ=YEARLY"] + Self.alarm("-P7D")),
      event("mail", "20261202T150000Z", Self.alarm("-P2W", action: "EMAIL")),
      event(
        "moment", "20270301T150000Z",
        [
          "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER;VALUE=DATE-TIME:20261118T150000Z",
          "END:VALARM",
        ]),
      event("gone", "20261202T150000Z", ["STATUS:CANCELLED"] + Self.alarm("-P2W")),
      event("beyond", "20281118T150000Z", Self.alarm("-P731D")),
    ]
    let all = ["yearly 10080", "trip 20160", "fair 43200", "moment 148320"]
    #expect(try due(events, from: "14:59", to: "15:00") == all)
    #expect(try due(events, from: "15:00", to: "15:01").isEmpty)
    #expect(try due(events, from: "14:58", to: "14:59").isEmpty)
  }

  @Test func aSeriesRemindsEarlyOfEachOfItsInstances() throws {
    let series = event(
      "course", "20261118T150000Z", ["RRULE:FREQ=DAILY;COUNT=40"] + Self.alarm("-P15D"))
    #expect(try due([series], from: "14:59", to: "15:00") == ["course 21600"])
  }

  @Test func anInstanceWithATextOfItsOwnRemindsByThat() throws {
    let series = event(
      "standup", "20261117T090000Z", ["RRULE:FREQ=DAILY;COUNT=3"] + Self.alarm("-PT5M"))
    let moved = [
      "BEGIN:VEVENT", "UID:standup", "DTSTAMP:20260101T000000Z", "SUMMARY:standup",
      "RECURRENCE-ID:20261118T090000Z", "DTSTART:20261118T110000Z", "DURATION:PT1H",
      "END:VEVENT",
    ].joined(separator: "\n")
    #expect(try due([series], from: "08:54", to: "08:55") == ["standup 5"])
    #expect(try due([series, moved], from: "08:54", to: "08:55").isEmpty)
    #expect(try due([series, moved], from: "10:49", to: "10:50") == ["standup 10"])
  }

  @Test func ofSeveralProgramsOneTells() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    // It is 13:12 on the clock of UTC.
    let events = [event("one", "20261118T132000Z"), event("two", "20261118T132300Z")]
    try home.load(TestCalendar.text(events.joined(separator: "\n")))
    func desk(_ store: Store, later seconds: Int = 0) -> Desk {
      Desk(store: store, settings: Settings(), zone: .utc, now: TemporaryStore.now + seconds)
    }
    let other = try home.reopened()
    let due = try desk(home.store).reminders(after: TemporaryStore.now - 3_600)
    #expect(due.map(\.occurrence.title) == ["one"])
    #expect(try desk(home.store).toldElsewhere(of: due).isEmpty)
    #expect(try desk(other).toldElsewhere(of: due) == Set(due))
    #expect(try desk(other).untoldReminders().isEmpty)
    #expect(try desk(other, later: 60).untoldReminders().map(\.occurrence.title) == ["two"])
    #expect(try desk(home.store, later: 60).untoldReminders().isEmpty)
    // What a wrong clock noted is not believed.
    #expect(try desk(home.store, later: -120).untoldReminders().map(\.occurrence.title) == ["one"])
  }

  @Test func whatIsToldFromNowOnIsListedByWhenItIs() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let events = [
      event("early", "20261118T140000Z", Self.alarm("-PT10M") + Self.alarm("-PT30M")),
      event("trip", "20261202T133000Z", Self.alarm("-P2W")), event("late", "20261118T180000Z"),
    ]
    try home.load(TestCalendar.text(events.joined(separator: "\n")))
    let desk = Desk(
      store: home.store, settings: Settings(), zone: .utc, now: TemporaryStore.now)
    #expect(
      try desk.reminders(within: 3_600).map {
        "\($0.occurrence.title) \(($0.at - TemporaryStore.now) / 60)"
      } == ["early 18", "trip 18", "early 38"])
    #expect(try desk.reminders(within: 60).isEmpty)
  }
}

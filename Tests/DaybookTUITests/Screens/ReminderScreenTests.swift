import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// What begins soon is said on the screen, and outside it as the settings wish.
struct ReminderScreenTests {
  private func reminder(
    _ title: String, _ minutes: Int, _ change: (inout Occurrence) -> Void = { _ in }
  )
    -> Reminder
  {
    var event = Samples.timed(title, 2, "14:22", 60, in: Samples.work, change: change)
    let start = Samples.now + minutes * 60
    event.span = TimeSpan(start, start + 3_600)
    return Reminder(event, at: Samples.now)
  }

  private func told(_ app: AppUnderTest) -> [String] {
    app.effects.compactMap { if case .notify(let text) = $0 { text } else { nil } }
  }

  @Test func aStartAsksForWhatFellDueInTheHourBefore() {
    var app = AppUnderTest()
    #expect(app.state.openingEffects.contains(.readReminders(since: Samples.now - 3_600)))
    app.state.settings.reminders.by = .off
    #expect(app.state.openingEffects.count == 1)
  }

  @Test func eachMinuteAsksForWhatFellDueInIt() {
    var app = AppUnderTest()
    app.send(.minute(Samples.now + 60))
    app.send(.minute(Samples.now + 7_200))
    #expect(
      app.effects == [
        .readReminders(since: Samples.now), .readReminders(since: Samples.now + 60),
      ])
    app.state.settings.reminders.by = .off
    app.send(.minute(Samples.now + 7_260))
    #expect(app.effects.count == 2)
  }

  @Test(arguments: [
    (10, "in 10 min: Acme call, 14:22, Zoom"), (0, "now: Acme call, 14:12, Zoom"),
    (-3, "began 3 min ago: Acme call, 14:09, Zoom"), (90, "in 1 h 30: Acme call, 15:42, Zoom"),
    (1_440, "in 24 h: Acme call, Thu 19 Nov 14:12, Zoom"),
    (10_080, "in 7 days: Acme call, Wed 25 Nov 14:12, Zoom"),
  ])
  func theWordsSayWhenAndWhere(_ minutes: Int, _ words: String) {
    var app = AppUnderTest()
    app.send(.reminders([reminder("Acme call", minutes) { $0.location = "Zoom" }]))
    #expect(told(app) == [words])
    #expect(app.state.notice?.text == "◷ \(words)")
  }

  @Test func severalAreOneSentence() {
    var app = AppUnderTest()
    app.send(.reminders([reminder("Later", 30), reminder("Sooner", 10), reminder("Last", 60)]))
    #expect(told(app) == ["in 10 min: Sooner, 14:22 · and 2 more"])
  }

  @Test func whileTheScreenIsSharedNobodyLearnsWhatItIs() {
    var app = AppUnderTest()
    app.state.isMasked = true
    app.send(.reminders([reminder("Acme call", 10) { $0.location = "Acme HQ" }]))
    #expect(told(app) == ["in 10 min: Busy, 14:22"])
  }

  @Test func silenceIsALineOnTheScreen() {
    var app = AppUnderTest()
    app.state.settings.reminders.by = .silent
    app.send(.reminders([reminder("Acme call", 10)]))
    #expect(told(app).isEmpty)
    #expect(app.state.notice?.text == "◷ in 10 min: Acme call, 14:22")
  }

  @Test func whatAnotherProgramToldIsOnlyShown() {
    var app = AppUnderTest()
    let (one, other) = (reminder("Acme call", 10), reminder("Globex", 20))
    app.send(.reminders([one, other], told: [one, other]))
    #expect(told(app).isEmpty)
    #expect(app.state.notice?.text == "◷ in 10 min: Acme call, 14:22 · and 1 more")
    app.send(.reminders([one, other], told: [one]))
    #expect(told(app) == ["in 20 min: Globex, 14:32"])
  }
}

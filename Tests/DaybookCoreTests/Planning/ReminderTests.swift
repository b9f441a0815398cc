import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

struct ReminderTests {
  private let event = Samples.timed("Acme call", 2, "15:00", 60, in: Samples.work)

  private func minutes(
    of occurrence: Occurrence, alarms: [EventComponent.Alarm.Trigger] = [], before: Int? = 10
  ) -> [Int] {
    Reminder.all(of: occurrence, alarms: alarms, before: before)
      .map { (occurrence.span.start - $0.at) / 60 }
  }

  @Test func theSettingCountsWhereAnEventHasNoAlarm() throws {
    #expect(minutes(of: event) == [10])
    #expect(minutes(of: event, before: nil).isEmpty)
    #expect(minutes(of: event, before: 0) == [0])
  }

  @Test func itsOwnAlarmsCountInstead() throws {
    let hour = try CalendarDuration(text: "-PT1H")
    let day = try CalendarDuration(text: "-P1D")
    let alarms: [EventComponent.Alarm.Trigger] = [
      .relative(hour, toEnd: false), .relative(day, toEnd: false), .relative(hour, toEnd: true),
      .absolute(event.span.start - 300), .relative(hour, toEnd: false),
    ]
    #expect(minutes(of: event, alarms: alarms) == [1440, 60, 5, 0])
  }

  @Test func whatTakesNoTimeRemindsOnlyByItsOwnAlarm() throws {
    var free = event
    free.showsAs = .free
    var day = event
    day.time = .allDay(Day(2026, 11, 18)..<Day(2026, 11, 19))
    let alarm = EventComponent.Alarm.Trigger.absolute(event.span.start - 60)
    for occurrence in [free, day] {
      #expect(minutes(of: occurrence).isEmpty)
      #expect(minutes(of: occurrence, alarms: [alarm]) == [1])
    }
  }

  @Test func whatIsOffRemindsNobody() throws {
    var declined = event
    declined.response = .declined
    var cancelled = event
    cancelled.status = .cancelled
    let alarm = EventComponent.Alarm.Trigger.absolute(event.span.start - 60)
    for occurrence in [declined, cancelled] {
      #expect(minutes(of: occurrence, alarms: [alarm]).isEmpty)
    }
  }

  @Test func itFallsDueOnce() {
    let start = event.span.start
    let reminder = Reminder(event, at: start - 600)
    #expect(reminder.isDue(after: start - 660, at: start - 600))
    #expect(!reminder.isDue(after: start - 600, at: start - 540))
    #expect(!reminder.isDue(after: start - 720, at: start - 660))
  }

  @Test func aMachineThatSleptHearsOfWhatJustBegan() {
    let start = event.span.start
    let reminder = Reminder(event, at: start - 600)
    #expect(reminder.isDue(after: start - 7_200, at: start + 14 * 60))
    #expect(!reminder.isDue(after: start - 7_200, at: start + 15 * 60))
  }
}

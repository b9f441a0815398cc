import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// Schedules there and back.
@Suite struct CalComScheduleTests {
  let fake: FakeCalCom
  let schedules: CalComSchedules

  init() throws {
    fake = try FakeCalCom()
    schedules = CalComSchedules(
      base: fake.base,
      transport: SignedTransport(
        CurlTransport(version: "0"), as: KeyCredentials(key: FakeCalCom.key)))
  }

  @Test func theEndOfADayIsItsLastMinute() async throws {
    fake.put(FakeSchedule(12, availability: ["Sunday 22:00-23:59"]))
    let read = try #require(try await schedules.standard())
    #expect(read.hours.weekly[.sunday] == [1320..<1440])
    var wanted = read.hours
    wanted.dates = [Day(2026, 11, 20): [0..<600, 1200..<1440], Day(2026, 11, 19): []]
    let change = try #require(CalComScheduleChange(of: read, to: wanted))
    #expect(change.parts == ["overrides"])
    #expect(try await schedules.send(change).hours == wanted)
    #expect(
      fake.schedules.first?.overrides == [
        "2026-11-19 00:00-00:00", "2026-11-20 00:00-10:00", "2026-11-20 20:00-23:59",
      ])
    #expect(fake.complaints.isEmpty)
  }

  @Test func weekdaysOfTheSameHoursAreSaidTogether() {
    var weekly = WorkingHours.standard
    weekly.set([540..<750, 810..<1020], on: .friday)
    #expect(
      CalComSchedule.blocks(weekly).map {
        "\($0.days.joined(separator: ",")) \($0.startTime)-\($0.endTime)"
      }
        == [
          "Friday 09:00-12:30", "Monday,Tuesday,Wednesday,Thursday 09:00-17:00",
          "Friday 13:30-17:00",
        ])
  }

  @Test func whereThereIsNoDefaultThereIsNone() async throws {
    #expect(try await schedules.standard() == nil)
    fake.put(FakeSchedule(1, name: "Other", isDefault: false))
    #expect(try await schedules.standard() == nil)
    #expect(try await schedules.all().map(\.name) == ["Other"])
  }

  /// What was not understood would be lost when the schedule is written.
  @Test(arguments: [
    FakeSchedule(1, availability: ["Someday 09:00-17:00"]),
    FakeSchedule(1, availability: ["Monday 9-17"]),
    FakeSchedule(1, overrides: ["soon 09:00-17:00"]),
    FakeSchedule(1, overrides: ["2026-11-19 17:00-09:00"]),
  ])
  func aScheduleThatCannotBeReadWholeIsNotRead(_ schedule: FakeSchedule) async throws {
    fake.put(schedule)
    do throws(ProviderError) {
      _ = try await schedules.standard()
      Issue.record("half a schedule was read")
    } catch {
      #expect(error.code == "malformed_response")
    }
  }

  @Test func aNewScheduleIsMadeWhole() async throws {
    let wanted = BookingSchedule(timezone: "Europe/Berlin", weekly: .standard)
    let made = try await schedules.send(
      CalComScheduleChange(name: "Daybook", isDefault: true, wanted))
    #expect(made.hours == wanted)
    #expect(made.isDefault && made.name == "Daybook")
    #expect(fake.complaints.isEmpty)
  }
}

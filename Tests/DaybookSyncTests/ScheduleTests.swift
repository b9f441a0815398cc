import DaybookCore
import ICalendar
import Testing

@testable import DaybookSync

@Suite struct ScheduleTests {
  let noon = Instant(seconds: 1_795_608_000)

  @Test func theLongerOfOurIntervalAndTheFeedsCounts() {
    #expect(schedule().interval(wish: nil) == 900)
    #expect(schedule().interval(wish: 3600) == 3600)
    #expect(schedule().interval(wish: 60) == 900)
  }

  @Test func anIntervalThatAPersonSetWinsDownToFiveSeconds() {
    #expect(schedule(every: 5).interval(wish: 3600) == 5)
    #expect(schedule(every: 1).interval(wish: 3600) == 5)
    #expect(schedule(every: 86_400).interval(wish: 3600) == 86_400)
  }

  @Test func anAccountNeverAskedIsDueAtOnce() {
    #expect(schedule().due(after: .init(at: nil), jitter: 0) < noon)
  }

  @Test func failuresAreTriedAgainSoonAndThenMoreAndMoreRarely() {
    let waits = (1...12).map { failures in
      schedule().due(after: .init(at: noon, failures: failures), jitter: 1) - noon
    }
    #expect(waits.prefix(6) == [60, 120, 240, 480, 960, 1920])
    #expect(waits.suffix(3) == [3600, 3600, 3600])
  }

  @Test func jitterSpreadsRetriesOverTheirSecondHalf() {
    for failures in 1...100 {
      let whole = schedule().due(after: .init(at: noon, failures: failures), jitter: 1) - noon
      let half = schedule().due(after: .init(at: noon, failures: failures), jitter: 0) - noon
      #expect(half == whole / 2)
    }
  }

  @Test func theServersWishToWaitIsRespected() {
    let outcome = SyncSchedule.Outcome(at: noon, failures: 1, retryAfter: 7200)
    #expect(schedule(every: 5).due(after: outcome, jitter: 0) == noon + 7200)
  }

  @Test func aFailureNeverMakesUsAskMoreOften() {
    let outcome = SyncSchedule.Outcome(at: noon, failures: 30)
    #expect(schedule(every: 86_400).due(after: outcome, jitter: 1) == noon + 86_400)
    let quick = SyncSchedule.Outcome(at: noon, failures: 1)
    #expect(schedule(every: 5).due(after: quick, jitter: 1) == noon + 5)
  }

  @Test func whatOnlyAPersonCanMendIsLookedAtRarely() {
    let outcome = SyncSchedule.Outcome(at: noon, failures: 1, isPassing: false)
    #expect(schedule().due(after: outcome, jitter: 0) == noon + 6 * 3600)
    #expect(schedule(every: 5).due(after: outcome, jitter: 1) == noon + 5)
  }

  private func schedule(every: Int? = nil) -> SyncSchedule {
    var settings = SyncSettings()
    if let every {
      settings.every = every
      settings.isEverySet = true
    }
    return SyncSchedule(settings)
  }
}

import ICalendar
import Testing

/// What strangers write to make a calendar work hard.
struct RecurrenceLimitsTests {
  private func set(_ rules: [String], without: [String] = []) throws -> RecurrenceSet {
    RecurrenceSet(
      start: .utc(Instant(seconds: 1_767_225_600)), length: .exact(0),
      rules: try rules.map { try RecurrenceRule(text: $0) },
      exclusionRules: try without.map { try RecurrenceRule(text: $0) })
  }

  private func starts(_ set: RecurrenceSet, days: Range<Int>) -> (times: [Int], isCut: Bool) {
    let first = 1_767_225_600
    let window = TimeSpan(
      Instant(seconds: first + days.lowerBound * 86_400),
      Instant(seconds: first + days.upperBound * 86_400))
    let (found, isCut) = set.instances(touching: window, viewer: .utc)
    return (found.map { $0.start.seconds - first }, isCut)
  }

  @Test func theLastOfAllSecondsOfAMonthIsPicked() throws {
    let numbers = { (count: Int) in (0..<count).map(String.init).joined(separator: ",") }
    let everySecond =
      "BYHOUR=\(numbers(24));BYMINUTE=\(numbers(60));BYSECOND=\(numbers(60))"
    let days = "BYDAY=MO,TU,WE,TH,FR,SA,SU"
    let set = try set(["FREQ=MONTHLY;\(days);\(everySecond);BYSETPOS=-1,2;COUNT=100000"])
    let january = 31 * 86_400
    #expect(
      starts(set, days: 0..<59).times
        == [0, 1, january - 1, january + 1, january + 28 * 86_400 - 1])
  }

  @Test func nothingIsGivenWhereExceptionsAreNoLongerKnown() throws {
    let set = try set(["FREQ=MINUTELY"], without: ["FREQ=SECONDLY"])
    #expect(starts(set, days: 0..<30).times.isEmpty)
  }

  @Test func manyRulesAreMergedInOrderAndWithoutTwins() throws {
    let rules = (0..<60).map { "FREQ=SECONDLY;INTERVAL=\($0 % 3 + 1)" }
    let (times, isCut) = starts(try set(rules), days: 0..<30)
    #expect(times == Array(0..<5000))
    #expect(isCut)
  }

  @Test func eachOfManyOverridesStandsForItsInstance() throws {
    let start = 1_767_225_600
    let overrides = (0..<2000).map { index in
      let original = Instant(seconds: start + index * 86_400)
      return RecurrenceSet.Override(
        recurrenceID: .utc(original), start: .utc(original + 3600), length: .exact(60),
        isCancelled: index == 7)
    }
    let set = RecurrenceSet(
      start: .utc(Instant(seconds: start)), length: .exact(60),
      rules: [try RecurrenceRule(text: "FREQ=DAILY;COUNT=2001")],
      exclusions: [.utc(Instant(seconds: start + 9 * 86_400))], overrides: overrides)
    let own = set.overrideInstances(viewer: .utc)
    #expect(own.compactMap(\.override) == (0..<2000).filter { $0 != 7 && $0 != 9 })
    #expect(own.first?.start == Instant(seconds: start + 3600))
    let all = set.instances(touching: TimeSpan(.earliest, .latest), viewer: .utc).instances
    #expect(all.count == 1999)
    #expect(all.last?.override == nil)
  }
}

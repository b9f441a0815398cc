import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// What a large mailbox costs, counted rather than timed.
@Suite struct GraphNumbersTests {
  @Test func tenThousandEventsComeInAsManyRequestsAsThereArePages() async throws {
    let bench = try GraphBench()
    for number in 0..<10_000 {
      bench.fake.add(
        [
          "iCalUId": .string("u\(number)"), "subject": .string("Meeting \(number)"),
          "start": ["dateTime": "2026-11-24T09:00:00", "timeZone": "W. Europe Standard Time"],
          "end": ["dateTime": "2026-11-24T10:00:00", "timeZone": "W. Europe Standard Time"],
          "showAs": "busy",
        ], to: bench.calendar.raw)
    }
    var token: SyncToken?
    var count = 0
    var isGoingOn = true
    while isGoingOn {
      let page = try await bench.provider.changes(
        in: bench.calendar, since: KeptCopy(token: token))
      #expect(page.changed.count <= 200)
      count += page.changed.count
      token = page.token
      isGoingOn = page.hasMore
    }
    #expect(count == 10_000)
    #expect(bench.provider.requestsMade == 50)
    _ = try await bench.provider.changes(in: bench.calendar, since: KeptCopy(token: token))
    #expect(bench.provider.requestsMade == 51)
  }
}

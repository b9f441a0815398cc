import Foundation
import Testing

struct OfferTests {
  /// Wednesday the 18th at 14:12, with a review on Thursday from 10 to 11.
  private func program() throws -> Program {
    let daybook = try Program()
    _ = try daybook("new", "Acme review 2026-11-19 10:00-11:00")
    return daybook
  }

  @Test func proposedTimesAreJudgedInTheirOrder() throws {
    let result = try program()(
      "offer", "Thu 10:30, Thu 15:00, Thu after 16:00 or Wed 9:00", "--duration", "45m", "--json")
    #expect(result.status == 0)
    let document = try result.json()
    #expect(document["timezone"] as? String == "Europe/Berlin")
    #expect(document["duration"] as? Int == 45)
    let offers = try #require(document["offers"] as? [[String: Any]])
    #expect(offers.map { $0["verdict"] as? String } == ["taken", "free", "free", "past"])
    #expect(offers.map { $0["words"] as? String }.first == "Thu 10:30")
    let event = offers[0]["event"] as? [String: Any]
    #expect(event?["title"] as? String == "Acme review")
    #expect(offers[1]["start"] as? String == "2026-11-19T15:00:00+01:00")
    #expect(offers[1]["end"] as? String == "2026-11-19T15:45:00+01:00")
    let open = offers[2]["free"] as? [[String: Any]]
    #expect(open?.first?["end"] as? String == "2026-11-19T17:00:00+01:00")
  }

  @Test func aTimeIsReadInTheZoneItNamesAndPrintedInMine() throws {
    let result = try program()("offer", "Thu", "4am", "ET")
    #expect(result.status == 0)
    #expect(result.output.contains("Thu 19 Nov  10:00–10:30  conflicts with Acme review"))
  }

  @Test func aRangeOfDaysNamesTheDaysThatAreFree() throws {
    let result = try program()("offer", "anytime next week works")
    #expect(result.status == 0)
    #expect(
      result.output.contains(
        "Mon 23 Nov  to Sun 29 Nov  free Mon 23 Nov 09:00–17:00, Tue 24 Nov 09:00–17:00"))
  }

  @Test func aTimeOutsideTheWorkingHoursIsFreeAndSaidToBeOutside() throws {
    let result = try program()("offer", "Thu 19:00, Thu 15:00")
    #expect(result.output.contains("19:00–19:30  free, outside your working hours"))
    #expect(result.output.contains("15:00–15:30  free  "))
    let json = try program()("offer", "Thu 19:00, Thu 15:00", "--json").json()
    let offers = try #require(json["offers"] as? [[String: Any]])
    #expect(offers.map { $0["outside_hours"] as? Bool } == [true, false])
    #expect(offers.map { $0["verdict"] as? String } == ["free", "free"])
  }

  @Test func aMailCanBePiped() throws {
    let result = try program()("offer", "-", input: "Would Thursday 15:00 work?\nBest, Ana\n")
    #expect(result.status == 0)
    #expect(result.output.contains("15:00–15:30  free"))
  }

  @Test(arguments: ["no time at all", ""])
  func aTextWithoutATimeIsWrongUsage(_ text: String) throws {
    let result = try program()("offer", text)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
  }
}

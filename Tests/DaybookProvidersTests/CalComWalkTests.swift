import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// How all of Cal.com's bookings are read, and what changed since.
@Suite struct CalComWalkTests {
  let fake: FakeCalCom
  let provider: CalComProvider

  init() throws {
    fake = try FakeCalCom()
    provider = CalComProvider(fake)
  }

  private func fill(_ count: Int) {
    for number in 0..<count {
      fake.put(FakeBooking("b\(number)", start: FakeBooking.start + number * 3600))
    }
  }

  private var asked: [String] {
    fake.server.questions.map(\.path).filter { $0.hasPrefix("/v2/bookings") }
  }

  @Test func everyPageIsRead() async throws {
    fill(7)
    fake.behave { $0.pageSize = 3 }
    var kept = Kept()
    _ = try await kept.pass(provider, "bookings")
    #expect(kept.events.count == 7)
    #expect(asked.first == "/v2/bookings?sortUpdatedAt=asc&take=250&skip=0")
    #expect(fake.complaints.isEmpty)
  }

  @Test func whatChangesDuringAWalkPushesNothingOut() async throws {
    fill(9)
    fake.behave { $0.pageSize = 3 }
    var kept = Kept()
    var pages = 0
    var copy = kept.copy
    var difference = ListingDifference(known: [:])
    var page: ChangePage
    repeat {
      // Two rows that were read go to the end, so that all others move up by two.
      if pages == 1 {
        fake.edit("b0") { $0.title = "New" }
        fake.edit("b1") { $0.title = "New" }
      }
      page = try await provider.changes(in: "bookings", since: copy)
      copy.token = page.token
      difference.add(page)
      pages += 1
    } while page.hasMore
    for event in difference.changes { kept.events[event.id] = event }
    #expect(kept.events.count == 9)
    #expect(kept.events["b0"]?.components.first?.first("SUMMARY")?.text == "New")
  }

  @Test func pagesThatRepeatThemselvesAreNotReadForEver() async throws {
    fill(7)
    fake.behave {
      $0.pageSize = 3
      $0.repeatsFirstPage = true
    }
    var kept = Kept()
    do throws(ProviderError) {
      _ = try await kept.pass(provider, "bookings")
      Issue.record("a walk in a circle came to an end")
    } catch {
      #expect(error.code == "malformed_response")
    }
  }

  @Test func aCountThatIsTooHighIsNotBelieved() async throws {
    fill(6)
    fake.behave {
      $0.pageSize = 2
      $0.countsEverything = true
    }
    var kept = Kept()
    _ = try await kept.pass(provider, "bookings")
    #expect(kept.events.count == 6)
    fake.edit("b2") { $0.title = "New" }
    let news = try await kept.pass(provider, "bookings")
    #expect(news.changed == ["b2"])
  }

  @Test func theNextLookGoesBackFiveMinutesAndIsOneRequest() async throws {
    fill(1)
    var kept = Kept()
    _ = try await kept.pass(provider, "bookings")
    fake.wait(3600)
    fake.edit("b0") { $0.title = "New" }
    _ = try await kept.pass(provider, "bookings")
    let before = fake.server.questions.count
    let idle = try await kept.pass(provider, "bookings")
    #expect(idle.changed.isEmpty && idle.removed.isEmpty)
    #expect(fake.server.questions.count == before + 1)
    // By its clock, not ours: 13:12:00 and two edits, an hour apart.
    #expect(
      asked.last
        == "/v2/bookings?afterUpdatedAt=2026-11-18T14%3A07%3A02Z&sortUpdatedAt=asc&take=250&skip=0")
  }

  @Test func aChangeThatBecomesVisibleLateIsNotMissed() async throws {
    fill(2)
    var kept = Kept()
    _ = try await kept.pass(provider, "bookings")
    fake.wait(400)
    fake.edit("b1") { $0.title = "Newer" }
    _ = try await kept.pass(provider, "bookings")
    // Written before the newest that was seen, and told after it.
    fake.wait(-200)
    fake.edit("b0") { $0.title = "Late" }
    let news = try await kept.pass(provider, "bookings")
    #expect(news.changed == ["b0"])
  }

  @Test func whatHasNoMomentOfChangeIsFoundOnceADay() async throws {
    fill(1)
    var kept = Kept()
    _ = try await kept.pass(provider, "bookings")
    fake.behave { $0.hidesUpdates = true }
    fake.put(FakeBooking("silent", start: FakeBooking.start + 3 * 86_400))
    _ = try await kept.pass(provider, "bookings")
    #expect(kept.events["silent"] == nil)
    fake.wait(86_400)
    let news = try await kept.pass(provider, "bookings")
    #expect(news.changed == ["silent"])
    let count = asked.count
    _ = try await kept.pass(provider, "bookings")
    #expect(asked.count == count + 1)
  }

  @Test func aBookingIsGoneOnlyWhenNobodyKnowsItAnyMore() async throws {
    fill(3)
    for number in 0..<3 {
      fake.edit("b\(number)") { $0.start = $0.start + 5 * 86_400 }
    }
    var kept = Kept()
    _ = try await kept.pass(provider, "bookings")
    fake.erase("b0")
    #expect(try await kept.pass(provider, "bookings").removed.isEmpty)
    fake.wait(86_400)
    // A booking of which the list says nothing, and which is there all the same.
    fake.misbehave(
      .answers(
        WebReply(
          200, "{\"status\":\"success\",\"data\":[],\"pagination\":{\"hasNextPage\":false}}",
          headers: [(name: "Date", value: "Thu, 19 Nov 2026 14:00:00 GMT")])), on: "GET",
      "/v2/bookings", times: 2)
    let news = try await kept.pass(provider, "bookings")
    #expect(news.removed == ["b0"])
    #expect(kept.events.count == 2)
    #expect(asked.suffix(3) == ["/v2/bookings/b0", "/v2/bookings/b1", "/v2/bookings/b2"])
  }

  @Test func aWalkThatBrokeOffGoesOn() async throws {
    fill(7)
    fake.behave { $0.pageSize = 3 }
    var copy = Kept().copy
    let first = try await provider.changes(in: "bookings", since: copy)
    copy.token = first.token
    // Another program, later.
    let other = CalComProvider(fake)
    var kept = Kept()
    for event in first.changed { kept.events[event.id] = event }
    kept.token = first.token
    _ = try await kept.pass(other, "bookings")
    #expect(kept.events.count == 7)
  }

  @Test func aTokenOfNobodysMakingStartsOver() async throws {
    await #expect(throws: ProviderError.tokenExpired) {
      try await provider.changes(in: "bookings", since: KeptCopy(token: "nonsense"))
    }
  }
}

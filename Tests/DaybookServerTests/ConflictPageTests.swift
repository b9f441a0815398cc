import DaybookCore
import DaybookStore
import DaybookTestSupport
import Foundation
import ICalendar
import Testing

@testable import DaybookServer

/// Pages of conflicts over years, of which each takes no more work than it has to.
struct ConflictPageTests {
  /// Three years of meetings at random, some of which last for weeks.
  private func years(_ seed: UInt64) async throws -> ServerUnderTest {
    let server = try await ServerUnderTest()
    var random = Seeded(seed: seed)
    let events = (0..<80).map { number in
      let first = Day(2026, 11, 1) + random.roll(1_100)
      let length = number % 10 == 0 ? 20 + random.roll(100) : 0
      let (start, end) = (compact(first), compact(first + length))
      return ServerUnderTest.event(
        "e\(number)", "Meeting \(number)", "\(start)T090000", "\(end)T110000")
    }
    try server.store.load(TestCalendar.text(events.joined(separator: "\n")))
    return server
  }

  private func compact(_ day: Day) -> String { day.description.filter { $0 != "-" } }

  private static let window = "from=2026-11-10&to=2029-10-31"

  private func listed(_ reply: Reply) -> [NSDictionary] {
    reply.list("conflicts").map { NSDictionary(dictionary: $0) }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func pagesAreWhatTheWholeIs(_ seed: UInt64) async throws {
    let server = try await years(seed)
    for more in ["", "&state=all&severity=severe"] {
      let path = "/api/conflicts?\(Self.window)\(more)"
      let whole = try await server.ask("GET", path + "&limit=1000")
      #expect(whole.json["next_cursor"] is NSNull)
      let all = listed(whole)
      try #require(all.count > 8, "seed \(seed)")
      for limit in [3, 20] {
        var seen: [NSDictionary] = []
        var next: String? = ""
        while let cursor = next, seen.count <= all.count {
          let page = try await server.ask(
            "GET", path + "&limit=\(limit)" + (cursor.isEmpty ? "" : "&cursor=\(cursor)"))
          seen += listed(page)
          next = page.json["next_cursor"] as? String
        }
        #expect(seen == all, "seed \(seed), pages of \(limit)")
      }
    }
  }

  @Test func aWalkFindsWhatOneLookFinds() async throws {
    let server = try await years(4)
    let zone = try TestZones.zone("Europe/Berlin")
    let desk = Desk(
      store: server.store.store, settings: Settings(), zone: zone, now: TemporaryStore.now)
    let window = desk.span(
      of: Day(2026, 11, 10)..<Day(2029, 11, 1))
    var walk = ConflictWalk(window, at: desk)
    var found: [Conflict] = []
    var stretches = 0
    while let list = try walk.next() {
      found += list.conflicts
      stretches += 1
    }
    #expect(found == (try desk.conflicts(touching: window)).conflicts)
    #expect(stretches > 2)
    #expect(try walk.others(around: found).before.isEmpty)
    #expect(try walk.others(around: found).behind.isEmpty)
  }
}

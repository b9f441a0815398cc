import DaybookTestSupport
import Foundation
import Testing

/// The program is killed without a word (SIGKILL) in the middle of a pass that reads and sends, at
/// every kind of moment: the next pass makes both sides equal, with nothing lost and nothing doubled.
struct KilledSendingTests {
  /// `DAYBOOK_SEEDS=100` tries more.
  static let seeds = 1...(Int(ProcessInfo.processInfo.environment["DAYBOOK_SEEDS"] ?? "") ?? 4)
  static let rounds = 5

  @Test(arguments: OtherSideKind.all, seeds)
  func theNextPassHealsWhateverWasCutShort(_ kind: OtherSideKind, _ seed: Int) throws {
    var random = Seeded(seed: UInt64(seed))
    let side = try kind.make()
    for number in 1...4 { try side.put("Event \(number)", day: 18 + number) }
    try side.putSeries("Weekly")
    let daybook = try side.connect()
    var wanted = (1...4).map { "Event \($0) @ " } + Array(repeating: "Weekly @ ", count: 4)
    var kills = 0
    for round in 1...Self.rounds {
      let story = "\(kind.rawValue), seed \(seed), round \(round)"
      try somebodyElse(side, &wanted, round, &random)
      try edit(daybook, side.calendar, &wanted, round, &random)
      if try kill(daybook, side, after: random.roll(kind.questions), &random) { kills += 1 }
      let report = try daybook.synced()
      #expect(report["status"] as? String == "ok", "\(story)")
      let (here, there) = (try Self.events(daybook), try side.events())
      #expect(here == wanted.sorted(), "\(story)")
      #expect(there == wanted.filter { $0 != "Weekly @ " }.sorted(), "\(story)")
      let left = try daybook("outbox").output
      #expect(left == "Nothing waits to be sent.\n", "\(story)")
    }
    #expect(kills > 1)
    try KilledTests.expectSoundStore(daybook)
    #expect(try daybook.changes() == [0, 0, 0])
    // Whoever reads it anew has the same.
    let other = try side.connectAnother()
    #expect(try Self.facts(other) == Self.facts(daybook), "\(kind.rawValue), seed \(seed)")
    #expect(side.complaints.isEmpty)
  }

  private static func title(_ event: String) -> String {
    String(event.prefix(upTo: event.firstRange(of: " @ ")?.lowerBound ?? event.endIndex))
  }

  // MARK: - What either side does

  private func somebodyElse(
    _ side: any OtherSide, _ wanted: inout [String], _ round: Int, _ random: inout Seeded
  ) throws {
    let singles = wanted.indices.filter { !wanted[$0].hasPrefix("Weekly") }
    let moved = random.pick(singles)
    let title = Self.title(wanted[moved])
    try side.move(title, to: "Place \(round)")
    wanted[moved] = "\(title) @ Place \(round)"
    guard random.roll(2) == 0 else { return }
    try side.put("There \(round)", day: 19 + random.roll(10))
    wanted.append("There \(round) @ ")
  }

  /// One event is renamed, perhaps the one that was moved there; one is made, one deleted, and one
  /// date of the series is renamed.
  private func edit(
    _ daybook: Program, _ calendar: String, _ wanted: inout [String], _ round: Int,
    _ random: inout Seeded
  ) throws {
    let known = try daybook.occurrences()
    func named(_ event: String, _ key: String) throws -> String {
      try #require(known.first { $0["title"] as? String == Self.title(event) }?[key] as? String)
    }
    let here = wanted.indices.filter { index in
      known.contains { $0["title"] as? String == Self.title(wanted[index]) }
    }
    let singles = here.filter { !wanted[$0].hasPrefix("Weekly") }
    let renamed = random.pick(singles)
    try daybook.queue("edit", named(wanted[renamed], "event"), "--title", "Renamed \(round)")
    // What was changed there meanwhile stays in any case, so it is not what goes.
    let leaving = singles.filter {
      $0 != renamed && !wanted[$0].hasSuffix("Place \(round)") && singles.count > 3
    }
    if random.roll(3) > 0, let date = here.first(where: { wanted[$0] == "Weekly @ " }) {
      try daybook.queue("edit", named(wanted[date], "id"), "--title", "Weekly \(round)")
      wanted[date] = "Weekly \(round) @ "
    }
    try daybook.queue("new", "Here \(round) 27 nov 12:00-12:30", "--calendar", calendar)
    let place = wanted[renamed].dropFirst(Self.title(wanted[renamed]).count)
    let gone = leaving.isEmpty ? nil : random.pick(leaving)
    if let gone { try daybook.queue("delete", named(wanted[gone], "event")) }
    wanted[renamed] = "Renamed \(round)" + place
    wanted.append("Here \(round) @ ")
    if let gone { wanted.remove(at: gone) }
  }

  // MARK: - The kill

  /// Whether it was killed, and had not ended before.
  private func kill(
    _ daybook: Program, _ side: any OtherSide, after count: Int, _ random: inout Seeded
  ) throws -> Bool {
    let asked = side.server.questions.count
    defer { side.server.resume() }
    if random.roll(4) == 0 {
      // In full flight: wherever it is when the request has arrived.
      return try daybook.kill(["sync"]) { _ in side.server.questions.count > asked + count }
    }
    side.server.halt(after: count, random.pick(LoopbackServer.Halt.allCases))
    let isKilled = try daybook.kill(["sync"]) { _ in side.server.isHalted }
    #expect(isKilled == side.server.isHalted)
    return isKilled
  }

  // MARK: - What there is

  private static func events(_ daybook: Program) throws -> [String] {
    try daybook.occurrences().map { "\($0["title"] ?? "") @ \($0["location"] ?? "")" }.sorted()
  }

  private static func facts(_ daybook: Program) throws -> [String] {
    try daybook.occurrences().map { event in
      ["uid", "recurrence_id", "title", "location", "start", "end"]
        .map { "\(event[$0] ?? "")" }.joined(separator: " | ")
    }.sorted()
  }
}

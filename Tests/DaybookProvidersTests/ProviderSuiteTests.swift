import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// What every provider promises; what one cannot do it says in its capabilities.
@Suite struct ProviderSuiteTests {
  @Test(arguments: Candidate.all) func everythingComesAtFirst(_ candidate: Candidate) async throws {
    try await with(candidate) { bench, kept in
      try bench.publish(["a": Feed.event("a"), "b": Feed.event("b"), "c": Feed.event("c")])
      _ = try await kept.pass(bench.provider, bench.calendar)
      #expect(uids(kept) == ["a", "b", "c"])
    }
  }

  @Test(arguments: Candidate.all)
  func changesSinceATokenRepeatNothingAndMissNothing(_ candidate: Candidate) async throws {
    try await with(candidate) { bench, kept in
      try bench.publish(["a": Feed.event("a"), "b": Feed.event("b"), "c": Feed.event("c")])
      _ = try await kept.pass(bench.provider, bench.calendar)
      let idle = try await kept.pass(bench.provider, bench.calendar)
      #expect(idle.changed.isEmpty && idle.removed.isEmpty)
      try bench.publish([
        "a": Feed.event("a"), "b": Feed.event("b", title: "New"), "d": Feed.event("d"),
      ])
      let news = try await kept.pass(bench.provider, bench.calendar)
      // What is deleted goes, or stays as cancelled.
      #expect(news.changed.count + news.removed.count == 3)
      #expect(uids(kept) == ["a", "b", "d"])
      #expect(kept.events.values.contains { $0.components.first?.first("SUMMARY")?.text == "New" })
    }
  }

  @Test(arguments: Candidate.all)
  func aPassWithoutATokenChangesNothingThatIsTheSame(_ candidate: Candidate) async throws {
    try await with(candidate) { bench, kept in
      try bench.publish(["a": Feed.event("a"), "b": Feed.event("b")])
      _ = try await kept.pass(bench.provider, bench.calendar)
      try bench.publish(["b": Feed.event("b")])
      kept.token = nil
      let again = try await kept.pass(bench.provider, bench.calendar)
      #expect(again.changed.count + again.removed.count == 1)
      #expect(uids(kept) == ["b"])
    }
  }

  @Test(arguments: Candidate.all)
  func whatIsAllDayZonedOrRecurringSurvives(_ candidate: Candidate) async throws {
    try await with(candidate) { bench, kept in
      guard bench.provider.capabilities.takesAnyEvent else { return }
      let events = [
        "day": Feed.event("day", start: "20261119", more: ["DTEND:20261121"]),
        "zoned": Feed.event(
          "zoned", more: ["DTEND;TZID=Europe/Berlin:20261119T110000", "X-OWN;P=1:Kept\\, too"]),
        "series": Feed.event(
          "series", more: ["RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20261126T083000Z"]),
      ]
      try bench.publish(events)
      _ = try await kept.pass(bench.provider, bench.calendar)
      for (uid, text) in events {
        let event = try #require(kept.events.values.first { $0.uid == uid })
        #expect(bench.isSame(event.components, try Component(text: text)))
      }
    }
  }

  @Test(arguments: Candidate.all)
  func whatWasSavedComesBackInTheNextChanges(_ candidate: Candidate) async throws {
    try await with(candidate) { bench, kept in
      guard bench.provider.capabilities.canWrite, bench.provider.capabilities.takesAnyEvent else {
        return
      }
      let event = try RemoteEvent(id: "n", components: [Component(text: Feed.event("n"))])
      let saved = try await bench.provider.save(event, in: bench.calendar)
      _ = try await kept.pass(bench.provider, bench.calendar)
      #expect(bench.isSame(kept.events[saved.id]?.components ?? [], event.components[0]))
      #expect(kept.events[saved.id]?.version == saved.version)
    }
  }

  @Test(arguments: Candidate.all)
  func aChangeThatWasSavedComesBackInTheNextChanges(_ candidate: Candidate) async throws {
    try await with(candidate) { bench, kept in
      guard bench.provider.capabilities.canWrite else { return }
      try bench.publish(["a": Feed.event("a")])
      _ = try await kept.pass(bench.provider, bench.calendar)
      let event = try #require(kept.events.values.first)
      let saved = try await bench.provider.save(
        bench.edit(event), over: event, telling: .none, in: bench.calendar)
      _ = try await kept.pass(bench.provider, bench.calendar)
      #expect(kept.events[saved.id]?.components == saved.components)
      #expect(kept.events[saved.id]?.version == saved.version)
      #expect(uids(kept) == ["a"])
    }
  }

  @Test(arguments: Candidate.all)
  func aStaleVersionIsRefused(_ candidate: Candidate) async throws {
    try await with(candidate) { bench, kept in
      guard bench.provider.capabilities.canWrite, bench.provider.capabilities.checksVersions else {
        return
      }
      try bench.publish(["a": Feed.event("a")])
      _ = try await kept.pass(bench.provider, bench.calendar)
      let stale = try #require(kept.events.values.first)
      try bench.publish(["a": Feed.event("a", title: "Theirs")])
      await #expect(throws: ProviderError.changedElsewhere) {
        try await bench.provider.save(
          bench.edit(stale), over: stale, telling: .none, in: bench.calendar)
      }
      await #expect(throws: ProviderError.changedElsewhere) {
        try await bench.provider.delete(stale.id, version: stale.version, in: bench.calendar)
      }
    }
  }

  @Test(arguments: Candidate.all) func deletingTwiceIsCalm(_ candidate: Candidate) async throws {
    try await with(candidate) { bench, kept in
      guard bench.provider.capabilities.canWrite else { return }
      try bench.publish(["a": Feed.event("a")])
      _ = try await kept.pass(bench.provider, bench.calendar)
      let event = try #require(kept.events.values.first)
      for _ in 0..<2 {
        try await bench.provider.delete(event.id, version: event.version, in: bench.calendar)
      }
      _ = try await kept.pass(bench.provider, bench.calendar)
      #expect(uids(kept) == [])
    }
  }

  @Test(arguments: Candidate.all)
  func aReadOnlyProviderSaysSo(_ candidate: Candidate) async throws {
    try await with(candidate) { bench, _ in
      guard !bench.provider.capabilities.canWrite else { return }
      let event = try RemoteEvent(id: "n", components: [Component(text: Feed.event("n"))])
      do throws(ProviderError) {
        _ = try await bench.provider.save(event, in: bench.calendar)
        Issue.record("a read-only provider took an event")
      } catch {
        #expect(error.code == "read_only")
      }
    }
  }

  @Test(arguments: Candidate.all) func anExpiredTokenSaysSo(_ candidate: Candidate) async throws {
    try await with(candidate) { bench, kept in
      guard let expireTokens = bench.expireTokens, bench.provider.capabilities.isIncremental else {
        return
      }
      try bench.publish(["a": Feed.event("a")])
      _ = try await kept.pass(bench.provider, bench.calendar)
      expireTokens()
      let copy = kept.copy
      await #expect(throws: ProviderError.tokenExpired) {
        try await bench.provider.changes(in: bench.calendar, since: copy)
      }
    }
  }

  private func with(
    _ candidate: Candidate, _ body: (Bench, inout Kept) async throws -> Void
  ) async throws {
    let bench = try candidate.make()
    defer { bench.stop() }
    #expect(try await bench.provider.calendars().map(\.id) == [bench.calendar])
    var kept = Kept()
    try await body(bench, &kept)
  }

  /// What takes place.
  private func uids(_ kept: Kept) -> [String] {
    kept.events.values
      .filter { $0.components.first?.first("STATUS")?.value != "CANCELLED" }
      .map(\.uid).sorted()
  }
}

import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// Bookings through the whole engine: from the desk to Cal.com and back.
@Suite struct CalComSyncTests {
  let bench: SyncBench
  let fake: FakeCalCom
  let engine: SyncEngine

  init() throws {
    bench = try SyncBench()
    fake = try FakeCalCom()
    let provider = CalComProvider(
      base: fake.base,
      transport: SignedTransport(
        CurlTransport(version: "0"), as: KeyCredentials(key: FakeCalCom.key)))
    try bench.add("Cal.com", provider, kind: .calcom)
    engine = bench.engine()
  }

  private func desk() throws -> Desk {
    Desk(
      store: bench.store, settings: Settings(), zone: try TestZones.zone("Europe/Berlin"),
      now: bench.now)
  }

  private func occurrences(includesCancelled: Bool = false) throws -> [Occurrence] {
    var filter = AgendaFilter()
    filter.includesCancelled = includesCancelled
    return try desk().agendaOfEverything(filter: filter).occurrences
  }

  private func only() throws -> Occurrence { try #require(try occurrences().first) }

  private func expectQuiet() async throws {
    #expect(try bench.store.outbox().isEmpty)
    let before = fake.server.questions.count
    let report = try #require(await engine.syncNow().accounts.first)
    #expect(report.status == .ok)
    let calendar = try #require(report.calendars.first)
    #expect([calendar.added, calendar.updated, calendar.deleted, calendar.sent] == [0, 0, 0, 0])
    #expect(fake.server.questions.count == before + 2)
    #expect(fake.complaints.isEmpty)
  }

  @Test func whoeverSignedInIsKnownForMe() async throws {
    fake.put(FakeBooking("a", status: "pending"))
    #expect(await engine.syncNow().state == .ok)
    #expect(try only().response == .needsAction)
    #expect(try only().isTentative)
    #expect(try only().people == 1)
    try await expectQuiet()
  }

  @Test(arguments: [false, true]) func anAnswerArrivesOnce(_ isLost: Bool) async throws {
    fake.put(FakeBooking("a", status: "pending"))
    _ = await engine.syncNow()
    let outcome = try desk().respond(to: try only(), .accepted, .all)
    #expect(outcome.isQueued)
    if isLost { fake.misbehave(.losesAnswer, on: "POST", "/confirm") }
    #expect(await engine.syncNow().state == (isLost ? .partial : .ok))
    if isLost {
      bench.wait(120)
      #expect(await engine.syncNow().state == .ok)
    }
    #expect(try only().response == .accepted)
    #expect(try only().status == .confirmed)
    #expect(fake.server.questions.count { $0.method == "POST" } == 1)
    try await expectQuiet()
  }

  @Test(arguments: [false, true], [false, true])
  func aMoveArrivesOnceAndStaysTheSameEvent(_ isLost: Bool, _ tells: Bool) async throws {
    fake.behave { $0.tellsWhereItWent = tells }
    fake.put(FakeBooking("a"))
    _ = await engine.syncNow()
    let before = try only()
    let later = TimeSpan(before.span.start + 86_400, before.span.end + 86_400)
    _ = try desk().edit(
      before.event, nil, EventChange(time: .timed(later, zone: "Europe/Berlin")), .all)
    if isLost { fake.misbehave(.losesAnswer, on: "POST", "/reschedule") }
    _ = await engine.syncNow()
    if isLost {
      bench.wait(120)
      _ = await engine.syncNow()
    }
    #expect(try occurrences().map(\.id) == [before.id])
    #expect(try only().span == later)
    #expect(fake.bookings.count == 2)
    #expect(fake.booking("moved1")?.start == later.start)
    _ = await engine.syncNow()
    try await expectQuiet()
    // Back again: what was sent is undone by sending the inverse.
    try bench.store.undo(now: bench.now)
    _ = await engine.syncNow()
    #expect(try occurrences().map(\.id) == [before.id])
    #expect(try only().span == before.span)
    #expect(fake.booking("moved2")?.start == before.span.start)
  }

  @Test(arguments: [false, true]) func aDeletionCancels(_ isLost: Bool) async throws {
    fake.put(FakeBooking("a"))
    _ = await engine.syncNow()
    _ = try desk().delete(try only().event, nil, .all, note: "Ill")
    #expect(try occurrences().isEmpty)
    if isLost { fake.misbehave(.losesAnswer, on: "POST", "/cancel") }
    _ = await engine.syncNow()
    if isLost {
      bench.wait(120)
      _ = await engine.syncNow()
    }
    #expect(fake.booking("a")?.status == "cancelled")
    #expect(fake.booking("a")?.reason == "Ill")
    _ = await engine.syncNow()
    #expect(try occurrences().isEmpty)
    #expect(try occurrences(includesCancelled: true).map(\.status) == [.cancelled])
    try await expectQuiet()
  }

  @Test func whatCannotBeTakenBackStaysWithWordsAndCanBeDropped() async throws {
    fake.put(FakeBooking("a", status: "pending"))
    _ = await engine.syncNow()
    _ = try desk().respond(to: try only(), .declined, .all)
    _ = await engine.syncNow()
    #expect(fake.booking("a")?.status == "rejected")
    try bench.store.undo(now: bench.now)
    _ = await engine.syncNow()
    let waiting = try #require(try bench.store.outbox().first)
    #expect(waiting.failure?.code == "booking_over")
    try bench.store.dropOutboxEntry(waiting.id, now: bench.now)
    #expect(try bench.store.outbox().isEmpty)
    #expect(fake.booking("a")?.status == "rejected")
  }

  @Test func whatABookingCannotTakeIsRefusedAtTheDesk() async throws {
    fake.put(FakeBooking("a"))
    _ = await engine.syncNow()
    let event = try only()
    #expect(throws: BookingError.otherChange) {
      try desk().edit(event.event, nil, EventChange(title: "Mine"), .all)
    }
    #expect(throws: BookingError.noMaybe) {
      try desk().respond(to: event, .tentative, .all)
    }
    #expect(throws: BookingError.madeElsewhere) {
      try desk().duplicate(event, at: event.span.start + 86_400)
    }
    let calendar = try #require(try bench.store.calendars().first?.calendar)
    #expect(throws: BookingError.madeElsewhere) {
      try desk().hold([event.span], in: calendar)
    }
    #expect(try desk().plannedCalendar() == nil)
    #expect(try bench.store.outbox().isEmpty)
  }

  @Test func aConflictWithABookingOffersWhatIsPossible() async throws {
    fake.put(FakeBooking("asked", title: "Asked", status: "pending"))
    fake.put(FakeBooking("booked", title: "Booked", start: FakeBooking.start + 86_400))
    _ = await engine.syncNow()
    let local = try bench.store.localCalendar(named: "Personal").calendar
    for day in [0, 86_400] {
      let start = FakeBooking.start + day + 600
      _ = try desk().create(
        NewEvent(title: "Mine \(day)", time: .timed(TimeSpan(start, start + 3600), zone: "UTC")),
        in: local)
    }
    let found = try desk().conflicts(
      touching: TimeSpan(FakeBooking.start - 3600, FakeBooking.start + 3 * 86_400)
    ).conflicts.filter { $0.kind == .overlap }
    try #require(found.count == 2)
    func offered(_ conflict: Conflict, _ title: String) throws -> Set<String> {
      let id = conflict.first.title == title ? conflict.first.id : conflict.second.id
      return Set(
        try desk().offers(for: conflict).filter { $0.occurrence == id }
          .map { String($0.id.prefix { $0 != "-" }) })
    }
    #expect(try offered(found[0], "Asked") == ["decline"])
    #expect(try offered(found[1], "Booked") == ["move", "cancel"])
    let cancel = try #require(
      try desk().offers(for: found[1]).first { $0.id.hasPrefix("cancel") })
    #expect(cancel.label == "Cancel Booked (1 to tell)")
    _ = try desk().resolve(found[1], by: cancel, note: "Double booked")
    let decline = try #require(
      try desk().offers(for: found[0]).first { $0.id.hasPrefix("decline") && $0.occurrence != nil })
    _ = try desk().resolve(found[0], by: decline)
    #expect(await engine.syncNow().state == .ok)
    #expect(fake.booking("booked")?.reason == "Double booked")
    #expect(fake.booking("asked")?.status == "rejected")
  }

  @Test func aWrongKeyAsksForASignInAndKeepsEverything() async throws {
    fake.put(FakeBooking("a"))
    _ = await engine.syncNow()
    fake.misbehave(
      .answers(
        FakeCalCom.refusal(
          401, "UnauthorizedException", "ApiAuthStrategy - api key - expired")), on: "GET",
      "/v2/me")
    #expect(await engine.syncNow().accounts.first?.status == .loginRequired)
    #expect(try occurrences().count == 1)
    #expect(await engine.syncNow().state == .ok)
  }
}

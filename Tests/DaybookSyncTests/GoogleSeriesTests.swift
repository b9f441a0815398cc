import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// Series at Google, whose instances are entries of their own, edited on both sides.
@Suite struct GoogleSeriesTests {
  let bench: SyncBench
  let desk: GoogleDesk
  let engine: SyncEngine

  init() throws {
    bench = try SyncBench()
    desk = try GoogleDesk(bench)
    desk.addSeries()
    engine = bench.engine()
  }

  @Test(arguments: [1, 2500])
  func whatHappensThereToSingleDatesIsSeen(_ size: Int) async throws {
    desk.fake.setPageSize(size)
    desk.fake.setPages(reversed: true)
    desk.fake.remove(GoogleDesk.thursday(1), in: GoogleDesk.calendar)
    desk.change(GoogleDesk.thursday(2), ["summary": "Special"])
    #expect(await engine.syncNow().state == .ok)
    #expect(try bench.titles() == ["Review", "Special", "Review", "Review", "Review"])
    // A date is moved before another, one comes back, the others are renamed.
    desk.change(
      GoogleDesk.thursday(4),
      ["start": GoogleDesk.at("2026-12-09T08:00:00"), "end": GoogleDesk.at("2026-12-09T09:00:00")])
    desk.change(GoogleDesk.thursday(1), ["status": "confirmed", "summary": "Back"])
    desk.change(GoogleDesk.series, ["summary": "Renamed"])
    #expect(await engine.syncNow().state == .ok)
    #expect(try bench.dates()[3] == "20261209T070000Z Review @ ")
    #expect(
      try bench.titles() == ["Renamed", "Back", "Special", "Review", "Renamed", "Renamed"])
    try await bench.expectQuiet(engine, desk)
    desk.fake.remove(GoogleDesk.series, in: GoogleDesk.calendar)
    #expect(await engine.syncNow(SyncOptions(letsThrough: true)).state == .ok)
    #expect(try bench.titles() == [])
    try await bench.expectQuiet(engine, desk)
  }

  @Test func singleDatesAreChangedAndTakenOutHere() async throws {
    _ = await engine.syncNow()
    try bench.changeInstance(1, title: "Mine")
    try bench.deleteInstance(2)
    desk.change(GoogleDesk.thursday(3), ["summary": "Theirs"])
    #expect(await engine.syncNow().state == .ok)
    #expect(try bench.titles() == ["Review", "Mine", "Theirs", "Review", "Review"])
    #expect(
      desk.fake.event(GoogleDesk.thursday(2), in: GoogleDesk.calendar)?["status"] == "cancelled")
    // The rule is as it was: nobody who was invited hears of more than two dates.
    #expect(
      desk.fake.requests.filter { $0 == "PATCH calendars/ada%40example.org/events/series1" } == [])
    try await bench.expectQuiet(engine, desk)
  }

  @Test func oneDateThatBothSidesChangeIsPutTogether() async throws {
    _ = await engine.syncNow()
    desk.change(GoogleDesk.thursday(1), ["location": "There"])
    desk.change(GoogleDesk.thursday(2), ["location": "There"])
    try bench.changeInstance(1, title: "Mine")
    // Taken out here, changed there: it takes place.
    try bench.deleteInstance(2)
    #expect(await engine.syncNow().state == .ok)
    #expect(
      try bench.dates()[1...2] == [
        "20261126T083000Z Mine @ There", "20261203T083000Z Review @ There",
      ])
    try await bench.expectQuiet(engine, desk)
  }

  @Test func allDatesAreRenamedHere() async throws {
    desk.change(GoogleDesk.thursday(1), ["location": "There"])
    desk.fake.remove(GoogleDesk.thursday(2), in: GoogleDesk.calendar)
    _ = await engine.syncNow()
    try bench.changeInstance(nil as Int?, title: "All")
    desk.change(GoogleDesk.thursday(3), ["location": "There too"])
    #expect(await engine.syncNow().state == .ok)
    #expect(desk.there() == ["s": "All @ "])
    let dates = try bench.dates()
    #expect(dates.count == 5 && dates[1].hasSuffix("@ There") && dates[2].hasSuffix("@ There too"))
    try await bench.expectQuiet(engine, desk)
  }

  @Test(arguments: [false, true])
  func theDatesFromOneOnBecomeASeriesOfTheirOwn(_ isLost: Bool) async throws {
    desk.change(GoogleDesk.thursday(1), ["location": "Early"])
    desk.change(GoogleDesk.thursday(4), ["location": "Late"])
    desk.fake.remove(GoogleDesk.thursday(5), in: GoogleDesk.calendar)
    _ = await engine.syncNow()
    try bench.changeFollowing(3, title: "New", uid: "new")
    if isLost { desk.fake.loseNextReply(after: 1) }
    _ = await engine.syncNow()
    bench.wait(3600)
    #expect(await engine.syncNow().state == .ok)
    #expect(
      try bench.dates() == [
        "20261119T083000Z Review @ ", "20261126T083000Z Review @ Early",
        "20261203T083000Z Review @ ", "20261210T083000Z New @ ", "20261217T083000Z New @ Late",
      ])
    #expect(desk.there() == ["s": "Review @ ", "new": "New @ "])
    try await bench.expectQuiet(engine, desk)
  }

  @Test func allDatesMoveHereAndKeepWhatDiffers() async throws {
    desk.change(GoogleDesk.thursday(1), ["location": "There"])
    desk.fake.remove(GoogleDesk.thursday(2), in: GoogleDesk.calendar)
    _ = await engine.syncNow()
    let ten = Instant(seconds: 1_795_078_800)
    try bench.editSeries(nil) {
      try $0.change(
        EventChange(time: .timed(TimeSpan(ten, ten + 3600), zone: "Europe/Berlin")), of: $1, $2,
        newUID: "")
    }
    #expect(await engine.syncNow().state == .ok)
    let dates = try bench.dates()
    #expect(dates.count == 5 && dates.allSatisfy { $0.contains("T090000Z") })
    #expect(dates[1] == "20261126T090000Z Review @ There")
    #expect(dates[2].hasPrefix("20261210"))
    try await bench.expectQuiet(engine, desk)
  }
}

extension SyncBench {
  /// Renames a Thursday and those behind it, which become the series `uid`.
  func changeFollowing(_ number: Int, title: String, uid: String) throws {
    try editSeries(Self.thursdays[number], .following) {
      try $0.change(EventChange(title: title), of: $1, $2, newUID: uid)
    }
  }
}

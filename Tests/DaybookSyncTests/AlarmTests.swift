import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

@Suite struct AlarmTests {
  let bench: SyncBench

  init() throws { bench = try SyncBench() }

  @Test func anAccountNeverAskedIsAskedAtOnceAndThenWhenItIsDue() async throws {
    try bench.remote(["a"])
    let engine = bench.engine(every: 60)
    await engine.start()
    #expect(bench.alarm.seconds == 0)
    bench.alarm.ring()
    await bench.observer.passes(1)
    #expect(try bench.stored().count == 1)
    await engine.stop()
  }

  @Test func theAlarmIsSetForTheNextPassAlsoUnderAClockThatStandsStill() async throws {
    let remote = try bench.remote(["a"])
    let engine = bench.engine(every: 60)
    _ = await engine.syncNow()
    await engine.start()
    #expect(bench.alarm.seconds == 60)
    bench.alarm.ring()
    await bench.observer.passes(2)
    try remote.edit(SyncBench.event("b"), in: RemoteID("c"))
    // The pass that just ended sets the alarm anew; asking by hand waits for it.
    _ = await engine.syncNow()
    #expect(bench.alarm.seconds == 60)
    #expect(try bench.stored().count == 2)
    await engine.stop()
  }

  @Test func anAccountThatFailedIsDueAgainAfterAMinute() async throws {
    let remote = try bench.remote(["a"])
    remote.fail(.unreachable(RemotePlace("https://example.com"), .dropped))
    _ = await bench.engine().syncNow()
    let engine = bench.engine()
    await engine.start()
    #expect(bench.alarm.seconds == 60)
    await engine.stop()
    #expect(bench.alarm.seconds == nil)
  }

  @Test func aFileThatChangesIsReadAtOnce() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write("a.ics", Self.file("One"))
    try bench.add(
      "file", FileProvider(address: folder.path + "/a.ics", seed: "s", home: "/"))
    let engine = bench.engine()
    _ = await engine.syncNow()
    await engine.start()
    #expect(await engine.watchedPaths() == [folder.path + "/a.ics"])
    try folder.write("a.ics", Self.file("Two"))
    await engine.pathsChanged(["/elsewhere"])
    await engine.pathsChanged([folder.path + "/a.ics"])
    await bench.observer.passes(2)
    #expect(try bench.stored() == ["x": "Two"])
    #expect(try bench.store.calendars().map(\.name) == ["a"])
    await engine.stop()
  }

  @Test func aFolderThatComesBackIsReadAtOnce() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write("jobs/deep/a.ics", Self.file("One"))
    try bench.add("files", FileProvider(address: folder.path + "/jobs", seed: "s", home: "/"))
    let engine = bench.engine()
    _ = await engine.syncNow()
    await engine.start()
    #expect(
      await engine.watchedPaths() == [folder.path + "/jobs", folder.path + "/jobs/deep"])
    try folder.delete("jobs")
    await engine.pathsChanged([folder.path + "/jobs"])
    await bench.observer.passes(2)
    #expect(try bench.store.accounts().first?.state == .failed)
    try folder.write("jobs/deep/a.ics", Self.file("Two"))
    await engine.pathsChanged([folder.path])
    await bench.observer.passes(3)
    #expect(try bench.stored() == ["x": "Two"])
    await engine.stop()
  }

  @Test func passesOfOneAccountNeverOverlap() async throws {
    let remote = try bench.remote((0..<50).map { "e\($0)" }, pageSize: 5)
    let engine = bench.engine()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 { group.addTask { _ = await engine.syncNow() } }
    }
    #expect(bench.observer.ended.map { $0.calendars.first?.added } == [50, 0, 0, 0])
    #expect(try bench.stored() == SyncBench.there(remote))
  }

  private static func file(_ title: String) -> String {
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTAMP:20261101T000000Z\r\n"
      + "DTSTART:20261119T083000Z\r\nSUMMARY:\(title)\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
  }
}

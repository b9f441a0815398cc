import DaybookCore
@testable import DaybookStore
import DaybookTestSupport
import Foundation
import GRDB
import ICalendar
import Testing

/// A store opens, or says in a sentence why not; nothing is ever lost.
@Suite struct OpeningTests {
  private func mode(_ path: String) throws -> Int {
    let value = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    return (value as? NSNumber)?.intValue ?? 0
  }

  private func open(_ path: String) throws -> Store {
    try Store.open(
      at: path, zones: TestZones.database, options: StoreOptions(now: TemporaryStore.now))
  }

  private let text = TestCalendar.text(
    TestCalendar.event("a", "DTSTART:20261119T090000Z", "SUMMARY:a"))

  @Test func nobodyElseMayReadIt() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(text)
    #expect(try mode(home.folder.path + "/store") == 0o700)
    for suffix in ["", "-wal", "-shm"] { #expect(try mode(home.path + suffix) == 0o600) }
  }

  @Test func whatWasStoredIsThereAfterReopening() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(text)
    let again = try home.reopened()
    #expect(try again.calendars(countingEvents: true).map(\.events) == [1])
    #expect(try again.accounts().map(\.name) == ["local"])
  }

  @Test(arguments: ["not a database at all", "SQLite format 3\0 and then nothing of it"])
  func aDamagedFileIsSetAsideAndANewOneMade(_ content: String) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write("daybook.sqlite", content)
    let path = folder.path + "/daybook.sqlite"
    let error = try #require(throws: StoreError.self) { try open(path) }
    guard case .setAside(_, let aside) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(aside.hasPrefix(path + ".damaged-"))
    #expect(try String(contentsOfFile: aside, encoding: .utf8) == content)
    #expect(try open(path).hasEvents() == false)
  }

  /// As a store's first opening leaves it when it is killed: a page of nothing, and a journal that
  /// says that there was no page before.
  @Test func aStoreThatWasBeingMadeIsMadeAnew() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/daybook.sqlite"
    try Data(count: 8192).write(to: URL(fileURLWithPath: path))
    // The file format, 3: magic, no records, a nonce, no pages before, sectors of 512, pages of 8192.
    var journal: [UInt8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7, 0, 0, 0, 0, 1, 2, 3, 4]
    journal += [0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0x20, 0]
    journal += [UInt8](repeating: 0, count: 512 - journal.count)
    try Data(journal).write(to: URL(fileURLWithPath: path + "-journal"))
    #expect(try open(path).hasEvents() == false)
    #expect(try folder.names().allSatisfy { !$0.contains(".damaged-") })
  }

  @Test func noJournalStaysForTheNewFile() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/daybook.sqlite"
    try folder.write("daybook.sqlite", "not a database at all")
    try folder.write("daybook.sqlite-journal", "nor a journal")
    #expect(throws: StoreError.self) { try open(path) }
    let names = try folder.names()
    #expect(names.contains { $0.contains(".damaged-") })
    #expect(!names.contains("daybook.sqlite-journal"))
  }

  @Test func aFileCutShortIsSetAside() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/daybook.sqlite"
    do { _ = try open(path) }
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
    #expect(throws: StoreError.self) { try open(path) }
    #expect(try folder.names().contains { $0.contains(".damaged-") })
    #expect(try open(path).hasEvents() == false)
  }

  @Test func damageInTheMiddleIsFoundWhenItIsRead() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/daybook.sqlite"
    do {
      let store = try open(path)
      let calendar = try store.localCalendar(named: "A").calendar
      let many = (0..<500).map {
        TestCalendar.event("e\($0)", "DTSTART:20261119T090000Z", "SUMMARY:\($0)")
      }
      let file = ImportFile(
        name: "x", source: .bytes(Array(TestCalendar.text(many.joined(separator: "\n")).utf8)))
      _ = try store.importEvents(ImportBatch(calendar: calendar.id, files: [file]))
    }
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for index in 16_384..<bytes.count { bytes[index] = 0xa5 }
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(throws: StoreError.self) {
      _ = try open(path).occurrences(
        touching: TimeSpan(.earliest, .latest), viewer: .utc)
    }
    #expect(try open(path).hasEvents() == false)
    #expect(try folder.names().contains { $0.contains(".damaged-") })
  }

  @Test func aNewerStoreIsLeftAlone() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/daybook.sqlite"
    do { try open(path).execute("PRAGMA user_version = 999") }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let error = try #require(throws: StoreError.self) { try open(path) }
    #expect(error.code == "store_newer")
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test func anotherProgramsDatabaseIsLeftAlone() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/other.sqlite"
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE theirs (x)") }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let error = try #require(throws: StoreError.self) { try open(path) }
    #expect(error.code == "store_foreign")
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test func aPathThatCannotBeIsASentence() throws {
    let error = try #require(throws: StoreError.self) { try open("/proc/nowhere/daybook.sqlite") }
    #expect(error.message.contains("/proc/nowhere/daybook.sqlite"))
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    #expect(throws: StoreError.self) { try open(folder.path) }
  }

  @Test func aFullDiskCostsNothingThatWasThere() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(text)
    try home.store.execute("PRAGMA max_page_count = 1")
    let many = (0..<2000).map { TestCalendar.event("e\($0)", "DTSTART:20261119T090000Z") }
    let error = try #require(throws: StoreError.self) {
      try home.load(TestCalendar.text(many.joined(separator: "\n")))
    }
    #expect(error.code == "disk_full")
    #expect(try home.occurrences("2026-11-19", "2026-11-20").map(\.title) == ["a"])
  }

  @Test func aStoreThatMayOnlyBeReadSaysSo() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.store.execute("PRAGMA query_only = 1")
    let error = try #require(throws: StoreError.self) { try home.load(text) }
    #expect(error.code == "store_read_only")
  }

  @Test func aBusyStoreIsNamedWhenPatienceEnds() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let impatient = try home.reopened(patience: 0)
    try home.store.write { _ in
      let error = try #require(throws: StoreError.self) {
        try impatient.addCalendar(named: "B")
      }
      #expect(error.code == "store_busy")
    }
    #expect(try impatient.addCalendar(named: "B").name == "B")
  }

  @Test func twoConnectionsReadWhatWasCommitted() throws {
    let home = try TemporaryStore(connections: .two)
    defer { home.remove() }
    let other = try home.reopened()
    try home.load(text)
    #expect(try home.occurrences("2026-11-19", "2026-11-20").count == 1)
    #expect(try other.hasEvents())
  }

  @Test func aFolderIsNoStore() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    #expect(throws: StoreError.cannotOpen(path: folder.path, reason: "it is a folder")) {
      try open(folder.path)
    }
  }

  @Test func aPipeOrDeviceIsNeitherReadNorSetAside() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let link = folder.path + "/zero"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/zero")
    for path in [pipe, link] {
      #expect(throws: StoreError.cannotOpen(path: path, reason: "it is no file")) {
        try open(path)
      }
    }
    #expect(try folder.names().sorted() == ["pipe", "zero"])
  }
}

import DaybookCore
@testable import DaybookStore
import DaybookTestSupport
import Foundation
import GRDB
import Testing

/// The steps of the schema: what was released stays as it was, and a store of any format is brought
/// to the newest one.
@Suite struct SchemaTests {
  /// One number for each step, in order, made of its text (FNV-1a).
  ///
  /// Stores that were made by a step are out there: a number here is never changed. A change of the
  /// schema is a new step, with a new number below the others.
  private static let released: [UInt64] = [
    0x1ab7_f2cf_2fe9_8413, 0xc358_ed52_a258_92b9, 0xa26e_ae15_2ebc_6d40,
    0x9a84_d2f4_b2a7_0dea, 0xc023_1de2_f2af_9515, 0xa08c_bda3_0162_74cb,
    0x6f98_4eea_b1e2_605e, 0xc3cb_d16c_f91f_f2bb, 0x2179_8c1e_814a_b040,
  ]

  private static func number(of text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  @Test func noReleasedStepIsEdited() {
    #expect(Schema.steps.map(Self.number(of:)) == Self.released)
    #expect(Schema.version == Self.released.count)
  }

  /// A store as it was at `format`: made by the steps that there were.
  private static func make(_ path: String, format: Int) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { db in
      if format > 0 { try db.execute(sql: "PRAGMA journal_mode = WAL") }
      for step in Schema.steps[..<format] { try db.execute(sql: step) }
      try db.execute(sql: "PRAGMA user_version = \(format)")
      guard format > 0 else { return }
      // These columns are as old as the first step; later steps have to keep what is in them.
      try db.execute(
        sql: """
          INSERT INTO account (sid, name, kind) VALUES ('old', 'Old', 'local');
          INSERT INTO calendar (sid, account, key, name)
            VALUES ('kept', 1, 'kept', 'Kept from before');
          """)
    }
    try queue.close()
  }

  /// Every table and index of a store, in the words that made it.
  private static func shape(of path: String) throws -> [String] {
    let queue = try DatabaseQueue(path: path)
    return try queue.read { db in
      try String.fetchAll(
        db, sql: "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema")
    }.sorted()
  }

  private static func open(_ path: String) throws -> Store {
    try Store.open(
      at: path, zones: TestZones.database, options: StoreOptions(now: TemporaryStore.now))
  }

  @Test(arguments: 0...Schema.version) func aStoreOfEachFormatIsBroughtToTheNewest(_ format: Int)
    throws
  {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let (old, new) = (folder.path + "/old.sqlite", folder.path + "/new.sqlite")
    try Self.make(old, format: format)
    let store = try Self.open(old)
    _ = try Self.open(new)

    #expect(try Self.shape(of: old) == Self.shape(of: new))
    let version = try DatabaseQueue(path: old).read {
      try Int.fetchOne($0, sql: "PRAGMA user_version")
    }
    #expect(version == Schema.version)
    #expect(try store.fault() == nil)
    let kept = try store.calendars(countingEvents: true).map(\.name)
    #expect(kept.contains("Kept from before") == (format > 0))
    // And it is of use.
    let added = try store.addCalendar(named: "Added since")
    #expect(try Self.open(old).calendars(countingEvents: true).map(\.id).contains(added.id))
    // Nothing was taken for damage on the way.
    #expect(try folder.names().allSatisfy { !$0.contains(".damaged-") })
  }

  /// A step that fails leaves the store at the format it had.
  @Test func aStepThatCannotBeDoneChangesNothing() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = folder.path + "/old.sqlite"
    // Somebody else's table is in the way of the last statement of the first step.
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "CREATE TABLE lease (a)") }
    try queue.close()
    let before = try Self.shape(of: path)
    _ = try? Self.open(path)
    let aside = try folder.names().first { $0.contains(".damaged-") }
    #expect(try Self.shape(of: aside.map { folder.path + "/" + $0 } ?? path) == before)
  }
}

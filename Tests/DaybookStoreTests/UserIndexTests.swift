import DaybookTestSupport
import Foundation
import GRDB
import ICalendar
import Testing

@testable import DaybookStore

/// The index of several people's server: a file that nobody else reads, and that is never replaced.
struct UserIndexTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/people/users.sqlite" }
  private let now = TemporaryStore.now

  init() throws { folder = try TemporaryFolder() }

  private func somebody(_ name: String, in index: UserIndex) throws -> User {
    let user = User(id: User.makeID(), name: name, since: now)
    try index.add(user, folded: name.lowercased(), password: "record", invitation: nil)
    return user
  }

  @Test func itIsForItsOwnerOnly() throws {
    defer { folder.remove() }
    _ = try UserIndex.open(at: path)
    for (place, mode) in [(path, 0o600), (folder.path + "/people", 0o700)] {
      let found = try FileManager.default.attributesOfItem(atPath: place)[.posixPermissions]
      #expect(found as? Int == mode)
    }
  }

  @Test func whatIsDamagedIsLeftAsItIs() throws {
    defer { folder.remove() }
    let bytes = Data("this is no database, and never was one".utf8)
    try folder.write("people/users.sqlite", String(decoding: bytes, as: UTF8.self))
    #expect(throws: StoreError.self) { try UserIndex.open(at: path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/people").count == 1)
  }

  @Test func aNewerOneIsLeftAlone() throws {
    defer { folder.remove() }
    _ = try UserIndex.open(at: path)
    try DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 99") }
    #expect(throws: StoreError.newer(path: path, version: 99, known: 1)) {
      try UserIndex.open(at: path)
    }
  }

  @Test func whatWasKeptIsFoundAgain() throws {
    defer { folder.remove() }
    let user = try somebody("Ana", in: try UserIndex.open(at: path))
    let index = try UserIndex.open(at: path)
    #expect(try index.users() == [user])
    #expect(try index.user(named: "ana")?.user == user)
    #expect(try index.user(named: "ben") == nil)
    #expect(throws: UserRefusal.taken) { try somebody("ANA", in: index) }
  }

  @Test func withSomebodyGoesAllThatProvesIt() throws {
    defer { folder.remove() }
    let index = try UserIndex.open(at: path)
    let (ana, ben) = (try somebody("ana", in: index), try somebody("ben", in: index))
    for user in [ana, ben] {
      _ = try index.beginSession(of: user.id, hash: user.name, now: now, expires: now + 10)
      try index.addToken(
        ApiToken(id: User.makeID(), name: "t", scopes: ["read"], made: now, expires: nil),
        hash: user.name, of: user.id)
    }
    try index.remove(ana.id)
    #expect(try index.rotate("ana", to: "x", now: now, expires: now + 10) == .unknown)
    #expect(try index.token(hash: "ana", at: now) == nil)
    #expect(try index.token(hash: "ben", at: now)?.user == ben.id)
    #expect(try index.beginSession(of: ana.id, hash: "y", now: now, expires: now + 10) == nil)
    guard case .renewed(ben, _) = try index.rotate("ben", to: "z", now: now, expires: now + 10)
    else {
      Issue.record("Ben was forgotten too.")
      return
    }
  }

  @Test func whatHasEndedIsForgotten() throws {
    defer { folder.remove() }
    let index = try UserIndex.open(at: path)
    let ana = try somebody("ana", in: index)
    let session = try #require(
      try index.beginSession(of: ana.id, hash: "a", now: now, expires: now + 10))
    try index.addInvitation(hash: "i", expires: now + 10)
    try index.prune(at: now + 9)
    #expect(try index.isSession(session, of: ana.id))
    #expect(try index.isInvitation(hash: "i", at: now + 9))
    #expect(try !index.isInvitation(hash: "i", at: now + 10))
    try index.prune(at: now + 10)
    #expect(try !index.isSession(session, of: ana.id))
    for table in ["session", "refresh", "invitation"] {
      let count = try index.read { db in
        try db.first("SELECT COUNT(*) FROM \(table)") { $0.int(0) }
      }
      #expect(count == 0)
    }
  }

  @Test func anIdNamesAFileAndNothingElse() {
    #expect(User.isID(User.makeID()))
    for text in ["", "../../etc/passwd", String(repeating: "A", count: 26), "a"] {
      #expect(!User.isID(text))
    }
  }
}

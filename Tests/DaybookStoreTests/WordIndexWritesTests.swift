import DaybookStore
import DaybookTestSupport
import Foundation
import GRDB
import Testing

/// The index of words writes what it has gathered once a transaction, and not for each event: that
/// would make an import half as fast.
struct WordIndexWritesTests {
  private static let count = 300

  /// How many pages the index has ever written, which it keeps in the row that describes it (FTS5's
  /// “structure record”).
  private func pagesWritten(_ store: TemporaryStore) throws -> UInt64 {
    let block = try #require(
      try DatabaseQueue(path: store.path).read {
        try Data.fetchOne($0, sql: "SELECT block FROM words_data WHERE id = 10")
      })
    // The number of the settings, and in later versions a mark of the format.
    var rest = Array(block)[4...]
    if rest.starts(with: [0xFF, 0, 0, 1]) { rest = rest.dropFirst(4) }
    func number() -> UInt64 {
      var value: UInt64 = 0
      while let byte = rest.popFirst() {
        value = value << 7 | UInt64(byte & 0x7F)
        if byte < 0x80 { break }
      }
      return value
    }
    // Levels and segments stand before it.
    _ = (number(), number())
    return number()
  }

  private func calendar(_ events: Range<Int>, titled word: String) -> String {
    let entries = events.map { index in
      """
      BEGIN:VEVENT
      UID:\(index)
      DTSTAMP:20260101T000000Z
      DTSTART:20261119T\(10 + index % 10)0000Z
      SUMMARY:\(word) number\(index)
      END:VEVENT
      """
    }
    return (["BEGIN:VCALENDAR", "VERSION:2.0"] + entries + ["END:VCALENDAR"])
      .joined(separator: "\n")
  }

  @Test func anImportWritesThemOnce() throws {
    let store = try TemporaryStore()
    defer { store.remove() }
    try store.load(calendar(0..<Self.count, titled: "first"))
    let made = try pagesWritten(store)
    #expect(made < 30)
    try store.load(calendar(0..<Self.count, titled: "second"))
    let changed = try pagesWritten(store)
    #expect(changed - made < 60)
    let counts = try store.load(calendar(0..<1, titled: "second"), mirrors: true)
    #expect(counts.removed == Self.count - 1)
    #expect(try pagesWritten(store) - changed < 60)
  }
}

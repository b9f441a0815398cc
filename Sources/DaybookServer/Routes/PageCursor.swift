import DaybookCore
import Foundation
import ICalendar

/// Where a page ended: the last entry on it, and when that begins, should it be gone meanwhile.
struct PageCursor: Sendable {
  private let id: String
  private let start: Instant

  /// What a request asks of pages.
  struct Question: Sendable {
    private let cursor: PageCursor?
    private let limit: Int

    /// When the last entry of the page before begins; nil for the first page. Nothing on this one
    /// begins earlier.
    var start: Instant? { cursor?.start }

    /// - Throws: a problem about `cursor`.
    init(_ query: Query) throws {
      cursor = try query["cursor"].map(PageCursor.init(reading:))
      limit = query.number("limit") ?? 200
    }

    /// The page that was asked for, and where the next one begins; nil for the last one.
    ///
    /// - Parameters:
    ///   - all: in an order by start.
    ///   - key: the id and the start of an entry.
    func page<Entry>(of all: [Entry], key: (Entry) -> (id: String, start: Instant))
      -> ([Entry], PageCursor?)
    {
      let rest = all[(cursor?.place(in: all, key: key) ?? 0)...]
      let page = Array(rest.prefix(limit))
      guard page.count < rest.count, let last = page.last.map(key) else { return (page, nil) }
      return (page, PageCursor(id: last.id, start: last.start))
    }
  }

  /// - Parameter entries: what they are, in the plural.
  static func parameters(of entries: String) -> [Parameter] {
    [
      Parameter("cursor", .text(), "Where the page before ended: its next_cursor."),
      Parameter("limit", .number(1...1_000), "How many \(entries) at most; 200 unless told."),
    ]
  }

  private init(id: String, start: Instant) {
    (self.id, self.start) = (id, start)
  }

  private init(reading text: String) throws {
    guard let bytes = Base64URL.bytes(text), let plain = String(validating: bytes, as: UTF8.self)
    else { throw PageCursor.unknown }
    let parts = plain.split(separator: " ")
    guard parts.count == 2, let seconds = Int(parts[0]) else { throw PageCursor.unknown }
    (id, start) = (String(parts[1]), Instant(seconds: seconds))
  }

  var text: String { Base64URL.text(Array("\(start.seconds) \(id)".utf8)) }

  /// The first entry of the next page. Where the last one of this is gone, entries may come twice,
  /// and none is left out.
  private func place<Entry>(in all: [Entry], key: (Entry) -> (id: String, start: Instant)) -> Int {
    if let index = all.firstIndex(where: { key($0).id == id }) { return index + 1 }
    return all.firstIndex { key($0).start >= start } ?? all.count
  }

  private static let unknown = Problem.invalid(
    "cursor", "That cursor is none of ours.", hint: "Send next_cursor as it came.")
}

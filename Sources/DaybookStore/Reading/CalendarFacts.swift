internal import DaybookCore
import GRDB

/// What reading needs to know of each calendar, by row.
struct CalendarFacts {
  var id: CalendarID
  var name: String
  var isHidden: Bool
  var isBusy: Bool
  var bufferBefore: Int
  var bufferAfter: Int
  /// My addresses there.
  var me: [[UInt8]]

  static func all(_ db: Database, addresses: [String]) throws -> [Int: CalendarFacts] {
    var facts: [Int: CalendarFacts] = [:]
    let statement = try Prepared(
      """
      SELECT c.id, c.sid, c.name, c.is_hidden, c.is_busy, c.buffer_before, c.buffer_after,
        a.addresses FROM calendar c JOIN account a ON a.id = c.account
      """, in: db)
    while try statement.step() {
      let own = statement.text(7).split(separator: " ").map(String.init)
      facts[statement.int(0)] = CalendarFacts(
        id: CalendarID(statement.text(1)), name: statement.text(2),
        isHidden: statement.int(3) != 0, isBusy: statement.int(4) != 0,
        bufferBefore: statement.int(5), bufferAfter: statement.int(6),
        me: (addresses + own).map { Array($0.utf8) })
    }
    return facts
  }
}

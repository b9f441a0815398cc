import GRDB

/// The occurrences of the table in the order of how near they begin to a moment, before and after it.
struct Outward {
  struct Place {
    var event: Int
    var start: Int
    var length: Int
    var delta: Int

    func distance(from moment: Int) -> Int { abs(start - moment) }
  }

  /// One lane in one direction, with what comes next of it.
  private struct Road {
    let rows: Prepared
    var next: Place

    init?(_ rows: Prepared) throws {
      self.rows = rows
      next = Place(event: 0, start: 0, length: 0, delta: 0)
      guard try advance() else { return nil }
    }

    /// False where nothing more comes.
    mutating func advance() throws -> Bool {
      guard try rows.step() else { return false }
      next = Place(event: rows.int(0), start: rows.int(1), length: rows.int(2), delta: rows.int(3))
      return true
    }
  }

  private let moment: Int
  private var roads: [Road] = []

  /// - Parameter moment: seconds, which clock readings are compared with as if they were UTC.
  init(from moment: Int, in db: Database) throws {
    self.moment = moment
    for lane in Lane.every {
      for condition in ["start >= ?2 ORDER BY start", "start < ?2 ORDER BY start DESC"] {
        let rows = try Prepared(
          keeping: "SELECT event, start, length, delta FROM occurrence WHERE lane = ?1 AND "
            + condition, in: db)
        rows.bind(lane, at: 1)
        rows.bind(moment, at: 2)
        if let road = try Road(rows) { roads.append(road) }
      }
    }
  }

  /// The next one; nil where there is none any more.
  mutating func next() throws -> Place? {
    guard
      let index = roads.indices.min(by: { left, right in
        let (left, right) = (roads[left].next, roads[right].next)
        return (left.distance(from: moment), left.event)
          < (right.distance(from: moment), right.event)
      })
    else { return nil }
    let place = roads[index].next
    if try !roads[index].advance() { roads.remove(at: index) }
    return place
  }
}

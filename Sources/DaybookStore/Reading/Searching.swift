package import DaybookCore
import GRDB
package import ICalendar

extension Store {
  /// Events with these words, those nearest to `near` first: one occurrence each, the nearest.
  package func search(
    _ text: String, near: Instant, limit: Int, viewer: Zone
  ) throws -> [Occurrence] {
    try read { db in
      var search = Search(
        reader: try OccurrenceReader(
          db, viewer: viewer, filter: OccurrenceFilter(), options: options),
        near: near.seconds, limit: limit)
      return try search.found(Words.list(text))
    }
  }
}

/// A search for the events that are nearest in time.
///
/// Each letter that is typed has to be answered while the next one is on its way, over any number of
/// events. A beginning of one or two letters stands in so many that to gather them from the index of
/// words takes a hundred times as long as to look at the few hundred events that are nearest.
private struct Search {
  var reader: OccurrenceReader
  let near: Int
  let limit: Int

  private var db: Database { reader.db }

  mutating func found(_ words: [String]) throws -> [Occurrence] {
    guard !words.isEmpty else { return [] }
    let short = words.filter { $0.unicodeScalars.count < Search.long }
    let long = words.filter { $0.unicodeScalars.count >= Search.long }
    let test = short.isEmpty ? nil : try WordTest(short, in: db)
    if let test, long.isEmpty, try findNear(test) { return reader.list.occurrences }
    if let test, !long.isEmpty {
      try find(try Words.matches(long, in: db), test)
    } else {
      try find(try Words.matches(words, in: db), nil)
    }
    return reader.list.occurrences
  }

  /// Letters from which on the index of words is asked for a beginning.
  private static let long = 3
  /// How many events are looked at one by one: all that is done in vain where their words are rare,
  /// and the most where they are not.
  private static let probe = 300
  private static let patience = 2_000
  /// Of how many events each is asked where it is nearest, instead of what is near which it is.
  private static let few = 1_500

  /// Looks at the nearest events one by one; false where that finds too few.
  private mutating func findNear(_ test: WordTest) throws -> Bool {
    var outward = try Outward(from: near, in: db)
    var seen: Set<Int> = []
    while reader.list.occurrences.count < limit {
      guard let place = try outward.next() else { return true }
      guard seen.insert(place.event).inserted else { continue }
      let found = reader.list.occurrences.count
      if seen.count > Search.patience
        || (seen.count == Search.probe && found * Search.patience < limit * Search.probe)
      {
        reader.forget()
        return false
      }
      if try test.holds(place.event) { try reader.add(place) }
    }
    return true
  }

  /// Those of some events, nil for none, that the test lets pass.
  private mutating func find(_ matching: Set<Int>?, _ test: WordTest?) throws {
    guard let matching else { return }
    if matching.count <= Search.few { return try findEach(matching, test) }
    var outward = try Outward(from: near, in: db)
    var seen: Set<Int> = []
    while reader.list.occurrences.count < limit, let place = try outward.next() {
      guard matching.contains(place.event), seen.insert(place.event).inserted else { continue }
      if let test, try !test.holds(place.event) { continue }
      try reader.add(place)
    }
  }

  private mutating func findEach(_ matching: Set<Int>, _ test: WordTest?) throws {
    let nearest = try Prepared(
      keeping: """
        SELECT start, length, delta FROM occurrence WHERE event = ?1
        ORDER BY abs(start - ?2) LIMIT 1
        """, in: db)
    var places: [Outward.Place] = []
    for event in matching {
      nearest.bind(event, at: 1)
      nearest.bind(near, at: 2)
      if try nearest.step() {
        places.append(
          Outward.Place(
            event: event, start: nearest.int(0), length: nearest.int(1), delta: nearest.int(2)))
      }
      nearest.reset()
    }
    places.sort { ($0.distance(from: near), $0.event) < ($1.distance(from: near), $1.event) }
    for place in places {
      guard reader.list.occurrences.count < limit else { break }
      if let test, try !test.holds(place.event) { continue }
      try reader.add(place)
    }
  }
}

extension OccurrenceReader {
  fileprivate mutating func add(_ place: Outward.Place) throws {
    try add(
      event: place.event, start: place.start, length: place.length, delta: place.delta, in: nil)
  }
}

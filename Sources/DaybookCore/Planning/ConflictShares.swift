/// Counts conflicts, so that events that repeat every second fill neither an hour nor the memory.
///
/// An event has its share of them, as it has of the instances in a list; no calendar that a person
/// keeps comes near. Whose conflicts are more than are told is remembered.
struct ConflictShares {
  static let ofOneEvent: Int32 = 5_000
  static let ofAll = 100_000

  /// For each occurrence a number for its event.
  private var numbers: [Int32] = []
  private var counts: [Int32]
  private var isCut: [Bool]
  private var total = 0

  init(_ occurrences: [Occurrence]) {
    var known: [EventID: Int32] = [:]
    numbers.reserveCapacity(occurrences.count)
    for occurrence in occurrences {
      let number = known[occurrence.event] ?? Int32(known.count)
      if number == known.count { known[occurrence.event] = number }
      numbers.append(number)
    }
    counts = Array(repeating: 0, count: known.count)
    isCut = Array(repeating: false, count: known.count)
  }

  /// Whether nothing more is looked for on behalf of this occurrence, which is then remembered.
  mutating func isDone(_ slot: Int32) -> Bool {
    guard isUsedUp(slot) else { return false }
    isCut[event(slot)] = true
    return true
  }

  private func isUsedUp(_ slot: Int32) -> Bool {
    total >= ConflictShares.ofAll || counts[event(slot)] >= ConflictShares.ofOneEvent
  }

  /// Whether these two are of different events that both have conflicts to spare.
  mutating func admits(_ one: Int32, _ other: Int32) -> Bool {
    guard event(one) != event(other) else { return false }
    guard isUsedUp(one) || isUsedUp(other) else { return true }
    isCut[event(one)] = true
    isCut[event(other)] = true
    return false
  }

  mutating func count(_ one: Int32, _ other: Int32) {
    counts[event(one)] += 1
    counts[event(other)] += 1
    total += 1
  }

  /// The events of these occurrences that have more conflicts than are told.
  func truncated(_ occurrences: [Occurrence]) -> [EventID] {
    guard isCut.contains(true) else { return [] }
    return Set(
      occurrences.indices.lazy.filter { isCut[Int(numbers[$0])] }.map {
        occurrences[$0].event
      }
    ).sorted()
  }

  private func event(_ slot: Int32) -> Int { Int(numbers[Int(slot)]) }
}

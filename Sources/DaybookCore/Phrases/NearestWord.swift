/// Finds what a mistyped word was probably meant to be.
package enum NearestWord {
  /// The word among `known` that the fewest slips of the fingers away from `typed`, ignoring case;
  /// nil when none is near. Of several equally near the first.
  package static func to(_ typed: some StringProtocol, among known: some Sequence<String>)
    -> String?
  {
    closest(to: typed, among: known) { min($0, $1) < 4 ? 1 : 2 }
  }

  /// The same, of those that at most so many slips lie away.
  static func to(
    _ typed: some StringProtocol, among known: some Sequence<String>, within slips: Int
  )
    -> String?
  {
    closest(to: typed, among: known) { _, _ in slips }
  }

  /// The same however far away it is, for lists that are short enough to name one in any case; nil
  /// only where there is none.
  package static func orFarther(from typed: some StringProtocol, among known: [String]) -> String? {
    closest(to: typed, among: known) { _, _ in Int.max } ?? known.first
  }

  /// The same for names, of which people remember the half: up to half of the letters may be other
  /// ones.
  package static func toName(_ typed: some StringProtocol, among known: some Sequence<String>)
    -> String?
  {
    closest(to: typed, among: known) { typed, _ in max(2, typed / 2) }
  }

  private static func closest(
    to typed: some StringProtocol, among known: some Sequence<String>,
    within allowed: (_ typed: Int, _ known: Int) -> Int
  ) -> String? {
    let letters = Array(typed.lowercased())
    guard !letters.isEmpty else { return nil }
    var best: (word: String, slips: Int)?
    for word in known {
      let candidate = Array(word.lowercased())
      let allowed = allowed(letters.count, candidate.count)
      guard abs(letters.count - candidate.count) <= allowed else { continue }
      let slips = distance(letters, candidate)
      if slips <= allowed, slips < best?.slips ?? .max { best = (word, slips) }
    }
    return best?.word
  }

  /// Letters to add, drop, replace or swap with a neighbour (optimal string alignment).
  private static func distance(_ one: [Character], _ other: [Character]) -> Int {
    guard !one.isEmpty, !other.isEmpty else { return max(one.count, other.count) }
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for row in 1...one.count {
      var current = [row]
      current.reserveCapacity(other.count + 1)
      for column in 1...other.count {
        let same = one[row - 1] == other[column - 1]
        var slips = min(
          last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
        if row > 1, column > 1, one[row - 1] == other[column - 2],
          one[row - 2] == other[column - 1]
        {
          slips = min(slips, beforeLast[column - 2] + 1)
        }
        current.append(slips)
      }
      beforeLast = last
      last = current
    }
    return last[other.count]
  }
}

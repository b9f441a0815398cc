/// How well a typed pattern fits a text, and which characters it hit.
package struct FuzzyMatch: Sendable, Equatable {
  package var score: Int
  /// Character positions in the text, ascending.
  package var hits: [Int]

  /// Whether most of the letters lie scattered over the text: a likeness by chance.
  package func isScattered(in text: String) -> Bool {
    let there = Array(text)
    let fitting = hits.indices.count { place in
      let hit = hits[place]
      let beginsWord = hit == 0 || !(there[hit - 1].isLetter || there[hit - 1].isNumber)
      return beginsWord || (place > 0 && hits[place - 1] == hit - 1)
    }
    return fitting * 2 < hits.count
  }

  /// nil when the pattern's characters do not all appear in order, ignoring case. Words' first
  /// letters and runs count for more, long texts for a little less.
  package init?(_ pattern: String, in text: String) {
    let wanted = Array(pattern.lowercased().filter { $0 != " " })
    let there = Array(text.lowercased())
    guard !wanted.isEmpty else {
      score = 0
      hits = []
      return
    }
    var best: (score: Int, hits: [Int])?
    // Each place where the first letter stands is a possible beginning; texts here are short.
    for start in there.indices where there[start] == wanted[0] {
      guard let found = Self.walk(wanted, there, from: start) else { break }
      if found.score > (best?.score ?? Int.min) { best = found }
    }
    guard let best else { return nil }
    score = best.score - there.count / 8
    hits = best.hits
  }

  private static func walk(_ wanted: [Character], _ there: [Character], from start: Int)
    -> (score: Int, hits: [Int])?
  {
    var hits: [Int] = []
    var score = 0
    var place = start
    for letter in wanted {
      guard let found = there[place...].firstIndex(of: letter) else { return nil }
      if found == 0 || !(there[found - 1].isLetter || there[found - 1].isNumber) { score += 8 }
      if let last = hits.last {
        score += found == last + 1 ? 6 : -min(found - last, 4)
      }
      hits.append(found)
      place = found + 1
    }
    return (score, hits)
  }
}

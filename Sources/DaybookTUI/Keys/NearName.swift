/// Which of the valid names somebody probably meant.
package enum NearName {
  /// The name with the fewest letters to change, if that is less than about half of them.
  package static func of(_ wrong: String, among names: some Sequence<String>) -> String? {
    let wrong = Array(wrong.lowercased())
    var best: (name: String, distance: Int)?
    for name in names {
      let distance = distance(wrong, Array(name.lowercased()))
      if distance < best?.distance ?? Int.max { best = (name, distance) }
    }
    guard let best, best.distance <= max(2, wrong.count / 2) else { return nil }
    return best.name
  }

  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var previous = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var current = [i + 1]
      for (j, other) in b.enumerated() {
        current.append(
          min(previous[j + 1] + 1, current[j] + 1, previous[j] + (letter == other ? 0 : 1)))
      }
      previous = current
    }
    return previous[b.count]
  }
}

/// Finds what a person meant by a name or the beginning of one.
package enum NameMatch<Item> {
  case found(Item)
  case none(nearest: String?)
  case several([String])
}

extension NameMatch {
  /// The item whose name this is, exactly or ignoring case; else the only one whose name begins
  /// with it.
  package static func of(_ text: String, among items: [(name: String, item: Item)]) -> NameMatch {
    if let exact = items.first(where: { $0.name == text }) { return .found(exact.item) }
    let folded = text.lowercased()
    let same = items.filter { $0.name.lowercased() == folded }
    if same.count == 1 { return .found(same[0].item) }
    if same.count > 1 { return .several(same.map(\.name)) }
    let beginning = text.isEmpty ? [] : items.filter { $0.name.lowercased().hasPrefix(folded) }
    switch beginning.count {
    case 1: return .found(beginning[0].item)
    case 0: return .none(nearest: nearest(folded, among: items.map(\.name)))
    default: return .several(beginning.map(\.name).sorted())
    }
  }

  private static func nearest(_ text: String, among names: [String]) -> String? {
    let ranked = names.map { ($0, distance(text, $0.lowercased())) }.min {
      $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 < $1.1
    }
    guard let (name, distance) = ranked, distance <= max(2, text.count / 2) else { return nil }
    return name
  }

  /// Letters to put in, leave out, change or swap.
  private static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.prefix(64))
    let right = Array(right.prefix(64))
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var before: [Int] = []
    var last = Array(0...right.count)
    for i in 1...left.count {
      var row = [i]
      row.reserveCapacity(right.count + 1)
      for j in 1...right.count {
        var best = min(
          last[j] + 1, row[j - 1] + 1, last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1))
        if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
          best = min(best, before[j - 2] + 1)
        }
        row.append(best)
      }
      before = last
      last = row
    }
    return last[right.count]
  }
}

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
    let exact = items.filter { $0.name == text }
    if exact.count == 1 { return .found(exact[0].item) }
    if exact.count > 1 { return .several(exact.map(\.name)) }
    let folded = text.lowercased()
    let same = items.filter { $0.name.lowercased() == folded }
    if same.count == 1 { return .found(same[0].item) }
    if same.count > 1 { return .several(same.map(\.name)) }
    let beginning = text.isEmpty ? [] : items.filter { $0.name.lowercased().hasPrefix(folded) }
    switch beginning.count {
    case 1: return .found(beginning[0].item)
    case 0: return .none(nearest: NearestWord.toName(text, among: items.map(\.name).sorted()))
    default: return .several(beginning.map(\.name).sorted())
    }
  }
}

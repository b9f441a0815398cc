/// Which line of a list is chosen, and which one stands at the top.
package struct ListPosition: Sendable, Equatable {
  package var index = 0

  package init() {}

  mutating func move(by lines: Int, of count: Int) {
    index = min(max(0, index + lines), max(0, count - 1))
  }

  mutating func clamp(to count: Int) {
    index = min(max(0, index), max(0, count - 1))
  }

  /// Takes a click; true when the line was chosen already.
  mutating func choose(_ row: Int) -> Bool {
    let isSecond = row == index
    index = row
    return isSecond
  }

  /// The lines that `height` rows show, with the chosen one among them.
  func window(of count: Int, height: Int) -> Range<Int> {
    guard count > height else { return 0..<max(0, count) }
    let top = min(max(0, index - height / 2), count - height)
    return top..<top + max(0, height)
  }
}

extension Action {
  /// By how many lines it moves in a list; nil for what does not move.
  var rows: Int? {
    switch self {
    case .nextRow: 1
    case .previousRow: -1
    case .pageDown: 10
    case .pageUp: -10
    case .top: -.max / 2
    case .bottom: .max / 2
    default: nil
    }
  }
}

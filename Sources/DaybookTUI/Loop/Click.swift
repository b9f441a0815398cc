/// A click, and how things stood after it.
struct Click: Sendable {
  let target: ClickTarget
  private let row: Int
  private let column: Int
  private let view: ViewKind
  private let layers: Int
  private let focus: Focus

  init(_ target: ClickTarget, row: Int, column: Int, _ state: AppState) {
    self.target = target
    self.row = row
    self.column = column
    view = state.view
    layers = state.layers.count
    focus = state.focus
  }

  /// Whether a click here and now is the second one on the same thing. Buttons are read anew each
  /// time: what they do may change with each.
  func isAt(row: Int, column: Int, _ state: AppState) -> Bool {
    let isThing =
      switch target {
      case .slot, .occurrence, .day, .row: true
      case .action, .calendar, .nothing: false
      }
    return isThing && row == self.row && column == self.column && state.view == view
      && state.layers.count == layers && state.focus == focus
  }
}

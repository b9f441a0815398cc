/// Lines and boxes.
extension Grid {
  package mutating func horizontalLine(
    row: Int, column: Int = 0, width: Int? = nil, letter: Unicode.Scalar = "─", as style: Style
  ) {
    fill(
      Rect(row: row, column: column, width: width ?? self.width - column, height: 1),
      with: letter, as: style)
  }

  package mutating func verticalLine(
    column: Int, row: Int = 0, height: Int? = nil, letter: Unicode.Scalar = "│", as style: Style
  ) {
    fill(
      Rect(row: row, column: column, width: 1, height: height ?? self.height - row),
      with: letter, as: style)
  }

  /// A border around a rectangle, with a title in its upper edge and a note in its lower one.
  /// Returns what lies inside.
  @discardableResult
  package mutating func box(
    _ rect: Rect? = nil, title: String = "", note: String = "", as style: Style,
    titleAs titleStyle: Style? = nil, corners: Corners = .square
  ) -> Rect {
    let rect = rect ?? bounds
    guard rect.width >= 2, rect.height >= 2 else { return rect.inset(by: 1) }
    let right = rect.column + rect.width - 1
    let bottom = rect.row + rect.height - 1
    let letters = Array(corners.letters.unicodeScalars)
    horizontalLine(row: rect.row, column: rect.column + 1, width: rect.width - 2, as: style)
    horizontalLine(row: bottom, column: rect.column + 1, width: rect.width - 2, as: style)
    verticalLine(column: rect.column, row: rect.row + 1, height: rect.height - 2, as: style)
    verticalLine(column: right, row: rect.row + 1, height: rect.height - 2, as: style)
    for (index, place) in [
      (rect.row, rect.column), (rect.row, right), (bottom, rect.column), (bottom, right),
    ].enumerated() {
      fill(
        Rect(row: place.0, column: place.1, width: 1, height: 1), with: letters[index], as: style)
    }
    label(title, row: rect.row, rect, as: titleStyle ?? style)
    label(note, row: bottom, rect, as: style)
    return rect.inset(by: 1)
  }

  /// A line across a box that joins its sides, with a title.
  package mutating func divider(
    row: Int, in rect: Rect? = nil, title: String = "", as style: Style,
    titleAs titleStyle: Style? = nil
  ) {
    let rect = rect ?? bounds
    guard rect.width >= 2 else { return }
    horizontalLine(row: row, column: rect.column + 1, width: rect.width - 2, as: style)
    write("├", row: row, column: rect.column, as: style)
    write("┤", row: row, column: rect.column + rect.width - 1, as: style)
    label(title, row: row, rect, as: titleStyle ?? style)
  }

  private mutating func label(_ text: String, row: Int, _ rect: Rect, as style: Style) {
    guard !text.isEmpty, rect.width >= 6 else { return }
    write(
      " \(TextWidth.cut(text, to: rect.width - 6)) ", row: row, column: rect.column + 2, as: style)
  }

  package enum Corners: Sendable {
    case square
    case round

    var letters: String {
      switch self {
      case .square: "┌┐└┘"
      case .round: "╭╮╰╯"
      }
    }
  }
}

/// A role alone is the usual style.
extension Grid {
  package mutating func horizontalLine(
    row: Int, column: Int = 0, width: Int? = nil, letter: Unicode.Scalar = "─", as role: Role
  ) {
    horizontalLine(row: row, column: column, width: width, letter: letter, as: role.style)
  }

  package mutating func verticalLine(
    column: Int, row: Int = 0, height: Int? = nil, letter: Unicode.Scalar = "│", as role: Role
  ) {
    verticalLine(column: column, row: row, height: height, letter: letter, as: role.style)
  }

  @discardableResult
  package mutating func box(
    _ rect: Rect? = nil, title: String = "", note: String = "", as role: Role,
    titleAs titleRole: Role? = nil, corners: Corners = .square
  ) -> Rect {
    box(
      rect, title: title, note: note, as: role.style, titleAs: titleRole?.style, corners: corners)
  }
}

import DaybookTUI

/// A terminal as simple as can be that understands what `Painter` says, and nothing else: anything
/// else it is told is written down in `refused`.
struct Glass {
  struct Square: Equatable {
    /// Empty for the right half of a wide letter.
    var text = " "
    var look = Look()

    /// What can be seen of it: of a blank, neither colour nor weight.
    var seen: Square {
      guard text == " " else { return self }
      var square = self
      square.look.attributes.formIntersection([.reverse, .underline, .strike])
      if square.look.attributes.isEmpty { square.look.foreground = .standard }
      return square
    }
  }

  let columns: Int
  private(set) var rows: [[Square]]
  private(set) var refused: [String] = []
  private var look = Look()
  private var row = 0
  private var column = 0
  private var margins: ClosedRange<Int>
  /// Whether what is wiped takes the current background.
  private let erasesWithBackground: Bool

  init(columns: Int, rows: Int, erasesWithBackground: Bool = true) {
    self.columns = columns
    self.erasesWithBackground = erasesWithBackground
    // What no picture shows, so that a cell that was never painted is found.
    let dirt = Square(text: "?", look: Look(attributes: [.strike]))
    self.rows = Array(repeating: Array(repeating: dirt, count: columns), count: rows)
    margins = 0...(rows - 1)
  }

  private var erased: Square {
    Square(look: Look(background: erasesWithBackground ? look.background : .standard))
  }

  mutating func take(_ bytes: [UInt8]) {
    var text = Substring(String(decoding: bytes, as: UTF8.self))
    while let first = text.unicodeScalars.first {
      switch first {
      case "\u{1B}": takeEscape(&text)
      case "\n", "\r", "\u{8}":
        text.unicodeScalars.removeFirst()
        if first == "\n" { feed() } else { column = first == "\r" ? 0 : max(0, column - 1) }
      default: put(text.removeFirst())
      }
    }
  }

  private mutating func put(_ letter: Character) {
    let text = String(letter)
    let width = TextWidth.of(text)
    guard column + width <= columns, width > 0 else { return refused.append(text) }
    for at in column..<(column + width) { cut(at) }
    rows[row][column] = Square(text: text, look: look)
    if width == 2 { rows[row][column + 1] = Square(text: "", look: look) }
    // It does not wrap: behind the last column it stands still.
    column = min(columns - 1, column + width)
  }

  /// Half of a wide letter does not stay when the other is written over.
  private mutating func cut(_ at: Int) {
    if rows[row][at].text.isEmpty, at > 0 { rows[row][at - 1].text = " " }
    if at + 1 < columns, rows[row][at + 1].text.isEmpty { rows[row][at + 1].text = " " }
  }

  private mutating func feed() {
    guard row == margins.upperBound else { return row = min(row + 1, rows.count - 1) }
    rows.remove(at: margins.lowerBound)
    rows.insert(Array(repeating: erased, count: columns), at: margins.upperBound)
  }

  private mutating func takeEscape(_ text: inout Substring) {
    text.unicodeScalars.removeFirst()
    if text.hasPrefix("M") {
      text.removeFirst()
      guard row == margins.lowerBound else { return row = max(0, row - 1) }
      rows.remove(at: margins.upperBound)
      rows.insert(Array(repeating: erased, count: columns), at: margins.lowerBound)
      return
    }
    guard text.hasPrefix("["), let end = text.dropFirst().firstIndex(where: \.isLetter) else {
      return refused.append(String(text))
    }
    let parameters = text[text.index(after: text.startIndex)..<end]
    let command = text[end]
    text = text[text.index(after: end)...]
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map {
      Int($0) ?? 0
    }
    obey(command, numbers, String(parameters))
  }

  private mutating func obey(_ command: Character, _ numbers: [Int], _ parameters: String) {
    let first = numbers.first ?? 0
    let count = max(1, first)
    switch command {
    case "H": (row, column) = (count - 1, max(1, numbers.dropFirst().first ?? 1) - 1)
    case "G": column = count - 1
    case "C": column = min(columns - 1, column + count)
    case "D": column = max(0, column - count)
    case "K", "X":
      for at in column..<(command == "K" ? columns : min(columns, column + count)) {
        cut(at)
        rows[row][at] = erased
      }
    case "r":
      margins = parameters.isEmpty ? 0...(rows.count - 1) : (first - 1)...(numbers[1] - 1)
      (row, column) = (0, 0)
    case "m": dress(numbers[...])
    case "h", "l": if parameters != "?25" { refused.append(parameters) }
    default: refused.append("\(parameters)\(command)")
    }
  }

  private mutating func dress(_ codes: ArraySlice<Int>) {
    var codes = codes
    while let code = codes.popFirst() {
      switch code {
      case 0: look = Look()
      case 1: look.attributes.insert(.bold)
      case 2: look.attributes.insert(.dim)
      case 3: look.attributes.insert(.italic)
      case 4: look.attributes.insert(.underline)
      case 7: look.attributes.insert(.reverse)
      case 9: look.attributes.insert(.strike)
      case 22: look.attributes.subtract([.bold, .dim])
      case 23: look.attributes.remove(.italic)
      case 24: look.attributes.remove(.underline)
      case 27: look.attributes.remove(.reverse)
      case 29: look.attributes.remove(.strike)
      case 38: look.foreground = color(&codes)
      case 48: look.background = color(&codes)
      case 39: look.foreground = .standard
      case 49: look.background = .standard
      case 30...37: look.foreground = .indexed(UInt8(code - 30))
      case 40...47: look.background = .indexed(UInt8(code - 40))
      case 90...97: look.foreground = .indexed(UInt8(code - 82))
      case 100...107: look.background = .indexed(UInt8(code - 92))
      default: refused.append("\(code)m")
      }
    }
  }

  private mutating func color(_ codes: inout ArraySlice<Int>) -> Color {
    if codes.popFirst() == 5 { return .indexed(UInt8(codes.popFirst() ?? 0)) }
    let parts = (0..<3).map { _ in UInt8(codes.popFirst() ?? 0) }
    return .rgb(RGB(parts[0], parts[1], parts[2]))
  }
}

/// Takes a terminal's output apart: text here, escape sequences there.
struct EscapeScanner {
  enum Piece: Equatable {
    case text(UInt8)
    /// Without the ESC: `[?2026h`, `]11;?`, `c`.
    case escape(String)
  }

  private var pending: [UInt8]?

  /// What these bytes complete; a sequence may be cut anywhere between two calls.
  mutating func pieces(_ bytes: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    for byte in bytes {
      guard var sequence = pending else {
        if byte == 0x1b { pending = [] } else { pieces.append(.text(byte)) }
        continue
      }
      sequence.append(byte)
      if EscapeScanner.isComplete(sequence) {
        pieces.append(.escape(String(decoding: sequence, as: UTF8.self)))
        pending = nil
      } else {
        pending = sequence
      }
    }
    return pieces
  }

  private static func isComplete(_ sequence: [UInt8]) -> Bool {
    guard let first = sequence.first, let last = sequence.last else { return false }
    switch first {
    case UInt8(ascii: "["): return sequence.count > 1 && (0x40...0x7e).contains(last)
    // Strings end with BEL or ST, whose ESC is among what was gathered.
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"):
      return last == 0x07 || (last == UInt8(ascii: "\\") && sequence.dropLast().last == 0x1b)
    case 0x20...0x2f: return sequence.count > 1 && (0x30...0x7e).contains(last)
    default: return true
    }
  }
}

/// What a stretch of output did.
struct OutputSummary {
  /// The text in the order it came, a blank wherever the cursor was sent elsewhere.
  private(set) var text = ""
  /// How often the whole screen was erased.
  private(set) var fullClears = 0
  /// How often a picture was held back until it was complete (mode 2026).
  private(set) var repaints = 0

  init(_ bytes: [UInt8]) {
    var scanner = EscapeScanner()
    var letters: [UInt8] = []
    var isAtHome = false
    for piece in scanner.pieces(bytes) {
      switch piece {
      case .text(let byte):
        letters.append(byte < 0x20 ? 0x20 : byte)
        isAtHome = false
      case .escape(let sequence):
        switch sequence {
        case "[2J", "[3J", "c": fullClears += 1
        case "[?2026h": repaints += 1
        case "[J", "[0J": fullClears += isAtHome ? 1 : 0
        default: break
        }
        isAtHome = sequence == "[H" || sequence == "[1;1H" || (isAtHome && sequence.hasSuffix("m"))
        if !sequence.hasSuffix("m") { letters.append(0x20) }
      }
    }
    text = String(decoding: letters, as: UTF8.self)
  }
}

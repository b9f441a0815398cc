/// Answers what a program asks its terminal, as an xterm on a dark ground does.
struct TerminalAnswers {
  /// Whether it can hold back a picture until it is complete (mode 2026).
  var holdsBack = false
  private var scanner = EscapeScanner()

  /// The answers to all questions in these bytes.
  mutating func answer(to bytes: [UInt8]) -> [UInt8] {
    var answers = ""
    for case .escape(let question) in scanner.pieces(bytes) {
      switch question {
      case "[6n": answers += "\u{1b}[1;1R"
      case "[c", "[0c": answers += "\u{1b}[?62;22c"
      case "[>c", "[>0c": answers += "\u{1b}[>41;380;0c"
      case "[?u": answers += "\u{1b}[?0u"
      case "[?2026$p" where holdsBack: answers += "\u{1b}[?2026;2$y"
      case _ where question.hasPrefix("]11;?"):
        answers += "\u{1b}]11;rgb:0000/0000/0000\u{1b}\\"
      case _ where question.hasPrefix("]10;?"):
        answers += "\u{1b}]10;rgb:ffff/ffff/ffff\u{1b}\\"
      case _ where question.hasPrefix("[?") && question.hasSuffix("$p"):
        answers += "\u{1b}[?\(question.dropFirst(2).dropLast(2));0$y"
      default: break
      }
    }
    return Array(answers.utf8)
  }
}

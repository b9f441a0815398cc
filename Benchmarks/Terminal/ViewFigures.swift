/// What the keys of a view cost in one session.
struct ViewFigures {
  /// The keys with what they cost, those of one deed together.
  private(set) var keys: [(name: String, figures: KeyFigures)] = []

  /// How often each key of a pair is pressed: of both together, all but one keep to the p95.
  private static let presses = 11
  /// Longer than what a key sets off in the background waits and takes.
  private static let quiet = 100

  init(of script: ViewScript, in session: TerminalSession) {
    for key in script.enter { ViewFigures.pass(key, in: session) }
    for deed in script.deeds { keys.append(ViewFigures.figures(deed, in: session)) }
    for key in script.leave { ViewFigures.pass(key, in: session) }
    // Where the next one begins.
    for key in ["2", "t"] { ViewFigures.pass(key, in: session) }
  }

  /// The slowest deed.
  var worst: (name: String, figures: KeyFigures)? {
    keys.filter { !$0.figures.latency.isEmpty }
      .max { $0.figures.latency.p95 < $1.figures.latency.p95 }
  }

  private static func figures(_ deed: ViewScript.Deed, in session: TerminalSession)
    -> (name: String, figures: KeyFigures)
  {
    var figures = KeyFigures()
    func press(_ key: String) { figures.press(key, in: session, quiet: quiet) }
    switch deed {
    case .walk(let there, let back):
      for key in [there, back] { for _ in 0..<presses { press(key) } }
      return ("\(shown(there)) \(shown(back))", figures)
    case .turns(let there, let back):
      for _ in 0..<presses { for key in [there, back] { press(key) } }
      return ("\(shown(there)) \(shown(back))", figures)
    case .opens(let key, let back):
      for _ in 0..<presses {
        press(key)
        pass(back, in: session)
      }
      return (shown(key), figures)
    case .types(let words):
      for _ in 0..<max(1, presses * 2 / words.map(\.count).reduce(0, +)) {
        for word in words {
          for letter in word { press(String(letter)) }
          // Ctrl-U takes the line back.
          pass("\u{15}", in: session)
        }
      }
      return ("letters", figures)
    case .cycle(let keys):
      for _ in 0..<max(1, presses * 2 / keys.count) { for key in keys { press(key) } }
      return (keys.map(shown).joined(separator: " "), figures)
    }
  }

  /// Presses a key that is not measured, and lets everything come that it sets off.
  private static func pass(_ key: String, in session: TerminalSession) {
    session.type(key)
    _ = session.output(quiet: quiet, first: 200)
  }

  private static func shown(_ key: String) -> String {
    switch key {
    case "\r": "Enter"
    case "\t": "Tab"
    case " ": "Space"
    case "\u{4}": "Ctrl-D"
    case "\u{15}": "Ctrl-U"
    case "\u{1b}[A": "Up"
    case "\u{1b}[B": "Down"
    case "\u{1b}[Z": "S-Tab"
    default: key
    }
  }
}

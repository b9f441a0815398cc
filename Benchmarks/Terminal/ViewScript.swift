/// A view or a panel, and the keys that are usual in it.
struct ViewScript {
  enum Deed {
    /// Keys that lead away, then as many that lead back: `l` and `h`.
    case walk(String, String)
    /// Keys that take each other back at once: `+` and `-`.
    case turns(String, String)
    /// A key that opens something, which the second closes. Only the first is measured: Esc waits to
    /// see whether it begins a longer key.
    case opens(String, String)
    /// Words typed letter by letter, each then taken back at once.
    case types([String])
    /// Keys that are pressed one after the other, all the same way.
    case cycle([String])
  }

  var name: String
  /// What leads there from the week, each key once the one before is answered.
  var enter: [String]
  var deeds: [Deed]
  /// What leads back.
  var leave: [String] = []
  /// Where it exists only in a narrow terminal.
  var columns: UInt16?
  /// Milliseconds that all but the slowest twentieth of its keys may take.
  var bar = 4.0

  private static let enterKey = "\r"
  private static let escape = "\u{1b}"
  private static let down = "\u{1b}[B"
  private static let up = "\u{1b}[A"
  private static let days: [Deed] = [
    .walk("l", "h"), .walk("j", "k"), .walk("J", "K"), .walk("]", "["), .walk("}", "{"),
  ]

  private static func panel(
    _ name: String, _ keys: String, _ deeds: [Deed], bar: Double = 4
  ) -> ViewScript {
    ViewScript(name: name, enter: ["J", keys], deeds: deeds, leave: [escape], bar: bar)
  }

  static let all = [
    ViewScript(name: "day", enter: ["1"], deeds: days, leave: ["2"]),
    ViewScript(name: "three days", enter: [], deeds: days, columns: 58),
    ViewScript(name: "week", enter: [], deeds: days + [.walk(">", "<"), .turns("+", "-")]),
    ViewScript(
      name: "month", enter: ["3"], deeds: [.walk("l", "h"), .walk("j", "k"), .walk("]", "[")],
      leave: ["2"]),
    ViewScript(
      name: "agenda", enter: ["4"],
      deeds: [.walk("j", "k"), .walk("l", "h"), .walk("\u{4}", "\u{15}"), .walk("]", "[")],
      leave: ["2"]),
    ViewScript(
      name: "hours", enter: ["7"],
      deeds: [.walk("j", "k"), .walk("]", "["), .turns("+", "-"), .cycle(["s", "s", "s", "s"])],
      leave: ["2"]),
    ViewScript(
      name: "year", enter: ["8"], deeds: [.walk("l", "h"), .walk("j", "k"), .walk("]", "[")],
      leave: ["2"]),
    ViewScript(
      name: "from view to view", enter: [], deeds: [.cycle(["1", "3", "4", "7", "8", "2"])]),
    panel("event card", enterKey, [.walk("J", "K"), .walk("j", "k")]),
    panel("conflicts", "c", [.walk("j", "k")]),
    panel("free slots", "f", [.walk("j", "k"), .turns("l", "h"), .turns(" ", " ")]),
    panel("clients", "C", [.types(["acme"])]),
    panel("add in one line", "a", [.types(["Acme call fri 15:00"])]),
    panel("add in a form", "A", [.types(["Acme call"]), .walk("\t", "\u{1b}[Z")]),
    panel("moving", "m", [.walk("l", "h"), .walk("j", "k"), .turns("J", "K")]),
    panel("go to a date", "gd", [.types(["fri 12 dec"])]),
    panel("help", "?", [.walk(down, up), .types(["week"])]),
    panel("themes", "gt", [.walk(down, up)]),
    panel("accounts", "ga", [.walk("j", "k")]),
    panel("palette: lines", ":", [.walk(down, up)]),
    panel("palette: a letter", ":", [.types(letters)], bar: 8),
    ViewScript(
      name: "search: lines", enter: ["/", "r", "e"], deeds: [.walk(down, up)], leave: [escape]),
    panel("search: a letter", "/", [.types(letters)], bar: 8),
    ViewScript(
      name: "opening", enter: ["J"],
      deeds: [
        enterKey, "c", "f", "C", "a", "A", "e", "m", "gd", "?", ":", "/", "gt", "ga", "go", "@",
        "gr", "gs",
      ].map { .opens($0, escape) }),
  ]

  private static let letters = ["review", "standup", "lunch", "a", "x", "会"]
}

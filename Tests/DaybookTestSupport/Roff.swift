/// A page for man(1), as `man(7)` writes it.
package struct Roff {
  package private(set) var text: String

  /// - Parameter section: of the manual: 1 for programs.
  package init(_ name: String, section: Int, title: String, source: String) {
    text = ".TH \(name.uppercased()) \(section) \"\" \"\(source)\" \"\(title)\"\n"
  }

  package mutating func section(_ title: String) { text += ".SH \(Roff.plain(title))\n" }
  package mutating func part(_ title: String) { text += ".SS \(Roff.plain(title))\n" }
  package mutating func paragraph(_ words: String) { text += ".PP\n" + Roff.plain(words) + "\n" }

  /// A term, and what is said of it.
  package mutating func item(_ term: String, _ words: String) {
    text += ".TP\n\(term)\n\(Roff.plain(words))\n"
  }

  /// Lines as they are.
  package mutating func example(_ lines: [String]) {
    text += ".PP\n.nf\n" + lines.map(Roff.plain).joined(separator: "\n") + "\n.fi\n"
  }

  package static func bold(_ words: String) -> String { "\\fB" + plain(words) + "\\fR" }
  package static func slanted(_ words: String) -> String { "\\fI" + plain(words) + "\\fR" }

  /// Nothing in it is a request, and a hyphen can be copied.
  package static func plain(_ words: String) -> String {
    let escaped = words.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      .replacing("`", with: "")
    return escaped.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.first.map { $0 == "." || $0 == "'" } == true ? "\\&" + line : String(line)
    }.joined(separator: "\n")
  }
}

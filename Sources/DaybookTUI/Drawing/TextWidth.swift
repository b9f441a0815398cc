/// The one place that says how many cells a text takes on screen, and that cuts texts to cells.
package enum TextWidth {
  /// The cells that `Grid.write` will use for this text.
  package static func of(_ text: some StringProtocol) -> Int {
    let plain = text.utf8.withContiguousStorageIfAvailable { PlainText.cells($0) }
    if let plain, let plain { return plain }
    var cells = 0
    Glyph.each(in: text, knowsClusters: false) { glyph in
      cells += glyph.width
      return true
    }
    return cells
  }

  /// The text, or as much of it as fits with `…` behind, in at most `width` cells.
  package static func cut(_ text: String, to width: Int, ellipsis: Bool = true) -> String {
    guard width > 0 else { return "" }
    guard of(text) > width else { return text }
    let room = ellipsis ? width - 1 : width
    var used = 0
    var kept = ""
    for character in text {
      let cells = of(String(character))
      if used + cells > room { break }
      used += cells
      kept.append(character)
    }
    return ellipsis ? kept + "…" : kept
  }

  /// The text in at most `width` cells, if that is to be had by shortening those of `names` that it
  /// has to no less than eight; what is too long after that is as it was.
  package static func fitted(_ text: String, to width: Int, cutting names: [String]) -> String {
    var fitting = text
    for name in names.sorted(by: { of($0) > of($1) }) {
      let surplus = of(fitting) - width
      guard surplus > 0 else { return fitting }
      let room = max(8, of(name) - surplus)
      guard of(name) > room else { continue }
      fitting = fitting.replacing(name, with: cut(name, to: room), maxReplacements: 1)
    }
    return of(fitting) > width ? text : fitting
  }

  /// The text followed by blanks, cut where it is too long, in exactly `width` cells.
  package static func padded(_ text: String, to width: Int) -> String {
    let fitting = cut(text, to: width)
    return fitting + String(repeating: " ", count: max(0, width - of(fitting)))
  }

  /// The text in lines of at most `width` cells, broken at blanks where there are any and kept
  /// where the author broke them. Wide letters may break anywhere.
  package static func wrapped(_ text: String, to width: Int) -> [String] {
    guard width > 0 else { return [] }
    let plain = text.utf8.withContiguousStorageIfAvailable { PlainText.wrapped($0, to: width) }
    if let plain, let plain { return plain }
    var lines: [String] = []
    for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      var line = ""
      var used = 0
      for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
        let cells = of(word)
        if !line.isEmpty, used + 1 + cells <= width {
          line += " " + word
          used += 1 + cells
          continue
        }
        if !line.isEmpty { lines.append(line) }
        (line, used) = ("", 0)
        for character in word {
          let more = of(String(character))
          if used + more > width, used > 0 {
            lines.append(line)
            (line, used) = ("", 0)
          }
          line.append(character)
          used += more
        }
      }
      lines.append(line)
    }
    return lines
  }
}

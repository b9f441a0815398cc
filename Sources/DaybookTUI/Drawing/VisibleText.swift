/// Foreign text as one harmless line for a terminal that is written to directly.
package enum VisibleText {
  /// `text` with every control character as a visible glyph and nothing that could move the cursor,
  /// turn the direction of writing or hide letters: what `Grid.write` would show.
  package static func line(_ text: String) -> String {
    let isPlain = text.utf8.withContiguousStorageIfAvailable { PlainText.cells($0) != nil }
    if isPlain == true { return text }
    var line = ""
    Glyph.each(in: text) { glyph in
      if glyph.content >= Cell.clusterBase {
        line += Clusters.text(glyph.content - Cell.clusterBase)
      } else if let scalar = Unicode.Scalar(glyph.content) {
        line.unicodeScalars.append(scalar)
      }
      return true
    }
    return line
  }
}

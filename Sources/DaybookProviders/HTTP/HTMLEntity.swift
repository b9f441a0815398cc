/// Characters as HTML names them, in what the vendors keep as notes.
enum HTMLEntity {
  /// What stands between `&` and `;`, by name or number; nil where it is none. A character that acts
  /// on a terminal is not let in by another door: a blank stands for it.
  static func scalar(_ name: some StringProtocol) -> Unicode.Scalar? {
    if let known = named[String(name)] { return known }
    guard name.hasPrefix("#") else { return nil }
    let digits = name.dropFirst()
    let number =
      digits.first == "x" || digits.first == "X"
      ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    guard let scalar = number.flatMap({ Unicode.Scalar($0) }) else { return nil }
    return scalar.properties.generalCategory == .control && scalar != "\n" ? " " : scalar
  }

  private static let named: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
    "ndash": "–", "mdash": "—", "hellip": "…", "bull": "•", "middot": "·", "euro": "€",
    "copy": "©", "reg": "®", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
    "laquo": "«", "raquo": "»", "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä",
    "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "eacute": "é", "egrave": "è", "agrave": "à",
    "ccedil": "ç", "ntilde": "ñ",
  ]
}

import Foundation

/// What somebody is called on a server of several people: a name or an e-mail address.
struct UserName: Hashable, Sendable {
  /// As it was written, without space around it.
  let text: String
  /// As names are compared: whatever the case and the way in which letters are composed.
  let folded: String

  /// nil for what nobody can be called: nothing, more than 254 bytes, or what cannot be seen.
  init?(_ text: String) {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let folded = trimmed.precomposedStringWithCompatibilityMapping.lowercased()
      .precomposedStringWithCompatibilityMapping
    guard (1...254).contains(trimmed.utf8.count), (1...508).contains(folded.utf8.count),
      trimmed.unicodeScalars.allSatisfy(UserName.canBeSeen)
    else { return nil }
    (self.text, self.folded) = (trimmed, folded)
  }

  private static func canBeSeen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      false
    default: scalar == " " || !scalar.properties.isWhitespace
    }
  }
}

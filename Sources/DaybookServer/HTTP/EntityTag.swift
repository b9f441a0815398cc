import DaybookCore

/// An ETag of two parts: the state of the thing itself, which an edit is judged by, and of all that
/// is shown of it, which a copy is judged by. An event that gets a conflict looks different and is
/// the same.
struct EntityTag: Sendable {
  let text: String

  init(state: String, of content: String) {
    let whole = StableID.make(content)
    text = state.isEmpty ? "\"\(whole)\"" : "\"\(state).\(whole)\""
  }

  /// Whether a list of tags, as If-None-Match has it, names this one.
  func isIn(_ list: String) -> Bool {
    EntityTag.tags(list).contains { $0 == "*" || $0 == text }
  }

  /// Whether a list of tags, as If-Match has it, names a thing in this state.
  static func matches(_ list: String, state: String) -> Bool {
    tags(list).contains { $0 == "*" || $0.hasPrefix("\"\(state).") }
  }

  /// The tags of a list; whether they are weak says nothing here.
  private static func tags(_ list: String) -> [String] {
    list.split(separator: ",").map { part in
      let tag = part.drop { $0 == " " || $0 == "\t" }.reversed()
        .drop { $0 == " " || $0 == "\t" }.reversed()
      let text = String(tag)
      return text.hasPrefix("W/") ? String(text.dropFirst(2)) : text
    }
  }
}

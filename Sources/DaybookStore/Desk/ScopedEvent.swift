package import DaybookCore

/// What a person named, and how much of a series it is meant for.
package struct ScopedEvent: Sendable {
  package let reference: EventReference
  package let scope: EditScope

  /// An occurrence's id means that one; a series' own id needs to be told.
  ///
  /// - Throws: `ScopeError` where it is not.
  package init(named text: String, scope: EditScope?, in desk: Desk) throws {
    reference = try desk.store.find(text)
    guard reference.isSeries else {
      self.scope = .all
      return
    }
    if let scope {
      self.scope = scope
    } else if reference.originalStart != nil {
      self.scope = .this
    } else {
      throw ScopeError.needed(series: text)
    }
  }
}

/// A series was named, and not how much of it is meant.
package enum ScopeError: Explained {
  /// Ask which part.
  case needed(series: String)

  package var code: String { "usage" }

  package var message: String {
    switch self {
    case .needed(let series): "“\(series)” is a series."
    }
  }

  package var hint: String? {
    "Say with scope whether this, following or all of it is meant."
  }
}

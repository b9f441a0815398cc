/// An error that knows the words people read: what happened, and what to do about it.
package protocol Explained: Error {
  /// A word for programs, snake_case.
  var code: String { get }
  /// What happened, and where.
  var message: String { get }
  /// What to do about it.
  var hint: String? { get }
}

extension Explained {
  package var hint: String? { nil }

  /// The same as data, for storing and for JSON.
  package var failure: Failure { Failure(code: code, message: message, hint: hint) }
}

import DaybookCore
import HTTPTypes

/// Why a request was not answered as it wished: an RFC 9457 problem document with the words of the
/// command line.
package struct Problem: Error, Sendable {
  package var status: HTTPResponse.Status
  package var code: String
  package var message: String
  package var hint: String?
  /// Which parameter or member of the body is wrong; nil where none is.
  package var field: String?
  package var headers = HTTPFields()

  package init(
    _ status: HTTPResponse.Status, _ code: String, _ message: String, hint: String? = nil,
    field: String? = nil
  ) {
    self.status = status
    self.code = code
    self.message = message
    self.hint = hint
    self.field = field
  }

  /// A value that cannot be: 422, with its name.
  static func invalid(_ field: String, _ message: String, hint: String? = nil) -> Problem {
    Problem(.unprocessableContent, "invalid", message, hint: hint, field: field)
  }

  /// A value that has to be there.
  static func missing(_ field: String, hint: String? = nil) -> Problem {
    Problem(.unprocessableContent, "missing", "\(field) is missing.", hint: hint, field: field)
  }

  /// Nothing is there, or nothing that whoever asks may know of.
  package static let notFound = Problem(.notFound, "not_found", "There is nothing here.")

  func document(request: String) -> JSON {
    .object([
      ("type", .string("about:blank")), ("title", .string(status.reasonPhrase)),
      ("status", .int(status.code)), ("detail", .string(message)), ("code", .string(code)),
      ("message", .string(message)), ("hint", .optional(hint)), ("field", .optional(field)),
      ("request_id", .string(request)),
    ])
  }
}

extension Problem {
  /// What a value of this name was found wrong with, whoever found it.
  static func reading<Value>(_ field: String, _ read: () throws -> Value) throws -> Value {
    do {
      return try read()
    } catch var problem as Problem {
      problem.field = problem.field ?? field
      throw problem
    } catch {
      var problem = Problem(error)
      if problem.status.code < 500 { problem.status = .unprocessableContent }
      problem.field = field
      throw problem
    }
  }
}

import DaybookCore
import HTTPTypes

/// What a route answers when all is well.
struct Success: Sendable {
  var status = HTTPResponse.Status.ok
  /// nil where there is no body.
  var type: String? = "application/json"
  /// Of JSON.
  var shape = Shape.whatever
  /// What it is like, where it is no JSON.
  var text = ""

  /// A status alone.
  static func nothing(_ status: HTTPResponse.Status) -> Success {
    Success(status: status, type: nil)
  }

  /// A text of this type, such as this one.
  static func text(_ type: String, like text: String, _ status: HTTPResponse.Status = .ok)
    -> Success
  {
    Success(status: status, type: type, text: text)
  }

  /// What the documents show; nil where there is no body.
  var example: JSON? {
    switch type {
    case nil: nil
    case "application/json": shape.example
    default: .string(text)
    }
  }
}

import DaybookCore
import HTTPTypes
import Hummingbird

/// What a route answers.
struct Answer: Sendable {
  var status: HTTPResponse.Status = .ok
  var content: Content
  var headers = HTTPFields()
  /// What of the ETag says which state of the thing itself this is; see `EntityTag`.
  var state = ""

  enum Content: Sendable {
    case none
    case json(JSON)
    case text(String, type: String)
    /// Written bit by bit until it ends or nobody listens any more.
    case stream(ResponseBody, type: String)
  }

  static func json(_ document: JSON) -> Answer { Answer(content: .json(document)) }

  /// As a whole, and as whoever asked has it already.
  ///
  /// - Parameter known: the value of If-None-Match.
  func response(known: String?) -> Response {
    var headers = headers
    headers[.cacheControl] = headers[.cacheControl] ?? "private, no-cache"
    let text: String
    switch content {
    case .none: return Response(status: status, headers: headers)
    case .stream(let body, let type):
      headers[.contentType] = type
      return Response(status: status, headers: headers, body: body)
    case .json(let document):
      headers[.contentType] = "application/json; charset=utf-8"
      text = document.text(compact: true) + "\n"
    case .text(let words, let type):
      headers[.contentType] = type
      text = words
    }
    if status == .ok {
      let tag = EntityTag(state: state, of: text)
      headers[.eTag] = tag.text
      if let known, tag.isIn(known) { return Response(status: .notModified, headers: headers) }
    }
    let body = ByteBuffer(string: text)
    headers[.contentLength] = String(body.readableBytes)
    return Response(status: status, headers: headers, body: .init(byteBuffer: body))
  }
}

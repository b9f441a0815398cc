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

  /// The answer with its bytes; a stream has none before it is sent.
  var page: Page {
    var page = Page(status: status, headers: headers)
    page.headers[.cacheControl] = headers[.cacheControl] ?? "private, no-cache"
    let text: String
    switch content {
    case .none: return page
    case .stream(let body, let type):
      page.headers[.contentType] = type
      page.stream = body
      return page
    case .json(let document):
      page.headers[.contentType] = "application/json; charset=utf-8"
      text = document.text(compact: true) + "\n"
    case .text(let words, let type):
      page.headers[.contentType] = type
      text = words
    }
    if status == .ok {
      let tag = EntityTag(state: state, of: text)
      page.headers[.eTag] = tag.text
      page.tag = tag
    }
    page.body = ByteBuffer(string: text)
    return page
  }
}

/// An answer as it is sent.
struct Page: Sendable {
  var status: HTTPResponse.Status
  var headers: HTTPFields
  var body = ByteBuffer()
  /// nil where no copy of it is worth keeping.
  var tag: EntityTag?
  var stream: ResponseBody?

  /// As a whole, or as whoever asked has it already.
  ///
  /// - Parameter known: the value of If-None-Match.
  func response(known: String?) -> Response {
    if let stream { return Response(status: status, headers: headers, body: stream) }
    if let known, let tag, tag.isIn(known) {
      return Response(status: .notModified, headers: headers)
    }
    guard headers[.contentType] != nil else { return Response(status: status, headers: headers) }
    var headers = headers
    headers[.contentLength] = String(body.readableBytes)
    return Response(status: status, headers: headers, body: .init(byteBuffer: body))
  }
}

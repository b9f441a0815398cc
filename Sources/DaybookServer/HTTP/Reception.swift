import DaybookCore
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Meets every request first and every answer last: gives it a number, makes a problem document of
/// what went wrong, counts, and writes the line of the log, in which nothing stands that is the
/// calendar's or proves who somebody is.
struct Reception: RouterMiddleware {
  typealias Context = ServerContext

  let routes: [Route]
  let origins: Origins
  let meters: Meters
  let logger: Logger

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let began = ContinuousClock.now
    let id = RequestID.make()
    meters.began()
    var response: Response
    var code: String?
    do {
      let path = request.uri.path
      try origins.check(
        request,
        isReturn: request.method == .get && routes.contains { $0.isReturn && $0.matches(path) })
      response = try await next(request, context)
    } catch {
      let problem = explained(error, request)
      code = problem.code
      response = answer(problem, id: id, to: request, by: context.channel)
    }
    response.headers[.requestID] = id
    response.headers[.xContentTypeOptions] = "nosniff"
    let taken = began.duration(to: .now)
    let seconds = Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18
    let route = context.endpointPath.map { $0 == "NotFound" ? "none" : $0 } ?? "none"
    let method = Reception.methods.contains(request.method) ? request.method.rawValue : "other"
    meters.ended(method: method, route: route, status: response.status.code, seconds: seconds)
    var metadata: Logger.Metadata = [
      "request": .string(id), "method": .string(method), "route": .string(route),
      "status": .stringConvertible(response.status.code),
      "milliseconds": .stringConvertible(Int(seconds * 1_000)),
    ]
    if let code { metadata["code"] = .string(code) }
    logger.log(
      level: response.status.code >= 500 ? .error : .info, "request answered", metadata: metadata)
    return response
  }

  private static let methods: Set<HTTPRequest.Method> = [
    .get, .head, .post, .put, .patch, .delete, .options,
  ]

  /// What the router has no route for may be there by another method.
  private func explained(_ error: any Error, _ request: Request) -> Problem {
    guard let missing = error as? HTTPError, missing.status == .notFound else {
      return Problem(error)
    }
    let path = request.uri.path
    let methods = routes.filter { $0.matches(path) }.map(\.method)
    if methods.isEmpty { return .notFound }
    var problem = Problem(
      .methodNotAllowed, "method_not_allowed",
      "\(request.method.rawValue.prefix(16)) is nothing that can be done here.")
    let allowed = Set(methods.map(\.rawValue) + (methods.contains(.get) ? ["HEAD"] : []))
    problem.headers[.allow] = allowed.sorted().joined(separator: ", ")
    return problem
  }

  private func answer(
    _ problem: Problem, id: String, to request: Request, by channel: any Channel
  ) -> Response {
    let text = problem.document(request: id).text(compact: true) + "\n"
    var headers = problem.headers
    headers[.contentType] = "application/problem+json; charset=utf-8"
    headers[.cacheControl] = "no-store"
    let buffer = ByteBuffer(string: text)
    headers[.contentLength] = String(buffer.readableBytes)
    guard request.hasBody else {
      return Response(status: problem.status, headers: headers, body: .init(byteBuffer: buffer))
    }
    // Whoever was refused may go on sending for ever: they get a moment to read why.
    headers[.connection] = "close"
    let body = ResponseBody(contentLength: buffer.readableBytes) { writer in
      try await writer.write(buffer)
      try await writer.finish(nil)
      channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    }
    return Response(status: problem.status, headers: headers, body: body)
  }
}

extension Request {
  /// Whether a body comes with it.
  var hasBody: Bool {
    headers[.transferEncoding] != nil || headers[.contentLength].map { $0 != "0" } ?? false
  }
}

extension Route {
  /// Whether an address is one of this route's.
  func matches(_ address: String) -> Bool {
    let mine = pattern.split(separator: "/")
    let theirs = address.split(separator: "/")
    return mine.count == theirs.count
      && zip(mine, theirs).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
  }

  /// The whole address, with `{name}` for what is different each time.
  var pattern: String { path.hasPrefix("/") ? path : "/api/" + path }
}

/// What a request is called in the answer and in the log.
enum RequestID {
  static func make() -> String {
    let text = String(UInt64.random(in: .min ... .max), radix: 36)
    return String(repeating: "0", count: 13 - text.utf8.count) + text
  }
}

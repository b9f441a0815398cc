import DaybookCore
import FlyingFox
import FlyingSocks
import Foundation

/// Waits on this machine's loopback for the browser to come back: RFC 8252 §7.3.
///
/// Nobody but this machine reaches it, and it answers one question, on one path.
struct RedirectListener: Sendable {
  let port: UInt16
  private let servers: [(server: HTTPServer, run: Task<Void, Never>)]

  /// What the browser's page says to the query that it brought.
  typealias Judge = @Sendable (String) -> RedirectPage

  /// Listens before the browser is sent on its way. Where the way back is by name, a browser may
  /// take it by either of the loopback's addresses.
  static func open(_ place: RedirectPlace, _ judge: @escaping Judge) async
    -> Result<RedirectListener, NoListener>
  {
    do {
      let path = place.path.isEmpty ? "/" : place.path
      let first = try await listen(
        try sockaddr_in.inet(ip4: "127.0.0.1", port: place.port ?? 0), path, judge)
      guard case .ip4(_, let port)? = await first.server.listeningAddress else {
        first.run.cancel()
        return .failure(NoListener(reason: "it has no port"))
      }
      var servers = [first]
      // Machines without IPv6 never take the other way.
      if place.host == "localhost", let address = try? sockaddr_in6.inet6(ip6: "::1", port: port),
        let second = try? await listen(address, path, judge)
      {
        servers.append(second)
      }
      return .success(RedirectListener(port: port, servers: servers))
    } catch {
      return .failure(NoListener(reason: "\(error)"))
    }
  }

  struct NoListener: Error {
    let reason: String
  }

  /// Stops once the browser has its page.
  func close() async {
    for (server, run) in servers {
      await server.stop(timeout: 1)
      run.cancel()
    }
  }

  private static func listen(
    _ address: some SocketAddress, _ path: String, _ judge: @escaping Judge
  ) async throws -> (server: HTTPServer, run: Task<Void, Never>) {
    let server = HTTPServer(
      address: address, logger: .disabled, handler: ClosureHTTPHandler { answer($0, path, judge) })
    let (outcome, told) = AsyncStream.makeStream(of: Void.self)
    let run = Task {
      // How it ends is of no interest: it is ended.
      _ = try? await server.run()
      told.finish()
    }
    let ready = Task {
      _ = try? await server.waitUntilListening(timeout: 10)
      told.yield()
    }
    for await _ in outcome { break }
    ready.cancel()
    guard await server.isListening else {
      run.cancel()
      throw SocketError.unsupportedAddress
    }
    return (server, run)
  }

  private static func answer(_ request: HTTPRequest, _ path: String, _ judge: Judge)
    -> HTTPResponse
  {
    guard request.target.path() == path else { return RedirectPage.nothingHere.response(.notFound) }
    guard request.method == .GET else {
      return RedirectPage.nothingHere.response(.methodNotAllowed)
    }
    let page = judge(request.target.query())
    return page.response(page == .done || page == .declined ? .ok : .badRequest)
  }
}

/// What a browser shows that came back. None of it is foreign.
enum RedirectPage: String, Sendable {
  case done = "You are signed in. This page can be closed; Daybook goes on by itself."
  case declined = "Nothing was allowed. This page can be closed; Daybook says what to do."
  case notOurs = "This is not the answer that Daybook waits for."
  case nothingHere = "There is nothing here."

  fileprivate func response(_ status: HTTPStatusCode) -> HTTPResponse {
    let text = """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Daybook</title>\
      <body style="font:1.1em/1.5 system-ui,sans-serif;margin:4em auto;max-width:30em">\
      <h1>Daybook</h1><p>\(rawValue)</p></body></html>
      """
    return HTTPResponse(
      statusCode: status,
      headers: [
        .contentType: "text/html; charset=utf-8", HTTPHeader("Cache-Control"): "no-store",
        HTTPHeader("Referrer-Policy"): "no-referrer", .connection: "close",
        HTTPHeader("Content-Security-Policy"):
          "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      ], body: Data(text.utf8))
  }
}

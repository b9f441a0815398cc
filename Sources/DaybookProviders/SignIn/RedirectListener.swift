import Foundation
import Synchronization

/// Waits on this machine's loopback for the browser to come back: RFC 8252 §7.3.
///
/// Nobody but this machine reaches it, and it answers on one path. Sockets and threads of its own:
/// see decision 8.
final class RedirectListener: Sendable {
  let port: UInt16
  /// Those that are open. Only who takes one out of here closes it: a number that is closed may
  /// already be somebody else's file.
  private let sockets: Mutex<Set<Int32>>
  private let path: String
  private let judge: Judge
  private let guests = Mutex(0)

  /// What the browser's page says to the query that it brought.
  typealias Judge = @Sendable (String) -> RedirectPage

  /// Browsers open a few connections ahead; more than these are nobody we wait for.
  private static let mostGuests = 16
  private static let longestHead = 16_384

  private init(port: UInt16, sockets: [Int32], path: String, judge: @escaping Judge) {
    (self.port, self.path, self.judge) = (port, path, judge)
    self.sockets = Mutex(Set(sockets))
  }

  /// Listens before the browser is sent on its way. Where the way back is by name, a browser may
  /// take it by either of the loopback's addresses.
  static func open(_ place: RedirectPlace, _ judge: @escaping Judge)
    -> Result<RedirectListener, NoListener>
  {
    guard let first = LoopbackSocket.listen(place.port ?? 0),
      let port = LoopbackSocket.port(of: first)
    else { return .failure(NoListener(reason: String(cString: strerror(errno)))) }
    var sockets = [first]
    // Machines without IPv6 never take the other way.
    if place.host == "localhost", let second = LoopbackSocket.listen(port, isIPv6: true) {
      sockets.append(second)
    }
    let listener = RedirectListener(
      port: port, sockets: sockets, path: place.path.isEmpty ? "/" : place.path, judge: judge)
    for socket in sockets { Thread.detachNewThread { listener.acceptAll(socket) } }
    return .success(listener)
  }

  struct NoListener: Error {
    let reason: String
  }

  /// Takes no further connection; answers that are under way are given.
  func close() {
    sockets.withLock { sockets in
      for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) }
    }
  }

  private func acceptAll(_ socket: Int32) {
    while true {
      let guest = accept(socket, nil, nil)
      if guest < 0, errno == EINTR || errno == ECONNABORTED { continue }
      guard guest >= 0 else { break }
      let isWelcome = guests.withLock { count in
        guard count < Self.mostGuests else { return false }
        count += 1
        return true
      }
      guard isWelcome else {
        LoopbackSocket.close(guest)
        continue
      }
      Thread.detachNewThread { [self] in
        serve(guest)
        LoopbackSocket.close(guest)
        guests.withLock { $0 -= 1 }
      }
    }
    _ = sockets.withLock { $0.remove(socket) }
    LoopbackSocket.close(socket)
  }

  private func serve(_ guest: Int32) {
    guard let head = LoopbackSocket.head(of: guest, limit: Self.longestHead) else { return }
    let words = head.prefix { $0 != "\r\n" && $0 != "\n" }.split(separator: " ")
    guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return }
    let target = words[1].split(
      separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard target.first.map(String.init) == path else {
      return answer(guest, "404 Not Found", .nothingHere)
    }
    guard words[0] == "GET" else { return answer(guest, "405 Method Not Allowed", .nothingHere) }
    let page = judge(target.count > 1 ? String(target[1]) : "")
    answer(guest, page == .done || page == .declined ? "200 OK" : "400 Bad Request", page)
  }

  private func answer(_ guest: Int32, _ status: String, _ page: RedirectPage) {
    let body = page.document
    LoopbackSocket.send(
      """
      HTTP/1.1 \(status)\r
      Content-Type: text/html; charset=utf-8\r
      Content-Length: \(body.utf8.count)\r
      Cache-Control: no-store\r
      Referrer-Policy: no-referrer\r
      Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r
      Connection: close\r
      \r
      \(body)
      """, to: guest)
  }
}

/// What a browser shows that came back. None of it is foreign.
enum RedirectPage: String, Sendable {
  case done = "You are signed in. This page can be closed; Daybook goes on by itself."
  case declined = "Nothing was allowed. This page can be closed; Daybook says what to do."
  case notOurs = "This is not the answer that Daybook waits for."
  case nothingHere = "There is nothing here."

  fileprivate var document: String {
    """
    <!doctype html><html lang="en"><meta charset="utf-8"><title>Daybook</title>\
    <body style="font:1.1em/1.5 system-ui,sans-serif;margin:4em auto;max-width:30em">\
    <h1>Daybook</h1><p>\(rawValue)</p></body></html>
    """
  }
}

import Synchronization

/// Stands before a real CalDAV server and passes on what it is asked, so that it can be halted in the
/// middle of a pass, and refuse to order.
package final class CalDAVRelay: Sendable {
  package let front: LoopbackServer
  package let home: CalDAVHome
  private let state = Mutex(State())

  private struct State {
    var refusal: (reply: WebReply, matches: @Sendable (WebQuestion) -> Bool)?
    var taken = 0
  }

  package init(_ home: CalDAVHome) throws {
    self.home = home
    front = try LoopbackServer(WebReply(500))
    front.answer { [weak self] question in self?.reply(to: question) ?? WebReply(500) }
  }

  /// What `home.address` is to be.
  package var address: String { front.address + home.path }

  /// Writes that the server took.
  package var taken: Int { state.withLock { $0.taken } }

  /// Answers so, and passes nothing on, until it is forgiven.
  package func refuse(
    _ reply: WebReply, when matches: @escaping @Sendable (WebQuestion) -> Bool
  ) {
    state.withLock { $0.refusal = (reply, matches) }
  }

  package func forgive() { state.withLock { $0.refusal = nil } }

  private func reply(to question: WebQuestion) -> WebReply {
    let refusal = state.withLock { $0.refusal }
    if let refusal, refusal.matches(question) { return refusal.reply }
    let headers = question.headers.filter { !Self.ofTheConnection.contains($0.key) }
    guard
      let answer = try? PlainHTTP.ask(
        question.method, home.server.root, question.path, headers: headers, body: question.body)
    else { return WebReply(502, "", .hangsUp) }
    if ["PUT", "DELETE"].contains(question.method), answer.status < 300 {
      state.withLock { $0.taken += 1 }
    }
    return WebReply(
      answer.status, answer.body,
      headers: answer.headers.filter { !Self.ofTheConnection.contains($0.key) }
        .map { (name: $0.key, value: $0.value) })
  }

  private static let ofTheConnection: Set<String> = [
    "host", "connection", "content-length", "transfer-encoding", "accept-encoding",
  ]
}

/// Stands before a real CalDAV server and passes on what it is asked, so that it can be halted in the
/// middle of a pass.
package struct CalDAVRelay: Sendable {
  package let front: LoopbackServer
  package let home: CalDAVHome

  package init(_ home: CalDAVHome) throws {
    self.home = home
    let root = home.server.root
    front = try LoopbackServer { question in
      let headers = question.headers.filter { !Self.ofTheConnection.contains($0.key) }
      guard
        let answer = try? PlainHTTP.ask(
          question.method, root, question.path, headers: headers, body: question.body)
      else { return WebReply(502, "", .hangsUp) }
      return WebReply(
        answer.status, answer.body,
        headers: answer.headers.filter { !Self.ofTheConnection.contains($0.key) }
          .map { (name: $0.key, value: $0.value) })
    }
  }

  /// What `home.address` is to be.
  package var address: String { front.address + home.path }

  private static let ofTheConnection: Set<String> = [
    "host", "connection", "content-length", "transfer-encoding", "accept-encoding",
  ]
}

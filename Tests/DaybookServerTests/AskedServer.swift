import Testing

/// A server that is asked over real sockets.
protocol AskedServer: Sendable {
  var port: Int { get }
  /// What its answers are held to.
  var promises: Task<Promises, any Error> { get }
}

extension AskedServer {
  /// Asks, and waits for the whole answer, which has to be one that the OpenAPI document promises.
  func ask(
    _ method: String = "GET", _ path: String, headers: [String: String] = [:],
    body: String? = nil, patience: Int = 20, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Reply {
    let reply = try await askFreely(
      method, path, headers: headers, body: body, patience: patience)
    for fault in try await promises.value.broken(by: reply, to: method, path) {
      Issue.record("\(fault)", sourceLocation: sourceLocation)
    }
    return reply
  }

  /// Asks without a look at what comes.
  func askFreely(
    _ method: String = "GET", _ path: String, headers: [String: String] = [:],
    body: String? = nil, patience: Int = 20
  ) async throws -> Reply {
    var lines = ["\(method) \(path) HTTP/1.1"]
    var all = ["Host": "127.0.0.1:\(port)", "Connection": "close"]
    if let body {
      all["Content-Length"] = String(body.utf8.count)
      all["Content-Type"] = "application/json"
    }
    all.merge(headers) { $1 }
    lines += all.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    let connection = try Connection(port: port, patience: patience)
    await connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
    let bytes = await connection.read()
    return try #require(Reply(bytes), "no answer: \(String(decoding: bytes, as: UTF8.self))")
  }
}

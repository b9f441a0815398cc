#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One connection's bytes, as questions in and replies out.
struct Wire {
  private let connection: Int32
  private var pending: [UInt8] = []

  init(_ connection: Int32) {
    self.connection = connection
  }

  /// The next question; nil when the other side is gone.
  mutating func question(connection number: Int) -> WebQuestion? {
    guard let head = head() else { return nil }
    let lines = head.split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3 else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      headers[line[..<colon].lowercased()] = String(value)
    }
    let length = Int(headers["content-length"] ?? "") ?? 0
    while pending.count < length { guard receive() else { return nil } }
    let body = Array(pending.prefix(length))
    pending.removeFirst(length)
    return WebQuestion(
      method: String(words[0]), path: String(words[1]), headers: headers, body: body,
      connection: number)
  }

  /// Whether the connection may be used again.
  mutating func answer(_ reply: WebReply, isHead: Bool) -> Bool {
    switch reply.manner {
    case .honest:
      // In one piece: a second one would wait for the first to be acknowledged.
      return write(head(reply, length: reply.body.count) + (isHead ? [] : reply.body))
    case .breaksOff(let count):
      _ = write(head(reply, length: reply.body.count)) && write(Array(reply.body.prefix(count)))
      return false
    case .endsByClosing:
      _ = write(head(reply, length: nil)) && write(reply.body)
      return false
    case .hangsUp: return false
    case .isSilent:
      waitForTheEnd()
      return false
    case .falls(let count):
      _ = write(head(reply, length: reply.body.count)) && write(Array(reply.body.prefix(count)))
      waitForTheEnd()
      return false
    case .isEndless:
      guard write(head(reply, length: nil)) else { return false }
      while write(reply.body) {}
      return false
    }
  }

  private func head(_ reply: WebReply, length: Int?) -> [UInt8] {
    var head = "HTTP/1.1 \(reply.status) Test\r\n"
    for (name, value) in reply.headers { head += "\(name): \(value)\r\n" }
    // RFC 9110 §8.6: these have no body, whatever is said of its length.
    if let length, reply.status != 304, reply.status != 204 {
      head += "Content-Length: \(length)\r\n"
    }
    if length == nil { head += "Connection: close\r\n" }
    return Array((head + "\r\n").utf8)
  }

  private mutating func head() -> String? {
    while true {
      if let end = endOfHead() {
        let head = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeFirst(end + 4)
        return head
      }
      guard receive() else { return nil }
    }
  }

  private func endOfHead() -> Int? {
    guard pending.count >= 4 else { return nil }
    return (0...pending.count - 4).first { index in
      pending[index] == 13 && pending[index + 1] == 10 && pending[index + 2] == 13
        && pending[index + 3] == 10
    }
  }

  private mutating func waitForTheEnd() {
    while receive() {}
  }

  private mutating func receive() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(connection, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    pending += buffer[..<count]
    return true
  }

  private func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(connection, $0.baseAddress?.advanced(by: sent), bytes.count - sent, flags)
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}

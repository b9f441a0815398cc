#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One question over a socket to this machine, without any of the code that is tested.
package enum PlainHTTP {
  struct Unreachable: Error {}

  package static func ask(
    _ method: String, _ root: String, _ path: String, headers: [String: String] = [:],
    body: [UInt8] = []
  ) throws -> CalDAVHome.Answer {
    guard let port = root.split(separator: ":").last.flatMap({ UInt16($0) }) else {
      throw Unreachable()
    }
    #if canImport(Darwin)
      let kind = SOCK_STREAM
    #else
      let kind = Int32(SOCK_STREAM.rawValue)
    #endif
    let connection = socket(AF_INET, kind, 0)
    guard connection >= 0 else { throw Unreachable() }
    defer { close(connection) }
    // What never answers fails a test; it does not keep all others waiting.
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isOpen = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(connection, $0, size) == 0
      }
    }
    guard isOpen else { throw Unreachable() }
    var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    head += "Content-Length: \(body.count)\r\n\r\n"
    var out = Array(head.utf8) + body
    while !out.isEmpty {
      let count = send(connection, out, out.count, 0)
      guard count > 0 else { throw Unreachable() }
      out.removeFirst(count)
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      answer += buffer[..<count]
    }
    return try read(answer)
  }

  private static func read(_ bytes: [UInt8]) throws -> CalDAVHome.Answer {
    let end = bytes.indices.dropLast(3).first {
      bytes[$0] == 13 && bytes[$0 + 1] == 10 && bytes[$0 + 2] == 13 && bytes[$0 + 3] == 10
    }
    guard let end else { throw Unreachable() }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count > 1, let status = Int(words[1]) else { throw Unreachable() }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = String(
        line[line.index(after: colon)...].drop { $0 == " " })
    }
    var body = Array(bytes[(end + 4)...])
    if headers["transfer-encoding"]?.lowercased() == "chunked" { body = unchunked(body) }
    return CalDAVHome.Answer(
      status: status, headers: headers, body: String(decoding: body, as: UTF8.self))
  }

  private static func unchunked(_ bytes: [UInt8]) -> [UInt8] {
    var whole: [UInt8] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 13),
      let size = Int(String(decoding: rest[rest.startIndex..<end], as: UTF8.self), radix: 16),
      size > 0, end + 2 + size <= rest.endIndex
    {
      whole += rest[end + 2..<end + 2 + size]
      rest = rest[min(end + 4 + size, rest.endIndex)...]
    }
    return whole
  }
}

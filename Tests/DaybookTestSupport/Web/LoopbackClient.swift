#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Posts to a server on this machine's loopback, as the fakes of providers do, whatever host an address
/// names. It blocks.
package struct LoopbackClient: Sendable {
  package var port: Int

  package init(port: Int) {
    self.port = port
  }

  package struct Answer: Hashable, Sendable {
    package var status: Int
    package var type: String
    package var body: String
  }

  /// - Parameter address: of which only path and query count, and the host for its header.
  /// - Returns: nil where nobody answers.
  package func post(
    _ address: String, headers: [(String, String)] = [], body: String? = nil
  ) -> Answer? {
    let rest = address.drop { $0 != ":" }.dropFirst(3)
    let host = rest.prefix { $0 != "/" }
    var head = "POST \(rest.dropFirst(host.count)) HTTP/1.1\r\nHost: \(host)\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    head += "Connection: close\r\nContent-Length: \(body?.utf8.count ?? 0)\r\n\r\n"
    guard let bytes = exchange(Array((head + (body ?? "")).utf8)) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let gap = text.firstRange(of: "\r\n\r\n") else { return nil }
    let lines = text[..<gap.lowerBound].split(separator: "\r\n")
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    let type = lines.first { $0.lowercased().hasPrefix("content-type:") }
    return status.map {
      Answer(
        status: $0, type: type.map { String($0.drop { $0 != ":" }.dropFirst(2)) } ?? "",
        body: String(text[gap.upperBound...]))
    }
  }

  private func exchange(_ bytes: [UInt8]) -> [UInt8]? {
    #if canImport(Darwin)
      let (kind, flags) = (SOCK_STREAM, Int32(0))
    #else
      let (kind, flags) = (Int32(SOCK_STREAM.rawValue), Int32(MSG_NOSIGNAL))
    #endif
    let descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, size) == 0
      }
    }
    guard isConnected else { return nil }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, flags) }
      guard count > 0 else { return nil }
      rest = rest.dropFirst(count)
    }
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while !Self.isWhole(all) {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      guard count > 0 else { break }
      all += chunk[..<count]
    }
    return all
  }

  /// Whether an answer has come as far as it says that it goes; some keep the connection open.
  private static func isWhole(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let gap = text.firstRange(of: "\r\n\r\n") else { return false }
    let lines = text[..<gap.lowerBound].lowercased().split(separator: "\r\n")
    if lines.first?.contains(" 204 ") == true { return true }
    let length = lines.first { $0.hasPrefix("content-length:") }
      .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) }
    return length.map { text[gap.upperBound...].utf8.count >= $0 } ?? false
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Opens addresses on this machine's loopback and goes where they lead, as a browser does that is
/// signed in already.
package enum FakeBrowser {
  package struct Page: Sendable {
    package var status: Int
    /// Where it sends the browser on to.
    package var location: String?
    package var text: String
  }

  package struct NoAnswer: Error {}

  /// Every page on the way, the last one included.
  @discardableResult
  package static func open(_ address: String) throws -> [Page] {
    var pages: [Page] = []
    var next: String? = address
    while let address = next, pages.count < 10 {
      let page = try visit(address)
      pages.append(page)
      next = page.location
    }
    return pages
  }

  /// One page alone.
  package static func visit(_ address: String, method: String = "GET") throws -> Page {
    let bare = address.hasPrefix("http://") ? address.dropFirst(7) : address[...]
    let authority = bare.prefix { $0 != "/" && $0 != "?" }
    let rest = bare.dropFirst(authority.count)
    let target = rest.hasPrefix("/") ? String(rest) : "/" + rest
    guard let port = authority.split(separator: ":").last.flatMap({ UInt16($0) }) else {
      throw NoAnswer()
    }
    let answer = try exchange(
      port, "\(method) \(target) HTTP/1.1\r\nHost: \(authority)\r\nConnection: close\r\n\r\n")
    let lines = answer.split(separator: "\r\n", omittingEmptySubsequences: false)
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count > 1, let status = Int(words[1]) else { throw NoAnswer() }
    let location = lines.first { $0.lowercased().hasPrefix("location: ") }
    let end = lines.firstIndex(of: "") ?? lines.startIndex
    return Page(
      status: status, location: location.map { String($0.dropFirst(10)) },
      text: lines[end...].joined(separator: "\n"))
  }

  /// Sends a question, and reads until all of the answer is there.
  private static func exchange(_ port: UInt16, _ question: String) throws -> String {
    #if canImport(Darwin)
      let handle = socket(AF_INET, SOCK_STREAM, 0)
    #else
      let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    defer { close(handle) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { throw NoAnswer() }
    let bytes = Array(question.utf8)
    guard send(handle, bytes, bytes.count, 0) == bytes.count else { throw NoAnswer() }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !isWhole(answer) {
      let count = recv(handle, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      answer += buffer[..<count]
    }
    guard !answer.isEmpty else { throw NoAnswer() }
    return String(decoding: answer, as: UTF8.self)
  }

  private static func isWhole(_ answer: [UInt8]) -> Bool {
    let text = String(decoding: answer, as: UTF8.self)
    guard let end = text.firstRange(of: "\r\n\r\n") else { return false }
    let length = text[..<end.lowerBound].split(separator: "\r\n")
      .first { $0.lowercased().hasPrefix("content-length: ") }
      .flatMap { Int($0.dropFirst(16)) }
    return length.map { text[end.upperBound...].utf8.count >= $0 } ?? false
  }
}

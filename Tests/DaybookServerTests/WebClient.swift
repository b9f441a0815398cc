import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What came back.
struct Reply: Sendable {
  var status: Int
  /// By lower-case name.
  var headers: [String: String]
  var body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The body as one JSON object; empty where it is none.
  var json: [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
  }

  func list(_ name: String) -> [[String: Any]] { json[name] as? [[String: Any]] ?? [] }

  /// `code` of a problem document.
  var code: String? { json["code"] as? String }
  var field: String? { json["field"] as? String }
}

/// One connection to this machine, byte by byte, so that it can misbehave. It waits on a thread of
/// its own: those that compute are few, and the server needs them.
final class Connection: Sendable {
  private let descriptor: Int32

  struct Failed: Error {}

  /// - Parameter patience: seconds to wait for more.
  init(port: Int, patience: Int = 20) throws {
    #if canImport(Darwin)
      let kind = SOCK_STREAM
    #else
      let kind = Int32(SOCK_STREAM.rawValue)
    #endif
    descriptor = socket(AF_INET, kind, 0)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var limit = timeval(tv_sec: patience, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    guard isConnected == 0 else { throw Failed() }
  }

  deinit { close(descriptor) }

  /// Sends what it can; false when the other side takes no more.
  @discardableResult
  func send(_ text: String) async -> Bool {
    await Connection.beside { [descriptor] in
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes {
          Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }

  /// Reads until the other side closes, or `isEnough` says so of all that came.
  func read(until isEnough: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }) async -> [UInt8]
  {
    await Connection.beside { [descriptor] in
      var all: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      while !isEnough(all) {
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { break }
        all += chunk[..<count]
      }
      return all
    }
  }

  private static func beside<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async
    -> Value
  {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: work()) }
    }
  }
}

extension Reply {
  /// Reads an answer that came over a connection; nil for anything else.
  init?(_ bytes: [UInt8]) {
    let gap = Array("\r\n\r\n".utf8)
    guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: gap) }) else {
      return nil
    }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    self.status = status
    headers = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] =
        line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    let rest = Array(bytes[(end + 4)...])
    body = headers["transfer-encoding"] == "chunked" ? Reply.joined(rest) : rest
  }

  /// The pieces of a chunked body.
  private static func joined(_ bytes: [UInt8]) -> [UInt8] {
    var all: [UInt8] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0d),
      let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16), size > 0
    {
      let start = end + 2
      guard start + size <= rest.endIndex else { break }
      all += rest[start..<start + size]
      rest = rest[(start + size)...].dropFirst(2)
    }
    return all
  }
}

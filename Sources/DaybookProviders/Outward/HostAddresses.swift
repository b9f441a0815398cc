internal import DaybookCore
import Dispatch
import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}

/// What a host's name stands for now.
enum HostAddresses {
  /// Asks for every address, on a thread that may wait.
  typealias LookUp = @Sendable (String) -> [NetworkAddress]

  /// Every address, read as the system reads it, so that `0x7f.1` and 2130706433 are 127.0.0.1; none
  /// where there is no such host; nil where nobody says so in time, for the system waits as long as
  /// it likes.
  static func of(
    _ host: String, within limit: Duration, by lookUp: @escaping LookUp
  ) async -> [NetworkAddress]? {
    let first = First()
    return await withCheckedContinuation { continuation in
      first.wait(continuation)
      DispatchQueue(label: "daybook.names").async { first.answer(lookUp(host)) }
      DispatchQueue.global().asyncAfter(deadline: .now() + limit.seconds) { first.answer(nil) }
    }
  }

  /// Whoever answers first; the other one speaks to nobody.
  private final class First: Sendable {
    private let waiting = Mutex<CheckedContinuation<[NetworkAddress]?, Never>?>(nil)

    func wait(_ continuation: CheckedContinuation<[NetworkAddress]?, Never>) {
      waiting.withLock { $0 = continuation }
    }

    func answer(_ addresses: [NetworkAddress]?) {
      let continuation = waiting.withLock { waiting in
        defer { waiting = nil }
        return waiting
      }
      continuation?.resume(returning: addresses)
    }
  }

  static func look(up host: String) -> [NetworkAddress] {
    let name =
      host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    #if canImport(Darwin)
      hints.ai_socktype = SOCK_STREAM
    #else
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #endif
    var first: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(name, nil, &hints, &first) == 0 else { return [] }
    defer { freeaddrinfo(first) }
    var found: [NetworkAddress] = []
    var entry = first
    while let info = entry?.pointee {
      if let address = address(info) { found.append(address) }
      entry = info.ai_next
    }
    return found
  }

  private static func address(_ info: addrinfo) -> NetworkAddress? {
    guard let socket = info.ai_addr else { return nil }
    switch info.ai_family {
    case AF_INET:
      return socket.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
        withUnsafeBytes(of: pointer.pointee.sin_addr) { NetworkAddress(Array($0)) }
      }
    case AF_INET6:
      return socket.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
        withUnsafeBytes(of: pointer.pointee.sin6_addr) { NetworkAddress(Array($0)) }
      }
    default: return nil
    }
  }
}

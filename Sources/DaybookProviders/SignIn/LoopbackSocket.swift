#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The system's calls for a socket that only this machine reaches.
enum LoopbackSocket {
  /// Listens on 127.0.0.1 or ::1; nil, with the reason in `errno`, where it cannot.
  static func listen(_ port: UInt16, isIPv6: Bool = false) -> Int32? {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let handle = socket(isIPv6 ? AF_INET6 : AF_INET, kind, 0)
    guard handle >= 0 else { return nil }
    _ = fcntl(handle, F_SETFD, FD_CLOEXEC)
    let isBound =
      isIPv6
      ? bound(handle, six(port)) : bound(handle, four(port))
    #if canImport(Glibc)
      let isListening = isBound && Glibc.listen(handle, 16) == 0
    #else
      let isListening = isBound && Darwin.listen(handle, 16) == 0
    #endif
    if isListening { return handle }
    let reason = errno
    close(handle)
    errno = reason
    return nil
  }

  private static func four(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }

  private static func six(_ port: UInt16) -> sockaddr_in6 {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    address.sin6_addr = in6addr_loopback
    return address
  }

  private static func bound<Address>(_ handle: Int32, _ address: Address) -> Bool {
    var address = address
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(handle, $0, socklen_t(MemoryLayout<Address>.size)) == 0
      }
    }
  }

  /// The port that an IPv4 socket was given.
  static func port(of handle: Int32) -> UInt16? {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isTold = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(handle, $0, &size) == 0
      }
    }
    return isTold ? UInt16(bigEndian: address.sin_port) : nil
  }

  /// What stands before the empty line of a request; nil where it is too long, or takes too long.
  static func head(of guest: Int32, limit: Int) -> String? {
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(guest, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count < limit {
      let count = recv(guest, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
      if bytes.suffix(4) == [13, 10, 13, 10] || bytes.suffix(2) == [10, 10] {
        return String(decoding: bytes, as: UTF8.self)
      }
    }
    return nil
  }

  static func send(_ text: String, to guest: Int32) {
    #if canImport(Glibc)
      let flags = Int32(MSG_NOSIGNAL)
    #else
      let flags: Int32 = 0
      var isOn: Int32 = 1
      setsockopt(guest, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
    #endif
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { bytes in
        #if canImport(Glibc)
          Glibc.send(guest, bytes.baseAddress, bytes.count, flags)
        #else
          Darwin.send(guest, bytes.baseAddress, bytes.count, flags)
        #endif
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  static func close(_ handle: Int32) {
    #if canImport(Glibc)
      _ = Glibc.close(handle)
    #else
      _ = Darwin.close(handle)
    #endif
  }
}

import NIOCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Knows whose program is at the other end of a connection on the loopback interface: Linux lists
/// every socket of the machine with the user it belongs to.
///
/// Where the system tells nothing, nobody is known.
package final class LoopbackPeers: Sendable {
  private let user: uid_t
  private let known = Mutex<[ObjectIdentifier: Bool]>([:])

  package init(user: uid_t = getuid()) {
    self.user = user
  }

  /// Whether a program of the same user has the other end. Looked up once a connection.
  func isOwn(_ channel: any Channel) async -> Bool {
    let key = ObjectIdentifier(channel)
    if let answer = known.withLock({ $0[key] }) { return answer }
    guard channel.isActive else { return false }
    let answer = lookUp(channel)
    known.withLock { $0[key] = answer }
    channel.closeFuture.whenComplete { [weak self] _ in
      _ = self?.known.withLock { $0.removeValue(forKey: key) }
    }
    return answer
  }

  private func lookUp(_ channel: any Channel) -> Bool {
    guard let here = channel.localAddress, let there = channel.remoteAddress,
      let local = SocketTable.name(of: here), let remote = SocketTable.name(of: there)
    else { return false }
    return SocketTable.owner(of: remote, connectedTo: local) == user
  }
}

/// `/proc/net/tcp` and `tcp6`: all sockets of the machine.
enum SocketTable {
  /// Whom the end named `local` of a connection to `remote` belongs to, as long as it is open.
  static func owner(of local: String, connectedTo remote: String) -> uid_t? {
    for path in ["/proc/net/tcp", "/proc/net/tcp6"] {
      if let owner = owner(of: local, connectedTo: remote, in: text(of: path)) { return owner }
    }
    return nil
  }

  /// - Parameter table: as proc(5) has it, a socket a line: number, local and remote address, state,
  ///   queues, timer, retransmissions, user, time-out, inode.
  static func owner(of local: String, connectedTo remote: String, in table: String) -> uid_t? {
    for line in table.split(separator: "\n").dropFirst() {
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      // Only an open one: of one that was closed the system says root, whoever it was.
      guard words.count > 9, words[1] == local, words[2] == remote, words[3] == "01",
        words[9] != "0"
      else { continue }
      return uid_t(words[7])
    }
    return nil
  }

  /// An address as the tables name it; nil for one that is not of the loopback interface.
  static func name(of address: SocketAddress) -> String? {
    guard let port = address.port else { return nil }
    let number = hex(UInt8(truncatingIfNeeded: port >> 8)) + hex(UInt8(truncatingIfNeeded: port))
    switch address.ipAddress {
    case "::1": return words([UInt8](repeating: 0, count: 15) + [1]) + ":" + number
    case let text?:
      let bytes = text.split(separator: ".").compactMap { UInt8($0) }
      return bytes.count == 4 && bytes[0] == 127 ? words(bytes) + ":" + number : nil
    case nil: return nil
    }
  }

  /// Four bytes at a time, as the processor reads them.
  private static func words(_ bytes: [UInt8]) -> String {
    stride(from: 0, to: bytes.count, by: 4).map { start in
      let word = bytes[start..<start + 4]
      return (1.littleEndian == 1 ? Array(word.reversed()) : Array(word)).map(hex).joined()
    }.joined()
  }

  private static func hex(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0" + text : text
  }

  private static func text(of path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      guard count > 0 else { break }
      all += chunk[..<count]
    }
    return String(decoding: all, as: UTF8.self)
  }
}

/// An IP address as bytes, and what kind of place it names.
package struct NetworkAddress: Hashable, Sendable {
  /// 4 or 16, in network order.
  package let bytes: [UInt8]

  /// nil for anything but 4 or 16 bytes.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  package enum Reach: Hashable, Sendable {
    /// Somewhere on the Internet.
    case everywhere
    /// This machine, or a network that only its neighbours are in.
    case near
    /// Nowhere that one may be sent: link-local (with the metadata services of clouds), multicast,
    /// reserved, for documents only.
    case nowhere
  }

  /// By the registries of special-purpose addresses (RFC 6890 and what IANA added since). An address
  /// that carries another one is as near as that.
  package var reach: Reach {
    bytes.count == 4 ? Self.reach(of: bytes) : longReach
  }

  private static func reach(of bytes: [UInt8]) -> Reach {
    let number = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    func isIn(_ network: UInt32, _ length: UInt32) -> Bool {
      (number ^ network) >> (32 - length) == 0
    }
    let near: [(UInt32, UInt32)] = [
      (0x7f00_0000, 8), (0x0a00_0000, 8), (0xac10_0000, 12), (0xc0a8_0000, 16), (0x6440_0000, 10),
    ]
    if near.contains(where: { isIn($0.0, $0.1) }) { return .near }
    let nowhere: [(UInt32, UInt32)] = [
      (0x0000_0000, 8), (0xa9fe_0000, 16), (0xc000_0000, 24), (0xc000_0200, 24),
      (0xc058_6300, 24), (0xc612_0000, 15), (0xc633_6400, 24), (0xcb00_7100, 24),
      (0xe000_0000, 3),
    ]
    return nowhere.contains { isIn($0.0, $0.1) } ? .nowhere : .everywhere
  }

  private var longReach: Reach {
    let zeros = [UInt8](repeating: 0, count: 10)
    if bytes == zeros + [0, 0, 0, 0, 0, 1] { return .near }
    // ::ffff:a.b.c.d, and 64:ff9b::a.b.c.d of those who translate (RFC 6052).
    if bytes.starts(with: zeros + [0xff, 0xff])
      || bytes.starts(with: [0, 0x64, 0xff, 0x9b] + zeros.prefix(8))
    {
      return Self.reach(of: Array(bytes[12...]))
    }
    // Unique local addresses.
    if bytes[0] & 0xfe == 0xfc { return .near }
    // All that is given out on the Internet is in 2000::/3.
    guard bytes[0] & 0xe0 == 0x20 else { return .nowhere }
    if bytes.starts(with: [0x20, 0x02]) { return Self.reach(of: Array(bytes[2..<6])) }
    let isOfProtocols = bytes.starts(with: [0x20, 0x01]) && bytes[2] < 2
    let isOfDocuments =
      bytes.starts(with: [0x20, 0x01, 0x0d, 0xb8])
      || bytes.starts(with: [0x3f, 0xff]) && bytes[2] < 0x10
    return isOfProtocols || isOfDocuments ? .nowhere : .everywhere
  }
}

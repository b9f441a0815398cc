import HTTPTypes
import DaybookCore
import Synchronization

/// Where browsers find the server, for vendors that send them back.
final class OwnAddress: Sendable {
  private let place: ServerPlace
  private let port: Mutex<Int>

  init(of place: ServerPlace) {
    self.place = place
    port = Mutex(place.port)
  }

  /// The port that is listened at, once that is known.
  func isAt(port: Int) { self.port.withLock { $0 = port } }

  /// Where a browser comes back to that signed in at a vendor.
  ///
  /// - Throws: a problem where the server does not know what it is called outside.
  func redirect(for kind: AccountKind) throws -> String {
    try base(for: kind) + "/api/auth/callback/" + kind.rawValue
  }

  private func base(for kind: AccountKind) throws -> String {
    if let address = place.address {
      return address.hasSuffix("/") ? String(address.dropLast()) : address
    }
    let port = port.withLock { $0 }
    if place.isLoopback, !place.isBehindProxy, place.certificate == nil {
      // Google registers the number, Microsoft and Cal.com the name.
      let isNumber = kind == .google && place.host.hasPrefix("127.")
      return "http://\(isNumber ? place.host : "localhost"):\(port)"
    }
    if place.certificate != nil, let name = place.names.first {
      return "https://\(name)" + (port == 443 ? "" : ":\(port)")
    }
    throw Problem(
      .conflict, "no_address", "This server does not know by what address browsers find it.",
      hint: "Start it with --address, and register that address at the vendor.")
  }
}

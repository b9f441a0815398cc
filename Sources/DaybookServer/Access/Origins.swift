import HTTPTypes
import Hummingbird

/// Keeps web pages out: a browser of the person who runs the server asks in that person's name,
/// whoever wrote the page.
///
/// A page of another site names itself in Origin or Sec-Fetch-Site. One whose own name was made to
/// point here (DNS rebinding) does not, but names itself in Host.
struct Origins: Sendable {
  /// Lower-case names that the server goes by, besides those of the loopback interface.
  let hosts: Set<String>
  /// Whether any name will do: behind a proxy, which knows its own.
  let takesAnyHost: Bool

  /// - Parameter isReturn: whether browsers are sent here by pages of other sites, and bring what
  ///   proves that we asked for it.
  func check(_ request: Request, isReturn: Bool = false) throws {
    guard request.headers[.host] == nil else { throw Origins.ambiguous }
    let authority = request.head.authority ?? ""
    guard takesAnyHost || isOwn(host: Origins.host(in: authority)) else {
      throw Origins.unknownHost
    }
    if isReturn { return }
    if let site = request.headers[.secFetchSite], site != "same-origin", site != "none" {
      throw Origins.foreign
    }
    guard let origin = request.headers[.origin] else { return }
    let parts = origin.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].isEmpty, ["http:", "https:"].contains(parts[0].lowercased()),
      parts[2].lowercased() == authority.lowercased()
    else { throw Origins.foreign }
  }

  private func isOwn(host: String) -> Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]"
      || Origins.isLoopback(host) || hosts.contains(host)
  }

  /// `127.…`, four numbers.
  private static func isLoopback(_ host: String) -> Bool {
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
  }

  /// Without the port.
  private static func host(in authority: String) -> String {
    let text = authority.lowercased()
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") { return String(text[...end]) }
    return String(text.prefix { $0 != ":" })
  }

  static let unknownHost = Problem(
    .misdirectedRequest, "unknown_host", "This server does not go by that name.",
    hint: "Start it with --host-name to let it be called so.")

  /// A second Host tells a proxy something else than us (RFC 9112 §3.2).
  static let ambiguous = Problem(
    .badRequest, "ambiguous_host", "The request says twice whom it is for.",
    hint: "Send one Host.")

  static let foreign = Problem(
    .forbidden, "foreign_origin", "Pages of other sites may not ask here.")
}

extension HTTPField.Name {
  /// The first Host is the request's authority; what is found by this name is a second one.
  static let host = HTTPField.Name("Host") ?? .origin
  static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
  static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .origin
  static let requestID = HTTPField.Name("X-Request-Id") ?? .origin
}

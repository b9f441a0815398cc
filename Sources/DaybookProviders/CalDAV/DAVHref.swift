/// Where a resource is on its server: a path as the server spells it, to be sent back byte for byte,
/// and the same decoded, for comparing.
struct DAVHref: Hashable, Sendable {
  /// Percent-encoded, from the first slash.
  let path: String

  /// A path in its server's own spelling.
  init(path: String) {
    self.path = path
  }

  /// Reads an href as it stands in an answer from `base`: a path, a whole address, of which only
  /// the path counts, or what is relative to the question. nil when it is none of these.
  init?(_ text: String, from base: WebAddress) {
    guard !text.isEmpty, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
      return nil
    }
    if text.utf8.first == UInt8(ascii: "/"), !text.utf8.starts(with: "//".utf8) {
      path = Self.withoutQuery(text)
      return
    }
    if let path = Self.path(ofAddress: text) {
      self.path = path
      return
    }
    guard let address = WebAddress(text, relativeTo: base),
      let path = Self.path(ofAddress: address.text)
    else { return nil }
    self.path = path
  }

  init(_ address: WebAddress) {
    path = Self.path(ofAddress: address.text) ?? "/"
  }

  /// The decoded path: two hrefs mean the same where these are the same. A plus is a plus.
  var key: String { WebPath.decoded(path) }

  var isCollection: Bool { path.hasSuffix("/") }

  /// The same as a collection, which always ends in a slash.
  var collection: DAVHref { isCollection ? self : DAVHref(path: path + "/") }

  /// The last part, decoded: what a collection is called that has no name.
  var name: String {
    key.split(separator: "/").last.map(String.init) ?? ""
  }

  /// What is called `name` in this collection; `name` needs no encoding.
  func appending(_ name: String) -> DAVHref { DAVHref(path: collection.path + name) }

  /// Where to ask for it on the server of `base`.
  func address(like base: WebAddress) -> WebAddress? {
    WebAddress(base.root + path)
  }

  /// What follows the authority of an http or https address.
  private static func path(ofAddress text: String) -> String? {
    // A listing has one for each event, so bytes are looked at and no characters.
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
      text.utf8[colon...].starts(with: "://".utf8)
    else { return nil }
    let scheme = text[..<colon].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = text[text.utf8.index(colon, offsetBy: 3)...]
    guard let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) else { return "/" }
    return withoutQuery(String(rest[slash...]))
  }

  private static func withoutQuery(_ path: String) -> String {
    let end = path.utf8.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    return end.map { String(path[..<$0]) } ?? path
  }
}

extension WebAddress {
  /// Scheme, host and port, as this address has them.
  var root: String {
    guard let mark = text.firstRange(of: "://") else { return text }
    let end = text[mark.upperBound...].firstIndex { $0 == "/" || $0 == "?" } ?? text.endIndex
    return String(text[..<end])
  }

  /// Whether it is this very machine.
  var isLoopback: Bool {
    if host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" || host == "::1" {
      return true
    }
    // A name may begin like a number.
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

import CCurl
package import DaybookCore

/// An absolute web address, read once by curl's own parser so that what is checked is what is asked.
package struct WebAddress: Hashable, Sendable {
  /// The whole of it, without user, password and fragment.
  package let text: String
  /// `http` or `https`.
  package let scheme: String
  package let host: String
  package let port: String
  /// `user:password` as the address carried it.
  package private(set) var credentials: String?

  /// Reads `text`, relative to `base` if there is one; nil when it is no address of the web.
  /// `webcal` means https. Without libcurl nothing is an address.
  package init?(_ text: String, relativeTo base: WebAddress? = nil) {
    var parts = CCurlParts()
    guard CurlTransport.isReady,
      ccurl_read_address(base?.text, Self.withoutWebcal(text), &parts)
    else { return nil }
    defer { ccurl_free_parts(&parts) }
    guard let scheme = Self.string(parts.scheme)?.lowercased(),
      scheme == "http" || scheme == "https", let host = Self.string(parts.host), !host.isEmpty,
      let plain = Self.string(parts.plain)
    else { return nil }
    self.text = plain
    self.scheme = scheme
    self.host = host.lowercased()
    port = Self.string(parts.port) ?? ""
    credentials = Self.string(parts.user).map { $0 + ":" + (Self.string(parts.password) ?? "") }
  }

  /// The same address, with what `other` signs in with when both are of one origin.
  package func signed(like other: WebAddress) -> WebAddress {
    guard credentials == nil, origin == other.origin else { return self }
    var signed = self
    signed.credentials = other.credentials
    return signed
  }

  /// Whom credentials given for this address belong to.
  package var origin: String { scheme + "://" + host + ":" + port }

  package var place: RemotePlace { RemotePlace(text) }

  private static func string(_ text: UnsafeMutablePointer<CChar>?) -> String? {
    text.map { String(cString: $0) }
  }

  private static func withoutWebcal(_ text: String) -> String {
    for scheme in ["webcal://", "webcals://"]
    where text.prefix(scheme.count).lowercased() == scheme {
      return "https://" + text.dropFirst(scheme.count)
    }
    return text
  }
}

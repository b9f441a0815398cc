/// Where a hook may point: the Internet by https, and the hosts that the settings name, which may be
/// near and then need no certificate.
package struct OutwardRule: Hashable, Sendable {
  /// Lower-case, IPv6 without brackets.
  private let near: Set<String>

  /// - Parameter nearHosts: hosts as they stand in addresses.
  package init(nearHosts: [String] = []) {
    near = Set(nearHosts.map(Self.plain))
  }

  /// What is wrong with an address whatever its host turns out to be; nil where nothing is.
  package func fault(scheme: String, host: String, hasCredentials: Bool) -> HookAddressFault? {
    if hasCredentials { return .credentials }
    return scheme == "https" || near.contains(Self.plain(host)) ? nil : .plainHTTP
  }

  /// Whether a connection to this address may be made for that host.
  package func allows(_ address: NetworkAddress, scheme: String, host: String) -> Bool {
    switch address.reach {
    case .everywhere: scheme == "https"
    case .near: near.contains(Self.plain(host))
    case .nowhere: false
    }
  }

  private static func plain(_ host: String) -> String {
    let host = host.lowercased()
    return host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
  }
}

/// Why an address is refused for a hook.
package enum HookAddressFault: Explained, Hashable {
  case unreadable, tooLong, plainHTTP, credentials, unknownHost
  /// Nobody says in time what its name stands for.
  case slowName
  /// It leads into a network that is not the Internet.
  case privateNetwork

  package var code: String {
    switch self {
    case .unreadable: "bad_address"
    case .tooLong: "address_too_long"
    case .plainHTTP: "plain_http"
    case .credentials: "address_with_password"
    case .unknownHost: "unknown_host"
    case .slowName: "name_too_slow"
    case .privateNetwork: "private_address"
    }
  }

  package var message: String {
    switch self {
    case .unreadable: "That is no address of the web."
    case .tooLong: "An address may have 2,000 bytes."
    case .plainHTTP: "A hook's address begins with https://."
    case .credentials: "A hook's address holds no user and no password."
    case .unknownHost: "There is no host of that name."
    case .slowName: "Nobody said in time where that host is."
    case .privateNetwork: "That address leads into a private network."
    }
  }

  package var hint: String? {
    switch self {
    case .plainHTTP, .privateNetwork:
      "hook_hosts in [server] of the configuration names hosts of your own."
    case .credentials: "Put what proves who sends into the path, or check the signature."
    case .slowName: "Try again, or check the server's DNS."
    case .unreadable, .tooLong, .unknownHost: nil
    }
  }
}

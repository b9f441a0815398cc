/// How far what proves who asks may go along with a redirected request.
package enum WebTrust: Sendable {
  /// To the same scheme, host and port.
  case origin
  /// To the same host, and to other hosts of the same owner, by https.
  case site
}

extension WebAddress {
  /// Whether a password that was given for this address may be sent to `other`: to the same host,
  /// or to one of the same registrable domain (`caldav.example.com`, `p12-caldav.example.com`), and
  /// never with less protection than here.
  package func trusts(_ other: WebAddress) -> Bool {
    if other.scheme != "https" {
      return scheme == other.scheme && host == other.host
    }
    if host == other.host || other.host.hasSuffix("." + host) && WebDomain.isOwned(host) {
      return true
    }
    guard let dot = host.firstIndex(of: ".") else { return false }
    let parent = String(host[host.index(after: dot)...])
    return WebDomain.isOwned(parent) && (other.host == parent || other.host.hasSuffix("." + parent))
  }
}

/// Which names have one owner, as far as a name tells.
private enum WebDomain {
  /// Whether everything below `name` belongs to one owner. `com` and `co.uk` do not, nor do the
  /// names below which everybody gets one; a number is an address and has nothing below it.
  static func isOwned(_ name: String) -> Bool {
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }), let top = labels.last,
      top.contains(where: \.isLetter), !name.hasPrefix("[")
    else { return false }
    if shared.contains(name) { return false }
    return labels.count > 2 || !(top.count == 2 && registries.contains(String(labels[0])))
  }

  /// What stands before a country where names are given out one level deeper.
  private static let registries: Set<String> = [
    "ac", "co", "com", "edu", "gob", "gov", "go", "govt", "id", "ltd", "me", "mil", "ne", "net",
    "nom", "or", "org", "plc", "sch",
  ]

  /// Names below which strangers are neighbours.
  private static let shared: Set<String> = [
    "duckdns.org", "ddns.net", "dyndns.org", "no-ip.org", "hopto.org", "zapto.org", "sytes.net",
    "myfritz.net", "synology.me", "diskstation.me", "myds.me", "dedyn.io", "spdns.de", "goip.de",
    "ts.net", "nip.io", "sslip.io", "github.io", "gitlab.io", "netlify.app", "vercel.app",
    "web.app", "pages.dev", "workers.dev", "fly.dev", "onrender.com", "herokuapp.com",
    "azurewebsites.net", "cloudfront.net", "amazonaws.com", "ngrok.io", "ngrok.app",
    "ngrok-free.app", "trycloudflare.com", "your-server.de", "ownhost.me", "free.fr",
  ]
}

/// Where the server listens, and what its callers are told to trust.
package struct ServerPlace: Sendable {
  /// An IP address, or a name that stands for one.
  package var host = "127.0.0.1"
  /// 0 for any that is free.
  package var port = 8765
  /// Further names that it goes by.
  package var names: [String] = []
  /// Where browsers find it, where that is not plain from the rest: `https://calendar.example`.
  package var address: String?
  package var certificate: Certificate?
  /// Whether a proxy of one's own stands before it, and sees to TLS.
  package var isBehindProxy = false

  package struct Certificate: Sendable {
    /// PEM files: the chain, leaf first; the key.
    package var chain: String
    package var key: String

    package init(chain: String, key: String) {
      self.chain = chain
      self.key = key
    }
  }

  package init() {}

  /// Whether only this machine can reach it.
  package var isLoopback: Bool {
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
    return host == "localhost" || host == "::1"
      || numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
  }

  /// Every name that it goes by, besides those of the loopback interface.
  var allNames: [String] {
    let outside = address?.split(separator: "/").last.map { String($0.prefix { $0 != ":" }) }
    return names + [host] + (outside.map { [$0] } ?? [])
  }

  /// Why it may not be listened at; nil where it may.
  package var fault: String? {
    if isLoopback || certificate != nil || isBehindProxy { return nil }
    return "\(host) can be reached by others, who would read along"
  }
}

/// Where something is, fit to be shown: of a web address only scheme and host, for the rest of a
/// feed's address is a secret; a path as it stands.
package struct RemotePlace: Hashable, Sendable, CustomStringConvertible {
  package let description: String
  /// The host alone, without its port; nil for paths.
  package let host: String?

  /// Whether it is a path on this machine.
  package var isOnDisk: Bool { host == nil }

  package init(_ address: String) {
    guard let mark = address.firstRange(of: "://"),
      address[..<mark.lowerBound].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }),
      address[..<mark.lowerBound].lowercased() != "file"
    else {
      description = address
      host = nil
      return
    }
    let rest = address[mark.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }
    let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    description = address[..<mark.lowerBound].lowercased() + "://" + place.lowercased() + "/…"
    host =
      place.first == "["
      ? String(place.prefix { $0 != "]" }) + "]" : place.prefix { $0 != ":" }.lowercased()
  }
}

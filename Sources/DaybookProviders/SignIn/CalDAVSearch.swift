package import DaybookCore

/// Where somebody's calendars are at a CalDAV server.
package struct CalDAVPlace: Hashable, Sendable {
  /// The URL to ask from now on.
  package var address: String
  /// Who they are there, as far as the server says it.
  package var addresses: [String]

  package init(address: String, addresses: [String] = []) {
    self.address = address
    self.addresses = addresses
  }
}

/// Looks for the calendars of whoever signs in.
package enum CalDAVSearch {
  /// Takes a URL or an e-mail address, and a transport that asks in the person's name.
  package typealias Find =
    @Sendable (String, any Transport) async throws(ProviderError) -> CalDAVPlace

  /// Takes a URL as it was given, once somebody there answers to name and password; of an e-mail
  /// address the well-known place at its domain (RFC 6764 §5).
  package static func asGiven(_ place: String, over transport: any Transport)
    async throws(ProviderError) -> CalDAVPlace
  {
    let isMail = !place.contains("://") && place.contains("@")
    let domain = place.split(separator: "@").last.map(String.init) ?? place
    let text = isMail ? "https://\(domain)/.well-known/caldav" : place
    guard let address = WebAddress(text) else {
      throw .badAddress(RemotePlace(place), reason: "it is no address of the web")
    }
    guard address.scheme == "https" || address.isLoopback else {
      throw .badAddress(address.place, reason: "passwords are sent over https only")
    }
    let body = """
      <?xml version="1.0" encoding="utf-8"?>
      <propfind xmlns="DAV:"><prop><current-user-principal/></prop></propfind>
      """
    let response = try await transport.send(
      WebRequest(
        "PROPFIND", address,
        headers: [("Depth", "0"), ("Content-Type", "application/xml; charset=utf-8")],
        body: Array(body.utf8)))
    guard response.isSuccess else { throw response.failure(signIn: .password) }
    return CalDAVPlace(
      address: isMail ? response.address.text : address.text, addresses: isMail ? [place] : [])
  }
}

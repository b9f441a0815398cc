extension EventComponent {
  /// Where to join: CONFERENCE (RFC 7986), Google's or Microsoft's property, URL, or the first
  /// address of a known meeting host in LOCATION or DESCRIPTION; nil where there is none.
  public var conferenceURL: String? {
    let conferences = component.all("CONFERENCE")
    let video = conferences.first { line in
      line.parameterValues("FEATURE").contains { $0.trimmed.isSame("VIDEO") }
    }
    if let url = (video ?? conferences.first)?.text.trimmed, !url.isEmpty { return url }
    for name in ["X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "URL"] {
      if let url = component.first(name)?.text.trimmed, !url.isEmpty { return url }
    }
    for name in ["LOCATION", "DESCRIPTION"] {
      if let text = component.first(name)?.text, let url = ConferenceLink.first(in: text) {
        return url
      }
    }
    return nil
  }
}

/// Finds the address of a video meeting in running text.
public enum ConferenceLink {
  /// Hosts whose pages are meetings; a subdomain of one counts as well.
  static let hosts = [
    "zoom.us", "zoomgov.com", "meet.google.com", "teams.microsoft.com", "teams.live.com",
    "webex.com", "whereby.com", "meet.jit.si", "jitsi.org", "gotomeeting.com", "meet.goto.com",
    "bluejeans.com", "chime.aws", "facetime.apple.com", "around.co", "gather.town", "livestorm.co",
    "app.element.io", "cal.com",
  ]

  /// The first `https://` address of a known meeting host, or nil.
  public static func first(in text: String) -> String? {
    var rest = text[...]
    while let range = rest.range(ofScheme: "https://") {
      let tail = rest[range.lowerBound...]
      let url = tail.prefix { character in
        !character.isWhitespace && !"<>\"'()[]{}|\\".contains(character)
      }
      let host = url.dropFirst(8).prefix { !"/?#:".contains($0) }.lowercased()
      if hosts.contains(where: { host == $0 || host.hasSuffix("." + $0) }) {
        var url = url
        while let last = url.last, ".,;:!?".contains(last) { url.removeLast() }
        return String(url)
      }
      rest = tail.dropFirst(8)
    }
    return nil
  }
}

extension Substring {
  fileprivate func range(ofScheme scheme: String) -> Range<Index>? {
    let bytes = Array(scheme.utf8)
    var index = startIndex
    while index < endIndex {
      if utf8[index] | 0x20 == bytes[0],
        utf8[index...].prefix(bytes.count).elementsEqual(bytes, by: { $0 | 0x20 == $1 | 0x20 })
      {
        return index..<utf8.index(index, offsetBy: bytes.count)
      }
      index = utf8.index(after: index)
    }
    return nil
  }
}

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
      guard let line = component.first(name), line.withValue({ $0.contains(Byte.colon) }),
        let url = ConferenceLink.first(in: line.text)
      else { continue }
      return url
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
    // Every event with notes is looked through, so bytes are compared, not characters.
    var text = text
    return text.withUTF8 { bytes in
      var position = 0
      while let colon = bytes.index(of: Byte.colon, in: position..<bytes.count) {
        position = colon + 1
        guard isScheme(before: colon, in: bytes) else { continue }
        var end = colon + 3
        while end < bytes.count, !endsAddress(at: end, in: bytes) { end += 1 }
        guard isMeeting(bytes[(colon + 3)..<end]) else { continue }
        while trailing.contains(bytes[end - 1]) { end -= 1 }
        return String(decoding: bytes[(colon - 5)..<end], as: UTF8.self)
      }
      return nil
    }
  }

  private static let scheme = Array("https".utf8)
  private static let trailing = Array(".,;:!?".utf8)
  private static let hostBytes = hosts.map { Array($0.utf8) }

  /// Whether `https` stands before this colon and `//` behind it.
  private static func isScheme(before colon: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let slash = UInt8(ascii: "/")
    guard colon >= scheme.count, colon + 2 < bytes.count, bytes[colon + 1] == slash,
      bytes[colon + 2] == slash
    else { return false }
    return scheme.indices.allSatisfy { bytes[colon - scheme.count + $0] | 0x20 == scheme[$0] }
  }

  private static func endsAddress(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    switch bytes[index] {
    case 0...0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
      UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "|"), Byte.backslash:
      true
    case 0x80...:
      // A blank of another script; other letters may stand in a path.
      String(decoding: bytes[index..<min(index + 4, bytes.count)], as: UTF8.self)
        .unicodeScalars.first?.properties.isWhitespace ?? false
    default: false
    }
  }

  private static func isMeeting(_ address: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let host = address.prefix { byte in
      byte != UInt8(ascii: "/") && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "#")
        && byte != Byte.colon
    }
    return hostBytes.contains { known in
      guard host.count >= known.count else { return false }
      let start = host.endIndex - known.count
      let isEnd = known.indices.allSatisfy { host[start + $0] | 0x20 == known[$0] }
      return isEnd && (start == host.startIndex || host[start - 1] == UInt8(ascii: "."))
    }
  }
}

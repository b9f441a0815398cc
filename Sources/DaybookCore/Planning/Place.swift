/// Whether a location is somewhere one has to go, and which.
///
/// It is not when it is empty, a URL, a number to call, a conferencing service, or just a room or a
/// floor.
package enum Place {
  /// The place in a form to compare, or nil where there is none to go to. Of several, divided by
  /// semicolons or lines, the first that is one counts.
  package static func physical(_ location: String) -> String? {
    for part in location.split(whereSeparator: { $0 == ";" || $0.isNewline }) {
      let words = words(part)
      if words.isEmpty || isAddressOnNet(part) || isService(words) || isRoom(part)
        || isTelephone(part)
      {
        continue
      }
      return words.joined(separator: " ")
    }
    return nil
  }

  private static func words(_ text: Substring) -> [String] {
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
      return text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }
    // What a letter is needs no tables of Unicode here.
    return text.utf8.split { !(isASCIILetter($0) || isDigit($0)) }.map { word in
      String(decoding: word.map(lowercased), as: UTF8.self)
    }
  }

  private static func isAddressOnNet(_ text: Substring) -> Bool {
    // Whatever is looked for has a colon or a dot in it.
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }) else {
      return false
    }
    return text.split(whereSeparator: \.isWhitespace).contains { isAddressOnNet(word: $0) }
  }

  private static func isAddressOnNet(word: Substring) -> Bool {
    let lower = word.lowercased()
    return lower.contains("://") || lower.hasPrefix("www.") || lower.hasPrefix("tel:")
      || lower.hasPrefix("mailto:") || lower.hasPrefix("sip:")
      || lower.hasPrefix("integrations:") || isHostWithPath(lower)
      || serviceHosts.contains { lower.contains($0) }
  }

  /// `example.com/meet`: a web address whose beginning was left out.
  private static func isHostWithPath(_ word: String) -> Bool {
    guard let slash = word.firstIndex(of: "/") else { return false }
    let labels = word[..<slash].split(separator: ".", omittingEmptySubsequences: false)
    return labels.count > 1
      && labels.allSatisfy { label in
        label.utf8.count > 1 && label.utf8.allSatisfy { isASCIILetter($0) || isDigit($0) }
      }
      && labels[labels.count - 1].utf8.allSatisfy(isASCIILetter)
  }

  /// `+49 30 1234567`.
  private static func isTelephone(_ text: Substring) -> Bool {
    text.utf8.contains(UInt8(ascii: "+")) && text.utf8.count(where: isDigit) >= 5
      && text.utf8.allSatisfy { isDigit($0) || " +-()./".utf8.contains($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
  }

  private static func isASCIILetter(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte)
  }

  private static func isService(_ words: [String]) -> Bool {
    if words.contains(where: services.contains) { return true }
    return nowhere.contains(words.joined(separator: " "))
  }

  /// Whether each part between commas only says where in a building.
  private static func isRoom(_ text: Substring) -> Bool {
    text.split(separator: ",").allSatisfy { part in
      let words = words(part)
      return words.contains { word in rooms.contains { word == $0 || word.hasSuffix($0) } }
        || words.allSatisfy(isNumber)
    }
  }

  /// `4`, `4th`, `b12`: no name of a place.
  private static func isNumber(_ word: String) -> Bool {
    // Other scripts have letters that count: 京 is one.
    word.utf8.count <= 4 && (word.utf8.count == 1 || word.utf8.contains(where: isDigit))
  }

  private static let serviceHosts = [
    "zoom.us/", "meet.google.com", "teams.microsoft.com", "daily.co", "doxy.me",
  ]
  private static let services: Set<String> = [
    "zoom", "teams", "webex", "skype", "jitsi", "whereby", "gotomeeting", "bluejeans", "facetime",
    "slack", "discord", "hangouts", "hangout", "msteams", "bigbluebutton", "chime", "livestorm",
    "gather", "ringcentral", "lifesize", "signal", "whatsapp", "telegram", "videoconference",
    "videocall",
  ]
  private static let nowhere: Set<String> = [
    "google meet", "meet", "online", "virtual", "remote", "phone", "phone call", "telephone",
    "call",
    "video", "video call", "video conference", "telefon", "web", "internet", "cal video", "tbd",
    "tba", "link", "conference call", "online meeting", "google meet video call",
  ]
  private static let rooms = ["room", "rooms", "floor", "raum", "etage"]
}

/// Minutes known to lie between two places, either way.
package struct TravelTimes: Sendable, Equatable {
  private var minutes: [Pair: Int] = [:]

  package init() {}

  /// What rules say; the last one about a pair counts.
  package init(_ rules: [AvailabilityRule]) {
    for rule in rules {
      if case .travel(let from, let to, let minutes) = rule.kind { self[from, to] = minutes }
    }
  }

  /// The longest there is; 0 when none is known.
  package var longest: Int { minutes.values.max() ?? 0 }

  /// Between two locations as events write them; nil where not known.
  package subscript(one: String, other: String) -> Int? {
    get {
      guard let one = Place.physical(one), let other = Place.physical(other) else { return nil }
      return known(one, other)
    }
    set {
      guard let one = Place.physical(one), let other = Place.physical(other) else { return }
      minutes[Pair(one, other)] = newValue
    }
  }

  /// Between two places that `Place.physical` gave.
  func known(_ one: String, _ other: String) -> Int? {
    minutes.isEmpty ? nil : minutes[Pair(one, other)]
  }

  private struct Pair: Hashable {
    var first: String
    var second: String

    init(_ one: String, _ other: String) {
      (first, second) = (min(one, other), max(one, other))
    }
  }
}

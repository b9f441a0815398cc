internal import ICalendar

/// What people call time zones when they write to each other.
enum ZoneWord {
  /// An abbreviation means the place whose clocks it names: whoever writes EST in July means New
  /// York's time in July.
  static let places: [String: String] = {
    var places: [String: String] = [:]
    for (words, zone) in [
      ("et est edt eastern", "America/New_York"), ("ct cst cdt central", "America/Chicago"),
      ("mt mst mdt mountain", "America/Denver"), ("pt pst pdt pacific", "America/Los_Angeles"),
      ("akst akdt", "America/Anchorage"), ("hst", "Pacific/Honolulu"),
      ("ast adt", "America/Halifax"), ("brt", "America/Sao_Paulo"),
      ("bst uk", "Europe/London"), ("wet west", "Europe/Lisbon"), ("cet cest", "Europe/Berlin"),
      ("eet eest", "Europe/Helsinki"), ("msk", "Europe/Moscow"), ("trt", "Europe/Istanbul"),
      ("sast", "Africa/Johannesburg"), ("gst", "Asia/Dubai"), ("pkt", "Asia/Karachi"),
      ("ist", "Asia/Kolkata"), ("ict", "Asia/Bangkok"), ("sgt", "Asia/Singapore"),
      ("hkt", "Asia/Hong_Kong"), ("kst", "Asia/Seoul"), ("jst", "Asia/Tokyo"),
      ("awst", "Australia/Perth"), ("acst acdt", "Australia/Adelaide"),
      ("aest aedt", "Australia/Sydney"), ("nzst nzdt", "Pacific/Auckland"),
    ] {
      for word in words.split(separator: " ") { places[String(word)] = zone }
    }
    return places
  }()

  /// Countries with one clock, and cities that no zone is named for.
  private static let ofPlaces: [String: String] = {
    var places: [String: String] = [:]
    for (words, zone) in [
      ("san francisco, sf, seattle, san diego, silicon valley, california", "America/Los_Angeles"),
      ("boston, washington, washington dc, miami, atlanta, philadelphia", "America/New_York"),
      ("montreal, ottawa", "America/Toronto"), ("nyc, new york city", "America/New_York"),
      ("austin, dallas, houston, texas", "America/Chicago"), ("salt lake city", "America/Denver"),
      ("england, scotland, edinburgh, manchester, united kingdom, gb", "Europe/London"),
      ("germany, munich, hamburg, frankfurt, cologne", "Europe/Berlin"),
      ("ireland", "Europe/Dublin"), ("france", "Europe/Paris"), ("netherlands", "Europe/Amsterdam"),
      ("switzerland, geneva", "Europe/Zurich"), ("austria", "Europe/Vienna"),
      ("italy, milan", "Europe/Rome"), ("barcelona", "Europe/Madrid"), ("poland", "Europe/Warsaw"),
      ("sweden", "Europe/Stockholm"), ("norway", "Europe/Oslo"), ("finland", "Europe/Helsinki"),
      ("denmark", "Europe/Copenhagen"), ("kiev", "Europe/Kyiv"), ("greece", "Europe/Athens"),
      ("israel, tel aviv", "Asia/Jerusalem"), ("abu dhabi, uae", "Asia/Dubai"),
      ("india, mumbai, delhi, new delhi, bangalore, bengaluru, chennai", "Asia/Kolkata"),
      ("china, beijing, shenzhen", "Asia/Shanghai"), ("japan, osaka", "Asia/Tokyo"),
      ("korea, south korea", "Asia/Seoul"), ("south africa, cape town", "Africa/Johannesburg"),
      ("canberra", "Australia/Sydney"), ("wellington", "Pacific/Auckland"),
    ] {
      for word in words.split(separator: ", ") { places[String(word)] = zone }
    }
    return places
  }()

  /// The zone of a city or a country: `London`, `new york`, `San Francisco`, `Germany`.
  static func city(_ name: some StringProtocol, in zones: ZoneDatabase) -> Zone? {
    let name = name.lowercased()
    if let place = ofPlaces[name] { return zones.zone(place) }
    return zones.zone(ofCity: name)
  }

  /// Words that mean something else as often as they mean a zone.
  static let needCapitals: Set<String> = [
    "et", "ct", "mt", "pt", "ist", "west", "ict", "uk", "wet",
  ]
  static let needTime: Set<String> = ["eastern", "central", "mountain", "pacific", "uk"]
}

/// Reads the zone that stands behind a time.
extension PhraseCursor {
  /// `ET`, `CET`, `UTC`, `UTC+2`, `Europe/Berlin`, `Pacific time`, `London time`, bare or in
  /// parentheses.
  ///
  /// - Parameter loosely: whether `et` will do for `ET`.
  mutating func zone(in context: PhraseContext, loosely: Bool = false) -> Zone? {
    attempt { cursor in
      let isOpened = cursor.take(sign: "(")
      let found =
        cursor.attempt({ $0.namedZone(in: context) })
        ?? cursor.attempt({ $0.offsetZone(in: context) })
        ?? cursor.attempt({ $0.abbreviatedZone(in: context, loosely: loosely || isOpened) })
        ?? cursor.attempt({ $0.cityZone(in: context) })
      guard let found else { return nil }
      _ = cursor.take(word: "time")
      guard !isOpened || cursor.take(sign: ")"), cursor.isAtBoundary else { return nil }
      return found
    }
  }

  private mutating func abbreviatedZone(in context: PhraseContext, loosely: Bool) -> Zone? {
    guard let word, let token = current else { return nil }
    let original = text[token.range]
    position += 1
    let isTimeAhead = self.word == "time"
    if word == "utc" || word == "gmt" || (word == "z" && token.isGlued) { return .utc }
    guard let place = ZoneWord.places[word] else { return nil }
    if ZoneWord.needTime.contains(word), !isTimeAhead { return nil }
    if ZoneWord.needCapitals.contains(word), !loosely, !isTimeAhead,
      original != original.uppercased()
    {
      return nil
    }
    let abbreviation = word.uppercased()
    // An abbreviation that the display zone uses itself means the display zone.
    for half in [0, 182 * 86_400]
    where context.zone.abbreviation(at: context.now + half) == abbreviation {
      return context.zone
    }
    return context.zones.zone(place)
  }

  /// `UTC+2`, `GMT-5`, `+05:30`.
  private mutating func offsetZone(in context: PhraseContext) -> Zone? {
    guard take(anyOf: ["utc", "gmt"]) != nil || (current?.isGlued == true && sign == "+") else {
      return nil
    }
    let isWest = take(sign: "-", glued: true)
    guard isWest || take(sign: "+", glued: true),
      let hours = takeNumber(digits: 1...2, glued: true), hours <= 14
    else { return nil }
    let minutes = attempt { cursor in
      cursor.take(sign: ":", glued: true) ? cursor.takeNumber(digits: 2...2, glued: true) : nil
    }
    let offset = (hours * 3600 + (minutes ?? 0) * 60) * (isWest ? -1 : 1)
    if offset == 0 { return .utc }
    // The sign of these ids is the other way round.
    if minutes ?? 0 == 0, let zone = context.zones.zone("Etc/GMT\(isWest ? "+" : "-")\(hours)") {
      return zone
    }
    return Zone(fixed: offset, identifier: "UTC" + Zone.text(offset: offset))
  }

  /// An IANA id, ignoring case.
  private mutating func namedZone(in context: PhraseContext) -> Zone? {
    let start = position
    guard word != nil else { return nil }
    position += 1
    var hasSlash = false
    while let next = current, next.isGlued {
      switch next.kind {
      case .word, .number: position += 1
      case .sign("/"):
        hasSlash = true
        position += 1
      case .sign("-"), .sign("+"):
        guard hasSlash, token(1)?.isGlued == true else { return nil }
        position += 1
      default: return hasSlash ? context.zone(ignoringCase: source(start..<position)) : nil
      }
    }
    return hasSlash ? context.zone(ignoringCase: source(start..<position)) : nil
  }

  /// `London time`, `New York time`.
  private mutating func cityZone(in context: PhraseContext) -> Zone? {
    let start = position
    for count in 1...3 {
      guard case .word? = token(count - 1)?.kind else { return nil }
      guard word(ahead: count) == "time" else { continue }
      position += count
      return ZoneWord.city(source(start..<position), in: context.zones)
    }
    return nil
  }
}

extension PhraseContext {
  /// The zone of an IANA id, however it was capitalised.
  func zone(ignoringCase identifier: some StringProtocol) -> Zone? {
    if let zone = zones.zone(String(identifier)) { return zone }
    let wanted = identifier.lowercased()
    return zones.identifiers.first { $0.lowercased() == wanted }.flatMap { zones.zone($0) }
  }
}

package import ICalendar

/// A time zone as people name it: `ET`, `EST`, `CET`, `UTC+2`, `London`, `New York`, `UK`,
/// `Europe/Berlin`, or the beginning of a city that no other shares.
///
/// An abbreviation is the place whose clocks it names, in winter and summer: `EST` is New York. Whoever
/// must take IANA ids by the letter, where `EST` never knows summer, asks the database first.
package enum ZonePhrase {
  /// Reads all of `text`; where it names none, the error tells the nearest that does.
  package static func zone(reading text: String, in zones: ZoneDatabase) throws(PhraseError) -> Zone
  {
    let wanted = text.trimmed()
    guard !wanted.isEmpty else { throw .empty(.zone) }
    if let zone = byWord(wanted, in: zones) ?? zones.zone(lenient: wanted)
      ?? byPlace(wanted, in: zones)
    {
      return zone
    }
    let cities = cities(beginning: wanted, in: zones)
    if cities.count == 1 { return try zone(reading: cities[0], in: zones) }
    guard cities.isEmpty else { throw .ambiguous(part: wanted, choices: Array(cities.prefix(4))) }
    throw .notUnderstood(part: wanted, expected: .zone, nearest: nearest(to: wanted, in: zones))
  }

  /// A zone as settings and `--timezone` name it: an IANA id by the letter, in any case, before
  /// anything else that people call zones.
  package static func zone(identifiedBy text: String, in zones: ZoneDatabase) throws(PhraseError)
    -> Zone
  {
    if let zone = zones.zone(lenient: text) { return zone }
    return try zone(reading: text, in: zones)
  }

  /// `ET`, `UTC+2`, `+5:30`, `Pacific`, `London time`.
  private static func byWord(_ text: String, in zones: ZoneDatabase) -> Zone? {
    let isOffset = text.first.map { "+-−".contains($0) } ?? false
    let context = PhraseContext(now: Instant(seconds: 0), zone: .utc, zones: zones)
    for candidate in isOffset ? ["UTC" + text] : [text, text + " time"] {
      var cursor = PhraseCursor(candidate)
      if let zone = cursor.zone(in: context, loosely: true), cursor.isAtEnd { return zone }
    }
    return nil
  }

  private static func byPlace(_ text: String, in zones: ZoneDatabase) -> Zone? {
    ZoneWord.city(text, in: zones)
  }

  /// The ids of cities that begin so, where the beginning is long enough to tell anything.
  private static func cities(beginning text: String, in zones: ZoneDatabase) -> [String] {
    let start = text.lowercased().replacing(" ", with: "_")
    guard start.count > 2 else { return [] }
    return zones.identifiers.filter { id in
      id.contains("/") && id.split(separator: "/").last?.lowercased().hasPrefix(start) ?? false
    }
  }

  private static func nearest(to text: String, in zones: ZoneDatabase) -> String? {
    let ids = zones.identifiers
    if let id = NearestWord.to(text, among: ids) { return id }
    let typed = text.replacing(" ", with: "_")
    let cities = ids.compactMap { $0.contains("/") ? $0.split(separator: "/").last : nil }
      .map(String.init)
    guard
      let city = NearestWord.to(typed, among: cities) ?? NearestWord.toName(typed, among: cities)
    else { return nil }
    return ids.first { $0.hasSuffix("/" + city) }
  }
}

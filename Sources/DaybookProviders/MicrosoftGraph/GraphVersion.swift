internal import DaybookCore
internal import ICalendar

/// The version of an entry as it is kept: its change key, and what else must be known of it when the
/// window moves on or its series comes again, for nothing else of it is asked for then.
///
/// `key|from|to|mark`: when it is, in base 36; the mark tells exceptions, by the name of their series,
/// and masters, with a digest of what was corrected.
struct GraphVersion: Hashable, Sendable {
  var key: String
  var from: Int
  /// nil where it goes on for ever.
  var to: Int?
  var mark = ""

  var version: Version {
    Version(
      key + "|" + String(from, radix: 36) + "|" + (to.map { String($0, radix: 36) } ?? "") + "|"
        + mark)
  }

  init(key: String, from: Int, to: Int?, mark: String = "") {
    self.key = key
    self.from = from
    self.to = to
    self.mark = mark
  }

  init?(_ version: Version?) {
    guard let parts = version?.raw.split(separator: "|", omittingEmptySubsequences: false),
      parts.count == 4, let from = Int(parts[1], radix: 36)
    else { return nil }
    key = String(parts[0])
    self.from = from
    to = Int(parts[2], radix: 36)
    mark = String(parts[3])
  }

  /// Whether a listing of what is in `window` can say anything about it.
  func isOutside(_ window: TimeSpan) -> Bool {
    from >= window.end.seconds || (to.map { $0 <= window.start.seconds } ?? false)
  }

  /// What exceptions are marked with.
  static func mark(ofSeries master: String) -> String { "s" + StableID.make("graph", master) }

  var isException: Bool { mark.first == "s" }

  /// That of a series itself.
  static func mark(ofMaster corrections: GraphCorrections) -> String { "m" + corrections.digest }

  var isMaster: Bool { mark.first == "m" }
}

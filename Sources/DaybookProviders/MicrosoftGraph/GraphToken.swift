internal import DaybookCore
internal import ICalendar

/// How far a calendar was read: the link that Graph handed out, which is opaque, and the window that
/// it stands for, which Graph does not tell again.
struct GraphToken: Sendable {
  enum Kind: String, Sendable {
    /// Amid the first round of a window.
    case first
    /// Amid a later round.
    case next
    /// Between two rounds.
    case delta
  }

  var kind: Kind
  var window: TimeSpan
  /// When the window was laid.
  var laid: Instant
  var link: String

  var token: SyncToken {
    SyncToken(
      "\(kind.rawValue) \(window.start.seconds) \(window.end.seconds) \(laid.seconds) \(link)")
  }

  init(_ kind: Kind, _ window: TimeSpan, laid: Instant, link: String) {
    self.kind = kind
    self.window = window
    self.laid = laid
    self.link = link
  }

  init?(_ token: SyncToken) {
    let parts = token.raw.split(separator: " ", maxSplits: 4)
    guard parts.count == 5, let kind = Kind(rawValue: String(parts[0])), let start = Int(parts[1]),
      let end = Int(parts[2]), let laid = Int(parts[3])
    else { return nil }
    self.init(
      kind, TimeSpan(Instant(seconds: start), Instant(seconds: end)),
      laid: Instant(seconds: laid), link: String(parts[4]))
  }

  /// A year back, for hours already worked, and more than two ahead; whole days, so that two rounds
  /// of one day ask the same.
  ///
  /// - Parameter former: the window that this one replaces. It goes on from where that began, up to
  ///   five years back: what was deleted from a series is known only of dates inside the window.
  static func window(at now: Instant, after former: TimeSpan? = nil) -> TimeSpan {
    let today = now.seconds - (now.seconds % day + day) % day
    var start = today - 400 * day
    if let former { start = min(start, max(former.start.seconds, today - 1830 * day)) }
    return TimeSpan(Instant(seconds: start), Instant(seconds: today + 800 * day))
  }

  /// Whether the window is to be laid anew: it does not move by itself, and a fresh round now and then
  /// makes good whatever a delta may have kept back.
  func isOld(at now: Instant) -> Bool { now - laid >= 7 * Self.day }

  private static let day = 86_400
}

internal import DaybookCore
internal import ICalendar

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// How far the bookings were read, and amid a walk over several pages where it goes on.
struct CalComToken: Codable, Equatable {
  /// The greatest moment of change that was seen, in seconds, by Cal.com's own clock; nil where
  /// there was no booking.
  var mark: Int?
  /// When all that is ahead was last compared, by Cal.com's clock.
  var compared: Int?
  var walk: Walk?

  /// One run through a list.
  struct Walk: Codable, Equatable {
    var kind: Kind
    /// Rows to leave out.
    var skip = 0
    /// The row before these, which is asked for again: where it has moved, others have too.
    var last: String?
    /// What the list is narrowed to: bookings changed, or beginning, since.
    var since: Int?
    /// When it began, by Cal.com's clock.
    var began: Int?
    var pages = 0
    var restarts = 0
    /// The mark it will leave.
    var mark: Int?
  }

  enum Kind: String, Codable {
    /// What changed lately.
    case news
    /// All there is.
    case everything
    /// All that is still to come, for what no change has told of.
    case ahead
  }

  /// Changes are asked for from so many seconds before the mark: a change can become visible after
  /// a later one.
  static let overlap = 300
  /// So often all that is ahead is compared, in seconds.
  static let comparison = 86_400

  init(walk: Walk) {
    self.walk = walk
  }

  /// nil where it was written by nobody like us.
  init?(_ token: SyncToken) {
    guard let read = try? JSONDecoder().decode(Self.self, from: Data(token.raw.utf8)) else {
      return nil
    }
    self = read
  }

  var token: SyncToken {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // It is made of numbers and texts alone, which can always be written.
    return SyncToken((try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "")
  }

  /// The walk that a pass begins with.
  var next: Walk {
    walk ?? mark.map { Walk(kind: .news, since: $0 - Self.overlap, mark: $0) }
      ?? Walk(kind: .everything)
  }

  /// Whether all that is ahead should be compared again.
  func isStale(at now: Instant) -> Bool {
    compared.map { now.seconds - $0 >= Self.comparison } ?? true
  }
}

package import DaybookCore
package import ICalendar

/// What is to be told by whom.
package struct PushWish: Hashable, Sendable {
  package var account: AccountID
  package var kind: AccountKind
  /// nil for the whole account.
  package var calendar: CalendarID?
}

/// What is to be done so that everybody tells who should, and nobody who should not: a table, without
/// a clock of its own.
package struct PushPlan: Hashable, Sendable {
  package enum Step: Hashable, Sendable {
    /// Opens a channel.
    case open(PushWish)
    /// Prolongs one; where that cannot be, another is opened in its place.
    case renew(PushChannel)
    /// Ends one, and forgets it.
    case close(PushChannel)
    /// The other side knows nothing of it.
    case forget(PushChannel)
  }

  package private(set) var steps: [Step] = []
  /// When there is something to do again; nil where there never is.
  package private(set) var next: Instant?
  private static let longestLead = 86_400

  /// - Parameters:
  ///   - wishes: none where nobody finds us.
  ///   - channels: by the time of their opening.
  ///   - base: where the Internet finds us, without a slash at its end.
  package init(
    wishes: [PushWish], channels: [PushChannel], base: String, now: Instant
  ) {
    var rest = channels
    for wish in wishes {
      var mine: [PushChannel] = []
      rest.removeAll { channel in
        guard PushWish(channel) == wish else { return false }
        mine.append(channel)
        return true
      }
      add(wish, mine, base, now)
    }
    for channel in rest { steps.append(Self.ending(channel)) }
  }

  private mutating func add(
    _ wish: PushWish, _ channels: [PushChannel], _ base: String, _ now: Instant
  ) {
    let usable = channels.filter {
      $0.remote != nil && !$0.isLost && $0.address.hasPrefix(base + "/api/")
    }
    // Of two, which a renewal leaves, the newer one stays.
    guard let best = usable.max(by: { ($0.expires ?? now) < ($1.expires ?? now) }),
      let expires = best.expires
    else {
      steps.append(.open(wish))
      steps += channels.map(Self.ending)
      return
    }
    let due = Self.renewal(of: best, expires)
    if due <= now {
      steps.append(.renew(best))
    } else {
      next = min(next ?? due, due)
    }
    steps += channels.filter { $0.id != best.id }.map(Self.ending)
  }

  private static func ending(_ channel: PushChannel) -> Step {
    channel.remote == nil || channel.isLost ? .forget(channel) : .close(channel)
  }

  /// A day before it ends, or where it is shorter the last quarter of its time.
  private static func renewal(of channel: PushChannel, _ expires: Instant) -> Instant {
    expires - min(longestLead, max(0, expires - channel.at) / 4)
  }
}

extension PushWish {
  init(_ channel: PushChannel) {
    self.init(account: channel.account, kind: channel.kind, calendar: channel.calendar)
  }
}

package import DaybookCore
package import ICalendar

/// When an account's next pass is due: a table of times, without a clock of its own.
package struct SyncSchedule: Hashable, Sendable {
  /// Seconds between two passes as the settings have them.
  private let every: Int
  private let isEverySet: Bool

  package static let shortest = 5
  /// After so many seconds a failing account is tried again at the latest.
  static let longestWait = 3600
  /// What nobody but a person can mend is looked at as rarely as this, unless somebody set how often.
  static let hopeless = 6 * 3600

  package init(_ settings: SyncSettings) {
    every = settings.every
    isEverySet = settings.isEverySet
  }

  /// How an account's last pass ended.
  package struct Outcome: Hashable, Sendable {
    /// When it ended; nil when there was none.
    package var at: Instant?
    /// Seconds that its calendars asked to be left alone.
    package var wish: Int?
    /// Passes that failed, one after another, up to now.
    package var failures: Int
    /// Whether waiting may mend it.
    package var isPassing: Bool
    /// Seconds that the other side asked for when it failed.
    package var retryAfter: Int?

    package init(
      at: Instant?, wish: Int? = nil, failures: Int = 0, isPassing: Bool = true,
      retryAfter: Int? = nil
    ) {
      self.at = at
      self.wish = wish
      self.failures = failures
      self.isPassing = isPassing
      self.retryAfter = retryAfter
    }
  }

  /// Seconds between two passes that go well: the larger of ours and the feed's own wish; what a
  /// person set wins.
  package func interval(wish: Int?) -> Int {
    isEverySet ? max(Self.shortest, every) : max(Self.shortest, every, wish ?? 0)
  }

  /// When the next pass is due.
  /// - Parameter jitter: from 0 to 1; spreads programs that failed together.
  package func due(after outcome: Outcome, jitter: Double) -> Instant {
    guard let last = outcome.at else { return .earliest }
    let usual = interval(wish: outcome.wish)
    guard outcome.failures > 0 else { return last + usual }
    guard outcome.isPassing || isEverySet else { return last + max(usual, Self.hopeless) }
    return last + max(backoff(outcome.failures, usual, jitter), outcome.retryAfter ?? 0)
  }

  /// A minute (or the interval, where that is shorter), doubled with each failure up to an hour (or
  /// the interval, where that is longer); of that between half and all.
  private func backoff(_ failures: Int, _ usual: Int, _ jitter: Double) -> Int {
    let first = min(60, usual)
    let longest = max(Self.longestWait, usual)
    let whole = failures > 20 ? longest : min(longest, first << (failures - 1))
    let half = whole / 2
    return max(1, half + Int(Double(whole - half) * min(max(jitter, 0), 1)))
  }
}

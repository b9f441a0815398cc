/// How often something may be done: so many times at once, and so many a second in the long run.
///
/// Whoever finds it empty takes a token that is still to come, and waits for it; so all come in the
/// order in which they asked. Of time it knows what it is told, which never goes back.
package struct TokenBucket: Sendable {
  package struct Rate: Hashable, Sendable {
    /// Tokens that a full bucket holds.
    package var burst: Double
    /// Tokens that come in a second.
    package var perSecond: Double

    package init(burst: Double, perSecond: Double) {
      self.burst = burst
      self.perSecond = perSecond
    }
  }

  private let rate: Rate
  /// Below zero as many as are promised to those who wait.
  private var level: Double
  private var last: Duration

  /// A full one.
  /// - Parameter now: since a moment that stays the same.
  package init(_ rate: Rate, at now: Duration) {
    self.rate = rate
    level = rate.burst
    last = now
  }

  /// Takes a token.
  /// - Returns: how long to wait until it is there.
  package mutating func take(at now: Duration) -> Duration {
    level = min(rate.burst, level + max(.zero, now - last) / .seconds(1) * rate.perSecond)
    last = max(last, now)
    level -= 1
    return level >= 0 ? .zero : .seconds(-level / rate.perSecond)
  }

  /// Puts a token back that was not used.
  package mutating func giveBack() {
    level = min(rate.burst, level + 1)
  }
}

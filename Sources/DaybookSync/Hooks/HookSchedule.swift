internal import DaybookCore
internal import DaybookStore
internal import ICalendar

/// When the messages of hooks are tried: a table of times, without a clock of its own.
enum HookSchedule {
  /// Seconds in which further changes join a message that was not sent yet.
  static let gathering = 2
  /// After so many seconds nothing is tried any more.
  static let life = 86_400
  /// Seconds before the second try, doubled with each further one.
  static let first = 10
  static let longest = 2 * 3600

  /// What becomes of a message.
  ///
  /// - Parameters:
  ///   - tries: how often it was tried, this time included.
  ///   - jitter: from 0 to 1; spreads what failed together.
  static func verdict(
    _ answer: HookAnswer, made: Instant, tries: Int, now: Instant, jitter: Double
  ) -> HookVerdict {
    var wish = 0
    switch answer {
    case .status(let status, let retryAfter):
      if (200..<300).contains(status) { return .delivered }
      // RFC 9110 §15.5.11: on purpose, and for good.
      if status == 410 { return .gone }
      wish = min(retryAfter ?? 0, longest)
    case .fault: break
    }
    let end = made + life
    if now >= end { return .dead }
    let whole = tries > 20 ? longest : min(longest, first << max(0, tries - 1))
    let half = whole / 2
    let wait = max(1, wish, half + Int(Double(whole - half) * min(max(jitter, 0), 1)))
    // The last try is when its day is over.
    return .again(at: min(now + wait, end))
  }
}

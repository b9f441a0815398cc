import HTTPTypes

/// How long a request may be worked on.
struct WorkBounds: Sendable {
  let ending: Ending
  /// nil for what has to be done to its end once it is begun.
  let seconds: Int?

  /// What is asked now and then by whoever works on it, from now on.
  func begin() throws -> (@Sendable () throws -> Void)? {
    try ending.check()
    guard let seconds else { return nil }
    let (ending, end) = (ending, ContinuousClock.now + .seconds(seconds))
    return {
      try ending.check()
      if ContinuousClock.now > end { throw WorkBounds.tooLong(seconds) }
    }
  }

  static func tooLong(_ seconds: Int) -> Problem {
    Problem(
      .serviceUnavailable, "too_long", "That takes longer than \(seconds) seconds.",
      hint: "Ask for fewer days.")
  }
}

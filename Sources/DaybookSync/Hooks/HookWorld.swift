package import DaybookCore
package import DaybookStore
package import ICalendar

/// What the dispatch of hooks is given: where to keep things, who sends, what time it is.
package struct HookWorld: Sendable {
  package var store: Store
  package var post: any HookPost
  package var clock: @Sendable () -> Instant
  package var alarm: any SyncAlarm
  /// From 0 to 1, anew at each call.
  package var jitter: @Sendable () -> Double
  /// The conflicts that are open now; computed, for no table holds them.
  package var conflicts: @Sendable () throws -> Set<String>
  /// Hears what went wrong here, by its code.
  package var failed: @Sendable (any Error) -> Void
  /// Messages on their way side by side.
  package var width: Int

  package init(
    store: Store, post: any HookPost, clock: @escaping @Sendable () -> Instant,
    alarm: any SyncAlarm = DispatchAlarm(),
    jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
    conflicts: @escaping @Sendable () throws -> Set<String> = { [] },
    failed: @escaping @Sendable (any Error) -> Void = { _ in }, width: Int = 8
  ) {
    self.store = store
    self.post = post
    self.clock = clock
    self.alarm = alarm
    self.jitter = jitter
    self.conflicts = conflicts
    self.failed = failed
    self.width = max(1, width)
  }
}

/// Texts that nobody can guess.
package enum RandomText {
  private static let letters = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  /// Five bits a letter; the first word says what it is of.
  package static func make(_ word: String, letters count: Int = 26) -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<count).map { _ in letters[Int(generator.next() & 31)] }
    return word + "_" + String(decoding: bytes, as: UTF8.self)
  }
}

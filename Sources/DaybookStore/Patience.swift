/// Whether whoever asks waits still: long readings look now and then.
package enum Patience {
  /// Ends a reading by throwing; nil where it takes the time it takes.
  @TaskLocal package static var check: (@Sendable () throws -> Void)?
}

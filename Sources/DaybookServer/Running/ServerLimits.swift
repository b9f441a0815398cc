/// What a request and a connection may take.
package struct ServerLimits: Sendable {
  /// Bytes of a body.
  package var body = 1 << 20
  /// Seconds that a body may take to arrive.
  package var bodySeconds = 30
  /// Bytes of all header fields, and how many of them.
  package var headerBytes = 16 << 10
  package var headerCount = 100
  /// Open at one time; further ones wait.
  package var connections = 1_000
  /// Seconds after which a connection that says nothing is closed.
  package var idleSeconds = 60
  /// Seconds that may be worked on what only reads.
  package var workSeconds = 20
  /// Seconds from the signal to end in which what runs and waits is answered.
  package var endSeconds = 10

  package init() {}
}

package import DaybookCore

/// How one pass is to be done.
package struct SyncOptions: Hashable, Sendable {
  /// Compares everything, as if nothing had been read before.
  package var isFull: Bool
  /// Takes over even a listing that lost most of what was there.
  package var letsThrough: Bool

  /// Sends what waits, whenever it is due.
  package var sendsNow: Bool

  package init(isFull: Bool = false, letsThrough: Bool = false, sendsNow: Bool = false) {
    self.isFull = isFull
    self.letsThrough = letsThrough
    self.sendsNow = sendsNow
  }
}

/// Makes the provider that serves an account.
package typealias ProviderMaker =
  @Sendable (Account) throws(ProviderError) -> any Provider

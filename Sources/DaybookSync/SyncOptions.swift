package import DaybookCore

/// How one pass is to be done.
package struct SyncOptions: Hashable, Sendable {
  /// Compares everything, as if nothing had been read before.
  package var isFull: Bool
  /// Takes over even a listing that lost most of what was there.
  package var letsThrough: Bool
  /// Only these calendars, because somebody there said that something changed in them; nil for all.
  var only: Set<CalendarID>?

  package init(isFull: Bool = false, letsThrough: Bool = false) {
    self.isFull = isFull
    self.letsThrough = letsThrough
  }
}

/// Makes the provider that serves an account.
package typealias ProviderMaker =
  @Sendable (Account) throws(ProviderError) -> any Provider

internal import DaybookCore
internal import DaybookStore
import Synchronization

/// Stores the listing of one calendar part by part, and counts what that changed.
final class ListingParts: Sendable {
  private let store: Store
  private let calendar: CalendarID
  private let counts = Mutex(SyncCounts())
  private let last = Mutex<ContinuousClock.Instant?>(nil)

  init(of calendar: CalendarID, in store: Store) {
    self.calendar = calendar
    self.store = store
  }

  /// What those parts named that are stored.
  func listing() throws(ProviderError) -> SyncListing {
    do {
      return try store.listing(of: calendar)
    } catch {
      throw .localFailure(Failure(error))
    }
  }

  /// Whether so many events are to be stored now. The first ones are at once, for somebody waits to see
  /// them; a transaction for each small page would cost more than its events do.
  func isDue(_ events: Int) -> Bool {
    guard let last = last.withLock({ $0 }) else { return true }
    return events >= Self.usual || ContinuousClock.now - last >= .seconds(1)
  }

  private static let usual = 1000

  /// Answers whether the listing can go on behind it. Where something was edited here that has not
  /// met it, it cannot, and the same has to come with the next part again.
  func store(_ pass: SyncPass) throws(ProviderError) -> Bool {
    do {
      let new = try store.commit(pass)
      last.withLock { $0 = .now }
      counts.withLock { counts in
        counts.added += new.added
        counts.updated += new.updated
        counts.deleted += new.deleted
      }
      return !new.isOvertaken
    } catch {
      throw .localFailure(Failure(error))
    }
  }

  /// What was changed since this was asked last.
  func takeCounts() -> SyncCounts {
    counts.withLock { counts in
      defer { counts = SyncCounts() }
      return counts
    }
  }
}

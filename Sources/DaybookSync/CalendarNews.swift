internal import DaybookCore
internal import DaybookStore

/// What the pages of one run over a calendar have brought: as much as is not stored yet, and the
/// names of all of it.
struct CalendarNews {
  /// Of a listing what its pages named since a part of it was stored last; nil of mere changes.
  private(set) var part: SyncPass.Part?
  /// Whether what was not named is gone.
  private(set) var isSnapshot = false
  /// Events that were named.
  private(set) var count = 0
  /// Events that wait to be stored; nil where not even a page does.
  private(set) var waiting: Int?
  private let versions: KeptVersions
  private let named: Set<RemoteID>
  /// How many of those that were stored before the listing had brought.
  let broughtBefore: Int
  private var difference: ListingDifference?

  /// - Parameter listing: what parts named that were stored before.
  init(
    _ versions: KeptVersions, part: SyncPass.Part? = nil,
    after listing: SyncListing = SyncListing()
  ) {
    self.versions = versions
    self.part = part
    named = listing.named
    broughtBefore = listing.added
  }

  mutating func add(_ page: ChangePage) throws(ProviderError) {
    isSnapshot = isSnapshot || page.isSnapshot
    count += page.changed.count
    waiting = (waiting ?? 0) + page.changed.count
    let ids = page.changed.map(\.id) + page.unchanged
    part?.named.formUnion(ids)
    part?.gone.subtract(ids)
    part?.named.subtract(page.removed)
    part?.gone.formUnion(page.removed)
    if ids.isEmpty, page.removed.isEmpty, !page.isSnapshot { return }
    if difference == nil {
      difference = ListingDifference(known: try versions.read(), named: named)
    }
    difference?.add(page)
    versions.come(page.changed)
  }

  /// Events to store, in the order in which they were first named.
  var changes: [RemoteEvent] { difference?.changes ?? [] }

  /// Kept events that were named and are as they are here.
  var unchanged: Set<RemoteID> { difference?.unchanged ?? [] }

  /// Kept events that are gone.
  var removals: [RemoteID] { difference?.removals(isSnapshot: isSnapshot) ?? [] }

  /// What has come is stored.
  mutating func markStored() {
    waiting = nil
    versions.add(changes)
    versions.forget()
    difference?.markStored()
    part = SyncPass.Part(isFirst: false)
  }
}

/// What to do about one event.
package enum SyncStep: CaseIterable, Hashable, Sendable {
  /// Both sides agree.
  case nothing
  /// The other side's is stored here.
  case pull
  /// It is gone there, and so it goes here.
  case drop
  /// Ours is sent over the version it was made from.
  case push
  /// Ours is sent as a new event, for the other side no longer has one.
  case pushAnew
  /// It is deleted there.
  case pushDeletion
  /// Both changed it: what touches different properties is put together, the rest has diverged.
  case merge
  /// Both deleted it.
  case forget
}

/// Where one event stands on both sides.
package struct SyncState: Hashable, Sendable {
  package var local: Edit
  package var remote: Edit

  package init(local: Edit, remote: Edit) {
    self.local = local
    self.remote = remote
  }
}

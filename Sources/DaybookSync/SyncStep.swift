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
  /// Both changed it: what was done to different properties is put together; of those that have
  /// diverged ours is sent, and the pass says so.
  case merge
  /// Both deleted it.
  case forget
}

import DaybookStore
import HTTPTypes
import NIOCore
import Synchronization

/// Answers that were given before, for as long as they are still true: until anybody changes the store,
/// and to the end of the minute, since "now" is part of some of them.
///
/// What is asked while the same is being worked out waits for that.
final class KeptAnswers: Sendable {
  /// What an answer depends on beside its question.
  struct Moment: Hashable, Sendable {
    var store: StoreState
    /// Whole minutes since 1970.
    var minute: Int
  }

  private struct Shelf {
    var moment: Moment?
    var pages: [String: Task<Page, any Error>] = [:]
    var bytes = 0
  }

  /// Bytes that one answer, and all together, may have.
  private let largest: Int
  private let room: Int
  private let shelf = Mutex(Shelf())

  init(largest: Int = 1 << 20, room: Int = 4 << 20) {
    self.largest = largest
    self.room = room
  }

  /// The answer to a question, worked out where it is not known at that moment.
  func page(
    of question: String, at moment: Moment, _ work: @escaping @Sendable () async throws -> Page
  ) async throws -> Page {
    let (task, isNew) = shelf.withLock { shelf in
      if shelf.moment != moment { shelf = Shelf(moment: moment) }
      if let known = shelf.pages[question] { return (known, false) }
      let task = Task { try await work() }
      shelf.pages[question] = task
      return (task, true)
    }
    guard isNew else { return try await task.value }
    let page = try? await task.value
    shelf.withLock { shelf in
      guard shelf.moment == moment else { return }
      let size = question.utf8.count + (page?.body.readableBytes ?? 0)
      if page?.status == .ok, size <= largest, shelf.bytes + size <= room {
        shelf.bytes += size
      } else {
        shelf.pages[question] = nil
      }
    }
    return try await task.value
  }
}

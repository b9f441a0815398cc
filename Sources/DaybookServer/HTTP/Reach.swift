import DaybookCore
import HTTPTypes

/// What a clerk needs to tell others, and to know who tells us.
package struct Reach: Sendable {
  package var digests: any Digests
  package var post: any HookPost
  /// Somebody says that something changed there: in this calendar, or in any of the account's.
  package var pushed: @Sendable (AccountID, CalendarID?) async -> Void
  /// Somebody says that a channel is in doubt.
  package var doubted: @Sendable () async -> Void
  /// Whose store it is, as the addresses name them that we give to others.
  package var person: String

  package init(
    digests: any Digests, post: any HookPost,
    pushed: @escaping @Sendable (AccountID, CalendarID?) async -> Void = { _, _ in },
    doubted: @escaping @Sendable () async -> Void = {}, person: String = "home"
  ) {
    self.digests = digests
    self.post = post
    self.pushed = pushed
    self.doubted = doubted
    self.person = person
  }
}

extension Clerk {
  /// - Throws: a problem where this server tells nobody anything.
  nonisolated func reached() throws -> Reach {
    guard let reach else {
      throw Problem(.conflict, "no_reach", "This server neither tells others nor is told.")
    }
    return reach
  }
}

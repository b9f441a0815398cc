internal import DaybookCore

/// The pages of one look at a calendar: each fetches some of the events that changed.
struct CalDAVRun: Sendable {
  /// Asks for the page that comes next.
  private(set) var cursor: SyncToken
  private var news: CalDAVNews
  private var index = 0
  private let serial: Int
  private static let mark = "caldav-page"
  private static let pageSize = 2 * CalDAVFetch.batch

  init(_ news: CalDAVNews, serial: Int) {
    self.news = news
    self.serial = serial
    cursor = Self.cursor(serial, 0)
  }

  /// Whether a token asks for a further page, which only the provider that began it knows.
  static func isCursor(_ token: SyncToken) -> Bool { token.raw.hasPrefix(mark) }

  private static func cursor(_ serial: Int, _ index: Int) -> SyncToken {
    SyncToken("\(mark):\(serial):\(index)")
  }

  mutating func page(from fetch: CalDAVFetch) async throws(ProviderError) -> ChangePage {
    var page = ChangePage(isSnapshot: news.isSnapshot)
    if index == 0 {
      page.unchanged = news.unchanged
      page.removed = news.removed
      page.notes = news.notes
    }
    let end = min(index + Self.pageSize, news.fetch.count)
    let members = Array(news.fetch[index..<end])
    let contents = try await fetch.contents(of: members)
    for (member, content) in zip(members, contents) { take(content, of: member, into: &page) }
    index = end
    page.hasMore = end < news.fetch.count
    if page.hasMore {
      cursor = Self.cursor(serial, end)
      page.token = cursor
    } else {
      page.token = news.token.token
      page.failure = news.failure
    }
    return page
  }

  private mutating func take(
    _ content: CalDAVFetch.Content, of member: CalDAVMember, into page: inout ChangePage
  ) {
    switch content {
    case .event(let event, let note):
      page.changed.append(event)
      if let note { page.notes.append(note) }
    case .gone, .otherKind:
      if member.isKnown { page.removed.append(member.id) }
    case .unreadable:
      page.notes.append("an event that cannot be read is left as it was")
      if member.isKnown { page.unchanged.append(member.id) }
    case .refused(let error):
      news.token.retry.append(member.id)
      news.failure = news.failure ?? error.failure
      if member.isKnown { page.unchanged.append(member.id) }
    }
  }
}

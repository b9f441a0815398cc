import DaybookCore
import DaybookTestSupport

@testable import DaybookProviders

/// Feeds as text.
enum Feed {
  static func text(
    _ events: [String], properties: [String] = [], ending: String = "END:VCALENDAR\r\n"
  ) -> String {
    (["BEGIN:VCALENDAR", "VERSION:2.0"] + properties + events).map { $0 + "\r\n" }.joined()
      + ending
  }

  static func event(
    _ uid: String?, start: String = "20261119T083000Z", title: String = "Review",
    stamp: String = "20261101T000000Z", more: [String] = []
  ) -> String {
    (["BEGIN:VEVENT"] + (uid.map { ["UID:" + $0] } ?? [])
      + ["DTSTAMP:" + stamp, "DTSTART:" + start, "SUMMARY:" + title] + more + ["END:VEVENT"])
      .joined(separator: "\r\n")
  }
}

/// What the engine would keep between two passes.
struct Kept {
  var token: SyncToken?
  var events: [RemoteID: RemoteEvent] = [:]

  var copy: KeptCopy {
    let versions = events.compactMapValues(\.version)
    return KeptCopy(token: token) { versions }
  }

  /// Reads every page of a round and takes it in.
  mutating func pass(_ provider: any Provider, _ calendar: RemoteID) async throws(ProviderError)
    -> (changed: Set<RemoteID>, removed: Set<RemoteID>)
  {
    var pages: [ChangePage] = []
    var copy = copy
    repeat {
      let page = try await provider.changes(in: calendar, since: copy)
      copy.token = page.token
      pages.append(page)
    } while pages.last?.hasMore == true
    var difference = ListingDifference(known: try copy.versions())
    for page in pages { difference.add(page) }
    let isSnapshot = pages.contains(where: \.isSnapshot)
    let removed = difference.removals(isSnapshot: isSnapshot)
    for event in difference.changes { events[event.id] = event }
    for id in removed { events[id] = nil }
    token = copy.token
    return (Set(difference.changes.map(\.id)), Set(removed))
  }
}

extension Identifier: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self.init(text) }
}

/// Answers without a network.
struct ScriptedTransport: Transport {
  var answer: @Sendable (WebRequest) throws(ProviderError) -> WebResponse

  func send(_ request: WebRequest) async throws(ProviderError) -> WebResponse {
    try answer(request)
  }
}

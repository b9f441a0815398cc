internal import DaybookCore

/// What one look at a calendar found: names and versions, not yet the events.
struct CalDAVNews: Sendable {
  /// Members whose content is to be fetched.
  var fetch: [CalDAVMember] = []
  var unchanged: [RemoteID] = []
  var removed: [RemoteID] = []
  var isSnapshot = false
  var token: CalDAVToken
  var failure: Failure?
  var notes: [String] = []
}

/// One member of a calendar as a listing names it.
struct CalDAVMember: Hashable, Sendable {
  /// What it is called here: the spelling under which it was first seen.
  var id: RemoteID
  var etag: String?
  var isKnown: Bool
}

/// Finds out which members of a calendar changed.
struct CalDAVReading: Sendable {
  let client: DAVClient
  let place: CalDAVPlace
  let kept: KeptCopy
  private static let mostRounds = 1000

  /// - Parameter writes: what was written since `last`, of which the answer must tell.
  func news(since last: CalDAVToken?, writes: CalDAVWrites?) async throws(ProviderError)
    -> CalDAVNews
  {
    if place.syncs {
      if let last, let token = last.sync {
        if place.isCompared(since: last),
          let found = try await changes(since: token, expecting: writes)
        {
          return try news(found, token: token, last: last)
        }
      } else if let found = try await changes(since: "", expecting: nil) {
        return try news(found, token: "", last: nil)
      }
    }
    return try await listing()
  }

  /// All rounds of a sync-collection.
  private struct Found {
    /// By decoded path, the last word on each.
    var members: [String: DAVResponse] = [:]
    var order: [String] = []
    var token: String?
    /// Whether the server stopped before its end and would not go on.
    var isCutShort = false

    mutating func add(_ key: String, _ response: DAVResponse) {
      if members.updateValue(response, forKey: key) == nil { order.append(key) }
    }
  }

  /// nil where only a listing can tell.
  private func changes(since token: String, expecting writes: CalDAVWrites?)
    async throws(ProviderError) -> Found?
  {
    var found = Found()
    var since = token
    for round in 1...Self.mostRounds {
      let response = try await client.ask(
        "REPORT", place.address, depth: 0, DAVQuestion.changes(since: since))
      if round == 1, let action = try action(on: response, hasToken: !token.isEmpty) {
        return action
      }
      let answer = try response.multistatus()
      var isPartial = false
      for item in answer.responses {
        guard let href = DAVHref(item.href, from: response.address) else { continue }
        if href.collection.key == place.href.key {
          isPartial = isPartial || item.status == 507
        } else if !href.isCollection, item.found.types?.contains(.collection) != true {
          found.add(href.key, item)
        }
      }
      let next = answer.syncToken
      found.token = next ?? found.token
      guard isPartial else {
        if let writes, !writes.areTold(by: Set(found.members.keys)) { return nil }
        return found
      }
      guard let next, next != since else { break }
      since = next
    }
    found.isCutShort = true
    return found
  }

  /// What the first answer of a sync-collection asks for where it is none: `.some(nil)` is a listing.
  private func action(on response: WebResponse, hasToken: Bool) throws(ProviderError) -> Found?? {
    if response.isSuccess { return nil }
    switch response.status {
    case 507: return .some(nil)
    case 400, 403, 409, 410, 412, 415:
      if hasToken { throw .tokenExpired }
      // Without a token these say that the report is not known after all.
      if response.status != 403, response.status != 410 { return .some(nil) }
    case 405, 501: return .some(nil)
    default: break
    }
    throw response.failure(.reading)
  }

  private func news(_ found: Found, token: String, last: CalDAVToken?) throws(ProviderError)
    -> CalDAVNews
  {
    let isSnapshot = token.isEmpty && !found.isCutShort
    var next = CalDAVToken(
      sync: found.token ?? (token.isEmpty ? place.sync : token), ctag: place.ctag,
      day: last?.day ?? place.day)
    if last != nil, found.token == nil { next.ctag = last?.ctag }
    var news = CalDAVNews(isSnapshot: isSnapshot, token: next)
    if found.isCutShort {
      news.failure =
        ProviderError.malformedResponse(
          place.address.place, detail: "it does not get to the end of its changes"
        ).failure
    }
    let retry = Set((last?.retry ?? []).map { DAVHref(path: $0.raw).key })
    guard !found.order.isEmpty || !retry.isEmpty || isSnapshot else { return news }
    var sorter = CalDAVSorter(known: try kept.versions(), place: place)
    for key in found.order {
      if let response = found.members[key] {
        sorter.add(key, response, isAskedAgain: retry.contains(key))
      }
    }
    for id in last?.retry ?? [] where found.members[DAVHref(path: id.raw).key] == nil {
      sorter.addAgain(id)
    }
    sorter.fill(&news)
    return news
  }

  /// Everything there is, by PROPFIND (RFC 4791 §8.2.1.3).
  private func listing() async throws(ProviderError) -> CalDAVNews {
    let (answer, response) = try await client.properties(
      of: place.address, depth: 1, DAVQuestion.listing)
    var news = CalDAVNews(
      isSnapshot: true,
      token: CalDAVToken(
        sync: place.syncs ? place.sync : nil, ctag: place.ctag, day: place.day))
    var sorter = CalDAVSorter(known: try kept.versions(), place: place)
    for item in answer.responses {
      guard let href = DAVHref(item.href, from: response.address),
        href.collection.key != place.href.key, !href.isCollection,
        item.found.types?.contains(.collection) != true
      else { continue }
      // Of other components some servers say so at once.
      if let type = item.found.contentType?.uppercased(),
        let mark = type.firstRange(of: "COMPONENT="),
        !type[mark.upperBound...].hasPrefix("VEVENT")
      {
        continue
      }
      sorter.add(href.key, item, isAskedAgain: false)
    }
    sorter.fill(&news)
    return news
  }
}

/// Sorts members by what is to be done about them.
struct CalDAVSorter {
  private let known: [RemoteID: Version]
  /// What is kept, by decoded path.
  private var names: [String: RemoteID] = [:]
  private let place: CalDAVPlace
  private var fetch: [CalDAVMember] = []
  private var unchanged: [RemoteID] = []
  private var removed: [RemoteID] = []
  private var failed: [RemoteID] = []
  private var failure: ProviderError?

  init(known: [RemoteID: Version], place: CalDAVPlace) {
    self.known = known
    self.place = place
    names.reserveCapacity(known.count)
    for id in known.keys { names[DAVHref(path: id.raw).key] = id }
  }

  /// - Parameter isAskedAgain: whether its content was not given last time.
  mutating func add(_ key: String, _ response: DAVResponse, isAskedAgain: Bool) {
    let own = names[key]
    switch response.outcome {
    case 200..<300:
      let etag = response.found.etag.flatMap { $0.isEmpty ? nil : $0 }
      if let own, let etag, known[own]?.raw == etag, !isAskedAgain {
        unchanged.append(own)
        return
      }
      guard let id = own ?? DAVHref(response.href, from: place.address).map({ RemoteID($0.path) })
      else { return }
      fetch.append(CalDAVMember(id: id, etag: etag, isKnown: own != nil))
    case 404:
      if let own { removed.append(own) }
    case let status:
      // Only 404 means that it is gone: what it was stays, and it is asked for again.
      guard let id = own ?? DAVHref(response.href, from: place.address).map({ RemoteID($0.path) })
      else { return }
      failed.append(id)
      if own != nil { unchanged.append(id) }
      failure = failure ?? place.address.failure(ofStatus: status)
    }
  }

  /// A member whose content was not given last time.
  mutating func addAgain(_ id: RemoteID) {
    let own = names[DAVHref(path: id.raw).key]
    fetch.append(CalDAVMember(id: own ?? id, etag: nil, isKnown: own != nil))
  }

  func fill(_ news: inout CalDAVNews) {
    news.fetch = fetch
    news.unchanged = unchanged
    news.removed = removed
    news.token.retry = failed
    news.failure = news.failure ?? failure?.failure
  }
}

internal import DaybookCore
internal import ICalendar

/// Gets the content of members, many with one question.
struct CalDAVFetch: Sendable {
  let client: DAVClient
  let place: CalDAVPlace
  /// Members asked for at once; two such questions are under way at most.
  static let batch = 100

  /// What became of one member.
  enum Content: Sendable {
    case event(RemoteEvent, note: String?)
    case gone
    /// It is there and holds no event.
    case otherKind
    case unreadable
    /// This one was not given, for now.
    case refused(ProviderError)
  }

  private typealias Batch = Result<[Content], ProviderError>

  /// In the order of `members`. Fails as a whole where an answer is none.
  func contents(of members: [CalDAVMember]) async throws(ProviderError) -> [Content] {
    guard members.count > Self.batch else { return try await batch(members[...]).get() }
    async let first = batch(members.prefix(Self.batch))
    async let second = batch(members.dropFirst(Self.batch))
    let (left, right) = await (first, second)
    return try left.get() + right.get()
  }

  private func batch(_ members: ArraySlice<CalDAVMember>) async -> Batch {
    do throws(ProviderError) {
      return .success(try await ask(for: members))
    } catch {
      return .failure(error)
    }
  }

  /// By calendar-multiget (RFC 4791 §7.9); what the answer leaves out is asked for by itself.
  private func ask(for members: ArraySlice<CalDAVMember>) async throws(ProviderError) -> [Content] {
    guard !members.isEmpty else { return [] }
    let (answer, response) = try await client.report(
      on: place.address, depth: 1, DAVQuestion.events(members.map(\.id.raw)))
    var found: [String: DAVResponse] = [:]
    for item in answer.responses {
      if let href = DAVHref(item.href, from: response.address) { found[href.key] = item }
    }
    var contents: [Content] = []
    for member in members {
      if let item = found[DAVHref(path: member.id.raw).key] {
        contents.append(content(of: member, item))
      } else {
        contents.append(try await get(member.id))
      }
    }
    return contents
  }

  private func content(of member: CalDAVMember, _ item: DAVResponse) -> Content {
    switch item.outcome {
    case 200..<300:
      guard let data = item.found.calendarData else { return .unreadable }
      return Self.content(data, member.id, etag: item.found.etag ?? member.etag)
    case 404, 410: return .gone
    case let status: return .refused(place.address.failure(ofStatus: status))
    }
  }

  /// One member by GET.
  func get(_ id: RemoteID) async throws(ProviderError) -> Content {
    guard let address = DAVHref(path: id.raw).address(like: place.address) else {
      return .unreadable
    }
    let response = try await client.send("GET", address)
    switch response.status {
    case 200..<300: return Self.content(response.body, id, etag: response.etag)
    case 404, 410: return .gone
    case 401, 429, 503: throw response.failure(.reading)
    default: return .refused(response.failure(.reading))
    }
  }

  private static func content(_ data: [UInt8], _ id: RemoteID, etag: String?) -> Content {
    guard let object = CalDAVObject(data) else { return .unreadable }
    guard let (event, strangers) = object.event(id, version: etag) else { return .otherKind }
    guard event.components.contains(where: { $0.has("DTSTART") }) else { return .unreadable }
    return .event(
      event,
      note: strangers == 0
        ? nil : "an event's file holds \(strangers) entries of others, which are left out")
  }
}

extension WebResponse {
  /// The version of what came, as it is to be sent back.
  var etag: String? {
    guard let etag = headers["etag"], !etag.isEmpty else { return nil }
    return etag
  }
}

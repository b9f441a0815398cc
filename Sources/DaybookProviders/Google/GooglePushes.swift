package import DaybookCore
package import ICalendar

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Google's push channels (Calendar API v3, `events.watch` and `channels.stop`): one a calendar, for a
/// week, and another in its place before it ends.
package struct GooglePushes: PushProvider {
  private let client: GoogleClient
  private static let week = 7 * 86_400

  package init(transport: any Transport, base: String) {
    client = GoogleClient(
      transport: transport, base: base, limits: WebLimits(), log: RequestLog())
  }

  package var isByCalendar: Bool { true }

  package func open(_ channel: PushChannel, of calendar: RemoteID?, now: Instant)
    async throws(ProviderError) -> PushGrant
  {
    guard let calendar else { throw .notFound(client.place) }
    let response = try await client.send(
      "POST", ["calendars", calendar.raw, "events", "watch"], [],
      body: [
        "id": .text(channel.id), "type": "web_hook", "address": .text(channel.address),
        "token": .text(channel.secret), "params": ["ttl": .text(String(Self.week))],
      ])
    guard response.isSuccess else { throw response.googleFailure(.reading(token: false)) }
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(response.body)),
      answer.id == channel.id
    else {
      throw .malformedResponse(client.place, detail: "it is no push channel")
    }
    // It grants what it likes: only its answer counts.
    return PushGrant(
      remote: channel.id, resource: answer.resourceId,
      expires: answer.expires ?? now + Self.week)
  }

  package func renew(_ channel: PushChannel, now: Instant) async throws(ProviderError)
    -> PushGrant?
  { nil }

  package func close(_ channel: PushChannel) async throws(ProviderError) {
    let response = try await client.send(
      "POST", ["channels", "stop"], [],
      body: ["id": .text(channel.id), "resourceId": .text(channel.resource ?? "")])
    guard response.isSuccess || response.status == 404 else {
      throw response.googleFailure(.reading(token: false))
    }
  }

  private struct Answer: Decodable {
    var id: String
    var resourceId: String
    /// Milliseconds since 1970; the guide shows a number, the description says a text.
    var expires: Instant?

    private enum CodingKeys: CodingKey {
      case id, resourceId, expiration
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      id = try values.decode(String.self, forKey: .id)
      resourceId = try values.decode(String.self, forKey: .resourceId)
      let milliseconds =
        (try? values.decode(Int.self, forKey: .expiration))
        ?? (try? values.decode(String.self, forKey: .expiration)).flatMap { Int($0) }
      expires = milliseconds.map { Instant(seconds: $0 / 1000) }
    }
  }
}

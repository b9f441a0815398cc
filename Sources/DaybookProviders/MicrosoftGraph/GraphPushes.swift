package import DaybookCore
package import ICalendar

/// Microsoft Graph's subscriptions to the events of a mailbox: one for all calendars, for not quite a
/// week, prolonged before it ends.
package struct GraphPushes: PushProvider {
  private let client: GraphClient
  /// Of the 10,080 that are granted at most.
  private static let minutes = 10_000

  package init(base: String, transport: any Transport, clock: @escaping @Sendable () -> Instant)
    throws(ProviderError)
  {
    guard let address = WebAddress(base) else {
      throw .badAddress(RemotePlace(base), reason: "it is no web address")
    }
    client = GraphClient(transport: transport, base: address, clock: clock)
  }

  package var isByCalendar: Bool { false }

  package func open(_ channel: PushChannel, of calendar: RemoteID?, now: Instant)
    async throws(ProviderError) -> PushGrant
  {
    let wish = now + Self.minutes * 60
    let response = try await client.send(
      "/subscriptions",
      GraphClient.Manner(
        method: "POST",
        body: [
          "changeType": "created,updated,deleted", "resource": "/me/events",
          "notificationUrl": .text(channel.address),
          "lifecycleNotificationUrl": .text(channel.address),
          "expirationDateTime": .text(Self.time(wish)), "clientState": .text(channel.secret),
          "latestSupportedTlsVersion": "v1_2",
        ]))
    return try grant(response, wish)
  }

  package func renew(_ channel: PushChannel, now: Instant) async throws(ProviderError)
    -> PushGrant?
  {
    let wish = now + Self.minutes * 60
    let response = try await client.exchange(
      path(channel),
      GraphClient.Manner(method: "PATCH", body: ["expirationDateTime": .text(Self.time(wish))]))
    if response.status == 404 { throw .notFound(client.base.place) }
    if let failure = GraphFailure(response) {
      throw failure.error(readsChanges: false, isWrite: false)
    }
    return try grant(response, wish)
  }

  package func close(_ channel: PushChannel) async throws(ProviderError) {
    let response = try await client.exchange(path(channel), GraphClient.Manner(method: "DELETE"))
    if response.status == 404 { return }
    if let failure = GraphFailure(response) {
      throw failure.error(readsChanges: false, isWrite: false)
    }
  }

  private func path(_ channel: PushChannel) -> String {
    "/subscriptions/" + WebPath.encoded(channel.remote ?? "")
  }

  private func grant(_ response: WebResponse, _ wish: Instant) throws(ProviderError) -> PushGrant {
    let answer = try client.value(Answer.self, of: response)
    guard !answer.id.isEmpty else {
      throw .malformedResponse(client.base.place, detail: "it is no subscription")
    }
    return PushGrant(
      remote: answer.id,
      expires: RFC3339.instant(reading: answer.expirationDateTime, zone: nil) ?? wish)
  }

  /// `2026-11-28T07:00:00Z`.
  private static func time(_ instant: Instant) -> String {
    LocalDateTime(wallSeconds: instant.seconds).description + "Z"
  }

  private struct Answer: JSONObject {
    var id = ""
    var expirationDateTime = ""

    mutating func take(_ name: String, from reading: inout JSONReading)
      throws(JSONReading.Malformed)
    {
      switch name {
      case "id": id = try reading.text() ?? ""
      case "expirationDateTime": expirationDateTime = try reading.text() ?? ""
      default: try reading.skip()
      }
    }
  }
}

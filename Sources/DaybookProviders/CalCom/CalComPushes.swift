package import DaybookCore
package import ICalendar

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Cal.com's webhooks: one for an account. It lasts until somebody removes it, and is looked after
/// once a day.
package struct CalComPushes: PushProvider {
  private let api: CalComAPI
  private static let day = 86_400
  /// What becomes of bookings.
  private static let triggers = [
    "BOOKING_CREATED", "BOOKING_REQUESTED", "BOOKING_RESCHEDULED", "BOOKING_CANCELLED",
    "BOOKING_REJECTED", "BOOKING_NO_SHOW_UPDATED",
  ]

  package init(base: String, transport: any Transport, signIn: ProviderError.SignIn = .key) {
    api = CalComAPI(base: base, transport: transport, signIn: signIn)
  }

  package var isByCalendar: Bool { false }

  package func open(_ channel: PushChannel, of calendar: RemoteID?, now: Instant)
    async throws(ProviderError) -> PushGrant
  {
    try await removeLeftovers(beside: channel)
    let made = try await api.send(
      "POST", ["webhooks"], of: .webhooks,
      body: Wish(
        subscriberUrl: channel.address, triggers: Self.triggers, secret: channel.secret),
      as: CalComEnvelope<Webhook>.self
    ).value.data
    return PushGrant(remote: made.id, expires: now + Self.day)
  }

  package func renew(_ channel: PushChannel, now: Instant) async throws(ProviderError)
    -> PushGrant?
  {
    let found = try await api.get(
      ["webhooks", channel.remote ?? ""], of: .webhooks, as: CalComEnvelope<Webhook>.self
    ).value.data
    guard found.subscriberUrl == channel.address, found.active != false else {
      throw .notFound(api.place)
    }
    return PushGrant(remote: found.id, expires: now + Self.day)
  }

  package func close(_ channel: PushChannel) async throws(ProviderError) {
    try await remove(channel.remote ?? "")
  }

  /// Ours of earlier times, which nobody ended: they never end by themselves.
  private func removeLeftovers(beside channel: PushChannel) async throws(ProviderError) {
    let found = try await api.get(
      ["webhooks"], of: .webhooks, query: [("take", "250")], as: CalComEnvelope<[Webhook]>.self
    ).value.data
    guard let end = channel.address.firstRange(of: "&channel=") else { return }
    let ours = channel.address[..<end.upperBound]
    for webhook in found where webhook.subscriberUrl?.hasPrefix(ours) == true {
      try await remove(webhook.id)
    }
  }

  private func remove(_ id: String) async throws(ProviderError) {
    do throws(ProviderError) {
      _ = try await api.send("DELETE", ["webhooks", id], of: .webhooks, as: Anything.self)
    } catch {
      if case .notFound = error { return }
      throw error
    }
  }

  private struct Wish: Encodable, Sendable {
    var active = true
    var subscriberUrl: String
    var triggers: [String]
    var secret: String
    var version = "2021-10-20"
  }

  private struct Anything: Decodable, Sendable {}

  private struct Webhook: Decodable, Sendable {
    var id: String
    var subscriberUrl: String?
    var active: Bool?

    private enum CodingKeys: CodingKey {
      case id, subscriberUrl, active
    }

    /// The description calls the id a number, and the service makes it a text.
    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      if let number = try? values.decode(Int.self, forKey: .id) {
        id = String(number)
      } else {
        id = try values.decode(String.self, forKey: .id)
      }
      subscriberUrl = try? values.decodeIfPresent(String.self, forKey: .subscriberUrl)
      active = try? values.decodeIfPresent(Bool.self, forKey: .active)
    }
  }
}

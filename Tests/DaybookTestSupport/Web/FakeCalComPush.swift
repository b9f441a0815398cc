import Foundation
internal import DaybookCore
internal import ICalendar
import Synchronization

/// A webhook as `FakeCalCom` keeps it.
package struct FakeWebhook: Hashable, Sendable {
  package var id: String
  package var address: String
  package var secret: String
  package var triggers: [String]

  package init(id: String, address: String, secret: String, triggers: [String]) {
    self.id = id
    self.address = address
    self.secret = secret
    self.triggers = triggers
  }

  var json: [String: Any] {
    [
      "id": id, "userId": 5, "subscriberUrl": address, "active": true, "triggers": triggers,
      "payloadTemplate": NSNull(), "secret": secret,
    ]
  }
}

extension FakeCalComDesk {
  mutating func webhooks(_ steps: [String], _ request: FakeCalComRequest) -> WebReply {
    let index = steps.count > 1 ? state.webhooks.firstIndex { $0.id == steps[1] } : nil
    switch (request.method, steps.count) {
    case ("GET", 1): return success(state.webhooks.map(\.json))
    case ("POST", 1):
      guard let body = request.body, let address = body["subscriberUrl"] as? String,
        let secret = body["secret"] as? String, let triggers = body["triggers"] as? [String],
        body["active"] as? Bool == true
      else { return Self.refusal(400, "BadRequestException", "something is missing") }
      guard !state.webhooks.contains(where: { $0.address == address }) else {
        return Self.refusal(409, "ConflictException", "Webhook with this subscriberUrl exists")
      }
      state.names += 1
      let made = FakeWebhook(
        id: "webhook-\(state.names)", address: address, secret: secret, triggers: triggers)
      state.webhooks.append(made)
      return success(made.json, 201)
    case ("GET", 2):
      guard let index else { return Self.refusal(404, "NotFoundException", "no such webhook") }
      return success(state.webhooks[index].json)
    case ("DELETE", 2):
      guard let index else { return Self.refusal(404, "NotFoundException", "no such webhook") }
      return success(state.webhooks.remove(at: index).json)
    default: return Self.refusal(404, "NotFoundException", "Cannot do that")
    }
  }
}

extension FakeCalCom {
  /// Where messages go, whatever host their addresses name.
  package func knock(at port: Int) { state.withLock { $0.knocks = LoopbackClient(port: port) } }

  package var webhooks: [FakeWebhook] { state.withLock { $0.webhooks } }

  package func dropWebhooks() { state.withLock { $0.webhooks = [] } }

  /// Somebody made one of their own, or one of ours was left from before.
  package func put(_ webhook: FakeWebhook) { state.withLock { $0.webhooks.append(webhook) } }

  /// Tells every subscriber; answers what each answered.
  @discardableResult
  package func push(_ trigger: String = "BOOKING_CREATED") -> [Int?] {
    let created = LocalDateTime(wallSeconds: now.seconds).description + ".000Z"
    let body =
      "{\"triggerEvent\":\"\(trigger)\",\"createdAt\":\"\(created)\",\"payload\":{\"uid\":\"x\"}}"
    return webhooks.map { webhook in
      state.withLock { $0.knocks }?.post(
        webhook.address, headers: Self.headers(body, secret: webhook.secret), body: body)?.status
    }
  }

  /// What a message has in its head.
  package static func headers(_ body: String, secret: String) -> [(String, String)] {
    [
      ("Content-Type", "application/json"), ("x-cal-webhook-version", "2021-10-20"),
      ("X-Cal-Signature-256", TestDigests().signature(Array(body.utf8), secret: secret)),
    ]
  }
}

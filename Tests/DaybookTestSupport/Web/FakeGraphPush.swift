import Synchronization

/// A subscription as `FakeGraph` keeps it.
package struct FakeGraphSubscription: Hashable, Sendable {
  package var id: String
  package var address: String
  package var lifecycleAddress: String
  package var clientState: String
  package var ends: String
}

extension FakeGraph {
  /// Where messages go, whatever host their addresses name.
  package func knock(at port: Int) { state.withLock { $0.knocks = LoopbackClient(port: port) } }

  package var subscriptions: [FakeGraphSubscription] { state.withLock { $0.subscriptions } }

  /// Forgets all subscriptions, as after a change of password.
  package func dropSubscriptions() { state.withLock { $0.subscriptions = [] } }

  /// What was answered to every message.
  package var pushAnswers: [Int?] { state.withLock { $0.pushAnswers } }

  /// Tells every subscriber that something changed, or what becomes of the subscription.
  package func push(lifecycle: String? = nil) {
    let pushes = state.withLock { state in
      state.changes += 1
      let change = state.changes
      state.lastPushes = state.subscriptions.map { subscription in
        let body: GraphJSON = ["value": [Self.message(of: subscription, lifecycle, change)]]
        let address =
          lifecycle == nil ? subscription.address : subscription.lifecycleAddress
        return (address, body.text)
      }
      return state.lastPushes
    }
    for push in pushes { send(push.body, to: push.address) }
  }

  /// Sends the last messages once more, as somebody does who kept them.
  package func pushAgain() {
    for push in state.withLock({ $0.lastPushes }) { send(push.body, to: push.address) }
  }

  private func send(_ body: String, to address: String) {
    let answer = state.withLock { $0.knocks }?.post(
      address, headers: [("Content-Type", "application/json; charset=utf-8")], body: body)
    state.withLock { $0.pushAnswers.append(answer?.status) }
  }

  private static func message(
    of subscription: FakeGraphSubscription, _ lifecycle: String?, _ change: Int
  ) -> GraphJSON {
    var item: [String: GraphJSON] = [
      "subscriptionId": .string(subscription.id),
      "clientState": .string(subscription.clientState),
      "subscriptionExpirationDateTime": .string(subscription.ends),
      "tenantId": "99999999-8888-4777-8666-555555555555",
    ]
    if let lifecycle {
      item["lifecycleEvent"] = .string(lifecycle)
    } else {
      item["changeType"] = "updated"
      item["resource"] = "Users/1/Events/2"
      item["resourceData"] = [
        "@odata.type": "#Microsoft.Graph.Event", "@odata.id": "Users/1/Events/2",
        "@odata.etag": .string("W/\"change\(change)\""), "id": "2",
      ]
    }
    return .object(item)
  }

  /// Whether somebody is there who says the token back: both addresses are tried before a
  /// subscription is made.
  func shakesHands(_ question: WebQuestion) -> Bool {
    guard let body = GraphJSON(bytes: question.body), let knocks = state.withLock({ $0.knocks })
    else {
      return false
    }
    return ["notificationUrl", "lifecycleNotificationUrl"].allSatisfy { name in
      guard let address = body[name]?.string, address.hasPrefix("https://") else { return false }
      let token = "Validation: Testing client application <reachability> & 100% of it"
      let encoded = "Validation%3a+Testing+client+application+%3creachability%3e+%26+100%25+of+it"
      let answer = knocks.post(
        address + (address.contains("?") ? "&" : "?") + "validationToken=" + encoded,
        headers: [("Content-Type", "text/plain; charset=utf-8")])
      return answer?.status == 200 && answer?.body == token
        && answer?.type.hasPrefix("text/plain") == true
    }
  }
}

extension FakeGraph.State {
  mutating func subscriptions(_ method: String, _ id: String?, _ body: GraphJSON?) -> WebReply {
    func reply(_ status: Int, _ subscription: FakeGraphSubscription) -> WebReply {
      let fields: GraphJSON = [
        "id": .string(subscription.id), "resource": "/me/events",
        "expirationDateTime": .string(subscription.ends),
        "clientState": .string(subscription.clientState),
      ]
      return WebReply(
        status, fields.text, headers: [(name: "Content-Type", value: "application/json")])
    }
    switch (method, id) {
    case ("POST", nil):
      guard let body, body["resource"]?.string == "/me/events",
        body["changeType"]?.string == "created,updated,deleted",
        let ends = body["expirationDateTime"]?.string, let secret = body["clientState"]?.string,
        secret.utf8.count <= 128, let address = body["notificationUrl"]?.string,
        let lifecycle = body["lifecycleNotificationUrl"]?.string
      else {
        violations.append("a subscription that lacks something")
        return FakeGraph.error(400, "InvalidRequest")
      }
      taken += 1
      let made = FakeGraphSubscription(
        id: "subscription-\(taken)", address: address, lifecycleAddress: lifecycle,
        clientState: secret, ends: ends)
      subscriptions.append(made)
      return reply(201, made)
    case ("PATCH", let id?):
      guard let index = subscriptions.firstIndex(where: { $0.id == id }) else {
        return FakeGraph.error(404, "ResourceNotFound")
      }
      subscriptions[index].ends = body?["expirationDateTime"]?.string ?? ""
      return reply(200, subscriptions[index])
    case ("DELETE", let id?):
      guard let index = subscriptions.firstIndex(where: { $0.id == id }) else {
        return FakeGraph.error(404, "ResourceNotFound")
      }
      subscriptions.remove(at: index)
      return WebReply(204)
    default: return FakeGraph.error(405, "MethodNotAllowed")
    }
  }
}

package import ICalendar

/// A message of Google's (Calendar API v3, push notifications): all of it is in the head.
package struct GooglePush: Hashable, Sendable {
  package var channel: String
  package var token: String
  package var resource: String
  package var state: String
  package var number: Int

  package init(channel: String, token: String, resource: String, state: String, number: Int) {
    self.channel = channel
    self.token = token
    self.resource = resource
    self.state = state
    self.number = number
  }

  /// What it says; nil where it is not believed.
  package func news(on channel: PushChannel) -> PushNews? {
    guard channel.kind == .google, channel.id == self.channel,
      ConstantTime.areSame(token, channel.secret), number > channel.last,
      channel.resource == nil || channel.resource == resource
    else { return nil }
    return switch state {
    case "sync": .greeting
    case "exists": .changed
    case "not_exists": .changedWhole
    default: nil
    }
  }
}

/// One of the messages that Microsoft Graph sends together (change notifications).
package struct GraphPush: Hashable, Sendable {
  /// Seconds that a subscription to a calendar lasts at most, and a little more.
  package static let longest = 8 * 86_400

  package var subscription: String
  package var clientState: String
  package var lifecycle: String?
  /// When the subscription ends, as the message has it.
  package var ends: Instant?
  /// What changed, and the state it is in since; empty where the message does not say.
  package var subject = ""

  package init(
    subscription: String, clientState: String, lifecycle: String?, ends: Instant?,
    subject: String = ""
  ) {
    self.subscription = subscription
    self.clientState = clientState
    self.lifecycle = lifecycle
    self.ends = ends
    self.subject = subject
  }

  /// What it is known by when it comes again; nil for one that looks like others that are new. That
  /// something was missed may be so again, but is asked about once an hour.
  package func mark(at now: Instant) -> String? {
    guard let lifecycle else { return subject.isEmpty ? nil : "\(subscription) \(subject)" }
    let hour = lifecycle == "missed" ? now.seconds / 3_600 : 0
    return "\(subscription) \(lifecycle) \(ends?.seconds ?? 0) \(hour)"
  }

  /// What it says; nil where it is not believed. One of a subscription that has ended was kept by
  /// somebody.
  package func news(on channel: PushChannel, now: Instant) -> PushNews? {
    guard channel.kind == .microsoft, ConstantTime.areSame(clientState, channel.secret),
      channel.remote == nil || channel.remote == subscription, ends.map({ $0 > now }) ?? true
    else { return nil }
    return switch lifecycle {
    case nil: .changed
    case "reauthorizationRequired": .ending
    case "subscriptionRemoved": .lost
    case "missed": .changedWhole
    default: .greeting
    }
  }
}

/// A message of Cal.com's, of which only this much is read once its signature is right.
package struct CalComPush: Hashable, Sendable {
  /// Seconds before and after now in which a message may have been made.
  package static let age = 86_400
  package var created: Instant?

  package init(created: Instant?) {
    self.created = created
  }

  /// Whether somebody with the channel's secret signed these very bytes.
  ///
  /// - Parameter signature: lower-case hex, as `X-Cal-Signature-256` has it.
  package static func isSigned(
    _ body: [UInt8], _ signature: String, for channel: PushChannel, by digests: any Digests
  ) -> Bool {
    guard channel.kind == .calcom else { return false }
    return ConstantTime.areSame(signature, digests.signature(body, secret: channel.secret))
  }

  /// nil where it was kept for too long.
  package func news(now: Instant) -> PushNews? {
    guard let created, abs(created - now) <= Self.age else { return nil }
    return .changed
  }
}

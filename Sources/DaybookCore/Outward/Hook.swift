package import ICalendar

/// What a hook tells of.
package enum HookKind: String, CaseIterable, Sendable {
  /// Events came, went or changed; their ids.
  case events
  /// Conflicts came, went or were decided; their ids.
  case conflicts
  /// A pass over accounts ended; their ids.
  case sync
}

/// One message to the receiver of a hook.
package struct HookCall: Hashable, Sendable {
  /// The same each time it is tried.
  package var id: String
  package var kind: HookKind
  /// Of what changed.
  package var ids: [String]
  /// Whether more changed than there are ids.
  package var isMore: Bool
  /// When it was made.
  package var at: Instant

  package init(id: String, kind: HookKind, ids: [String], isMore: Bool, at: Instant) {
    self.id = id
    self.kind = kind
    self.ids = ids
    self.isMore = isMore
    self.at = at
  }

  /// What is sent; the same bytes each time.
  package var body: String {
    JSON.object([
      ("id", .string(id)), ("kind", .string(kind.rawValue)),
      ("time", .string(RFC3339.text(at, in: .utc))), ("ids", .strings(ids)),
      ("more", .bool(isMore)),
    ]).text(compact: true)
  }
}

/// `Daybook-Signature`, by which a receiver knows that a message is ours and when it was sent.
package enum HookSignature {
  package static let header = "Daybook-Signature"

  /// `t=SECONDS,v1=HEX`, the hex being HMAC-SHA-256 of `SECONDS.BODY` with the hook's secret.
  package static func value(
    of body: String, at now: Instant, secret: String, by digests: any Digests
  ) -> String {
    let message = Array("\(now.seconds).\(body)".utf8)
    return "t=\(now.seconds),v1=" + digests.signature(message, secret: secret)
  }
}

/// How a receiver took a message.
package enum HookAnswer: Hashable, Sendable {
  case status(Int, retryAfter: Int? = nil)
  /// No answer; a word for programs that says why.
  case fault(String)
}

/// Sends to the receivers of hooks, and to nobody they must not point at.
package protocol HookPost: Sendable {
  /// The address as it is to be kept.
  func checked(_ address: String) async throws(HookAddressFault) -> String
  /// Sends one message, once.
  ///
  /// - Parameter now: when, for the signature.
  func send(_ call: HookCall, to address: String, secret: String, at now: Instant) async
    -> HookAnswer
}

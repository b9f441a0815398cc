import DaybookCore
import Foundation
import HTTPTypes

/// Where providers tell us that something changed.
///
/// Anybody may come here, so nobody is told anything: who is not believed learns that there is
/// nothing, whatever was wrong.
enum PushRoutes {
  /// More than any message has.
  private static let limit = 1 << 18

  private static let person = Parameter(
    "for", .text(.askedAny), "Whose it is, as the address says that we gave.")
  private static let channel = Parameter(
    "channel", .text(.askedAny), "Which channel, as the address says that we gave.")

  static let all = [
    Route(
      .post, "webhooks/google", "For Google alone: something changed in a calendar.", access: .open,
      [person, channel]
    ) { call in
      let reception = try await PushReception(of: call)
      guard let message = GooglePush(call.headers) else { throw Problem.notFound }
      try await reception.take(message)
      return PushRoutes.heard
    }.takingBytes(upTo: limit).answering(.nothing(.noContent))
      .reading("X-Goog-Channel-ID", "Which channel.")
      .reading("X-Goog-Channel-Token", "What we gave when it was made.")
      .reading("X-Goog-Resource-ID", "What it watches.")
      .reading("X-Goog-Resource-State", "sync, exists or not_exists.")
      .reading("X-Goog-Message-Number", "More each time."),
    Route(
      .post, "webhooks/microsoft", "For Microsoft Graph alone: something changed in a mailbox.",
      access: .open,
      [
        person, channel,
        Parameter(
          "validationToken", .text(TextForm(lengths: 0...4_000, wish: "a shorter text")),
          "Said back as it is: Graph asks whether we are here."),
      ]
    ) { call in
      if let token = call.query["validationToken"] { return try said(back: token) }
      let reception = try await PushReception(of: call)
      guard let messages = GraphMessages(call.bytes) else { throw Problem.notFound }
      try await reception.take(messages.all, on: call.query["channel"])
      var answer = PushRoutes.heard
      answer.status = .accepted
      return answer
    }.takingBytes(upTo: limit, like: graphExample).answering(.nothing(.accepted))
      .orAnswering(.text("text/plain", like: "Validation: 7f3a9c")),
    Route(
      .post, "webhooks/calcom", "For Cal.com alone: something became of a booking.", access: .open,
      [person, channel]
    ) { call in
      try await PushReception(of: call).take(
        call.bytes, signed: call.headers[.calSignature] ?? "", on: call.query["channel"])
      return PushRoutes.heard
    }.takingBytes(upTo: limit, like: calComExample).answering(.nothing(.noContent))
      .reading("X-Cal-Signature-256", "HMAC-SHA-256 of the body, in hexadecimal."),
  ]

  private static let graphExample: JSON = [
    "value": [
      [
        "subscriptionId": "7f105c7d-2dc5-4530-97cd-4e7ae6534c07", "clientState": "what we gave",
        "changeType": "updated", "resource": "me/events/AAMk",
        "resourceData": ["id": "AAMk", "@odata.etag": "W/\"CQAA\""],
        "subscriptionExpirationDateTime": "2026-11-24T13:12:00.000Z",
      ]
    ]
  ]

  private static let calComExample: JSON = [
    "triggerEvent": "BOOKING_CREATED", "createdAt": "2026-11-18T13:12:00.000Z",
    "payload": ["uid": "bk7Qw2"],
  ]

  private static let heard = Answer(status: .noContent, content: .none)

  /// Graph's handshake: the token as plain text, and nothing else. Whoever it is learns only what
  /// they said.
  private static func said(back token: String) throws -> Answer {
    guard (1...2_000).contains(token.utf8.count),
      !token.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw Problem.notFound }
    var answer = Answer(content: .text(token, type: "text/plain"))
    answer.headers[.cacheControl] = "no-store"
    return answer
  }
}

extension HTTPField.Name {
  static let calSignature = HTTPField.Name("X-Cal-Signature-256") ?? .origin
}

extension GooglePush {
  /// nil where something that every message has is missing.
  fileprivate init?(_ headers: HTTPFields) {
    func text(_ name: String) -> String? {
      HTTPField.Name("X-Goog-" + name).flatMap { headers[$0] }
    }
    guard let channel = text("Channel-ID"), let token = text("Channel-Token"),
      let resource = text("Resource-ID"), let state = text("Resource-State"),
      let number = text("Message-Number").flatMap({ Int($0) })
    else { return nil }
    self.init(channel: channel, token: token, resource: resource, state: state, number: number)
  }
}

/// The messages of one request of Graph's.
private struct GraphMessages {
  let all: [GraphPush]

  private struct Envelope: Decodable {
    var value: [Item]
  }

  private struct Item: Decodable {
    var subscriptionId: String
    var clientState: String?
    var lifecycleEvent: String?
    var subscriptionExpirationDateTime: String?
    var changeType: String?
    var resourceData: Resource?

    /// What changed, by its id and the ETag that it has since; empty where one of them is missing.
    var subject: String {
      guard let resourceData, let id = resourceData.id, let tag = resourceData.etag else {
        return ""
      }
      return "\(changeType ?? "") \(id) \(tag)"
    }
  }

  private struct Resource: Decodable {
    var id: String?
    var etag: String?

    private enum CodingKeys: String, CodingKey {
      case id
      case etag = "@odata.etag"
    }
  }

  init?(_ bytes: [UInt8]) {
    guard let envelope = try? JSONDecoder().decode(Envelope.self, from: Data(bytes)) else {
      return nil
    }
    all = envelope.value.map { item in
      GraphPush(
        subscription: item.subscriptionId, clientState: item.clientState ?? "",
        lifecycle: item.lifecycleEvent,
        ends: item.subscriptionExpirationDateTime.flatMap {
          RFC3339.instant(reading: $0, zone: nil)
        }, subject: item.subject)
    }
  }
}

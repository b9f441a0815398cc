internal import ICalendar
import Synchronization

/// A push channel as `FakeGoogle` keeps it.
package struct FakeGoogleChannel: Hashable, Sendable {
  package var id: String
  package var resource: String
  package var calendar: String
  package var address: String
  package var token: String
  package var number = 1
}

extension FakeGoogleState {
  /// `POST calendars/…/events/watch`: the channel, or why there is none.
  mutating func watch(_ request: Request, in calendar: String) -> WebReply {
    guard let body = request.body, let id = body["id"]?.string, !id.isEmpty,
      id.utf8.count <= 64, let address = body["address"]?.string,
      body["type"]?.string == "web_hook"
    else { return .google(400, "required") }
    guard address.hasPrefix("https://") else { return .google(400, "push.webhookUrlNotHttps") }
    guard channels[id] == nil else { return .google(400, "channelIdNotUnique") }
    let token = body["token"]?.string ?? ""
    guard token.utf8.count <= 256 else { return .google(400, "invalid") }
    revision += 1
    let channel = FakeGoogleChannel(
      id: id, resource: "resource\(revision)", calendar: calendar, address: address, token: token)
    channels[id] = channel
    let expiry = channelExpiry ?? TemporaryStore.now.seconds + 7 * 86_400
    return .json(
      200,
      [
        "kind": "api#channel", "id": .string(id), "resourceId": .string(channel.resource),
        "resourceUri": .string("https://www.googleapis.com/calendar/v3/calendars/x/events"),
        "token": .string(token), "expiration": .string(String(expiry * 1000)),
      ])
  }

  /// `POST channels/stop`.
  mutating func stopChannel(_ body: GoogleJSON?) -> WebReply {
    guard let id = body?["id"]?.string, let channel = channels[id],
      channel.resource == body?["resourceId"]?.string
    else { return .google(404, "notFound") }
    channels[id] = nil
    return WebReply(204)
  }
}

extension FakeGoogle {
  /// Where messages go, whatever host their addresses name.
  package func knock(at port: Int) { state.withLock { $0.knocks = LoopbackClient(port: port) } }

  /// When channels that are opened from now on end, in seconds since 1970.
  package func setChannelExpiry(_ seconds: Int?) { state.withLock { $0.channelExpiry = seconds } }

  package var channels: [FakeGoogleChannel] {
    state.withLock { state in state.channels.values.sorted { $0.id < $1.id } }
  }

  /// What was answered to every message.
  package var pushAnswers: [Int?] { state.withLock { $0.pushAnswers } }

  /// Tells all who watch a calendar that something changed in it.
  package func push(_ calendar: String, _ word: String = "exists") {
    let found = state.withLock { state in
      for id in state.channels.keys where state.channels[id]?.calendar == calendar {
        state.channels[id]?.number += 7
      }
      return state.channels.values.filter { $0.calendar == calendar }
    }
    for channel in found { tell(channel, word) }
  }

  /// The first message of a channel, which may come before the answer that it is there.
  func greet(_ id: String) {
    if let channel = state.withLock({ $0.channels[id] }) { tell(channel, "sync") }
  }

  private func tell(_ channel: FakeGoogleChannel, _ word: String) {
    guard let knocks = state.withLock({ $0.knocks }) else { return }
    let answer = knocks.post(channel.address, headers: Self.headers(of: channel, word))
    state.withLock { $0.pushAnswers.append(answer?.status) }
  }

  /// What a message has in its head.
  package static func headers(of channel: FakeGoogleChannel, _ word: String) -> [(String, String)] {
    [
      ("User-Agent", "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)"),
      ("X-Goog-Channel-ID", channel.id), ("X-Goog-Message-Number", String(channel.number)),
      ("X-Goog-Resource-ID", channel.resource), ("X-Goog-Resource-State", word),
      ("X-Goog-Resource-URI", "https://www.googleapis.com/calendar/v3/calendars/x/events"),
      ("X-Goog-Channel-Token", channel.token),
    ]
  }
}

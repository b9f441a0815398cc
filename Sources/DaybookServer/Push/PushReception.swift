import DaybookCore
import DaybookStore
import Foundation

/// Judges the messages of providers, and sees to what they say.
struct PushReception: Sendable {
  let clerk: Clerk
  private let reach: Reach

  /// - Throws: `notFound` where the address names nobody here.
  init(of call: Call) async throws {
    guard let name = call.query["for"], let clerk = await call.clerk(of: name),
      let reach = clerk.reach
    else { throw Problem.notFound }
    self.clerk = clerk
    self.reach = reach
  }

  func take(_ message: GooglePush) async throws {
    let (channel, news) = try await clerk.ask { desk in
      guard let channel = try desk.store.pushChannel(message.channel),
        let news = message.news(on: channel),
        try desk.store.takePush(message.number, on: channel.id)
      else { throw Problem.notFound }
      return (channel, news)
    }
    try await heed(news, on: channel)
  }

  /// Those that are believed and came before are heard, and nothing is done about them: Graph sends
  /// again what it thinks was lost.
  ///
  /// - Parameter id: of the channel, which all of them are of.
  func take(_ messages: [GraphPush], on id: String?) async throws {
    let (now, digests) = (clerk.clock(), reach.digests)
    let (channel, news) = try await clerk.ask { desk in
      guard let channel = try id.flatMap({ try desk.store.pushChannel($0) }) else {
        throw Problem.notFound
      }
      var isBelieved = false
      var news: Set<PushNews> = []
      for message in messages {
        guard let item = message.news(on: channel, now: now) else { continue }
        isBelieved = true
        if let mark = message.mark(at: now).map({ digests.mark(of: $0) }),
          try !desk.store.takePush(mark, on: channel.id, at: now, age: GraphPush.longest)
        {
          continue
        }
        news.insert(item)
      }
      guard isBelieved else { throw Problem.notFound }
      return (channel, news)
    }
    for item in [PushNews.lost, .ending, .changedWhole, .changed] where news.contains(item) {
      try await heed(item, on: channel)
    }
  }

  /// - Parameter signature: of these very bytes.
  func take(_ body: [UInt8], signed signature: String, on id: String?) async throws {
    let (now, digests) = (clerk.clock(), reach.digests)
    let (channel, news) = try await clerk.ask { desk in
      guard let channel = try id.flatMap({ try desk.store.pushChannel($0) }),
        CalComPush.isSigned(body, signature, for: channel, by: digests),
        let news = CalComPush(body).news(now: now),
        try desk.store.takePush(signature, on: channel.id, at: now, age: 2 * CalComPush.age)
      else { throw Problem.notFound }
      return (channel, news)
    }
    try await heed(news, on: channel)
  }

  private func heed(_ news: PushNews, on channel: PushChannel) async throws {
    switch news {
    case .greeting: break
    case .changed: await reach.pushed(channel.account, channel.calendar)
    case .changedWhole: await reach.pushed(channel.account, nil)
    case .ending, .lost:
      let now = clerk.clock()
      try await clerk.ask {
        try $0.store.doubtPushChannel(channel.id, isLost: news == .lost, at: now)
      }
      await reach.doubted()
      if news == .lost { await reach.pushed(channel.account, nil) }
    }
  }
}

extension CalComPush {
  fileprivate init(_ body: [UInt8]) {
    struct Message: Decodable {
      var createdAt: String
    }
    let message = try? JSONDecoder().decode(Message.self, from: Data(body))
    self.init(
      created: (message?.createdAt).flatMap { RFC3339.instant(reading: $0, zone: nil) })
  }
}

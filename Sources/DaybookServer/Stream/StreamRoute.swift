import DaybookCore
import HTTPTypes
import Hummingbird
import ServiceLifecycle

/// `GET stream`: server-sent events that say what changed, so that nobody has to ask again and again.
enum StreamRoute {
  private static let example = ": here\n\n" + event(.events, id: "k3f9qz-7")

  /// - Parameter id: as it comes back in Last-Event-ID.
  fileprivate static func event(_ kind: ChangeNews.Kind, id: String) -> String {
    let data = JSON.object([("changed", .string(kind.rawValue))]).text(compact: true)
    return "id: \(id)\nevent: \(kind.rawValue)\ndata: \(data)\n\n"
  }

  static func route(meters: Meters) -> Route {
    Route(
      .get, "stream",
      "Server-sent events: events, conflicts or sync changed. Resumes from Last-Event-ID."
    ) { call in
      let news = try call.clerk.news
      let wakes = news.wakes()
      let known = call.lastEvent.map { news.number(of: $0) }
      let body = ResponseBody { writer in
        meters.streamBegan()
        defer { meters.streamEnded() }
        // Whoever comes back from another run has missed what nobody can tell any more.
        if let known, known == nil {
          for kind in ChangeNews.Kind.allCases { try await writer.write(kind, news.number, news) }
        }
        var sent = (known ?? nil) ?? news.number
        try await writer.write(ByteBuffer(string: ": here\n\n"))
        for item in news.since(sent) {
          try await writer.write(item.kind, item.number, news)
          sent = item.number
        }
        for await _ in wakes.cancelOnGracefulShutdown() {
          let items = news.since(sent)
          if items.isEmpty { try await writer.write(ByteBuffer(string: ": still here\n\n")) }
          for item in items {
            try await writer.write(item.kind, item.number, news)
            sent = item.number
          }
        }
        try await writer.finish(nil)
      }
      var answer = Answer(content: .stream(body, type: "text/event-stream; charset=utf-8"))
      answer.headers[.cacheControl] = "no-store"
      return answer
    }.answering(.text("text/event-stream", like: example))
      .reading("Last-Event-ID", "The last event that was heard: what was missed is told first.")
  }
}

extension ResponseBodyWriter {
  fileprivate mutating func write(_ kind: ChangeNews.Kind, _ number: Int, _ news: ChangeNews)
    async throws
  {
    try await write(ByteBuffer(string: StreamRoute.event(kind, id: news.id(number))))
  }
}

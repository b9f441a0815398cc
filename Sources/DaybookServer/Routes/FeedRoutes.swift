import DaybookCore
import DaybookStore
import DaybookSync
import HTTPTypes
import ICalendar

/// Private addresses under which others read when one is busy, and nothing else.
enum FeedRoutes {
  private static let pastDays = 7

  static func all(version: String) -> [Route] {
    [
      Route(
        .post, "feeds", "Makes a private address with busy time alone; shows it, this once.",
        access: .session, [Window.zone],
        body: [
          Member(
            "name", .text(.name(upTo: 200)), "What it is for: Ada's assistant.", like: "For Ada",
            isRequired: true)
        ]
      ) { call in
        let zone = try call.zone()
        let name = call.fields.text("name") ?? ""
        let (reach, secret) = (try call.clerk.reached(), SecretToken.make().text)
        let (id, mark) = (RandomText.make("feed", letters: 16), reach.digests.mark(of: secret))
        let base = try call.clerk.settings.server.publicURL
        let address = "\(base)/feeds/\(reach.person).\(secret).ics"
        var answer = try await call.ask { desk in
          let feed = try desk.store.addFeed(id: id, name: name, mark: mark, now: desk.now)
          return Answer.json(.object([("feed", feed.json(in: zone, address: address))]))
        }
        answer.status = .created
        answer.headers[.cacheControl] = "no-store"
        return answer
      }.answering(.oneFeed, .created).refusing(409, 507),
      Route(.get, "feeds", "The private addresses, without what makes them private.", [Window.zone])
      { call in
        let zone = try call.zone()
        return .json(
          try await call.ask { desk in
            .object([("feeds", .array(try desk.store.feeds().map { $0.json(in: zone) }))])
          })
      }.answering(.feeds),
      Route(.delete, "feeds/{id}", "Ends a private address.", access: .writing) { call in
        let id = try call.place("id")
        return .json(
          try await call.ask { desk in
            try desk.store.removeFeed(id)
            return .object([("removed", .string(id))])
          })
      }.answering(.removedFeed),
      Route(
        .get, "/feeds/{file}", "Busy time for whoever has the address, as iCalendar.", access: .open
      ) { call in
        try await busy(call, version: version)
      }.answering(.text("text/calendar", like: example(version: version))).refusing(507),
    ]
  }

  private static func example(version: String) -> String {
    let start = Instant(seconds: 1_795_077_000)
    return BusyCalendar([TimeSpan(start, start + 5_400)]).text(
      stamp: start, product: product(version))
  }

  private static func product(_ version: String) -> String {
    "-//Daybook//Daybook \(version)//EN"
  }

  /// `PERSON.SECRET.ics`. Whoever has another address learns that there is nothing.
  private static func busy(_ call: Call, version: String) async throws -> Answer {
    let file = try call.place("file")
    guard file.utf8.count <= 500, file.hasSuffix(".ics") else { throw Problem.notFound }
    let stem = file.dropLast(4)
    guard let dot = stem.lastIndex(of: "."), let clerk = await call.clerk(of: String(stem[..<dot])),
      let reach = clerk.reach
    else { throw Problem.notFound }
    let mark = reach.digests.mark(of: String(stem[stem.index(after: dot)...]))
    let text = try await clerk.ask { desk in
      guard try desk.store.useFeed(mark: mark, now: desk.now) != nil else {
        throw Problem.notFound
      }
      let today = desk.zone.day(at: desk.now)
      let days = (today - pastDays)..<(today + desk.settings.sync.futureDays + 1)
      let busy = BusyCalendar(try desk.busy(in: days).spans)
      // The same as long as nothing changed, but for the day: a copy is right until then.
      return busy.text(stamp: desk.zone.start(of: today), product: product(version))
    }
    return Answer(content: .text(text, type: "text/calendar; charset=utf-8"))
  }
}

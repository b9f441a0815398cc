import DaybookCore
import DaybookTestSupport
import Foundation
import ICalendar

@testable import DaybookProviders

extension Bench {
  /// An account with one calendar on a real server.
  static func caldav(_ kind: CalDAVServer.Kind) throws -> Bench {
    let home = try CalDAVServer.shared(kind).home()
    return Bench(
      provider: home.provider(), calendar: home.id("jobs"),
      publish: { events in
        for name in try home.names("jobs") where events[String(name.dropLast(4))] == nil {
          try home.delete("jobs", name)
        }
        for (uid, text) in events {
          let whole = Feed.text([text], properties: ["PRODID:-//Test//Test//EN"])
          let there = try home.text("jobs", uid + ".ics")
          let isSame = try there.map {
            try CalDAVObject(Array($0.utf8))?.event("x", version: "1")?.event.components == [
              Component(text: text)
            ]
          }
          if isSame != true { try home.put("jobs", uid + ".ics", whole) }
        }
      },
      expireTokens: {
        // Made anew at the same address: no token from before means anything.
        let texts = (try? home.names("jobs"))?.compactMap { name in
          (try? home.text("jobs", name)).flatMap { $0 }.map { (name, $0) }
        }
        try? home.delete("jobs")
        try? home.make("jobs")
        // First something else: Xandikos knows a token again as soon as its state comes back.
        try? home.put("jobs", "more.ics", Feed.text([Feed.event("more")]))
        for (name, text) in texts ?? [] { try? home.put("jobs", name, text) }
      }, isSame: { (try? says($0, $1)) ?? false })
  }

  /// Whether the one event found says what was sent: servers add to it and put it in another order.
  private static func says(_ found: [Component], _ sent: Component) throws -> Bool {
    guard let found = found.first else { return false }
    let zones = ZoneResolver(database: TestZones.database)
    let (left, right) = (
      try EventComponent(found, zones: zones), try EventComponent(sent, zones: zones)
    )
    return left.start == right.start && left.end == right.end
      && Set(sent.lines.map(\.name)).subtracting(["DTSTART", "DTEND"])
        .allSatisfy { found.first($0)?.value == sent.first($0)?.value }
  }
}

extension CalDAVHome {
  func provider(zones: ZoneDatabase = TestZones.database) -> CalDAVProvider {
    CalDAVProvider(address: address, transport: transport, zones: zones)
  }

  /// What signs requests in this person's name.
  var transport: any Transport {
    let plain = CurlTransport(version: "0")
    return user.isEmpty
      ? plain
      : SignedTransport(
        plain, as: PasswordCredentials(user: user, password: CalDAVServer.password))
  }
}

import DaybookCore
import HTTPTypes
import Hummingbird

/// Every route there is.
enum RouteTable {
  /// - Parameters:
  ///   - scripts: of those whom it serves.
  ///   - registry: where there are several people.
  ///   - connecting: nil where no accounts can be connected.
  static func all(
    meters: Meters, version: String, scripts: ScriptTokens, registry: Registry? = nil,
    connecting: ConnectRoutes? = nil
  ) -> [Route] {
    var told = described(meters: meters, version: version)
    if let registry { told += named("people", PeopleRoutes.all(registry)) }
    told += named("tokens", TokenRoutes.all(scripts))
    if let connecting { told += named("accounts", connecting.all) }
    let about = named(
      "documents",
      DocumentRoutes.all(of: told, version: version, isForSeveral: registry != nil))
    return told + about
  }

  private static func named(_ area: String, _ routes: [Route]) -> [Route] {
    routes.map { route in
      var route = route
      route.area = area
      return route
    }
  }

  private static func described(meters: Meters, version: String) -> [Route] {
    [
      ("service", ServiceRoutes.all(meters: meters)), ("calendars", CalendarRoutes.all),
      ("events", EventRoutes.all), ("clients", ClientRoutes.all),
      ("conflicts", ConflictRoutes.all), ("availability", AvailabilityRoutes.all),
      ("stream", [StreamRoute.route(meters: meters)]), ("hooks", HookRoutes.all),
      ("webhooks", PushRoutes.all), ("feeds", FeedRoutes.all(version: version)),
    ].flatMap(named)
  }
}

/// How the server itself is.
enum ServiceRoutes {
  static func all(meters: Meters) -> [Route] {
    [
      Route(.get, "health", "Whether the server answers.", access: .open) { call in
        var answer = Answer.json(.object([("status", .string("ok"))]))
        answer.headers[.cacheControl] = "no-store"
        return answer
      }.answering(.health),
      Route(
        .get, "metrics", "What was asked and how long it took, as Prometheus reads it.",
        access: .operating
      ) { _ in
        var answer = Answer(
          content: .text(meters.text, type: "text/plain; version=0.0.4; charset=utf-8"))
        answer.headers[.cacheControl] = "no-store"
        return answer
      }.answering(.text("text/plain", like: Meters().text)),
    ]
  }
}

/// What there is to ask, for programs and for people.
enum DocumentRoutes {
  static func all(of told: [Route], version: String, isForSeveral: Bool) -> [Route] {
    // They describe themselves too, and so are made twice.
    func routes(_ document: JSON, _ page: String) -> [Route] {
      [
        Route(.get, "/openapi.json", "This, as OpenAPI 3.1.", access: .open) { _ in
          .json(document)
        }.answering(.whatever),
        Route(.get, "/docs", "This, as a page to read.", access: .open) { _ in
          var answer = Answer(content: .text(page, type: "text/html; charset=utf-8"))
          answer.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
          return answer
        }.answering(.text("text/html", like: "<!doctype html>\n<title>Daybook's API</title>\n")),
      ]
    }
    let all =
      told
      + routes(.null, "").map { route in
        var route = route
        route.area = "documents"
        return route
      }
    return routes(
      OpenAPI(routes: all, version: version, isForSeveral: isForSeveral).document,
      DocumentPage(routes: all, isForSeveral: isForSeveral).html)
  }
}

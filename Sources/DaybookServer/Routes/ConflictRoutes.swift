import DaybookCore
import DaybookStore
import HTTPTypes
import ICalendar

/// What collides, and what is done about it.
enum ConflictRoutes {
  static let all = [
    Route(
      .get, "conflicts", "What collides, 90 days from today unless told.",
      Window.parameters + [
        Parameter(
          "state", .choice(["open", "resolved", "ignored", "all"]), "open unless told."),
        Parameter("kind", .choice(Conflict.Kind.allCases.map(\.rawValue)), "Only of this kind."),
        Parameter(
          "severity", .choice(Conflict.Severity.allCases.map(\.rawValue)), "Only so grave."),
        Parameter("client", .text(), "Only those with an event of this client."),
        Parameter("calendar", .text(), "Only those with an event of this calendar."),
      ] + PageCursor.parameters(of: "conflicts")
    ) { call in
      let window = try call.window { $0 + 89 }
      let query = call.query
      let state = query["state"] ?? "open"
      let page = try PageCursor.Question(query)
      return .json(
        try await call.ask { desk in
          var filter = ConflictFilter(
            severity: query["severity"].flatMap(Conflict.Severity.init(rawValue:)))
          filter.client = try Naming.client(query["client"], at: desk)
          filter.calendar = try Naming.calendars(query.all("calendar"), at: desk)?.first
          let kind = query["kind"].flatMap(Conflict.Kind.init(rawValue:))
          let walk = ConflictWalk(
            window.span, from: page.start, kinds: kind.map { [$0] },
            includesDecided: state != "open", at: desk)
          return try document(page, along: walk, at: desk) { found in
            filter.matches(found) { _ in [] }
              .filter { state == "all" || $0.state.rawValue == state }
          }
        })
    }.answering(.conflicts).keeping(),
    Route(
      .post, "conflicts/{id}/resolve", "Takes one of the ways out of a conflict.",
      access: .writing, [Window.zone],
      body: [
        Member(
          "action", .text(.filled), "The id of an action as GET conflicts lists it.", like: "keep",
          isRequired: true),
        Member(
          "note", .text(.any), "A word to keep with it, or to send along.", like: "They know."),
      ]
    ) { call in
      let id = try call.place("id")
      let (action, note) = (call.fields.text("action") ?? "", call.fields.text("note"))
      return .json(
        try await call.ask { desk in
          let conflict: Conflict
          do {
            conflict = try desk.conflict(named: id)
          } catch StoreError.unknown, StoreError.ambiguous {
            throw Problem.notFound
          }
          guard conflict.id.raw == id else { throw Problem.notFound }
          let offered = try desk.offers(for: conflict)
          guard !offered.isEmpty else {
            throw Problem(
              .conflict, "already_resolved",
              "That conflict is \(conflict.state.rawValue) already.")
          }
          guard let way = Resolution.named(action, among: offered) else {
            throw Problem(
              .unprocessableContent, "unknown_action", "“\(action)” is no way out of it.",
              hint: "There are: \(offered.map(\.id).joined(separator: ", ")).", field: "action")
          }
          return try desk.document(try desk.resolve(conflict, by: way, note: note), actions: [])
        })
    }.answering(.resolvedConflict),
  ]

  /// A page of what is wanted, for which no more is looked at than it takes.
  private static func document(
    _ page: PageCursor.Question, along walk: ConflictWalk, at desk: Desk,
    wanted: ([Conflict]) -> [Conflict]
  ) throws -> JSON {
    var walk = walk
    var list = ConflictList()
    var all: [Conflict] = []
    var next: PageCursor?
    while next == nil, let found = try walk.next() {
      list.truncated = Set(list.truncated + found.truncated).sorted()
      all += wanted(found.conflicts)
      (list.conflicts, next) = page.page(of: all) { ($0.id.raw, $0.span.start) }
    }
    let (before, behind) = try walk.others(around: list.conflicts)
    return try desk.document(list, of: wanted(before) + all + wanted(behind))
      .adding(("next_cursor", .optional(next?.text)))
  }
}

import DaybookCore
import DaybookStore
import HTTPTypes
import ICalendar

/// Calendars, and asking their accounts what is new.
enum CalendarRoutes {
  static let all = [
    Route(.get, "calendars", "The calendars of all accounts.") { call in
      .json(
        try await call.ask { desk in
          .object([
            ("calendars", .array(try desk.store.calendars(countingEvents: true).map(\.json)))
          ])
        })
    }.answering(.calendars),
    Route(
      .patch, "calendars/{id}", "Says how a calendar is shown and counted.", access: .writing,
      body: [
        Member(
          "name", .text(.name(upTo: 1_000)), "Another name for it.", like: "Personal",
          takesNull: false),
        Member(
          "color", .text(.color), "#rrggbb; null leaves the choice to the theme.", like: "#2f6feb"),
        Member(
          "hidden", .flag, "Whether it is kept off the lists; it still takes time.",
          takesNull: false),
        Member(
          "busy", .flag, "Whether its events take time.", like: true, takesNull: false),
        Member("read_only", .flag, "Whether it takes no changes.", takesNull: false),
        Member(
          "priority", .number(-1_000...1_000),
          "Of copies of one meeting the one with the highest is shown.", takesNull: false),
        Member(
          "buffer_before", .number(0...1_440), "Minutes its events ask for before them.",
          takesNull: false),
        Member(
          "buffer_after", .number(0...1_440), "Minutes its events ask for after them.",
          takesNull: false),
      ]
    ) { call in
      let id = CalendarID(try call.place("id"))
      let change = change(call.fields)
      return .json(
        try await call.ask { desk in
          let listing = try found(id, at: desk)
          try desk.change(listing, change)
          return .object([("calendar", try found(id, at: desk).json)])
        })
    }.answering(.oneCalendar).changing(),
    Route(
      .delete, "calendars/{id}", "Removes a local calendar with its events, for good.",
      access: .writing
    ) { call in
      let id = CalendarID(try call.place("id"))
      return .json(
        try await call.ask { desk in
          let listing = try found(id, at: desk)
          guard listing.accountKind == .local else {
            throw Problem(
              .conflict, "calendar_not_local",
              "“\(listing.name)” belongs to the account \(listing.accountName).",
              hint: "Hide it, or remove the account.")
          }
          try desk.store.forgetCalendar(id)
          return .object([
            ("removed", .string(listing.name)), ("account", .string(listing.accountName)),
          ])
        })
    }.answering(.removedCalendar),
    Route(
      .post, "calendars/{id}/sync", "Asks a calendar's account what is new; answers with the job.",
      access: .writing
    ) { call in
      let id = CalendarID(try call.place("id"))
      let listing = try await call.ask { try found(id, at: $0) }
      let job = try await call.clerk.jobs.begin(
        listing.calendar.account, calendar: listing.name, named: listing.accountName)
      var answer = Answer.json(job.json(in: try call.zone()))
      answer.status = .accepted
      answer.headers[.location] = "/api/sync/jobs/\(job.number)"
      return answer
    }.answering(.job, .accepted),
    Route(.get, "sync/jobs", "What was asked to sync, the newest first.", [Window.zone]) { call in
      let zone = try call.zone()
      return .json(
        .object([("jobs", .array(try await call.clerk.jobs.listed.map { $0.json(in: zone) }))]))
    }.answering(.jobs),
    Route(.get, "sync/jobs/{id}", "One of them.", [Window.zone]) { call in
      guard let number = Int(try call.place("id")), let job = try await call.clerk.jobs.job(number)
      else { throw Problem.notFound }
      return .json(job.json(in: try call.zone()))
    }.answering(.job),
  ]

  private static func found(_ id: CalendarID, at desk: Desk) throws -> CalendarListing {
    guard let listing = try desk.store.calendars(countingEvents: true).first(where: { $0.id == id })
    else { throw Problem.notFound }
    return listing
  }

  private static func change(_ fields: Fields) -> CalendarChange {
    var change = CalendarChange()
    change.name = fields.text("name")
    if fields.has("color") { change.color = .some(fields.text("color")?.lowercased()) }
    change.isHidden = fields.flag("hidden")
    change.isBusy = fields.flag("busy")
    change.isReadOnly = fields.flag("read_only")
    change.priority = fields.number("priority")
    change.bufferBefore = fields.number("buffer_before")
    change.bufferAfter = fields.number("buffer_after")
    return change
  }
}

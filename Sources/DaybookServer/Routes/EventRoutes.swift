import DaybookCore
import DaybookStore
import HTTPTypes
import ICalendar

/// Events.
enum EventRoutes {
  private static let scope = Parameter(
    "scope", .choice(EditScope.allCases.map(\.rawValue)),
    "How much of a series is meant. An occurrence's id alone means that one; a series' id needs it."
  )

  /// - Parameter isNew: whether what is null is as if nothing was said; of an event that is there it
  ///   is refused.
  private static func times(isNew: Bool) -> [Member] {
    [
      Member(
        "start", .text(.moment), "An RFC 3339 instant; of an all-day event its first day.",
        like: "2026-11-19T09:30:00+01:00", isRequired: isNew, takesNull: false),
      Member(
        "end", .text(.moment), "An RFC 3339 instant; of an all-day event the day after its last.",
        like: "2026-11-19T11:00:00+01:00", takesNull: isNew),
      Member("all_day", .flag, "Whether it takes whole days.", takesNull: isNew),
      Member(
        "timezone", .text(.zone), "The zone it is planned in; an IANA name.",
        like: "Europe/Berlin", takesNull: isNew),
    ]
  }

  private static func looks(isNew: Bool) -> [Member] {
    [
      Member(
        "location", .text(.any), "Where it is.", like: "Hafenstr. 5", takesNull: isNew),
      Member(
        "description", .text(.any), "What is to be known about it.",
        like: isNew ? "The numbers of October." : nil, takesNull: isNew),
      Member("busy", .flag, "Whether it takes time.", takesNull: isNew),
      Member(
        "status", .choice(["confirmed", "tentative"]), "Whether it is certain.",
        takesNull: isNew),
    ]
  }

  private static func ifMatch(_ route: Route) -> Route {
    route.reading("If-Match", "An ETag of it: it is done only as long as the event is the same.")
  }

  static let all = [
    Route(
      .get, "events", "What happens in a stretch of time, seven days from today unless told.",
      EventListing.parameters
    ) { call in try await EventListing(call: call).answer() }.answering(.agenda).keeping(),
    Route(.get, "events/{id}", "One event, with everything that is known of it.", [Window.zone]) {
      call in
      let id = try call.place("id")
      let (document, state) = try await call.ask { desk in
        let occurrence = try desk.occurrence(exactly: id)
        // Before what is told of it: should it change meanwhile, the tag is the old one.
        let state = try desk.store.state(of: occurrence.event)
        let card = try desk.card(of: occurrence)
        return (try desk.document(card), state)
      }
      var answer = Answer.json(document)
      answer.state = state
      return answer
    }.answering(.card),
    Route(
      .post, "events", "Adds an event.", access: .writing, [Window.zone],
      body: [
        Member(
          "title", .text(.visible), "What it is called.", like: "Acme review", isRequired: true),
        Member(
          "calendar", .text(.filled), "Where it goes, by name or id; else the default calendar.",
          like: "Personal"),
        Member("client", .text(.filled), "Whose it is."),
        Member(
          "rrule", .text(.filled),
          "How it repeats, as RFC 5545 writes it: FREQ=WEEKLY;COUNT=10.",
          like: "FREQ=WEEKLY;COUNT=10"),
        Member("attendees", .texts(.filled), "Mail addresses of people to invite."),
      ] + times(isNew: true) + looks(isNew: true)
    ) { call in try await EventWriting(call: call).create() }.answering(.edited, .created),
    ifMatch(
      Route(
        .patch, "events/{id}", "Changes an event, or part of its series.", access: .writing,
        [scope, Window.zone],
        body: [
          Member(
            "title", .text(.visible), "What it is called.", like: "Acme review, moved",
            takesNull: false),
          Member(
            "rrule", .text(.filled),
            "How it repeats; null ends the repetition. For whole series."),
        ] + times(isNew: false) + looks(isNew: false)
      ) { call in try await EventWriting(call: call).change() }.answering(.edited).changing()),
    ifMatch(
      Route(
        .delete, "events/{id}", "Deletes an event, or part of its series.", access: .writing,
        [scope, Parameter("note", .text(.askedAny), "What whoever booked is told.")]
      ) { call in try await EventWriting(call: call).delete() }.answering(.deleted)),
    ifMatch(
      Route(
        .patch, "events/{id}/client", "Gives an event to a client.", access: .writing,
        [Parameter("series", .flag, "Whether all of its series is meant."), Window.zone],
        body: [
          Member(
            "client", .text(.filled), "By name; null means nobody, whatever the rules say.",
            like: "Acme", isRequired: true, takesNull: true)
        ]
      ) { call in try await EventWriting(call: call).assign() }.answering(.edited)),
  ]
}

extension Desk {
  /// The occurrence of this very id; of a series' own id the next one.
  func occurrence(exactly id: String) throws -> Occurrence {
    _ = try reference(exactly: id)
    return try occurrence(named: id)
  }

  /// What this very id names; a beginning of one names nothing here.
  func reference(exactly id: String) throws -> EventReference {
    let found: EventReference
    do {
      found = try store.find(id)
    } catch StoreError.unknown, StoreError.ambiguous {
      throw Problem.notFound
    }
    guard id == found.event.raw || id == found.occurrence.raw else { throw Problem.notFound }
    return found
  }
}

import DaybookCore
import DaybookStore
import HTTPTypes
import ICalendar

/// What is done to events.
struct EventWriting: Sendable {
  let call: Call

  func create() async throws -> Answer {
    let fields = call.fields
    let title = fields.text("title") ?? ""
    let time = try EventTimeFields(fields, of: call).whole()
    let rule = try rule()
    return try await answer(.created) { desk in
      var event = NewEvent(title: title, time: time)
      event.location = fields.text("location") ?? ""
      event.notes = fields.text("description") ?? ""
      event.rule = rule
      event.showsAs = fields.flag("busy") == false ? .free : .busy
      event.status = fields.text("status").flatMap(EventStatus.init(rawValue:)) ?? .confirmed
      event.attendees = fields.texts("attendees") ?? []
      let client = try Naming.client(fields.text("client"), at: desk)
      let calendar =
        try fields.text("calendar").map { name in
          try Problem.reading("calendar") { try desk.calendar(named: name) }
        } ?? desk.defaultCalendar()
      return Made(try desk.create(event, in: calendar, for: client.map { .existing($0) }))
    }
  }

  func change() async throws -> Answer {
    let (id, fields, query) = (try call.place("id"), call.fields, call.query)
    let rule = fields.isNull("rrule") ? "" : try rule()
    return try await answer(.ok) { desk in
      let target = try target(id, query["scope"], at: desk)
      let occurrence = try desk.occurrence(exactly: id)
      var change = EventChange(
        title: fields.text("title"), location: fields.text("location"),
        notes: fields.text("description"),
        showsAs: fields.flag("busy").map { $0 ? .busy : .free },
        status: fields.text("status").flatMap(EventStatus.init(rawValue:)), rule: rule)
      change.time = try EventTimeFields(fields, of: call).changed(occurrence)
      return Made(
        try desk.edit(target.reference.event, occurrence.originalStart, change, target.scope))
    }
  }

  func delete() async throws -> Answer {
    let (id, query) = (try call.place("id"), call.query)
    return .json(
      try await unlessStale(id) { desk in
        let target = try target(id, query["scope"], at: desk)
        var original = target.reference.originalStart
        if target.reference.isSeries, original == nil, target.scope != .all {
          original = try desk.occurrence(exactly: id).originalStart
        }
        let outcome = try desk.delete(
          target.reference.event, original, target.scope, note: query["note"])
        return .object([
          ("deleted", .int(outcome.deleted)), ("queued", .bool(outcome.isQueued)),
        ])
      })
  }

  func assign() async throws -> Answer {
    let (id, fields) = (try call.place("id"), call.fields)
    let isSeries = call.query.flag("series")
    return try await answer(.ok) { desk in
      let reference = try desk.reference(exactly: id)
      let occurrence = try desk.occurrence(exactly: id)
      let client = try Naming.client(fields.text("client"), at: desk)
      try desk.assign(
        [occurrence], to: client.map { .existing($0) } ?? .nobody,
        isSeries: isSeries || reference.originalStart == nil && reference.isSeries)
      return Made(occurrence: try desk.occurrence(occurrence.id), isQueued: false)
    }
  }

  /// What came of it.
  private struct Made {
    var occurrence: Occurrence?
    var isQueued: Bool

    init(occurrence: Occurrence?, isQueued: Bool) {
      self.occurrence = occurrence
      self.isQueued = isQueued
    }

    init(_ outcome: EditOutcome) {
      self.init(occurrence: outcome.occurrence, isQueued: outcome.isQueued)
    }
  }

  /// The event as it became, with its ETag.
  private func answer(
    _ status: HTTPResponse.Status, _ work: @Sendable (Desk) throws -> Made
  ) async throws -> Answer {
    let id = status == .created ? nil : try call.place("id")
    let (document, occurrence, state) = try await unlessStale(id) { desk in
      let outcome = try work(desk)
      // Before what is told of it: should it change meanwhile, the tag is the old one.
      let state = try outcome.occurrence.map { try desk.store.state(of: $0.event) }
      return (
        try desk.document(edited: outcome.occurrence, isQueued: outcome.isQueued),
        outcome.occurrence, state
      )
    }
    var answer = Answer.json(document)
    answer.status = status
    if let occurrence, let state {
      answer.headers[.eTag] = EntityTag(state: state, of: occurrence.id.raw).text
      if status == .created { answer.headers[.location] = "/api/events/\(occurrence.id)" }
    }
    return answer
  }

  /// How an event repeats; nil where nothing is said.
  private func rule() throws -> String? {
    guard let text = call.fields.text("rrule") else { return nil }
    do {
      return try RecurrenceRule(text: text).text
    } catch {
      throw Problem.invalid("rrule", "That is no recurrence rule: \(error)")
    }
  }

  private func target(_ id: String, _ scope: String?, at desk: Desk) throws -> ScopedEvent {
    _ = try desk.reference(exactly: id)
    return try Problem.reading("scope") {
      try ScopedEvent(named: id, scope: scope.flatMap(EditScope.init(rawValue:)), in: desk)
    }
  }

  static let stale = Problem(
    .conflict, "stale", "The event was changed meanwhile.",
    hint: "Read it again, and decide with what it says now.")

  /// What is done at the desk only as long as the event is what If-Match says, whoever writes
  /// meanwhile.
  ///
  /// - Parameter id: nil for an event that is to be made.
  private func unlessStale<Value: Sendable>(
    _ id: String?, _ work: @Sendable (Desk) throws -> Value
  ) async throws -> Value {
    guard let id, let tags = call.condition else { return try await call.ask(work) }
    return try await call.ask { desk in
      var desk = desk
      desk.condition = EditCondition(of: try desk.reference(exactly: id).event) { state in
        EntityTag.matches(tags, state: state)
      }
      do {
        return try work(desk)
      } catch StoreError.changedSince {
        throw EventWriting.stale
      }
    }
  }
}

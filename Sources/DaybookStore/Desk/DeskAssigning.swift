package import DaybookCore
import GRDB
package import ICalendar

/// An occurrence, and why it is whose it is.
package struct AssignedOccurrence: Sendable {
  package var occurrence: Occurrence
  /// nil where nothing assigns it.
  package var reason: Assigning.Reason?
}

extension Desk {
  /// Whose the events of these days are and why; with a test only those that it matches, and as
  /// they stand now.
  package func assigned(over days: Range<Day>, by test: AssignmentRule.Test?) throws
    -> [AssignedOccurrence]
  {
    let occurrences = try everything(touching: span(of: days)).occurrences
    let own = try store.accounts().flatMap(\.addresses)
    let assigning = Assigning(
      rules: try store.assignmentRules(), clients: try store.clients(includingArchived: true),
      me: Set(settings.addresses + own))
    var subjects: [EventID: Assigning.Subject] = [:]
    var found: [AssignedOccurrence] = []
    for occurrence in occurrences {
      let subject = try subjects[occurrence.event] ?? subject(of: occurrence)
      subjects[occurrence.event] = subject
      var here = subject
      // One instance of a series may be called otherwise.
      here.title = occurrence.title
      if let test, !assigning.matches(test, here) { continue }
      let ruled = assigning.assignment(of: here)
      let isRuled =
        ruled?.assignment.client == occurrence.client
        && ruled?.assignment.project == occurrence.project
      found.append(
        AssignedOccurrence(
          occurrence: occurrence,
          reason: isRuled ? ruled?.reason : occurrence.client == nil ? nil : .byHand))
    }
    return found
  }

  private func subject(of occurrence: Occurrence) throws -> Assigning.Subject {
    Assigning.Subject(
      title: occurrence.title, calendar: occurrence.calendar,
      addresses: try store.addresses(of: occurrence.event))
  }
}

extension Store {
  /// Of whoever calls an event or takes part in any of its instances.
  fileprivate func addresses(of event: EventID) throws -> [String] {
    try read { db in
      try db.all(
        "SELECT people FROM event WHERE sid = ? AND people IS NOT NULL", event.raw
      ) { People.addresses(in: $0.text(0)) }
    }.flatMap(\.self)
  }
}

/// What rules did about all that is stored.
package struct RuleCounts: Sendable {
  /// Single events, series, and instances that differ.
  package var events = 0
  package var assigned = 0
  package var changed = 0
}

extension Store {
  /// Lets rules and domains decide anew about every event; what was said by hand stays.
  package func applyAssignmentRules() throws -> RuleCounts {
    try write { writing in
      let before = try Self.ruled(writing.db)
      try writing.assignAgain()
      let after = try Self.ruled(writing.db)
      return RuleCounts(
        events: after.count, assigned: after.values.filter { $0 != 0 }.count,
        changed: after.filter { before[$0.key] != $0.value }.count)
    }
  }

  /// What assigns each row by itself; 0 for nothing.
  private static func ruled(_ db: Database) throws -> [Int: Int] {
    Dictionary(
      try db.all("SELECT id, coalesce(rule, 0) FROM event") { ($0.int(0), $0.int(1)) },
      uniquingKeysWith: { $1 })
  }
}

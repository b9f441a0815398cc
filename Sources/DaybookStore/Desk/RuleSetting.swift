package import DaybookCore
import GRDB
package import ICalendar

extension AvailabilityRule.Kind {
  /// Whether an earlier rule says nothing any more once this one stands.
  package func supersedes(_ earlier: AvailabilityRule.Kind) -> Bool {
    switch (self, earlier) {
    case (.hours(let days, _), .hours(let others, _)): Set(others).isSubset(of: Set(days))
    case (.dayOff(let days), .dayOff(let others)):
      days.lowerBound <= others.lowerBound && others.upperBound <= days.upperBound
    case (.buffer(_, _, let calendar), .buffer(_, _, let other)): calendar == other
    case (.notice, .notice): true
    case (.exception(let day, _), .exception(let other, _)): day == other
    case (.travel(let from, let to, _), .travel(let one, let other, _)):
      Set([from, to].map(Place.physical)) == Set([one, other].map(Place.physical))
    case (.hours, _), (.dayOff, _), (.buffer, _), (.notice, _), (.exception, _), (.travel, _):
      false
    }
  }
}

extension Store {
  /// Adds a rule in place of those that it supersedes, in one step that can be undone.
  package func setAvailabilityRule(_ kind: AvailabilityRule.Kind, now: Instant) throws
    -> AvailabilityRule
  {
    let old = try availabilityRules().filter { kind.supersedes($0.kind) }.map { String($0.id) }
    return try write { writing in
      let db = writing.db
      let id =
        try db.first("SELECT coalesce(max(id), 0) + 1 FROM availability_rule") { $0.int(0) } ?? 1
      let rule = AvailabilityRule(id: id, kind: kind)
      let touched = (old + [String(id)]).joined(separator: ", ")
      try writing.change("availability_rule", where: "id IN (\(touched))") {
        try db.run("DELETE FROM availability_rule WHERE id IN (\(touched))")
        try db.run("INSERT INTO availability_rule VALUES (?, ?, ?)", id, rule.word, kind.body)
      }
      writing.changes.insert(.availability)
      try writing.journal("Set an availability rule", at: now)
      return rule
    }
  }
}

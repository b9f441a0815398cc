package import DaybookCore
import GRDB
package import ICalendar

extension Store {
  /// The rules in the order in which they apply.
  package func availabilityRules() throws -> [AvailabilityRule] {
    try read { db in
      let rows = try db.all("SELECT id, kind, body FROM availability_rule ORDER BY id") {
        (id: $0.int(0), kind: $0.text(1), body: $0.text(2))
      }
      return rows.compactMap { row in
        AvailabilityRule.Kind(word: row.kind, body: row.body)
          .map { AvailabilityRule(id: row.id, kind: $0) }
      }
    }
  }

  /// Adds a rule behind the others.
  @discardableResult
  package func addAvailabilityRule(_ kind: AvailabilityRule.Kind, now: Instant) throws
    -> AvailabilityRule
  {
    try write { writing in
      let db = writing.db
      let id =
        try db.first("SELECT coalesce(max(id), 0) + 1 FROM availability_rule") { $0.int(0) } ?? 1
      let rule = AvailabilityRule(id: id, kind: kind)
      try writing.change("availability_rule", where: "id = \(id)") {
        try db.run(
          "INSERT INTO availability_rule VALUES (?, ?, ?)", id, rule.word, kind.body)
      }
      writing.changes.insert(.availability)
      try writing.journal("Add an availability rule", at: now)
      return rule
    }
  }

  package func removeAvailabilityRule(_ id: Int, now: Instant) throws {
    try write { writing in
      try writing.change("availability_rule", where: "id = \(id)") {
        try writing.db.run("DELETE FROM availability_rule WHERE id = ?", id)
        guard writing.db.changes > 0 else {
          throw StoreError.unknown(.availabilityRule, name: String(id), nearest: nil)
        }
      }
      writing.changes.insert(.availability)
      try writing.journal("Remove an availability rule", at: now)
    }
  }
}

extension AvailabilityRule.Kind {
  /// The rule's numbers as one text: `0,1,2|540-1020,…`.
  var body: String {
    switch self {
    case .hours(let days, let ranges):
      days.map { String($0.index) }.joined(separator: ",") + "|" + Self.text(ranges)
    case .dayOff(let days): "\(days.lowerBound.number)|\(days.upperBound.number)"
    case .buffer(let before, let after, let calendar):
      "\(before)|\(after)|\(calendar?.raw ?? "")"
    case .notice(let minutes): String(minutes)
    case .exception(let day, let ranges): "\(day.number)|" + Self.text(ranges)
    case .travel(let from, let to, let minutes): "\(minutes)|\(from)\n\(to)"
    }
  }

  init?(word: String, body: String) {
    let parts = body.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    let numbers = parts.map { Int($0) }
    switch word {
    case "hours" where parts.count == 2:
      self = .hours(
        parts[0].split(separator: ",").compactMap { Int($0) }.map { Weekday(index: $0) },
        Self.ranges(parts[1]))
    case "day_off":
      guard parts.count == 2, let from = numbers[0], let to = numbers[1], from <= to else {
        return nil
      }
      self = .dayOff(Day(number: from)..<Day(number: to))
    case "buffer":
      guard parts.count == 3, let before = numbers[0], let after = numbers[1] else { return nil }
      self = .buffer(
        before: before, after: after, calendar: parts[2].isEmpty ? nil : CalendarID(parts[2]))
    case "notice":
      guard let minutes = numbers[0] else { return nil }
      self = .notice(minutes)
    case "exception":
      guard parts.count == 2, let day = numbers[0] else { return nil }
      self = .exception(Day(number: day), Self.ranges(parts[1]))
    case "travel":
      let rest = parts.dropFirst().joined(separator: "|")
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      guard rest.count == 2, let minutes = numbers[0] else { return nil }
      self = .travel(from: rest[0], to: rest[1], minutes: minutes)
    default: return nil
    }
  }

  private static func text(_ ranges: [Range<Int>]) -> String {
    ranges.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
  }

  private static func ranges(_ text: String) -> [Range<Int>] {
    text.split(separator: ",").compactMap { part in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      return ends.count == 2 && ends[0] <= ends[1] ? ends[0]..<ends[1] : nil
    }
  }
}

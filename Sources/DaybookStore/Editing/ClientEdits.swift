package import DaybookCore
import GRDB
package import ICalendar

/// A piece of work for a client.
package struct Project: Hashable, Sendable {
  package var client: ClientID
  package var name: String
  /// In hundredths an hour, where it differs from the client's.
  package var rate: Int?
  package var isArchived: Bool

  package init(client: ClientID, name: String, rate: Int? = nil, isArchived: Bool = false) {
    self.client = client
    self.name = name
    self.rate = rate
    self.isArchived = isArchived
  }
}

extension Store {
  /// - Throws: `taken` where a client has this name.
  @discardableResult
  package func addClient(_ client: Client, now: Instant) throws -> Client {
    try write { writing in
      let all = try Client.all(writing.db)
      if all.contains(where: {
        $0.id == client.id || $0.name.lowercased() == client.name.lowercased()
      }) {
        throw StoreError.taken(.client, name: client.name)
      }
      try writing.put(client)
      try writing.journal("Add client “\(client.name)”", at: now)
      return client
    }
  }

  /// Makes the stored client of this id look like `client`; archiving is an edit too.
  package func editClient(_ client: Client, now: Instant) throws {
    try write { writing in
      let all = try Client.all(writing.db)
      guard let old = all.first(where: { $0.id == client.id }) else {
        throw StoreError.gone(.client)
      }
      if all.contains(where: {
        $0.id != client.id && $0.name.lowercased() == client.name.lowercased()
      }) {
        throw StoreError.taken(.client, name: client.name)
      }
      try writing.put(client)
      let verb =
        client.isArchived == old.isArchived ? "Change" : client.isArchived ? "Archive" : "Restore"
      try writing.journal("\(verb) client “\(old.name)”", at: now)
    }
  }

  package func projects() throws -> [Project] {
    try read { db in
      try db.all(
        "SELECT client, name, rate, is_archived FROM project ORDER BY client, name COLLATE NOCASE"
      ) {
        Project(
          client: ClientID($0.text(0)), name: $0.text(1), rate: $0.optionalInt(2),
          isArchived: $0.int(3) != 0)
      }
    }
  }

  /// Adds a project, or changes it.
  package func setProject(_ project: Project, now: Instant) throws {
    try write { writing in
      try writing.change(
        "project",
        where: "client = \(quoted(project.client.raw)) AND name = \(quoted(project.name))"
      ) {
        try writing.db.run(
          "INSERT OR REPLACE INTO project VALUES (?, ?, ?, ?)", project.client.raw, project.name,
          project.rate, project.isArchived)
      }
      writing.changes.insert(.clients)
      try writing.journal("Set project “\(project.name)”", at: now)
    }
  }

  // MARK: - Assigning

  /// Says by hand whose these are: each occurrence, or each event's whole series. An assignment of
  /// nil takes back what was said, so that rules decide again.
  package func assign(
    _ subjects: [AssignmentSubject], _ assignment: Assignment?, now: Instant,
    provided condition: EditCondition? = nil
  ) throws {
    try write { writing in
      let db = writing.db
      try condition?.check(db, saying: "Assign an event")
      for subject in subjects {
        try writing.requireUnbilled(subject)
        let condition =
          "event = \(quoted(subject.event.raw)) AND recurrence = \(quoted(subject.recurrence))"
        try writing.change("assignment", where: condition) {
          if let assignment {
            try db.run(
              "INSERT OR REPLACE INTO assignment VALUES (?, ?, ?, ?, ?)", subject.event.raw,
              subject.recurrence, assignment.client?.raw, assignment.project,
              assignment.isBillable)
          } else {
            try db.run("DELETE FROM assignment WHERE \(condition)")
          }
        }
        try writing.markAssigned(subject.event.raw)
      }
      writing.changes.formUnion([.clients, .events])
      let what = subjects.count == 1 ? "an event" : "\(subjects.count) events"
      let name = try assignment?.client.flatMap { id in
        try Client.all(db).first { $0.id == id }?.name
      }
      try writing.journal(
        name.map { "Assign \(what) to \($0)" } ?? "Unassign \(what)", at: now)
    }
  }

  package func assignmentRules() throws -> [AssignmentRule] {
    try read { try AssignmentRule.all($0) }
  }

  /// Adds a rule behind the others, which decides at once; its `id` is ignored.
  @discardableResult
  package func addAssignmentRule(_ rule: AssignmentRule, now: Instant) throws -> AssignmentRule {
    try write { writing in
      var rule = rule
      let db = writing.db
      rule.id =
        try db.first("SELECT coalesce(max(id), 0) + 1 FROM assignment_rule") { $0.int(0) } ?? 1
      try writing.change("assignment_rule", where: "id = \(rule.id)") {
        let (kind, value) = AssignmentRule.columns(rule.test)
        try db.run(
          "INSERT INTO assignment_rule VALUES (?, ?, ?, ?, ?, ?)", rule.id, rule.client.raw,
          rule.project, kind, value, rule.isBillable)
      }
      try writing.assignAgain()
      try writing.journal("Add an assignment rule", at: now)
      return rule
    }
  }

  /// Lets the rule of this number be another one, which is tried in its place and decides at once.
  ///
  /// - Throws: `unknown` where there is no rule of this number.
  package func changeAssignmentRule(_ rule: AssignmentRule, now: Instant) throws {
    try write { writing in
      let (kind, value) = AssignmentRule.columns(rule.test)
      try writing.change("assignment_rule", where: "id = \(rule.id)") {
        try writing.db.run(
          """
          UPDATE assignment_rule SET (client, project, kind, value, is_billable) = (?, ?, ?, ?, ?)
          WHERE id = ?
          """, rule.client.raw, rule.project, kind, value, rule.isBillable, rule.id)
        guard writing.db.changes > 0 else {
          throw StoreError.unknown(.assignmentRule, name: String(rule.id), nearest: nil)
        }
      }
      try writing.assignAgain()
      try writing.journal("Change an assignment rule", at: now)
    }
  }

  package func removeAssignmentRule(_ id: Int, now: Instant) throws {
    try write { writing in
      try writing.change("assignment_rule", where: "id = \(id)") {
        try writing.db.run("DELETE FROM assignment_rule WHERE id = ?", id)
        guard writing.db.changes > 0 else {
          throw StoreError.unknown(.assignmentRule, name: String(id), nearest: nil)
        }
      }
      try writing.assignAgain()
      try writing.journal("Remove an assignment rule", at: now)
    }
  }
}

/// What is assigned: one instance, or all of an event.
package struct AssignmentSubject: Hashable, Sendable {
  package var event: EventID
  /// The instance's original start in compact form; empty for the whole event.
  package var recurrence: String

  /// One instance; of a single event all there is.
  package init(_ occurrence: Occurrence) {
    event = occurrence.event
    recurrence = occurrence.originalStart?.compact ?? ""
  }

  init(event: EventID, recurrence: String) {
    self.event = event
    self.recurrence = recurrence
  }

  /// All of an event.
  package init(series event: EventID) {
    self.event = event
    recurrence = ""
  }
}

extension AssignmentRule {
  fileprivate static func columns(_ test: Test) -> (kind: String, value: String) {
    switch test {
    case .domain(let domain): ("domain", domain.lowercased())
    case .title(let text): ("title", text)
    case .calendar(let id): ("calendar", id.raw)
    }
  }
}

extension Writing {
  fileprivate func put(_ client: Client) throws {
    try change("client", where: "sid = \(quoted(client.id.raw))") {
      try db.run(
        """
        INSERT INTO client (sid, name, rate, currency, domains, is_archived, color, retainer)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (sid) DO UPDATE SET
          (name, rate, currency, domains, is_archived, color, retainer)
          = (?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """, client.id.raw, client.name, client.rate, client.currency,
        StoredText.words(client.domains.map { $0.lowercased() }), client.isArchived, client.color,
        client.retainer)
    }
    try assignAgain()
  }
}

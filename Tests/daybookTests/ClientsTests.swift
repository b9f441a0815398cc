import Foundation
import Testing

struct ClientsTests {
  static let review = """
    UID:review
    SUMMARY:Review
    DTSTART;TZID=Europe/Berlin:20261119T093000
    DTEND;TZID=Europe/Berlin:20261119T110000
    ATTENDEE:mailto:ana@acme.com
    """
  static let standUp = """
    UID:stand-up
    SUMMARY:Globex stand-up
    DTSTART;TZID=Europe/Berlin:20261116T090000
    DTEND;TZID=Europe/Berlin:20261116T091500
    RRULE:FREQ=DAILY;COUNT=5
    """

  static func program(_ events: String...) throws -> Program {
    let daybook = try Program()
    for (number, event) in events.enumerated() {
      let path = try daybook.write("\(number).ics", Program.calendar(event))
      _ = try daybook("import", path, "--calendar", "Work")
    }
    return daybook
  }

  static func clients(_ daybook: Program) throws -> [[String: Any]] {
    try #require(try daybook("clients", "list", "--json").json()["clients"] as? [[String: Any]])
  }

  static func assigned(_ daybook: Program) throws -> [String?] {
    let from = ["agenda", "--from", "2026-11-16", "--json"]
    let events = try #require(try daybook.run(from).json()["events"] as? [[String: Any]])
    return events.map { $0["client"] as? String }
  }

  @Test func aClientHasEveryFieldOfItsShape() throws {
    let daybook = try Program()
    #expect(
      try daybook(
        "clients", "add", "Acme", "--rate", "95.5", "--currency", "eur", "--domain", "@ACME.com"
      ).status == 0)
    let client = try #require(try Self.clients(daybook).first)
    #expect(client["name"] as? String == "Acme")
    #expect(client["rate"] as? Double == 95.5)
    #expect(client["currency"] as? String == "EUR")
    #expect(client["domains"] as? [String] == ["acme.com"])
    #expect(client["archived"] as? Bool == false)
  }

  @Test func editingAndArchivingCanBeUndone() throws {
    let daybook = try Program()
    _ = try daybook("clients", "add", "Acme")
    #expect(try daybook("clients", "edit", "ac", "--name", "Acme Ltd", "--rate", "80").status == 0)
    #expect(try daybook("clients", "archive", "Acme").status == 0)
    let archived = try #require(try Self.clients(daybook).first)
    #expect(archived["name"] as? String == "Acme Ltd")
    #expect(archived["archived"] as? Bool == true)
    _ = try daybook("undo")
    _ = try daybook("undo")
    let back = try #require(try Self.clients(daybook).first)
    #expect(back["name"] as? String == "Acme")
    #expect(back["rate"] is NSNull)
  }

  @Test func twoClientsOfOneNameCannotBe() throws {
    let daybook = try Program()
    _ = try daybook("clients", "add", "Acme")
    let again = try daybook("clients", "add", "ACME")
    #expect(again.status == 1)
    #expect(again.errors.contains("ACME"))
  }

  @Test func nobodyIsCalledNone() throws {
    let daybook = try Self.program(Self.review)
    _ = try daybook("clients", "add", "Acme", "--domain", "acme.com")
    #expect(try daybook("clients", "add", "None").status == 64)
    #expect(try daybook("clients", "edit", "Acme", "--name", "none").status == 64)
    #expect(try Self.assigned(daybook) == ["Acme"])
    let events = try #require(
      try daybook("agenda", "--json").json()["events"] as? [[String: Any]])
    let id = try #require(events.first?["id"] as? String)
    #expect(try daybook("assign", id, "none", "--create").status == 0)
    #expect(try Self.assigned(daybook) == [nil])
  }

  @Test func domainsAssignByThemselves() throws {
    let daybook = try Self.program(Self.review)
    _ = try daybook("clients", "add", "Acme", "--domain", "acme.com")
    #expect(try Self.assigned(daybook) == ["Acme"])
  }

  @Test func oneOccurrenceIsAssignedUnlessTheSeriesIs() throws {
    let daybook = try Self.program(Self.standUp)
    _ = try daybook("clients", "add", "Globex")
    let events = try #require(
      try daybook("agenda", "--from", "2026-11-16", "--json").json()["events"] as? [[String: Any]])
    let id = try #require(events[1]["id"] as? String)
    #expect(try daybook("assign", id, "glo").status == 0)
    #expect(try Self.assigned(daybook) == [nil, "Globex", nil, nil, nil])
    #expect(try daybook("assign", id, "Globex", "--series").status == 0)
    #expect(try Self.assigned(daybook) == Array(repeating: "Globex", count: 5))
    #expect(try daybook("assign", id, "none").status == 0)
    #expect(try Self.assigned(daybook)[1] == nil)
  }

  @Test func anUnknownClientIsMadeOnlyWhenAskedFor() throws {
    let daybook = try Self.program(Self.review)
    let events = try daybook("agenda", "--json").json()["events"] as? [[String: Any]]
    let id = try #require(events?.first?["event"] as? String)
    let refused = try daybook("assign", id, "Initech")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("--create"))
    #expect(try daybook("assign", id, "Initech", "--create").status == 0)
    #expect(try Self.assigned(daybook) == ["Initech"])
  }

  @Test func rulesAssignAtOnceAndCanBeTried() throws {
    let daybook = try Self.program(Self.standUp, Self.review)
    _ = try daybook("clients", "add", "Globex")
    let tried = try daybook("assign-rules", "test", "--title", "GLOBEX", "--json").json()
    #expect((tried["matches"] as? [Any])?.count == 5)
    #expect(try Self.assigned(daybook).allSatisfy { $0 == nil })
    #expect(
      try daybook("assign-rules", "add", "Globex", "--title", "globex", "--project", "Web").status
        == 0)
    #expect(try Self.assigned(daybook).compactMap { $0 }.count == 5)
    let rules = try daybook("assign-rules", "list", "--json").json()["rules"] as? [[String: Any]]
    #expect(rules?.first?["kind"] as? String == "title")
    #expect(rules?.first?["client"] as? String == "Globex")
    let applied = try daybook("assign-rules", "apply", "--json").json()
    #expect(applied["changed"] as? Int == 0)
    #expect(applied["assigned"] as? Int == 1)
    let id = try #require(rules?.first?["id"] as? Int)
    #expect(try daybook("assign-rules", "remove", String(id)).status == 0)
    #expect(try Self.assigned(daybook).allSatisfy { $0 == nil })
  }

  @Test func whatIsBilledIsRoundedAsTheSettingsSay() throws {
    let daybook = try Self.program(Self.review)
    let path = try daybook.write("rounded.toml", "[hours]\nround = \"1h\"\n")
    _ = try daybook("clients", "add", "Acme", "--rate", "100", "--domain", "acme.com")
    let rows =
      try daybook("report", "--json", "--config", path).json()["rows"] as? [[String: Any]]
    #expect(rows?.first?["hours"] as? Double == 1.5)
    #expect(rows?.first?["billable_hours"] as? Double == 2)
    #expect(rows?.first?["amount"] as? Double == 200)
    let broken = try daybook.write("broken.toml", "[hours]\nround = \"1.5m\"\n")
    let refused = try daybook("report", "--config", broken)
    #expect(refused.errors.contains("whole minutes"), "\(refused.errors)")
  }

  static func firstID(_ daybook: Program) throws -> String {
    let events = try daybook("agenda", "--json").json()["events"] as? [[String: Any]]
    return try #require(events?.first?["id"] as? String)
  }

  @Test func aRuleIsChangedInItsPlace() throws {
    let daybook = try Self.program(Self.review, Self.standUp)
    _ = try daybook("assign-rules", "add", "Acme", "--title", "nothing", "--create")
    _ = try daybook("assign-rules", "add", "Other", "--title", "review", "--create")
    #expect(try Self.assigned(daybook).compactMap(\.self) == ["Other"])
    let done = try daybook(
      "assign-rules", "edit", "1", "--title", "review", "--project", "Web", "--billable", "no",
      "--json")
    let rule = try #require(try done.json()["rule"] as? [String: Any])
    #expect(rule["id"] as? Int == 1 && rule["project"] as? String == "Web")
    #expect(rule["billable"] as? Bool == false)
    #expect(try Self.assigned(daybook).compactMap(\.self) == ["Acme"])
    #expect(try daybook("undo").status == 0)
    #expect(try Self.assigned(daybook).compactMap(\.self) == ["Other"])
    #expect(try daybook("assign-rules", "edit", "9", "--project", "x").status == 1)
    #expect(try daybook("assign-rules", "edit", "1", "--billable", "maybe").status == 64)
  }

  @Test func aCorrectionByHandSuggestsARule() throws {
    let more = Self.review.replacing("UID:review", with: "UID:review-2")
      .replacing("20261119", with: "20261203")
    let daybook = try Self.program(Self.review, more)
    let id = try Self.firstID(daybook)
    let assigned = try daybook("assign", id, "Acme", "--create", "--json").json()
    let suggestion = try #require(assigned["suggestion"] as? [String: Any])
    let rule = try #require(suggestion["rule"] as? [String: Any])
    #expect(rule["kind"] as? String == "domain" && rule["value"] as? String == "acme.com")
    #expect((suggestion["events"] as? [String])?.count == 1)
    #expect(try daybook("assign-rules", "list", "--json").json()["rules"] as? [String] == [])
    _ = try daybook("assign-rules", "add", "Acme", "--domain", "acme.com")
    #expect(try daybook("undo").status == 0)
    _ = try daybook("clients", "edit", "Acme", "--name", "Acme & Co")
    let words = try daybook("assign", id, "Acme").output
    #expect(words.contains("add 'Acme & Co' --domain acme.com"), "\(words)")
    _ = try daybook("assign-rules", "add", "Acme", "--domain", "acme.com")
    let again = try daybook("assign", id, "Acme", "--json").json()
    #expect(again["suggestion"] is NSNull)
    #expect(try daybook("assign", id, "none", "--json").json()["suggestion"] is NSNull)
  }

  @Test func theReportCountsHoursAndMoney() throws {
    let daybook = try Self.program(Self.standUp, Self.review)
    _ = try daybook(
      "clients", "add", "Acme", "--rate", "100", "--currency", "EUR", "--domain", "acme.com")
    let report = try daybook("report", "--json").json()
    #expect(report["from"] as? String == "2026-11-01")
    #expect(report["to"] as? String == "2026-12-01")
    #expect(report["by"] as? String == "client")
    let rows = try #require(report["rows"] as? [[String: Any]])
    #expect(rows.count == 1)
    #expect(rows[0]["client"] as? String == "Acme")
    #expect(rows[0]["project"] is NSNull)
    #expect(rows[0]["week"] is NSNull)
    #expect(rows[0]["calendar"] is NSNull)
    #expect(rows[0]["hours"] as? Double == 1.5)
    #expect(rows[0]["billable_hours"] as? Double == 1.5)
    #expect(rows[0]["amount"] as? Double == 150)
    #expect(rows[0]["currency"] as? String == "EUR")
    #expect(rows[0]["events"] as? Int == 1)
    #expect(report["unassigned_hours"] as? Double == 1.25)
  }

  @Test func theReportAsValuesHasTheSameRows() throws {
    let daybook = try Self.program(Self.review)
    _ = try daybook("clients", "add", "Acme, \"Inc\"", "--rate", "100", "--domain", "acme.com")
    let csv = try daybook("report", "--csv").output
    #expect(
      csv == """
        client,project,week,calendar,hours,billable_hours,amount,currency,events\r
        "Acme, ""Inc""\",,,,1.5,1.5,150,,1\r

        """)
    #expect(try daybook("report", "--csv", "--json").status == 64)
  }

  @Test(arguments: ["client", "project", "week", "calendar"])
  func everyGroupingCountsTheSameHours(_ grouping: String) throws {
    let daybook = try Self.program(Self.standUp, Self.review)
    _ = try daybook("clients", "add", "Acme", "--domain", "acme.com")
    _ = try daybook("assign-rules", "add", "Acme", "--title", "globex")
    let report = try daybook("report", "--by", grouping, "--json").json()
    let rows = try #require(report["rows"] as? [[String: Any]])
    #expect(rows.reduce(0) { $0 + ($1["hours"] as? Double ?? 0) } == 2.75)
  }
}

import Foundation
import Testing

/// What was billed stays as it was billed.
struct BillTests {
  static func program() throws -> Program {
    let daybook = try ClientsTests.program(ClientsTests.review, ClientsTests.standUp)
    _ = try daybook(
      "clients", "add", "Acme", "--rate", "100", "--currency", "EUR", "--domain", "acme.com")
    _ = try daybook("assign-rules", "add", "Acme", "--title", "globex")
    return daybook
  }

  static func row(_ daybook: Program) throws -> [String: Any] {
    let rows = try daybook("report", "--json").json()["rows"] as? [[String: Any]]
    return try #require(rows?.first { $0["client"] as? String == "Acme" })
  }

  static func bill(_ daybook: Program) throws -> Int {
    let done = try daybook(
      "bill", "add", "Acme", "--from", "2026-11-01", "--to", "2026-11-30", "--json")
    #expect(done.status == 0, "\(done.errors)")
    return try #require((try done.json()["billing"] as? [String: Any])?["id"] as? Int)
  }

  @Test func hoursAndAmountsAreHeldUntilTheyAreUnlocked() throws {
    let daybook = try Self.program()
    let before = try Self.row(daybook)
    #expect(before["amount"] as? Double == 275)
    let number = try Self.bill(daybook)
    _ = try daybook("clients", "edit", "Acme", "--rate", "50", "--remove-domain", "acme.com")
    _ = try daybook("assign-rules", "remove", "1")
    _ = try daybook("delete", try ClientsTests.firstID(daybook), "--scope", "this")
    let held = try Self.row(daybook)
    #expect(held["amount"] as? Double == 275)
    #expect(held["hours"] as? Double == 2.75 && held["billed_hours"] as? Double == 2.75)
    #expect(try daybook("report").output.contains("was billed (\(number))"))
    #expect(try daybook("bill", "unlock", String(number)).status == 0)
    let rows = try daybook("report", "--json").json()["rows"] as? [[String: Any]]
    #expect(rows?.contains { $0["client"] as? String == "Acme" } == false)
    #expect(try daybook("undo").status == 0)
    #expect(try Self.row(daybook)["amount"] as? Double == 275)
  }

  @Test func whatWasBilledIsNobodyElses() throws {
    let daybook = try Self.program()
    let number = try Self.bill(daybook)
    let id = try ClientsTests.firstID(daybook)
    for client in ["Other", "none"] {
      let refused = try daybook("assign", id, client, "--create")
      #expect(refused.status == 1)
      #expect(refused.errors.contains("bill unlock \(number)"), "\(refused.errors)")
    }
    #expect(try ClientsTests.assigned(daybook).allSatisfy { $0 == "Acme" })
    _ = try daybook("bill", "unlock", String(number))
    #expect(try daybook("assign", id, "Other", "--create").status == 0)
  }

  @Test func nothingIsBilledTwice() throws {
    let daybook = try Self.program()
    let number = try Self.bill(daybook)
    let again = try daybook("bill", "add", "Acme", "--from", "2026-11-01", "--to", "2026-11-30")
    #expect(again.status == 1)
    #expect(again.errors.contains("left to be billed"))
    let list = try daybook("bill", "--json").json()["billings"] as? [[String: Any]]
    #expect(list?.map { $0["id"] as? Int } == [number])
    #expect(list?.first?["hours"] as? Double == 2.75 && list?.first?["events"] as? Int == 6)
    #expect(try daybook("undo").status == 0)
    #expect(try daybook("bill").output.contains("Nothing was billed yet"))
    #expect(try daybook("bill", "unlock", "7").status == 1)
  }

  private static let weekly = """
    UID:weekly@acme.com
    DTSTART;TZID=Europe/Berlin:20261102T150000
    DTEND;TZID=Europe/Berlin:20261102T160000
    RRULE:FREQ=WEEKLY;COUNT=6
    SUMMARY:Weekly
    """

  private static func billedSeries() throws -> (Program, ids: [String]) {
    let daybook = try ClientsTests.program(weekly)
    _ = try daybook("clients", "add", "Acme", "--rate", "100", "--currency", "EUR")
    _ = try daybook("assign-rules", "add", "Acme", "--title", "weekly")
    _ = try bill(daybook)
    return (daybook, try ids(daybook))
  }

  private static func ids(_ daybook: Program) throws -> [String] {
    let found = try daybook("agenda", "--from", "2026-11-01", "--to", "2026-12-31", "--json").json()
    return try #require(found["events"] as? [[String: Any]]).compactMap { $0["id"] as? String }
  }

  /// Hours of November and December together, and those of them that were billed.
  private static func hours(_ daybook: Program) throws -> [Double] {
    let report = try daybook("report", "--from", "2026-11-01", "--to", "2026-12-31", "--json")
    let row = try #require((try report.json()["rows"] as? [[String: Any]])?.first)
    return ["hours", "billed_hours"].compactMap { row[$0] as? Double }
  }

  @Test(arguments: [("all", 0), ("all", 2), ("following", 2), ("following", 0)])
  func aSeriesThatIsMovedIsNotBilledAgain(_ scope: String, _ place: Int) throws {
    let (daybook, ids) = try Self.billedSeries()
    #expect(try Self.hours(daybook) == [6, 5])
    let days = ["2026-11-05", "2026-11-12", "2026-11-19"]
    let done = try daybook(
      "edit", ids[place], "--start", "\(days[place]) 11:00", "--scope", scope)
    #expect(done.status == 0, "\(done.errors)")
    #expect(try Self.hours(daybook) == [6, 5])
    let moved = try Self.ids(daybook)
    #expect(Set(moved) != Set(ids))
    #expect(try daybook("assign", moved[place], "none").status == 1)
    #expect(
      try daybook("bill", "add", "Acme", "--from", "2026-11-01", "--to", "2026-11-30").status == 1)
    #expect(try daybook("undo").status == 0)
    #expect(try Self.ids(daybook) == ids)
    #expect(try Self.hours(daybook) == [6, 5])
    #expect(try daybook("redo").status == 0)
    #expect(try Self.hours(daybook) == [6, 5])
    #expect(try Self.ids(daybook) == moved)
    // Unlocked, it is as if it had never been billed.
    #expect(try daybook("bill", "unlock", "1").status == 0)
    #expect(try Self.hours(daybook) == [6, 0])
  }

  /// Of a series that ends, those that were billed last have their like far before them.
  @Test(arguments: [
    ("all", "2026-11-15"), ("all", "2026-11-12"), ("all", "2026-10-20"), ("all", "2026-11-19"),
    ("following", "2026-11-12"),
  ])
  func aSeriesThatEndsIsNotBilledAgainEither(_ scope: String, _ day: String) throws {
    let daybook = try ClientsTests.program(
      Self.weekly.replacing("WEEKLY;COUNT=6", with: "DAILY;COUNT=20"))
    _ = try daybook("clients", "add", "Acme", "--rate", "100", "--currency", "EUR")
    _ = try daybook("assign-rules", "add", "Acme", "--title", "weekly")
    let billed = try daybook("bill", "add", "Acme", "--from", "2026-11-14", "--to", "2026-11-30")
    #expect(billed.status == 0, "\(billed.errors)")
    // That of 16 November.
    let id = try Self.ids(daybook)[14]
    let moved = try daybook("edit", id, "--start", "\(day) 09:00", "--scope", scope)
    #expect(moved.status == 0, "\(moved.errors)")
    let report = try daybook("report", "--from", "2026-09-01", "--to", "2027-01-31", "--json")
    let row = try #require((try report.json()["rows"] as? [[String: Any]])?.first)
    #expect(row["hours"] as? Double == 20 && row["billed_hours"] as? Double == 8)
    #expect(row["events"] as? Int == 20)
  }

  @Test func aSeriesThatAFileMovesIsNotBilledAgain() throws {
    let (daybook, _) = try Self.billedSeries()
    let moved = Self.weekly.replacing("T150000", with: "T103000").replacing(
      "T160000", with: "T113000"
    )
    let path = try daybook.write("moved.ics", Program.calendar(moved))
    #expect(try daybook("import", path, "--calendar", "Work").status == 0)
    #expect(try Self.hours(daybook) == [6, 5])
  }

  @Test func aBilledInstanceThatIsDeletedLeavesTheOthersToBeBilled() throws {
    let (daybook, ids) = try Self.billedSeries()
    #expect(try daybook("delete", ids[4], "--scope", "this").status == 0)
    #expect(try Self.hours(daybook) == [6, 5])
  }

  @Test func whatWasSaidOfAnInstanceGoesWithItsSeries() throws {
    let daybook = try ClientsTests.program(Self.weekly)
    let ids = try Self.ids(daybook)
    #expect(try daybook("assign", ids[1], "Other", "--create").status == 0)
    _ = try daybook("edit", ids[0], "--start", "2026-11-03 09:00", "--scope", "all")
    let found = try daybook("agenda", "--from", "2026-11-01", "--to", "2026-12-31", "--json").json()
    let clients = try #require(found["events"] as? [[String: Any]]).map { $0["client"] as? String }
    #expect(clients == [nil, "Other", nil, nil, nil, nil])
  }

  @Test func hoursBilledWithoutARateSaySo() throws {
    let daybook = try ClientsTests.program(Self.weekly)
    _ = try daybook("clients", "add", "O'Neil & Co")
    _ = try daybook("assign-rules", "add", "O'Neil & Co", "--title", "weekly")
    let done = try daybook("bill", "add", "O'N", "--from", "2026-11-01", "--to", "2026-11-30")
    #expect(done.output.contains(#"clients edit 'O'\''Neil & Co' --rate"#), "\(done.output)")
    #expect(try daybook("undo", "--list").output.contains("Bill 5 events to"))
    _ = try daybook("clients", "edit", "O'N", "--rate", "50")
    let report = try daybook("report", "--from", "2026-11-01", "--to", "2026-12-31")
    #expect(report.output.contains("was billed 5 h when no rate was agreed"), "\(report.output)")
  }

  @Test func hoursAgreedAreReported() throws {
    let daybook = try Self.program()
    #expect(try daybook("clients", "edit", "Acme", "--retainer", "2h").status == 0)
    let report = try daybook("report", "--json").json()
    let retainer = try #require((report["retainers"] as? [[String: Any]])?.first)
    #expect(retainer["agreed_hours"] as? Double == 2)
    #expect(retainer["used_hours"] as? Double == 2.75)
    #expect(try daybook("report").output.contains("2.75 of 2 h used · 0.75 over"))
    let client = try #require(try ClientsTests.clients(daybook).first)
    #expect(client["retainer_hours"] as? Double == 2)
    #expect(try daybook("clients", "edit", "Acme", "--retainer", "none").status == 0)
    #expect(try daybook("report", "--json").json()["retainers"] as? [String] == [])
  }
}

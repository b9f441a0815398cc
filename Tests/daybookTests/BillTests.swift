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

import Foundation
import Testing

/// Clients that were put away.
struct ArchivedClientTests {
  @Test func anArchivedClientGetsNothingNew() throws {
    let daybook = try Program()
    _ = try daybook("clients", "add", "Acme")
    _ = try daybook("new", "Review thu 9:00")
    let id = try daybook.event(titled: "Review")
    _ = try daybook("clients", "archive", "Acme")
    let attempts = [
      ["assign", id, "Acme"], ["assign", id, "Acme", "--create"],
      ["assign-rules", "add", "Acme", "--title", "review"], ["new", "Call fri 9:00 #Acme"],
      ["new", "Call fri 9:00 #Acme", "--dry-run"], ["new", "Call fri 9:00", "--client", "Acme"],
    ]
    for attempt in attempts {
      let result = try daybook.run(attempt)
      #expect(result.status == 1, "\(attempt)")
      #expect(
        result.errors
          == "daybook: Acme is archived, and nothing new is assigned to it; "
          + "'daybook clients archive --restore \"Acme\"' takes it back\n", "\(attempt)")
    }
    #expect(try daybook.titles() == ["Review"])
    _ = try daybook("clients", "archive", "--restore", "Acme")
    #expect(try daybook("assign", id, "Acme").status == 0)
  }
}

import Foundation
import Testing

struct FreeTests {
  /// No terminal that takes a text, no desktop, no tool: no way leads to the clipboard.
  private let nowhere = [
    "TERM": "dumb", "PATH": "/nonexistent", "DISPLAY": "", "WAYLAND_DISPLAY": "",
  ]

  @Test func whatCannotBeCopiedIsPrintedAllTheSame() throws {
    let daybook = try Program()
    let plain = try daybook("free", "--limit", "2")
    let result = try daybook.run(
      ["free", "--limit", "2", "--hold", "--copy"], environment: nowhere)
    #expect(result.status == 1)
    #expect(result.output == plain.output)
    #expect(result.output.contains("Europe/Berlin"))
    let errors = result.errors.split(separator: "\n")
    #expect(errors.count == 2)
    #expect(errors.first?.contains("held in") == true)
    #expect(errors.last?.contains("No way to the clipboard was found.") == true)
  }

  @Test func theReadersZoneIsFoundInAnyCaseAndTheNearestIsNamed() throws {
    let daybook = try Program()
    let found = try daybook("free", "--their-timezone", "america/new_york", "--json")
    #expect(try found.json()["their_timezone"] as? String == "America/New_York")
    for word in ["ET", "EST", "New York"] {
      let found = try daybook("free", "--their-timezone", word, "--json")
      #expect(try found.json()["their_timezone"] as? String == "America/New_York")
    }
    let here = try daybook("free", "--timezone", "London", "--json")
    #expect(try here.json()["timezone"] as? String == "Europe/London")
    let result = try daybook("free", "--their-timezone", "America/New_Yrok")
    #expect(result.status == 64)
    #expect(result.errors.contains("Did you mean America/New_York?"))
  }
}

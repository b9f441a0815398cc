import Foundation
import Testing

/// Texts for people: what was done and what is so, rather than ids and machine time.
struct WordsTests {
  @Test func aResolvedConflictIsToldInWords() throws {
    let daybook = try ResolveTests.program()
    let id = try ResolveTests.id(try ResolveTests.conflicts(daybook).first)
    let result = try daybook("resolve", id, "--with", "free-first", "--note", "They know")
    #expect(result.output == "Marked Lunch as free. daybook undo takes it back.\n")
    let list = try daybook("conflicts", "--resolved").output
    #expect(list.contains("Marked Lunch as free · They know · Wed 18 Nov 14:12\n"))
    #expect(try daybook("undo").status == 0)
    let moved = try daybook("resolve", id, "--with", "move-second-1").output
    #expect(moved.hasPrefix("Moved Review to Thu 19 Nov "))
  }

  @Test func whatWasImportedIsCountedByWhatItIs() throws {
    let daybook = try Program()
    let series = "UID:s\nSUMMARY:S\nDTSTART:20261116T090000Z\nRRULE:FREQ=DAILY;COUNT=5"
    let changed = "UID:s\nSUMMARY:S\nRECURRENCE-ID:20261117T090000Z\nDTSTART:20261117T100000Z"
    let path = try daybook.write("work.ics", Program.calendar(series, changed))
    #expect(
      try daybook("import", path).output
        == "\(path) → work: 1 event and 1 changed date of series (2 added)\n")
  }

  @Test func onlyWhatIsNearIsSuggested() throws {
    let daybook = try Program()
    let far = try daybook("agenda", "--nope").errors
    #expect(far == "daybook: Unknown option '--nope'. See 'daybook agenda --help'.\n")
    #expect(try daybook("agenda", "--serch", "x").errors.contains("Did you mean '--search'?"))
  }

  @Test func aCardTellsTheProjectAndWhetherItIsBilled() throws {
    let daybook = try Program()
    _ = try daybook("clients", "add", "Acme")
    _ = try daybook("new", "Review thu 9:00")
    let id = try daybook.event(titled: "Review")
    _ = try daybook("assign", id, "Acme", "--project", "Website", "--not-billable")
    let text = try daybook("show", id).output
    #expect(text.contains("Project   Website\n"))
    #expect(text.contains("Billed    not to be billed\n"))
    let card = try daybook("show", id, "--json").json()
    #expect(card["project"] as? String == "Website")
    #expect(card["billable"] as? Bool == false)
  }
}

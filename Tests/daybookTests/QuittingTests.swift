import Foundation
import Testing

/// Who leaves takes nothing along that was asked for.
struct QuittingTests {
  @Test func whatWasDoneJustBeforeLeavingIsStored() throws {
    let daybook = try Program()
    #expect(try daybook("new", "Dentist today 15:00").status == 0)
    let terminal = try Tmux(Program.executable.path, environment: daybook.environment)
    try terminal.expect("Dentist")
    // The next event, away with it, and out: all in one breath.
    try terminal.type("Jdq")
    try terminal.expectEnd()
    let events = try daybook("agenda", "--json").json()["events"] as? [[String: Any]]
    #expect(events?.isEmpty == true)
    #expect(try daybook("undo").status == 0)
    let back = try daybook("agenda", "--json").json()["events"] as? [[String: Any]]
    #expect(back?.count == 1)
  }

  @Test func aSelectionIsDeletedInOneStep() throws {
    let daybook = try Program()
    for hour in ["15:00", "16:00", "17:00"] {
      #expect(try daybook("new", "Call today \(hour)").status == 0)
    }
    let terminal = try Tmux(Program.executable.path, environment: daybook.environment)
    try terminal.expect("Call")
    try terminal.type("J J J d")
    try terminal.expect("Delete 3 events: “Call”, “Call” and “Call”\\?")
    try terminal.type("yq")
    try terminal.expectEnd()
    #expect(try daybook("undo").status == 0)
    let back = try daybook("agenda", "--json").json()["events"] as? [[String: Any]]
    #expect(back?.count == 3)
  }
}

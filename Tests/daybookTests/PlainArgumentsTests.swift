import ArgumentParser
import DaybookWorld
import Testing

@testable import daybook

/// What is read without the parser is read as the parser would.
struct PlainArgumentsTests {
  @Test(arguments: [
    [], ["--json"], ["--from", "2026-11-16", "--days", "7"],
    ["--from", "fri", "--to", "12 dec", "--json", "--cancelled", "--all-copies"],
    ["--calendar", "Work", "--calendar", "Home", "--client", "Acme", "--search", "two words"],
    ["--store", "a.sqlite", "--config", "b.toml", "--timezone", "Asia/Tokyo", "--demo"],
    ["--limit", "5", "--ids", "--format", "{title}"],
    ["--from", "mon", "--from", "tue"], ["--json", "--json"], ["--days", "007"],
  ])
  func theAgendaIsAskedTheSame(_ options: [String]) throws {
    let plain = try #require(AgendaRequest(["agenda"] + options))
    #expect(plain == (try AgendaCommand.parse(options).request))
  }

  @Test(arguments: [
    ["--help"], ["-h"], ["--from"], ["--from", "-10d"], ["--from", ""], ["--from=mon"],
    ["--", "x"],
    ["--days", "many"], ["--days", "1.5"], ["fri"], ["--jsn"], ["--calendar", "--json"],
    ["--generate-completion-script"], ["--search", "-x"],
  ])
  func whateverIsNotPlainIsLeftToTheParser(_ options: [String]) {
    #expect(AgendaRequest(["agenda"] + options) == nil)
  }

  @Test func otherCommandsAreLeftToTheParser() {
    #expect(AgendaRequest(["free", "--json"]) == nil)
    #expect(AgendaRequest([]) == nil)
    #expect(WorldOptions(interface: ["agenda"]) == nil)
    #expect(WorldOptions(interface: ["--demo", "--json"]) == nil)
  }
}

import Foundation
import Testing

/// `daybook next`: one line, or none.
struct NextTests {
  private func at(_ moment: String) -> [String: String] { ["DAYBOOK_NOW": moment] }

  @Test func whatIsOnComesBeforeWhatIsNext() throws {
    let daybook = try Program()
    _ = try daybook("new", "Acme review today 14:00-15:00 @ Zoom")
    _ = try daybook("new", "Globex call tomorrow 9:00-10:00")
    _ = try daybook("new", "Conference today all day")
    #expect(try daybook("next").output == "now until 15:00: Acme review, Zoom\n")
    let after = at("2026-11-18T15:00:00+01:00")
    #expect(
      try daybook("next", environment: after).output
        == "in 18 h: Globex call, Thu 19 Nov 09:00\n")
    let morning = at("2026-11-19T08:50:00+01:00")
    #expect(
      try daybook("next", environment: morning).output == "in 10 min: Globex call, 09:00\n")
  }

  @Test func whereNothingIsNothingIsPrinted() throws {
    let daybook = try Program()
    let empty = try daybook("next")
    #expect(empty.status == 0)
    #expect(empty.output.isEmpty)
    _ = try daybook("new", "Globex call tomorrow 9:00")
    #expect(try daybook("next", "--within", "2h").output.isEmpty)
    #expect(try daybook("next", "--within", "1d").output.hasPrefix("in 18 h 48: Globex call"))
    #expect(try daybook("next", "--within", "soon").status == 64)
  }

  @Test func jsonHasTheEventOrNull() throws {
    let daybook = try Program()
    #expect(try daybook("next", "--json").json()["event"] is NSNull)
    _ = try daybook("new", "Globex call tomorrow 9:00")
    let document = try daybook("next", "--json").json()
    #expect((document["event"] as? [String: Any])?["title"] as? String == "Globex call")
    #expect(document["text"] as? String == "in 18 h 48: Globex call, Thu 19 Nov 09:00")
  }

  @Test func theLineCanBeOnesOwn() throws {
    let daybook = try Program()
    _ = try daybook("new", "Globex call tomorrow 9:00-10:00")
    #expect(
      try daybook("next", "--format", "{title} {time} ({in})").output
        == "Globex call 09:00–10:00 (in 18 h 48)\n")
  }

  @Test func aDeclinedOneIsNotNext() throws {
    let daybook = try Program(configuration: "addresses = [\"me@example.com\"]\n")
    let path = try daybook.write(
      "work.ics",
      Program.calendar(
        "UID:no\nSUMMARY:No\nDTSTART:20261118T140000Z\nDTEND:20261118T150000Z\n"
          + "ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.com",
        "UID:off\nSUMMARY:Off\nSTATUS:CANCELLED\nDTSTART:20261118T140000Z\nDURATION:PT1H",
        "UID:yes\nSUMMARY:Yes\nDTSTART:20261118T160000Z\nDTEND:20261118T170000Z"))
    _ = try daybook("import", path)
    #expect(try daybook("next").output == "in 2 h 48: Yes, 17:00\n")
  }
}

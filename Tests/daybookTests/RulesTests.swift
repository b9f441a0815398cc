import Foundation
import Testing

struct RulesTests {
  static func rules(_ daybook: Program) throws -> [[String: Any]] {
    try #require(try daybook("rules", "list", "--json").json()["rules"] as? [[String: Any]])
  }

  @Test func everyKindOfRuleIsListedInItsShape() throws {
    let daybook = try Program()
    _ = try daybook("calendars", "add", "Work")
    for words in [
      ["hours", "mon-fri", "09:00-12:30", "13:30-17:00"], ["day-off", "2026-12-24/2027-01-01"],
      ["buffer", "--before", "10m", "--after", "30m", "--calendar", "wor"], ["notice", "4h"],
      ["exception", "2026-12-05", "10:00-12:00"], ["exception", "2026-12-06", "closed"],
    ] {
      #expect(try daybook.run(["rules", "set"] + words).status == 0, "\(words)")
    }
    let rules = try Self.rules(daybook)
    #expect(
      rules.map { $0["kind"] as? String }
        == ["hours", "day_off", "buffer", "notice", "exception", "exception"])
    #expect(rules[0]["days"] as? [String] == ["mon", "tue", "wed", "thu", "fri"])
    #expect(rules[0]["hours"] as? [String] == ["09:00-12:30", "13:30-17:00"])
    #expect(rules[1]["from"] as? String == "2026-12-24")
    #expect(rules[1]["to"] as? String == "2027-01-02")
    #expect(rules[2]["before"] as? Int == 10)
    #expect(rules[2]["after"] as? Int == 30)
    #expect(rules[2]["calendar"] as? String == "Work")
    #expect(rules[3]["minutes"] as? Int == 240)
    #expect(rules[4]["date"] as? String == "2026-12-05")
    #expect(rules[5]["hours"] as? [String] == [])
    #expect(Set(rules.compactMap { $0["id"] as? Int }).count == 6)
  }

  @Test func theWayBetweenTwoPlacesIsKnownOnceItIsSaid() throws {
    let daybook = try Program()
    _ = try daybook("new", "Review thu 09:00-10:00 @ Hafenstr. 5, Berlin")
    _ = try daybook("new", "Visit thu 10:20-11:00 @ Globex, Torstr. 1")
    func missing() throws -> [Int?] {
      try ResolveTests.conflicts(daybook, "--kind", "travel").map { $0["minutes"] as? Int }
    }
    // Half an hour is wanted, twenty minutes are there.
    #expect(try missing() == [10])
    let set = try daybook(
      "rules", "set", "travel", "globex, torstr. 1", "Hafenstr. 5, Berlin", "45m", "--json")
    let rule = try #require(try set.json()["rule"] as? [String: Any])
    #expect(rule["kind"] as? String == "travel" && rule["minutes"] as? Int == 45)
    #expect(rule["from"] as? String == "globex, torstr. 1")
    #expect(rule["to"] as? String == "Hafenstr. 5, Berlin")
    #expect(try missing() == [25])
    _ = try daybook("rules", "set", "travel", "Hafenstr. 5, Berlin", "Globex, Torstr. 1", "15m")
    #expect(try Self.rules(daybook).count == 1)
    #expect(try missing() == [])
    #expect(try daybook("undo").status == 0)
    #expect(try missing() == [25])
    for words in [["Room 4", "Globex", "5m"], ["Globex", "globex", "5m"], ["Globex", "Acme"]] {
      #expect(try daybook.run(["rules", "set", "travel"] + words).status == 64, "\(words)")
    }
  }

  @Test func settingARuleAgainReplacesItInOneStep() throws {
    let daybook = try Program()
    _ = try daybook("rules", "set", "notice", "4h")
    _ = try daybook("rules", "set", "notice", "2h")
    #expect(try Self.rules(daybook).map { $0["minutes"] as? Int } == [120])
    #expect(try daybook("undo").status == 0)
    #expect(try Self.rules(daybook).map { $0["minutes"] as? Int } == [240])
  }

  @Test func freeTimeFollowsTheRules() throws {
    let daybook = try Program()
    _ = try daybook("rules", "set", "hours", "thu", "10:00-11:00")
    _ = try daybook("rules", "set", "exception", "fri", "closed")
    let free = try daybook("free", "--from", "thu", "--to", "fri", "--json").json()
    let slots = try #require(free["slots"] as? [[String: Any]])
    #expect(slots.map { $0["start"] as? String } == ["2026-11-19T10:00:00+01:00"])
  }

  @Test func hoursMayLeaveTheirMinutesOut() throws {
    let daybook = try Program()
    _ = try daybook("rules", "set", "hours", "mon-fri", "9-12", "13:30-17")
    _ = try daybook("rules", "set", "exception", "5", "dec", "10-12")
    let rules = try Self.rules(daybook)
    #expect(rules.first?["hours"] as? [String] == ["09:00-12:00", "13:30-17:00"])
    #expect(rules.last?["date"] as? String == "2026-12-05")
    #expect(rules.last?["hours"] as? [String] == ["10:00-12:00"])
  }

  @Test func aRuleIsRemovedByItsNumber() throws {
    let daybook = try Program()
    _ = try daybook("rules", "set", "buffer", "0m")
    let id = try #require(try Self.rules(daybook).first?["id"] as? Int)
    #expect(try daybook("rules", "remove", String(id)).status == 0)
    #expect(try Self.rules(daybook).isEmpty)
    #expect(try daybook("rules", "remove", String(id)).status == 1)
  }

  @Test(arguments: [
    ["hours", "mon-fri", "17:00-09:00"], ["hours", "someday", "09:00-17:00"], ["notice", "4"],
    ["buffer"], ["day-off", "2027-01-01/2026-12-24"], ["exception", "2026-W47", "closed"],
    ["mood", "good"], ["notice", "1h", "--calendar", "Work"],
  ])
  func wrongWordsAreWrongUsage(_ words: [String]) throws {
    let daybook = try Program()
    let result = try daybook.run(["rules", "set"] + words)
    #expect(result.status == 64)
    #expect(result.errors.split(separator: "\n").count == 1)
  }
}

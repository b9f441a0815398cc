import DaybookCore
import ICalendar
import Testing

/// Rules as people write them in one line.
struct RulePhraseTests {
  private let clients = [
    Client(id: ClientID("acme"), name: "Acme"), Client(id: ClientID("acid"), name: "Acid Ltd"),
    Client(id: ClientID("smith"), name: "Smith & Co"),
    Client(id: ClientID("old"), name: "Old", isArchived: true),
  ]
  private let calendars = ["Work", "Outlook · Globex"].map {
    EventCalendar(id: CalendarID($0), account: AccountID("a"), key: $0, name: $0)
  }

  private func read(_ text: String) -> RulePhrase {
    RulePhrase(reading: text, clients: clients, calendars: calendars)
  }

  private func rule(
    _ client: String, _ test: AssignmentRule.Test, project: String? = nil, isBillable: Bool = true
  ) -> AssignmentRule {
    AssignmentRule(
      id: 0, client: ClientID(client), project: project, test: test, isBillable: isBillable)
  }

  @Test func aLineNamesTheClientAndTheEvents() {
    #expect(read("#acme @ACME.com").rule == rule("acme", .domain("acme.com")))
    #expect(read("weekly steering #acme").rule == rule("acme", .title("weekly steering")))
    #expect(
      read("#sm /outlook !billable +Web").rule
        == rule(
          "smith", .calendar(CalendarID("Outlook · Globex")), project: "Web", isBillable: false))
    #expect(
      read("#\"Smith & Co\" \"#hash and @at\"").rule == rule("smith", .title("#hash and @at")))
  }

  @Test(arguments: [
    ("#acme", "Which events"), ("@acme.com", "Whose"), ("#ac stand", "Several clients"),
    ("#nobody stand", "no client “nobody”"), ("#old x", "no client “old”"),
    ("#acme /wrok", "is it Work?"), ("#acme @acme", "has a dot"),
    ("#acme @acme.com stand", "not several"),
  ])
  func whatIsMissingIsSaid(_ text: String, _ problem: String) {
    #expect(read(text).rule == nil)
    #expect(read(text).problem?.contains(problem) == true, "\(read(text).problem ?? "nothing")")
  }

  @Test func theEventsAreKnownBeforeTheClientIs() {
    #expect(read("@acme.com").test == .domain("acme.com"))
    #expect(read("").test == nil && read("  ").problem == nil)
  }

  @Test func whatIsWrittenIsReadBack() {
    let rules = [
      rule("acme", .domain("acme.com")), rule("smith", .title("stand up"), project: "New site"),
      rule("acid", .calendar(CalendarID("Outlook · Globex")), isBillable: false),
      rule("acme", .title("#1 support")),
    ]
    for rule in rules {
      var calendar: String?
      if case .calendar(let id) = rule.test { calendar = id.raw }
      let name = clients.first { $0.id == rule.client }?.name ?? ""
      let text = RulePhrase.text(of: rule, client: name, calendar: calendar)
      #expect(read(text).rule == rule, "\(text)")
    }
  }
}

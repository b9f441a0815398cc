import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// Seeing, trying and changing what assigns events by itself.
struct RulesTests {
  private func text(_ app: AppUnderTest) -> String { PictureText.text(of: app.picture.grid) }

  private static let rule = AssignmentRule(
    id: 3, client: Samples.clients[0].id, project: "Billing", test: .title("Acme"),
    isBillable: false)

  private static var items: [RuleItem] {
    let acme = Samples.occurrences.filter { $0.title.contains("Acme") }
    return [
      RuleItem(rule: rule, client: rule.client, test: rule.test, events: acme),
      RuleItem(
        rule: nil, client: Samples.clients[1].id, test: .domain("globex.com"),
        events: Samples.occurrences.filter { $0.client == Samples.clients[1].id }),
    ]
  }

  private func open(size: Size = Size(columns: 120, rows: 36)) throws -> AppUnderTest {
    var app = AppUnderTest(size: size)
    try app.press("gr")
    #expect(app.effects.last == .readRules)
    app.send(.rules(Self.items))
    return app
  }

  @Test(arguments: [(120, 36), (80, 24), (40, 12), (1, 1)])
  func rulesAreListedWithWhatTheyDecide(_ columns: Int, _ rows: Int) throws {
    try open(size: Size(columns: columns, rows: rows)).expectScreen("rules-\(columns)x\(rows)")
  }

  /// What a rule is changed with is there, and every word whole.
  @Test func aNarrowWindowHintsAtWhatCanBeDone() throws {
    let last = text(try open(size: Size(columns: 40, rows: 12))).split(
      separator: "\n", omittingEmptySubsequences: false)[11]
    #expect(last == " a add  e change  Esc close  ? help")
    for width in 1...120 {
      let app = try open(size: Size(columns: width, rows: 12))
      let bar = text(app).split(separator: "\n", omittingEmptySubsequences: false)[11]
      let whole: Set = [
        "", "j/k rule", "a add", "e change", "d remove", "u undo", "Esc close", "? help",
      ]
      let parts = bar.split(separator: "  ").map { $0.drop { $0 == " " } }.map(String.init)
      if width >= 20 { #expect(Set(parts).isSubset(of: whole), "\(width): \(bar)") }
    }
  }

  @Test func noRuleIsNoDeadEnd() throws {
    var app = AppUnderTest()
    try app.press("gr")
    #expect(text(app).contains("Reading"))
    app.send(.rules([]))
    #expect(text(app).contains("No rule yet: a adds one."))
    try app.press("d")
    #expect(app.state.notice?.text.contains("a adds one") == true)
    try app.press("<Esc>")
    #expect(app.state.layers.isEmpty)
  }

  @Test func aRuleIsTriedWhileItIsTyped() throws {
    var app = try open()
    try app.press("a")
    app.type("stand")
    #expect(app.effects.last == .tryRule(.title("stand")))
    #expect(text(app).contains("Whose are they? #client"))
    let found = Samples.occurrences.filter { $0.title.contains("Stand") }
    // An answer to what is no longer asked is no answer.
    app.send(.tried(.title("stan"), Samples.occurrences))
    #expect(!text(app).contains("events around now"))
    app.send(.tried(.title("stand"), found))
    #expect(text(app).contains("\(found.count) events around now"))
    app.type(" #acme")
    #expect(text(app).contains("in the title → Acme"))
    try app.expectScreen("rule-line")
    try app.press("<Enter>")
    #expect(
      app.effects.last
        == .addRule(AssignmentRule(id: 0, client: Samples.clients[0].id, test: .title("stand"))))
    #expect(app.state.place == .rules)
  }

  @Test func aRuleIsChangedInItsPlace() throws {
    var app = try open()
    try app.press("e")
    #expect(text(app).contains("#Acme +Billing Acme !billable"))
    #expect(app.effects.last == .tryRule(.title("Acme")))
    let before = app.effects.count
    try app.press("<Enter>")
    #expect(app.effects.count == before)
    try app.press("e")
    app.type(" review")
    var changed = Self.rule
    changed.test = .title("Acme review")
    try app.press("<Enter>")
    #expect(app.effects.last == .changeRule(changed))
    try app.press("d")
    #expect(app.effects.last == .removeRule(3))
  }

  @Test func aDomainIsTheClientsOwn() throws {
    var app = try open()
    try app.press("j")
    for key in ["d", "e"] {
      try app.press(key)
      #expect(app.state.notice?.text.contains("daybook clients edit") == true)
      #expect(app.effects.last == .readRules)
    }
  }

  @Test func maskedRulesNameNobody() throws {
    var app = try open()
    try app.press("*")
    for word in ["Acme", "Globex", "globex.com", "Billing"] {
      let shown = Samples.calendars.reduce(text(app)) { $0.replacing($1.name, with: "") }
      #expect(!shown.contains(word), "\(word)")
    }
  }
}

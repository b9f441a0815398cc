/// A rule as a person writes it in one line: whose, and then which events.
///
/// `#acme @acme.com`, `#globex +Website steering`, `#"Smith & Co" /Outlook !billable`: the client or the
/// beginning of its name, perhaps a project, and a mail domain, a calendar, or words of the title.
package struct RulePhrase: Sendable, Equatable {
  /// What was understood; its number is 0.
  package private(set) var rule: AssignmentRule?
  /// The events that are meant, known before it is said whose they are.
  package private(set) var test: AssignmentRule.Test?
  /// What is missing or wrong; nil for an empty line.
  package private(set) var problem: String?

  package init(reading text: String, clients: [Client], calendars: [EventCalendar]) {
    var whose: String?
    var project: String?
    var isBillable = true
    var tests: [AssignmentRule.Test] = []
    var title: [String] = []
    let parts = Self.parts(of: text)
    guard !parts.isEmpty else { return }
    for part in parts {
      switch part.mark {
      case "#": whose = part.text
      case "+": project = part.text.isEmpty ? nil : part.text
      case "@": tests.append(.domain(part.text.lowercased()))
      case "/":
        switch NameMatch.of(part.text, among: calendars.map { ($0.name, $0.id) }) {
        case .found(let id): tests.append(.calendar(id))
        case .none(let nearest):
          problem = Self.unknown("calendar", part.text, nearest)
        case .several(let names): problem = "Several calendars: \(names.joined(separator: ", "))"
        }
      case "!" where part.text.lowercased() == "billable": isBillable = false
      default: title.append((part.mark.map { String($0) } ?? "") + part.text)
      }
    }
    let words = title.joined(separator: " ")
    if !words.isEmpty { tests.append(.title(words)) }
    test = tests.first
    if problem == nil { problem = Self.problem(with: tests) }
    let known = clients.filter { !$0.isArchived }.map { ($0.name, $0.id) }
    guard let whose else {
      problem = problem ?? "Whose are they? #client"
      return
    }
    switch NameMatch.of(whose, among: known) {
    case .found(let client):
      guard problem == nil, let test else { return }
      rule = AssignmentRule(
        id: 0, client: client, project: project, test: test, isBillable: isBillable)
    case .none(let nearest): problem = problem ?? Self.unknown("client", whose, nearest)
    case .several(let names):
      problem = problem ?? "Several clients: \(names.joined(separator: ", "))"
    }
  }

  private static func problem(with tests: [AssignmentRule.Test]) -> String? {
    switch tests.count {
    case 0: return "Which events? @domain, /calendar, or words of their title"
    case 1:
      if case .domain(let domain) = tests[0], !domain.contains(".") {
        return "A domain has a dot: @acme.com"
      }
      return nil
    default: return "One of a domain, a calendar and a title, not several"
    }
  }

  private static func unknown(_ kind: String, _ name: String, _ nearest: String?) -> String {
    "There is no \(kind) “\(name)”" + (nearest.map { "; is it \($0)?" } ?? "")
  }

  /// The line that is read as `rule`.
  package static func text(of rule: AssignmentRule, client: String, calendar: String?) -> String {
    var parts = ["#" + quoted(client)]
    if let project = rule.project { parts.append("+" + quoted(project)) }
    switch rule.test {
    case .domain(let domain): parts.append("@" + domain)
    case .title(let title):
      parts.append(marks.contains(title.first ?? " ") ? quoted(title, always: true) : title)
    case .calendar: parts.append("/" + quoted(calendar ?? ""))
    }
    if !rule.isBillable { parts.append("!billable") }
    return parts.joined(separator: " ")
  }

  private static let marks: Set<Character> = ["#", "+", "@", "/", "!"]

  private static func quoted(_ name: String, always: Bool = false) -> String {
    always || name.contains(where: \.isWhitespace) ? "\"\(name)\"" : name
  }

  private struct Part {
    var mark: Character?
    var text: String
  }

  /// The words, each with the mark before it; what stands in quotes is one.
  private static func parts(of text: String) -> [Part] {
    var parts: [Part] = []
    var rest = text[...]
    while let start = rest.firstIndex(where: { !$0.isWhitespace }) {
      rest = rest[start...]
      var mark: Character?
      if let first = rest.first, marks.contains(first) {
        mark = first
        rest = rest.dropFirst()
      }
      let word: Substring
      if rest.first == "\"" {
        word = rest.dropFirst().prefix { $0 != "\"" }
        rest = rest[word.endIndex...].dropFirst()
      } else {
        word = rest.prefix { !$0.isWhitespace }
        rest = rest[word.endIndex...]
      }
      parts.append(Part(mark: mark, text: String(word)))
    }
    return parts
  }
}

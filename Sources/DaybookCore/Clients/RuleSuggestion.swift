/// A rule that an assignment by hand suggests, and what it would assign.
package struct RuleSuggestion: Sendable, Equatable {
  /// Its number is still to come.
  package var rule: AssignmentRule
  package var client: String
  /// What nothing but this rule would assign, by start.
  package var events: [Occurrence]

  package init(rule: AssignmentRule, client: String, events: [Occurrence]) {
    self.rule = rule
    self.client = client
    self.events = events
  }

  /// Mail domains that anybody can have an address at: they mean no client.
  package static let publicDomains: Set<String> = [
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com",
    "yahoo.com", "icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com",
    "fastmail.com", "gmx.de", "gmx.net", "gmx.com", "web.de", "t-online.de", "mailbox.org",
    "posteo.de", "hey.com", "zoho.com",
  ]

  /// The part behind the @, unless it is nobody's own.
  package static func domain(of address: String) -> String? {
    guard let at = address.lastIndex(of: "@") else { return nil }
    let domain = address[address.index(after: at)...].lowercased()
    return domain.isEmpty || publicDomains.contains(domain) ? nil : domain
  }
}

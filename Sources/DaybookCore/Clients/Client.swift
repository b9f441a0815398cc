/// Whom hours belong to.
package struct Client: Identifiable, Hashable, Sendable {
  package var id: ClientID
  package var name: String
  /// In hundredths of the currency an hour; nil where none was agreed.
  package var rate: Int?
  /// ISO 4217.
  package var currency: String?
  /// Lower-case mail domains whose people mean this client.
  package var domains: [String]
  package var isArchived: Bool
  /// `#rrggbb`, or nil for the theme's choice.
  package var color: String?
  /// Minutes agreed for each month; nil where none were.
  package var retainer: Int?

  package init(
    id: ClientID, name: String, rate: Int? = nil, currency: String? = nil, domains: [String] = [],
    isArchived: Bool = false, color: String? = nil, retainer: Int? = nil
  ) {
    self.id = id
    self.name = name
    self.rate = rate
    self.currency = currency
    self.domains = domains
    self.isArchived = isArchived
    self.color = color
    self.retainer = retainer
  }

  /// The id of a client of this name.
  package static func id(named name: String) -> ClientID {
    ClientID(StableID.make("client", name))
  }
}

/// What assigns events by itself. Rules are tried in order; the first that matches decides.
package struct AssignmentRule: Identifiable, Hashable, Sendable {
  package var id: Int
  package var client: ClientID
  package var project: String?
  package var test: Test
  /// Whether the hours it assigns are to be billed.
  package var isBillable: Bool

  package init(
    id: Int, client: ClientID, project: String? = nil, test: Test, isBillable: Bool = true
  ) {
    self.id = id
    self.client = client
    self.project = project
    self.test = test
    self.isBillable = isBillable
  }

  package enum Test: Hashable, Sendable {
    /// An attendee's or the organiser's address ends in `@domain`.
    case domain(String)
    /// The title contains this, ignoring case.
    case title(String)
    case calendar(CalendarID)
  }
}

/// What was decided for an event, or for one instance of a series, by hand.
package struct Assignment: Hashable, Sendable {
  /// nil: expressly nobody's.
  package var client: ClientID?
  package var project: String?
  package var isBillable: Bool

  package init(client: ClientID?, project: String? = nil, isBillable: Bool = true) {
    self.client = client
    self.project = project
    self.isBillable = isBillable
  }
}

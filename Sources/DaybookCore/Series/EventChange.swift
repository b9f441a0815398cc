/// What is to be different about an event; nil leaves it as it is.
package struct EventChange: Sendable, Equatable {
  package var title: String?
  /// Of a series the new time of the instance at hand; the others move along with it.
  package var time: EventTime?
  package var location: String?
  package var notes: String?
  package var showsAs: ShowsAs?
  package var status: EventStatus?
  /// The value of an RRULE; empty ends the repetition. It is for whole series and new events.
  package var rule: String?
  /// Minutes before the start; none at all leaves it to the settings.
  package var reminders: [Int]?
  /// Empty removes it.
  package var url: String?
  /// Addresses of people who are invited too.
  package var invites: [String] = []

  package init(
    title: String? = nil, time: EventTime? = nil, location: String? = nil, notes: String? = nil,
    showsAs: ShowsAs? = nil, status: EventStatus? = nil, rule: String? = nil
  ) {
    self.title = title
    self.time = time
    self.location = location
    self.notes = notes
    self.showsAs = showsAs
    self.status = status
    self.rule = rule
  }

  package var isEmpty: Bool { self == EventChange() }

  /// Whether it says something else than the invitation does.
  package var concernsOthers: Bool { isSignificant || title != nil }

  /// Whether people who are invited have to look again (RFC 5546 §2.1.4).
  var isSignificant: Bool {
    time != nil || location != nil || status != nil || rule != nil || !invites.isEmpty
  }
}

/// How much of a series a change is meant for.
package enum EditScope: String, CaseIterable, Sendable {
  case this, following, all
}

/// What I answered to an invitation, and what that makes of its time.
package enum MyAnswer {
  /// My own answer, or nil when I am no attendee.
  ///
  /// - Parameter addresses: who I am, lower-case.
  package static func response(among attendees: [Attendee], addresses: Set<String>) -> Response? {
    attendees.first { addresses.contains($0.email) }?.response
  }

  /// How much of a claim an event makes once my answer is counted in: a declined one makes none,
  /// and one that I have not accepted no more than a tentative one.
  package static func fold(_ showsAs: ShowsAs, _ response: Response?) -> ShowsAs {
    switch response {
    case .declined: .free
    case .tentative, .needsAction: showsAs == .busy ? .tentative : showsAs
    case .accepted, nil: showsAs
    }
  }
}

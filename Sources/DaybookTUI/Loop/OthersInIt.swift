internal import DaybookCore

/// What a change would do to other people, in words; none where nobody would notice.
struct OthersInIt {
  let text: String

  init?(_ events: [Occurrence], _ state: AppState) {
    var places: [String] = []
    var meetings: [Occurrence] = []
    for event in events where event.people > 0 {
      guard let account = state.snapshot.account(of: event.calendar), account.kind != .local else {
        continue
      }
      meetings.append(event)
      let name = state.name(of: account)
      if !places.contains(name) { places.append(name) }
    }
    guard let first = meetings.first else { return nil }
    let who: String
    if events.count == 1 {
      who = first.people == 1 ? "1 other person is in it" : "\(first.people) other people are in it"
    } else {
      who = "Other people are in \(meetings.count) of them"
    }
    text = "\(who), in \(places.joined(separator: ", ")); nobody is told before it is sent."
  }
}

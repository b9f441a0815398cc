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

/// What is asked before events are deleted; nothing where nobody would notice.
struct DeletionWarning {
  let text: String

  init?(_ events: [Occurrence], _ state: AppState) {
    let others = OthersInIt(events, state)
    guard let event = events.first, events.count > 1 || others != nil else { return nil }
    let what = events.count > 1 ? "\(events.count) events" : "“\(state.title(of: event))”"
    text = "Delete \(what)?" + (others.map { " " + $0.text } ?? "")
  }
}

/// What is asked before a meeting is changed that someone else called; nothing otherwise.
struct CallerWarning {
  let text: String

  init?(_ events: [Occurrence], _ state: AppState) {
    let others = events.filter { $0.caller == .someoneElse }
    guard let event = others.first else { return nil }
    let what =
      events.count == 1
      ? "“\(state.title(of: event))” was"
      : others.count == 1 ? "1 of them was" : "\(others.count) of them were"
    text =
      "\(what) called by someone else: a change is yours alone, and their next one may undo it. "
      + "To be heard, answer the invitation."
  }
}

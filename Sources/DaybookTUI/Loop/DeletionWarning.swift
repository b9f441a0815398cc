internal import DaybookCore

/// What deleting would do to other people; none where nobody would notice.
struct DeletionWarning {
  let text: String

  init?(_ events: [Occurrence], _ state: AppState) {
    guard let event = events.first else { return nil }
    if events.count > 1 {
      text = "Delete \(events.count) events?"
      return
    }
    guard event.people > 0,
      let account = state.snapshot.account(of: event.calendar), account.kind != .local
    else { return nil }
    let people = event.people == 1 ? "1 other person is" : "\(event.people) other people are"
    text =
      "Delete “\(state.title(of: event))” from \(state.name(of: account))? \(people) in it; "
      + "nobody is told before it is sent."
  }
}

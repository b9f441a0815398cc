internal import DaybookCore

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

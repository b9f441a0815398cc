internal import DaybookCore

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

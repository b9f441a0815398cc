internal import DaybookCore

/// What is asked before events are deleted; nothing where nobody would notice.
struct DeletionWarning {
  let text: String

  init?(_ events: [Occurrence], _ state: AppState) {
    let others = OthersInIt(events, state)
    let foreign = events.filter { $0.caller == .someoneElse }
    guard let event = events.first, events.count > 1 || others != nil || !foreign.isEmpty else {
      return nil
    }
    var sentences: [String] = []
    if events.count > 1 {
      // Which they are may be seen nowhere on the screen.
      var names = events.prefix(Self.named).map { "“\(state.title(of: $0))”" }
      if events.count > Self.named { names.append("\(events.count - Self.named) more") }
      let listed = names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
      sentences.append("Delete \(events.count) events: \(listed)?")
    } else {
      sentences.append("Delete “\(state.title(of: event))”?")
    }
    if let first = foreign.first {
      let what =
        events.count == 1
        ? "It was"
        : foreign.count == 1 ? "“\(state.title(of: first))” was" : "\(foreign.count) were"
      sentences.append(
        "\(what) called by someone else: your copy goes, and the meeting stays. To decline, answer it."
      )
    }
    if let others { sentences.append(others.text) }
    text = sentences.joined(separator: " ")
  }

  /// How many are named at most.
  private static let named = 3
}

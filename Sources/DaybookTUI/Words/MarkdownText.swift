internal import DaybookCore
internal import ICalendar

/// Events as Markdown, for a report or a chat.
enum MarkdownText {
  static func list(_ events: [Occurrence], in state: AppState) -> String {
    events.map { event in
      let when =
        event.isAllDay
        ? DayText.medium(state.zone.day(at: event.span.start))
        : DayText.dayAndSpan(event.span, in: state.zone)
      let title = state.title(of: event)
      guard !state.isMasked else { return "- **\(when)** \(title)" }
      let linked = event.joinURL.map { "[\(title)](\($0))" } ?? title
      return "- **\(when)** \(linked)" + (event.location.isEmpty ? "" : " · \(event.location)")
    }
    .joined(separator: "\n")
  }
}

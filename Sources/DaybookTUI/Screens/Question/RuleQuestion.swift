internal import DaybookCore
internal import ICalendar

/// What a rule would do, before it does it.
enum RuleQuestion {
  /// Events that are named one by one.
  private static let named = 5

  static func lines(_ suggestion: RuleSuggestion, _ state: AppState) -> [String] {
    let client = state.name(ofClient: suggestion.rule.client) ?? suggestion.client
    let count = suggestion.events.count
    let what =
      switch suggestion.rule.test {
      case .domain(let domain): "with somebody at \(state.isMasked ? "that domain" : domain)"
      case .title(let title): "called “\(state.isMasked ? "Busy" : title)”"
      case .calendar: "of that calendar"
      }
    let list = suggestion.events.prefix(named).map { event in
      "  \(DayText.medium(state.zone.day(at: event.span.start)))  \(state.title(of: event))"
    }
    let more = count > named ? ["  and \(CountText.grouped(count - named)) more"] : []
    return [
      "Give all events \(what) to \(client)?",
      "That would now assign \(CountText.of(count, "event")):", "",
    ] + list + more
  }
}

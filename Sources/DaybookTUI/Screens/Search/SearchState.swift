package import DaybookCore
internal import ICalendar

/// A search over all stored events, as one types; what it finds comes as a message.
package struct SearchState: Sendable {
  /// How many are found at most: the nearest.
  package static let limit = 100

  package var query = TextField()
  package var list = ListPosition()
  /// Ranked by closeness in time, for the query in `answered`.
  package var found: [Occurrence] = []
  package var answered = ""

  package init() {}
}

extension AppState {
  mutating func take(found occurrences: [Occurrence], query: String) {
    guard let index = layers.lastIndex(where: { if case .search = $0 { true } else { false } }),
      case .search(var search) = layers[index], search.query.text == query
    else { return }
    search.found = occurrences
    search.answered = query
    search.list.clamp(to: occurrences.count)
    layers[index] = .search(search)
  }

  mutating func act(_ action: Action, on search: inout SearchState) -> LayerOutcome {
    if let step = action.rows {
      search.list.move(by: step, of: search.found.count)
      return .stays([])
    }
    switch action {
    case .close: return .closes([])
    case .accept:
      guard search.found.indices.contains(search.list.index) else { return .stays([]) }
      found = search.found
      focus(on: search.found[search.list.index])
      let count = found.count
      let words = "\(count == 1 ? "1 match" : "\(count) matches") · n next · N before"
      // That a part is left to show it was said already.
      notice = Notice(.plain, [notice?.text, words].compactMap { $0 }.joined(separator: " · "))
      return .closes([])
    default: return .ignored
    }
  }
}

enum SearchView {
  static func draw(_ search: SearchState, _ state: AppState, on picture: inout Picture) {
    let room = Panel.room(state)
    let area = Rect(
      row: min(2, max(0, room.height - 6)), column: max(0, (room.width - 78) / 2),
      width: min(78, room.width), height: min(room.height, max(8, room.height * 2 / 3)))
    let count = search.found.count
    let words = count < SearchState.limit ? "\(count) found" : "the nearest \(count)"
    let title = search.query.isEmpty || count == 0 ? "Search" : "Search · \(words)"
    let panel = Panel(title, in: area, state, on: &picture)
    let isWaiting = search.answered != search.query.text
    ListPanel.draw(
      query: search.query, placeholder: "Title, place, person or note", panel, state,
      count: count, list: search.list,
      empty: search.query.isEmpty
        ? "All events are searched; the nearest come first"
        : isWaiting ? "Searching …" : "No event has these words",
      on: &picture
    ) { index, row, area, picture in
      let event = search.found[index]
      let day = state.zone.day(at: event.span.start)
      let isOtherYear = day.year != state.today.year
      // In a narrow window the weekday has to go.
      let isNarrow = area.width < 50
      let titleColumn = isNarrow ? 16 : 25
      let date = DayText.medium(day)
      let when =
        (isNarrow ? String(date.dropFirst(4)) : date) + (isOtherYear ? " \(day.year)" : "")
        + (event.isAllDay || isNarrow && isOtherYear
          ? "" : (isNarrow ? " " : "  ") + DayText.clock(event.span.start, in: state.zone))
      picture.grid.write(
        "▌", row: row, column: area.column,
        as: Style(.hueText, hue: state.hue(of: event.calendar), over: .overlay))
      picture.line(
        when, row: row, in: area, indent: 2,
        as: event.span.end <= state.now ? .muted : .eventTime)
      let title = state.title(of: event)
      let hits = FuzzyHit.plain(search.query.text, in: title)
      picture.matched(
        title, hits: hits, row: row, column: area.column + titleColumn,
        width: max(0, area.width - titleColumn),
        as: .text)
    }
  }
}

/// Where a typed text stands as it is.
enum FuzzyHit {
  static func plain(_ pattern: String, in text: String) -> [Int] {
    let wanted = Array(pattern.lowercased())
    let there = Array(text.lowercased())
    guard !wanted.isEmpty, wanted.count <= there.count else { return [] }
    for start in 0...(there.count - wanted.count)
    where there[start..<start + wanted.count].elementsEqual(wanted) {
      return Array(start..<start + wanted.count)
    }
    return []
  }
}

package import DaybookCore
internal import ICalendar

/// The conflict panel: the pairs, the highlighted one's ways out, and which of those is looked at.
package struct ConflictsState: Sendable {
  package var list = ListPosition()
  /// Whether what was resolved is listed, the latest first, instead of what is open.
  package var showsSettled = false
  var filter = ConflictFilter()
  /// The words of the filter, as they are typed.
  var query = TextField()
  var isTyping = false
  /// Those that a decision is taken for together.
  package internal(set) var marked: Set<ConflictID> = []
  private(set) var conflicts: [Conflict] = []
  /// How many there are of what is listed, let through or not.
  private(set) var wholeCount = 0
  private(set) var openCount = 0
  private(set) var settledCount = 0
  /// Ways out of the highlighted one, best first.
  private(set) var resolutions: [Resolution] = []
  /// The one previewed in the week behind.
  var lookedAt = 0
  /// Where the panel was opened.
  let whence: Whence

  init(_ state: AppState) {
    whence = Whence(state)
    list.index = 0
    refresh(state)
    // The next one from the focus on is the one that is meant.
    let now = max(state.now, state.instant(state.focus.day, 0))
    list.index = conflicts.firstIndex { $0.span.end > now } ?? 0
    computeResolutions(state)
  }

  var current: Conflict? {
    conflicts.indices.contains(list.index) ? conflicts[list.index] : nil
  }

  /// How many are let through.
  package var count: Int { conflicts.count }

  var place: KeyPlace { isTyping ? .line : showsSettled ? .conflictHistory : .conflicts }

  /// The conflicts that a decision is about: the selected ones in order, else the highlighted one.
  var meant: [Conflict] {
    marked.isEmpty ? current.map { [$0] } ?? [] : conflicts.filter { marked.contains($0.id) }
  }

  /// Reads the conflicts anew and stays at the same pair where it is still there.
  mutating func refresh(_ state: AppState) {
    let before = current?.id
    let open = state.inReach(state.snapshot.conflicts)
    let settled = state.inReach(state.snapshot.settled)
    (openCount, settledCount) = (open.count, settled.count)
    let whole = showsSettled ? settled.sorted(by: Self.isLater) : open
    wholeCount = whole.count
    filter.words = query.text
    conflicts = filter.matches(whole) { event in
      [event.calendar].compactMap { state.snapshot.calendar($0)?.name }
        + [state.snapshot.client(event.client)?.name].compactMap(\.self)
    }
    marked.formIntersection(conflicts.map(\.id))
    if let before, let index = conflicts.firstIndex(where: { $0.id == before }) {
      list.index = index
    } else {
      lookedAt = 0
    }
    list.clamp(to: conflicts.count)
    computeResolutions(state)
  }

  private static func isLater(_ one: Conflict, _ other: Conflict) -> Bool {
    let (left, right) = (one.decision?.at, other.decision?.at)
    if left != right { return (left ?? .earliest) > (right ?? .earliest) }
    return one.span.start < other.span.start
  }

  mutating func computeResolutions(_ state: AppState) {
    resolutions =
      current.map { $0.state == .open ? state.resolutions(of: $0) : [] } ?? []
    lookedAt = min(lookedAt, max(0, resolutions.count - 1))
  }

  /// Another conflict is highlighted: its ways out, and the week behind goes to it.
  mutating func changed(_ state: inout AppState) {
    lookedAt = 0
    if let current { state.focus(on: current.first) }
    computeResolutions(state)
  }

  /// Other conflicts are let through.
  mutating func filterChanged(_ state: inout AppState) {
    refresh(state)
    changed(&state)
  }

  mutating func show(settled: Bool, _ state: inout AppState) {
    showsSettled = settled
    marked = []
    conflicts = []
    list.index = 0
    filterChanged(&state)
  }

  /// What lets conflicts through, in words; nil where all are.
  var filterWords: String? {
    guard !filter.isEmpty else { return nil }
    let words = filter.words.isEmpty ? nil : "“\(filter.words)”"
    return [filter.severity?.rawValue, filter.kind?.rawValue, words].compactMap(\.self)
      .joined(separator: " · ")
  }

  func preview(_ state: AppState) -> Preview? {
    guard resolutions.indices.contains(lookedAt),
      let move = resolutions[lookedAt].proposal, let current
    else { return nil }
    let event = [current.first, current.second].first { $0.id == move.occurrence }
    return Preview(span: move.span, title: event.map(state.title) ?? "")
  }
}

extension AppState {
  /// Of these conflicts those that the header counts, of the ninety days ahead; and where the screen
  /// shows days outside of them, those of these days too.
  fileprivate func inReach(_ conflicts: [Conflict]) -> [Conflict] {
    func span(_ days: Range<Day>) -> TimeSpan {
      TimeSpan(zone.start(of: days.lowerBound), zone.start(of: days.upperBound))
    }
    let (ahead, page) = (span(today..<today + 90), span(pageDays))
    let isElsewhere = !page.overlaps(ahead)
    return conflicts.filter {
      $0.span.touches(ahead) || isElsewhere && $0.span.touches(page)
    }
  }
}

/// What a conflict is, in words.
enum ConflictWords {
  static func what(_ conflict: Conflict) -> String {
    let minutes = DayText.length(minutes: conflict.minutes)
    return switch conflict.kind {
    case .overlap: "overlap \(minutes)"
    case .buffer: "buffer \(minutes) short"
    case .travel: "travel \(minutes) short"
    }
  }

  static func role(_ severity: Conflict.Severity) -> Role {
    switch severity {
    case .severe: .conflictSevere
    case .medium: .conflictMedium
    case .minor: .conflictMinor
    }
  }
}

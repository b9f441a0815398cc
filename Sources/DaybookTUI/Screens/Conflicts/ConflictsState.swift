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
  /// What can be done about those that are selected; empty while none is.
  private(set) var sharedWays: [SharedWay] = []
  /// Ways out that were computed since the conflicts were read.
  private var known: [ConflictID: [Resolution]] = [:]
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

  /// How many numbered ways there are.
  var wayCount: Int { marked.isEmpty ? resolutions.count : sharedWays.count }

  /// What the way that is looked at does about a selected one.
  func sharedWay(for conflict: Conflict) -> Resolution? {
    sharedWays.indices.contains(lookedAt) ? sharedWays[lookedAt].ways[conflict.id] : nil
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
    known = [:]
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
    resolutions = current.map { ways(of: $0, state) } ?? []
    let selected = marked.isEmpty ? [] : meant.map { ($0.id, ways(of: $0, state)) }
    sharedWays = SharedWay.all(selected)
    lookedAt = min(lookedAt, max(0, wayCount - 1))
  }

  private mutating func ways(of conflict: Conflict, _ state: AppState) -> [Resolution] {
    if let ways = known[conflict.id] { return ways }
    let ways = conflict.state == .open ? state.resolutions(of: conflict) : []
    known[conflict.id] = ways
    return ways
  }

  /// Another conflict is highlighted: its ways out, and the week behind goes to it.
  mutating func changed(_ state: inout AppState) {
    if marked.isEmpty { lookedAt = 0 }
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
    guard let current else { return nil }
    let own = resolutions.indices.contains(lookedAt) ? resolutions[lookedAt] : nil
    let way =
      marked.isEmpty ? own : marked.contains(current.id) ? sharedWay(for: current) : nil
    guard let move = way?.proposal else { return nil }
    let event = [current.first, current.second].first { $0.id == move.occurrence }
    return Preview(span: move.span, title: event.map(state.title) ?? "")
  }
}

/// One deed for several conflicts: what it does about each of those that it fits.
struct SharedWay: Sendable {
  var deed: Resolution.Deed
  var ways: [ConflictID: Resolution]

  /// One for each deed that fits any, that which fits the most first.
  static func all(_ conflicts: [(id: ConflictID, ways: [Resolution])]) -> [SharedWay] {
    Resolution.Deed.allCases.compactMap { deed in
      let ways = conflicts.compactMap { conflict in
        conflict.ways.first { $0.deed == deed }.map { (conflict.id, $0) }
      }
      return ways.isEmpty
        ? nil : SharedWay(deed: deed, ways: Dictionary(ways, uniquingKeysWith: { one, _ in one }))
    }.sorted { $0.ways.count > $1.ways.count }
  }

  /// `Shorten 3 of 4`.
  func words(of count: Int) -> String {
    let fitting = ways.count == count ? "all \(count)" : "\(ways.count) of \(count)"
    return switch deed {
    case .move: "Move \(fitting) to where they fit"
    case .shorten: "Shorten \(fitting)"
    case .decline: "Decline \(fitting)"
    case .free: "Show \(fitting) as free"
    case .release: "Release the hold of \(fitting)"
    case .cancel: "Call off \(fitting)"
    case .keep: "Keep both of \(fitting) this time"
    case .keepPair: "Always keep both of \(fitting)"
    }
  }
}

extension AppState {
  /// Of these conflicts those that the header counts, of the ninety days ahead; and where the screen
  /// shows days outside of them, those of these days too.
  fileprivate func inReach(_ conflicts: [Conflict]) -> [Conflict] {
    let ahead = (today..<today + 90).span(in: zone)
    let page = pageDays.span(in: zone)
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

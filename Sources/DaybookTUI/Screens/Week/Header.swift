internal import DaybookCore
internal import ICalendar

/// The top line: what is shown, where, and how fresh it is.
enum Header {
  static func draw(_ state: AppState, days: Range<Day>, row: Int, on picture: inout Picture) {
    draw(
      state, title: title(days, width: state.size.columns, state.settings.weekStarts), row: row,
      on: &picture)
  }

  static func draw(_ state: AppState, title: String, row: Int, on picture: inout Picture) {
    draw(state, titles: [title], row: row, on: &picture)
  }

  /// Draws the first of these titles that leaves room for what must always be seen, else the last.
  static func draw(_ state: AppState, titles: [String], row: Int, on picture: inout Picture) {
    let width = state.size.columns
    var parts = self.parts(state)
    let must = parts.filter { $0.weight >= Part.must }.map { TextWidth.of($0.text) + 3 }
    let most = width - (width >= 60 ? 10 : 1) - 2 - must.reduce(0, +)
    let title = titles.first { TextWidth.of($0) <= most } ?? titles.last ?? ""
    picture.grid.fill(Rect(row: row, column: 0, width: width, height: 1), as: .header)
    var left = picture.grid.write(
      width >= 60 ? " Daybook  " : " ", row: row, as: Style(.title, over: .header))
    left += picture.grid.write(
      title, row: row, column: left, as: Style(.header, attributes: .bold))

    // What matters least is left out first.
    let room = width - left - 2
    while !parts.isEmpty, parts.map({ TextWidth.of($0.text) + 3 }).reduce(0, +) > room {
      let least = parts.indices.min { parts[$0].weight < parts[$1].weight } ?? 0
      parts.remove(at: least)
    }
    var column = width - parts.map { TextWidth.of($0.text) + 3 }.reduce(0, +) + 1
    for part in parts {
      let used = picture.grid.write(
        part.text, row: row, column: column, as: Style(part.role, over: .header))
      if let action = part.action {
        picture.mark(Rect(row: row, column: column, width: used, height: 1), as: .action(action))
      }
      column += used + 3
    }
  }

  static func windowTitle(_ state: AppState) -> String {
    let count = state.snapshot.openAhead ?? 0
    return "Daybook · \(DayText.medium(state.focus.day))"
      + (count == 0
        ? "" : " · \(count) \(count == 1 ? "conflict" : "conflicts")")
  }

  private static func title(_ days: Range<Day>, width: Int, _ weekStarts: Weekday) -> String {
    let last = days.upperBound - 1
    guard width >= 60 else { return DayText.shortRange(days.lowerBound, last) }
    if days.count == 1 { return DayText.long(days.lowerBound) }
    let range = DayText.range(days.lowerBound, last)
    guard days.count == 7, days.lowerBound.weekday == weekStarts else { return range }
    return "\(range) · week \(days.lowerBound.week(startingOn: weekStarts).week)"
  }

  private struct Part {
    /// From this weight on, a part goes before a long title.
    static let must = 5

    var text: String
    var role: Role
    var weight: Int
    var action: Action?
  }

  private static func parts(_ state: AppState) -> [Part] {
    let zone = "\(state.zone.identifier) \(Zone.text(offset: state.zone.offset(at: state.now)))"
    var parts = [Part(text: zone, role: .headerDetail, weight: 1)]
    if let hours = workHours(state) {
      parts.append(Part(text: "Work hours \(hours)", role: .headerDetail, weight: 0))
    }
    if !state.selection.isEmpty {
      let text = "✓ \(state.count(state.selectedEvents, "event")) selected"
      parts.append(Part(text: text, role: .info, weight: 2))
    }
    if let set = state.part?.set {
      parts.append(
        Part(
          text: "◑ \(state.isMasked ? "a part" : set.name) only", role: .info, weight: 8,
          action: .chooseSet))
    }
    if state.isReading { parts.append(Part(text: "… reading", role: .info, weight: 7)) }
    if state.isMasked { parts.append(Part(text: "masked", role: .warning, weight: 8)) }
    if state.snapshot.unsent > 0 {
      parts.append(
        Part(
          text: "✎ \(state.snapshot.unsent) unsent", role: .pending, weight: 3,
          action: .showOutbox))
    }
    let sync = SyncWords(state)
    parts.append(Part(text: sync.text, role: sync.role, weight: 5, action: .syncNow))
    let conflicts = state.snapshot.openAhead ?? 0
    if conflicts > 0 {
      parts.append(
        Part(text: "⚠ \(conflicts)", role: .conflictSevere, weight: 6, action: .showConflicts))
    }
    return parts
  }

  /// `09–17` where all working days have the same one stretch of hours.
  private static func workHours(_ state: AppState) -> String? {
    let days = state.policy.hours.minutes.filter { !$0.isEmpty }
    guard let day = days.first, days.allSatisfy({ $0 == day }), let first = day.first?.lowerBound,
      let last = day.last?.upperBound
    else { return nil }
    func text(_ minutes: Int) -> String {
      minutes % 60 == 0 ? DayText.twoDigits(minutes / 60) : DayText.clock(minutes: minutes)
    }
    return "\(text(first))–\(text(last))"
  }
}

/// How fresh what is shown is, in the words of the header.
struct SyncWords {
  var text: String
  var role: Role

  init(_ state: AppState) {
    if case .syncing(let progress) = state.activity {
      self.init(progress.isEmpty ? "… syncing" : "… \(progress)", .info)
      return
    }
    if state.isDemo {
      self.init("● sample data", .headerDetail)
      return
    }
    let remote = state.snapshot.accounts.filter { $0.kind != .local }
    guard !remote.isEmpty else {
      self.init("● local", .headerDetail)
      return
    }
    if let account = remote.first(where: { $0.state == .loginRequired }) {
      self.init("! \(state.name(of: account)): sign in again", .error)
      return
    }
    let oldest = remote.compactMap(\.lastSync).min()
    if let failed = remote.first(where: { $0.state == .failed }) {
      let since = failed.lastSync.map { " since " + Self.moment($0, state) } ?? ""
      let isOffline = ["unreachable", "timeout"].contains(failed.failure?.code)
      self.init(
        isOffline ? "○ offline\(since)" : "! \(state.name(of: failed)): not synced\(since)",
        .warning)
      return
    }
    if let account = remote.first(where: { $0.state == .partial }) {
      self.init("! \(state.name(of: account)): synced in part", .warning)
      return
    }
    guard let oldest else {
      self.init("○ not synced yet", .headerDetail)
      return
    }
    self.init("● synced \(Self.moment(oldest, state))", .ok)
  }

  private init(_ text: String, _ role: Role) {
    self.text = text
    self.role = role
  }

  static func moment(_ instant: Instant, _ state: AppState) -> String {
    let day = state.zone.day(at: instant)
    let clock = DayText.clock(instant, in: state.zone)
    return day == state.today ? clock : "\(DayText.medium(day)) \(clock)"
  }
}

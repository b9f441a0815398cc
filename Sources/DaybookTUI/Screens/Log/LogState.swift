internal import DaybookCore
internal import ICalendar

/// What was asked of whom, and the answer; the newest at the bottom, which it follows until
/// somebody looks further up.
package struct LogState: Sendable {
  package var query = TextField()
  package var list = ListPosition()
  private(set) var shown: [LoggedExchange] = []
  private(set) var isRead = false
  private var all: [LoggedExchange] = []

  init() {}

  /// - Parameter all: the newest last.
  mutating func take(_ all: [LoggedExchange]) {
    let follows = list.index >= shown.count - 1
    let fromEnd = shown.count - list.index
    let added = all.count - self.all.count
    self.all = all
    isRead = true
    filter(follows: follows)
    // What was looked at keeps its place while others come below it.
    if !follows, query.isEmpty { list.index = max(0, shown.count - fromEnd - max(0, added)) }
    list.clamp(to: shown.count)
  }

  mutating func filter(follows: Bool = true) {
    let words = query.text.lowercased().split(separator: " ")
    shown =
      words.isEmpty
      ? all
      : all.filter { entry in
        let text = LogWords.searched(entry)
        return words.allSatisfy { text.contains($0) }
      }
    if follows { list.index = max(0, shown.count - 1) }
  }

  var total: Int { all.count }

  var current: LoggedExchange? {
    shown.indices.contains(list.index) ? shown[list.index] : nil
  }
}

extension AppState {
  mutating func openLog() -> [Effect] {
    layers.append(.log(LogState()))
    return [.readLog]
  }

  mutating func take(log: [LoggedExchange]) {
    for index in layers.indices {
      guard case .log(var panel) = layers[index] else { continue }
      panel.take(log)
      layers[index] = .log(panel)
    }
  }

  mutating func act(_ action: Action, on panel: inout LogState) -> LayerOutcome {
    if let step = action.rows {
      panel.list.move(by: step, of: panel.shown.count)
      return .stays([])
    }
    switch action {
    case .close: return .closes([])
    case .accept: return .stays([])
    default: return .ignored
    }
  }
}

/// An exchange in words.
enum LogWords {
  static func status(_ exchange: RemoteExchange) -> (text: String, role: Role) {
    guard let status = exchange.status else { return ("—", .error) }
    let role: Role =
      switch status {
      case ..<400: .ok
      case 400..<500: .warning
      default: .error
      }
    return (String(status), role)
  }

  static func time(_ milliseconds: Int) -> String {
    "\(CountText.grouped(milliseconds)) ms"
  }

  /// What was asked; of a masked one the verb, as addresses are made of names.
  static func request(_ entry: LoggedExchange, _ state: AppState) -> String {
    guard state.isMasked else { return entry.exchange.request }
    return entry.exchange.request.prefix { $0 != " " } + " …"
  }

  /// The same where room is short: all but a few go over TLS.
  static func brief(_ entry: LoggedExchange, _ state: AppState) -> String {
    request(entry, state).replacing("https://", with: "")
  }

  static func account(_ entry: LoggedExchange, _ state: AppState) -> String {
    state.snapshot.accounts.first { $0.name == entry.account }.map(state.name)
      ?? (state.isMasked ? "An account" : entry.account)
  }

  static func searched(_ entry: LoggedExchange) -> String {
    [
      entry.account, entry.exchange.request, status(entry.exchange).text, entry.exchange.note ?? "",
    ]
    .joined(separator: " ").lowercased()
  }
}

enum LogView {
  static func draw(_ panel: LogState, _ state: AppState, on picture: inout Picture) {
    let room = Panel.room(state)
    let count = panel.shown.count
    let box = Panel(
      panel.query.isEmpty || count == 0 ? "What was asked of whom" : "\(count) of what was asked",
      width: min(118, room.width),
      height: min(max(0, room.height - (room.height > 20 ? 2 : 0)), max(20, panel.total + 8)),
      state, on: &picture)
    let below = box.inside.height >= 8 ? 3 : 0
    ListPanel.draw(
      query: panel.query, placeholder: "Account, request, status or note", box, state,
      count: count, list: panel.list, below: below,
      empty: panel.query.isEmpty
        ? (panel.isRead ? "Nothing was asked of anybody yet" : "Reading …")
        : "No exchange has these words",
      on: &picture
    ) { index, row, area, picture in
      draw(panel.shown[index], row: row, area, state, on: &picture)
    }
    guard below > 0, let current = panel.current else { return }
    drawDetail(current, box, state, on: &picture)
  }

  private static func draw(
    _ entry: LoggedExchange, row: Int, _ area: Rect, _ state: AppState, on picture: inout Picture
  ) {
    let exchange = entry.exchange
    picture.line(clock(entry.at, state), row: row, in: area, indent: 1, as: .muted)
    let status = LogWords.status(exchange)
    picture.line(status.text, row: row, in: area, indent: 11, as: status.role)
    guard area.width >= 70 else {
      picture.line(LogWords.brief(entry, state), row: row, in: area, indent: 16)
      return
    }
    picture.grid.write(
      LogWords.account(entry, state), row: row, column: area.column + 16, width: 16,
      as: Style(.muted, over: .overlay), ellipsis: true)
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - TextWidth.of(text))) + text
    }
    let tail =
      right(LogWords.time(exchange.milliseconds), 9) + right(CountText.bytes(exchange.bytes), 9)
    let room = Rect(
      row: area.row, column: area.column, width: max(0, area.width - TextWidth.of(tail) - 1),
      height: area.height)
    let note = state.isMasked ? nil : exchange.note
    let text = LogWords.brief(entry, state) + (note.map { " · " + $0 } ?? "")
    picture.line(text, row: row, in: room, indent: 34)
    picture.line(tail, row: row, in: area, indent: area.width - TextWidth.of(tail), as: .muted)
  }

  /// The chosen exchange whole, as far as two lines go.
  private static func drawDetail(
    _ entry: LoggedExchange, _ box: Panel, _ state: AppState, on picture: inout Picture
  ) {
    let area = box.inside.cutTop(box.inside.height - 2).rest
    box.divider(area.row - 1, LogWords.account(entry, state), state, on: &picture)
    let exchange = entry.exchange
    picture.line(LogWords.request(entry, state), row: area.row, in: area)
    let status = LogWords.status(exchange)
    let used = picture.line(
      exchange.status == nil ? "no answer" : status.text, row: area.row + 1, in: area,
      as: status.role)
    let parts = [
      SyncWords.moment(entry.at, state), LogWords.time(exchange.milliseconds),
      CountText.bytes(exchange.bytes), state.isMasked ? "" : exchange.note ?? "",
    ]
    picture.line(
      " · " + parts.filter { !$0.isEmpty }.joined(separator: " · "), row: area.row + 1, in: area,
      indent: used, as: .muted)
  }

  /// `14:02:07`
  private static func clock(_ instant: Instant, _ state: AppState) -> String {
    let second = state.zone.local(at: instant).second
    return DayText.clock(minutes: second / 60) + ":" + DayText.twoDigits(second % 60)
  }
}

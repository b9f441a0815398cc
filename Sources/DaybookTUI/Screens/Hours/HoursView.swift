internal import DaybookCore
internal import ICalendar

/// Where the hours of a period went, with bars.
enum HoursView {
  static func draw(_ state: AppState, on picture: inout Picture) {
    let size = state.size
    let top = size.rows >= 10 ? 2 : size.rows >= 3 ? 1 : 0
    let query = state.hours.query(
      around: state.focus.day, weekStarts: state.settings.weekStarts)
    if size.rows >= 3 {
      Header.draw(state, titles: titles(query, state), row: 0, on: &picture)
    }
    if top == 2 { ViewTabs.draw(state, row: 1, on: &picture) }
    let area = Rect(
      row: top, column: 0, width: size.columns,
      height: size.rows - top - (size.rows >= 2 ? 1 : 0)
    ).inset(top: size.rows >= 16 ? 1 : 0, left: size.columns >= 40 ? 2 : 0, right: 1)
    guard area.height > 0, area.width > 0 else { return }
    guard let report = state.hours.report, report.days == query.days,
      report.grouping == query.grouping
    else {
      picture.grid.write(
        "Counting …", row: area.row, column: area.column, width: area.width, as: .muted)
      return
    }
    HoursTable(report, area, state).draw(on: &picture)
  }

  /// What is shown, the longest words first.
  private static func titles(_ query: HoursQuery, _ state: AppState) -> [String] {
    let first = query.days.lowerBound
    let by = "by \(query.grouping.rawValue)"
    let (year, month, _) = first.civil
    let period =
      switch state.hours.period {
      case .week: DayText.range(first, query.days.upperBound - 1)
      case .month: "\(DayText.month(month)) \(year)"
      case .quarter: "Q\((month - 1) / 3 + 1) \(year)"
      case .year: String(year)
      }
    let short =
      switch state.hours.period {
      case .week: DayText.shortRange(first, query.days.upperBound - 1)
      case .month: "\(DayText.shortMonth(month)) \(year)"
      case .quarter, .year: period
      }
    return ["Hours · \(period) · \(by)", "\(period) · \(by)", "\(short) · \(by)", short]
  }
}

/// The rows of a report, as a table that gives up columns where it is narrow.
private struct HoursTable {
  private let report: HoursReport
  private let area: Rect
  private let state: AppState
  private let names: [String]
  private let nameWidth: Int
  private static let numberWidth = 9
  private static let amountWidth = 16

  init(_ report: HoursReport, _ area: Rect, _ state: AppState) {
    self.report = report
    self.area = area
    self.state = state
    names = report.rows.map { Self.name($0, report.grouping, state) }
    let longest = names.map { TextWidth.of($0) }.max() ?? 0
    nameWidth = max(10, min(longest, area.width / 3))
  }

  func draw(on picture: inout Picture) {
    var row = area.row
    drawHeadings(row: row, on: &picture)
    row += 1
    guard !report.rows.isEmpty || report.unassigned > 0 else {
      picture.grid.write(
        "No hours in these days · [ and ] go on, + takes a longer stretch", row: row,
        column: area.column, width: area.width, as: .muted, ellipsis: true)
      return
    }
    let agreed = area.height >= 10 ? report.retainers.count : 0
    let foot = 2 + (listsUnassigned ? 1 : 0) + agreed
    let room = max(1, area.height - 1 - foot)
    for index in state.hours.list.window(of: report.rows.count, height: room)
    where row < area.rows.upperBound {
      draw(index, row: row, on: &picture)
      row += 1
    }
    if listsUnassigned, row < area.rows.upperBound {
      line(
        "unassigned", mark: Style(.unassigned), hours: report.unassignedHours, billable: nil,
        amount: nil, row: row, role: .muted, on: &picture)
      bar(report.unassigned, Style(.unassigned), row: row, on: &picture)
      row += 1
    }
    drawTotal(row: row, on: &picture)
    row += 2
    for retainer in report.retainers where row < area.rows.upperBound {
      draw(retainer, row: row, on: &picture)
      row += 1
    }
    guard !state.isMasked else { return }
    for line in notes.flatMap({ TextWidth.wrapped($0, to: area.width) })
    where row < area.rows.upperBound {
      picture.grid.write(line, row: row, column: area.column, width: area.width, as: .faint)
      row += 1
    }
  }

  /// Weeks and calendars have the hours of nobody among theirs.
  private var listsUnassigned: Bool {
    report.unassigned > 0 && (report.grouping == .client || report.grouping == .project)
  }

  private var notes: [String] {
    let billed = report.billings.map { billing in
      let days = DayText.range(billing.days.lowerBound, billing.days.upperBound - 1)
      return "✓ \(state.name(ofClient: billing.client) ?? ""): \(days) was billed."
    }
    let all = billed + report.notes
    guard report.unassigned > 0, !listsUnassigned else { return all }
    return ["\(Hundredths.text(report.unassignedHours)) h belong to no client."] + all
  }

  /// How much of the hours agreed is used, as a bar and in words.
  private func draw(_ retainer: Retainer, row: Int, on picture: inout Picture) {
    let name = state.name(ofClient: retainer.client) ?? ""
    picture.grid.write(
      name, row: row, column: area.column + 2, width: nameWidth, as: .text, ellipsis: true)
    let isOver = retainer.left < 0
    let barWidth = state.settings.isAccessible ? 0 : min(24, area.columns.upperBound - hoursAt - 36)
    var column = hoursAt
    if barWidth >= 6 {
      let used = min(barWidth, retainer.used * barWidth / max(1, retainer.agreed))
      picture.grid.horizontalLine(
        row: row, column: column, width: barWidth, letter: "━", as: .gridLine)
      picture.grid.horizontalLine(
        row: row, column: column, width: used, letter: "━",
        as: isOver
          ? Style(.warning) : Style(.hueText, hue: state.hue(ofClient: retainer.client)))
      column += barWidth + 2
    }
    picture.grid.write(
      retainer.words, row: row, column: column,
      width: max(0, area.columns.upperBound - column), as: isOver ? .warning : .muted,
      ellipsis: true)
  }

  // MARK: Columns

  private var hoursAt: Int { area.column + 2 + nameWidth + 1 }
  private var billableAt: Int? {
    hasRoom(after: hoursAt + Self.numberWidth, Self.numberWidth)
      ? hoursAt + Self.numberWidth : nil
  }
  private var amountAt: Int? {
    guard let billableAt, hasRoom(after: billableAt + Self.numberWidth, Self.amountWidth),
      report.rows.contains(where: { $0.amount != nil })
    else { return nil }
    return billableAt + Self.numberWidth
  }
  private var barAt: Int? {
    let from =
      (amountAt.map { $0 + Self.amountWidth } ?? billableAt.map { $0 + Self.numberWidth }
        ?? hoursAt + Self.numberWidth) + 2
    return hasRoom(after: from, 8) ? from : nil
  }

  private func hasRoom(after column: Int, _ width: Int) -> Bool {
    column + width <= area.columns.upperBound
  }

  private func drawHeadings(row: Int, on picture: inout Picture) {
    picture.grid.write(
      report.grouping.rawValue, row: row, column: area.column + 2, width: nameWidth, as: .muted)
    number("hours", row: row, at: hoursAt, Self.numberWidth, Style(.muted), on: &picture)
    if let at = billableAt {
      number("billable", row: row, at: at, Self.numberWidth, Style(.muted), on: &picture)
    }
    if let at = amountAt {
      number("amount", row: row, at: at, Self.amountWidth, Style(.muted), on: &picture)
    }
  }

  private func draw(_ index: Int, row: Int, on picture: inout Picture) {
    let entry = report.rows[index]
    let mark = self.mark(entry)
    line(
      names[index], mark: mark, hours: entry.time.hours, billable: entry.time.billableHours,
      amount: entry.amount, row: row, role: .text, on: &picture)
    if entry.billed > 0, entry.billed == entry.time.billable {
      picture.grid.write("✓", row: row, column: area.column, as: mark)
    }
    bar(entry.time.seconds, mark, row: row, on: &picture)
    let whole = Rect(row: row, column: area.column, width: area.width, height: 1)
    if index == state.hours.list.index {
      let until = (barAt ?? area.columns.upperBound) - 1
      picture.grid.restyle(
        Rect(row: row, column: area.column + 1, width: until - area.column - 1, height: 1)
      ) {
        $0 = Style(.selection, attributes: $0.attributes)
      }
      if state.settings.isAccessible, state.layers.isEmpty {
        picture.grid.showCursor(row: row, column: area.column)
      }
    }
    picture.mark(whole, as: .row(index))
  }

  private func drawTotal(row: Int, on picture: inout Picture) {
    let seconds = report.rows.map(\.time.seconds).reduce(0, +)
    let whole = seconds + (listsUnassigned ? report.unassigned : 0)
    let billable = report.rows.map(\.time.billable).reduce(0, +)
    line(
      "total", mark: nil, hours: BilledTime.hundredths(whole),
      billable: BilledTime.hundredths(billable), amount: report.amount, row: row, role: .strong,
      on: &picture)
  }

  private func line(
    _ name: String, mark: Style?, hours: Int, billable: Int?, amount: Money?, row: Int,
    role: Role, on picture: inout Picture
  ) {
    guard area.rows.contains(row) else { return }
    if let mark { picture.grid.write("▪", row: row, column: area.column, as: mark) }
    picture.grid.write(
      name, row: row, column: area.column + 2, width: nameWidth, as: role, ellipsis: true)
    number(
      Hundredths.inColumn(hours), row: row, at: hoursAt, Self.numberWidth, Style(role), on: &picture
    )
    if let at = billableAt, let billable {
      number(
        Hundredths.inColumn(billable), row: row, at: at, Self.numberWidth, Style(role), on: &picture
      )
    }
    if let at = amountAt, let amount, !state.isMasked {
      number(
        Self.text(amount), row: row, at: at, Self.amountWidth, Style(role), on: &picture)
    }
  }

  private func number(
    _ text: String, row: Int, at column: Int, _ width: Int, _ style: Style,
    on picture: inout Picture
  ) {
    picture.grid.write(
      text, row: row, column: column + max(0, width - TextWidth.of(text)), width: width, as: style)
  }

  /// As long beside the others as its hours are; eighths of a cell are told apart.
  private func bar(_ seconds: Int, _ style: Style, row: Int, on picture: inout Picture) {
    guard let barAt, area.rows.contains(row), !state.settings.isAccessible else { return }
    let most = max(
      report.rows.map(\.time.seconds).max() ?? 0, listsUnassigned ? report.unassigned : 0, 1)
    let room = area.columns.upperBound - barAt
    let eighths = max(seconds > 0 ? 1 : 0, seconds * room * 8 / most)
    let text =
      String(repeating: "█", count: eighths / 8)
      + (eighths % 8 == 0 ? "" : Self.parts[eighths % 8 - 1])
    picture.grid.write(text, row: row, column: barAt, width: room, as: style)
  }

  private static let parts = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  private func mark(_ row: HoursReport.Row) -> Style {
    if let client = row.client { return Style(.hueText, hue: state.hue(ofClient: client)) }
    if let calendar = row.calendar { return Style(.hueText, hue: state.hue(of: calendar)) }
    return Style(.billable)
  }

  private static func name(
    _ row: HoursReport.Row, _ grouping: HoursReport.Grouping, _ state: AppState
  ) -> String {
    let client = state.name(ofClient: row.client) ?? ""
    return switch grouping {
    case .client: client
    case .project:
      row.project.map { "\(client) · \(state.isMasked ? "project" : $0)" }
        ?? "\(client) · no project"
    case .week: row.week ?? ""
    case .calendar: row.calendar.flatMap { state.name(ofCalendar: $0) } ?? ""
    }
  }

  /// `1,150.00 EUR`
  private static func text(_ money: Money) -> String {
    let whole = CountText.grouped(money.hundredths / 100)
    let part = DayText.twoDigits(abs(money.hundredths % 100))
    return "\(whole).\(part)" + (money.currency.map { " \($0)" } ?? "")
  }
}

import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook report`: where the hours went.
struct ReportCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Count hours by client, project, week or calendar.",
    discussion: "Without dates it is this month.")

  @OptionGroup var global: GlobalOptions
  @Option(help: ArgumentHelp("client, project, week or calendar.", valueName: "what"))
  var by: HoursReport.Grouping = .client
  @OptionGroup var window: WindowOptions
  @Flag(help: "Print comma-separated values.") var csv = false

  func validate() throws {
    if csv, global.json {
      throw ValidationError("--csv and --json are two ways to print. Leave one out.")
    }
  }

  func run(in world: World) throws -> ExitStatus {
    let days = try days(in: world)
    let desk = try world.desk()
    let (report, truncated) = try desk.hours(by: by, days: days)
    let names = try Names(desk.store)
    if global.json {
      try world.output.print(report.json(truncated: truncated, names: names))
    } else if csv {
      try world.output.write(ReportTable(report, names: names).csv)
      for note in notes(report, truncated) { world.output.complain(note) }
    } else {
      try world.output.print(plain(report, truncated: truncated, names: names, world: world))
    }
    return .done
  }

  /// This month; with one end named, the month of that end as far as it is needed.
  private func days(in world: World) throws -> Range<Day> {
    let today = world.today
    if window.from == nil, let to = window.to {
      let last = try DayPhrase(reading: to, in: world.phrases).last
      return try window.days(in: world, first: last.monthStart) { _ in last }
    }
    return try window.days(in: world, first: today.monthStart) { first in
      max(first, today).nextMonth - 1
    }
  }

  private func notes(_ report: HoursReport, _ truncated: [EventID]) -> [String] {
    report.notes
      + truncated.map { "More instances of \($0.raw) lie in these days than are counted." }
  }

  private func plain(_ report: HoursReport, truncated: [EventID], names: Names, world: World)
    -> String
  {
    let output = world.output
    let (first, last) = (report.days.lowerBound, report.days.upperBound - 1)
    let heading = "\(DateText.day(first)) \(first.year) – \(DateText.day(last)) \(last.year)"
    var lines = [output.styled(heading, .bold)]
    if report.rows.isEmpty {
      lines.append("No hours in these days.")
    } else {
      lines.append(ReportTable(report, names: names).plain(output))
    }
    if report.unassigned > 0 {
      lines.append(
        output.styled(
          "\(JSON.decimal(hundredths: report.unassignedHours)) h belong to no client.", .yellow))
    }
    for retainer in report.retainers {
      lines.append(VisibleText.line("\(names.client(retainer.client) ?? ""): \(retainer.words)."))
    }
    for billing in report.billings {
      let days = "\(billing.days.lowerBound) – \(billing.days.upperBound - 1)"
      lines.append(
        VisibleText.line(
          "\(names.client(billing.client) ?? ""): \(days) was billed (\(billing.id))."))
    }
    for note in notes(report, truncated) {
      lines.append(output.styled(VisibleText.line(note), .dim))
    }
    return lines.joined(separator: "\n")
  }
}

extension HoursReport.Grouping: ExpressibleByArgument {}

/// A report's rows as text, for people and for programs.
struct ReportTable {
  private let report: HoursReport
  private let names: Names

  init(_ report: HoursReport, names: Names) {
    self.report = report
    self.names = names
  }

  func plain(_ output: Output) -> String {
    let group = groupColumns
    let heading = group.map(\.name) + ["hours", "billable", "amount", "events"]
    let rows = report.rows.map { row in
      group.map { $0.value(row) } + [
        hours(row.time.hours), hours(row.time.billableHours),
        row.amount.map { money($0) } ?? "", String(row.events),
      ]
    }
    let numbers = Set(group.count..<heading.count)
    let table = output.table([heading] + rows, rightAligned: numbers)
    guard let end = table.firstIndex(of: "\n") else { return table }
    return output.styled(String(table[..<end]), .dim) + table[end...]
  }

  /// RFC 4180, all columns whatever the grouping, so that every report reads alike.
  var csv: String {
    let heading =
      "client,project,week,calendar,hours,billable_hours,amount,currency,events"
    let rows = report.rows.map { row in
      ([
        names.client(row.client), row.project, row.week, row.calendar.map(names.calendar),
        JSON.decimal(hundredths: row.time.hours),
        JSON.decimal(hundredths: row.time.billableHours),
        row.amount.map { JSON.decimal(hundredths: $0.hundredths) }, row.amount?.currency,
        String(row.events),
      ] as [String?]).map { ReportTable.cell($0 ?? "") }.joined(separator: ",")
    }
    return ([heading] + rows).map { $0 + "\r\n" }.joined()
  }

  /// A cell, quoted where it must be. Calendars can be named by strangers, so control characters are
  /// made visible, and a name that a spreadsheet would run as a formula is made a text.
  static func cell(_ text: String) -> String {
    let text = VisibleText.line(text)
    let isFormula = text.first.map { "=+-@".contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    let isSpecial = safe.unicodeScalars.contains { "\",".unicodeScalars.contains($0) }
    guard isSpecial || safe.first == " " || safe.last == " " else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }

  private var groupColumns: [(name: String, value: (HoursReport.Row) -> String)] {
    let client = (
      name: "client", value: { (row: HoursReport.Row) in names.client(row.client) ?? "" }
    )
    switch report.grouping {
    case .client: return [client]
    case .project: return [client, (name: "project", value: { $0.project ?? "" })]
    case .week: return [(name: "week", value: { $0.week ?? "" })]
    case .calendar:
      return [(name: "calendar", value: { $0.calendar.map(names.calendar) ?? "" })]
    }
  }

  /// Two decimals, so that a column of them can be compared.
  private func hours(_ hundredths: Int) -> String {
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  private func money(_ money: Money) -> String {
    hours(money.hundredths) + (money.currency.map { " " + $0 } ?? "")
  }
}

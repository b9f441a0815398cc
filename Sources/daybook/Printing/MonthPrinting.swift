import DaybookCore
import DaybookTUI
import DaybookWorld
import ICalendar

/// A month as text: a grid with what each day holds, or a list of its days where that is too wide.
struct MonthPrinting {
  let world: World
  let reading: PageReading
  /// Columns that there are.
  let width: Int

  /// Before the days: the week's number.
  private static let gutter = 4
  private static let gap = 1
  /// `12 · 10.5 h`
  private static let widest = 14
  private static let least = 10

  private var output: Output { world.output }
  private var days: Range<Day> { reading.days }
  private var first: Weekday { world.settings.weekStarts }

  /// Of a day's column.
  private var column: Int { min(Self.widest, (width - Self.gutter - 6 * Self.gap) / 7) }

  var text: String {
    let month = days.lowerBound
    let title =
      output.styled("\(DayText.month(month.month)) \(month.year)", .bold)
      + output.styled(" · " + reading.sum, .dim)
    return ([title, ""] + (column >= Self.least ? grid : list)).joined(separator: "\n")
  }

  private var grid: [String] {
    let start = days.lowerBound.weekStart(first)
    let names = (0..<7).map { cell(DayText.weekday((start + $0).weekday), .bold) }
    var lines = [row(gutter: "", names)]
    for monday in stride(from: 0, to: days.upperBound - start, by: 7).map({ start + $0 }) {
      let week = (0..<7).map { monday + $0 }
      let number = String(monday.week(startingOn: first).week)
      lines.append(
        row(gutter: number, week.map { day in isHere(day) ? self.number(day) : cell("") }))
      lines.append(
        row(gutter: "", week.map { isHere($0) ? cell(reading.sum(of: $0), .dim) : cell("") }))
    }
    return lines
  }

  private func isHere(_ day: Day) -> Bool { days.contains(day) }

  /// The day of the month; today is marked without colours too.
  private func number(_ day: Day) -> String {
    day == world.today ? cell("\(day.day) *", .green) : cell("\(day.day)")
  }

  /// A text as wide as a day, in an ink that only the text has.
  private func cell(_ text: String, _ ink: Ink? = nil) -> String {
    let text = TextWidth.cut(text, to: column)
    let blanks = String(repeating: " ", count: column - TextWidth.of(text))
    return (text.isEmpty ? "" : ink.map { output.styled(text, $0) } ?? text) + blanks
  }

  private func row(gutter: String, _ cells: [String]) -> String {
    let blanks = String(repeating: " ", count: Self.gutter - gutter.count)
    var line = output.styled(gutter, .dim) + blanks
    if gutter.isEmpty { line = blanks }
    line += cells.joined(separator: String(repeating: " ", count: Self.gap))
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }

  /// The days on which something is.
  private var list: [String] {
    days.filter { !reading.sum(of: $0).isEmpty }.map { day in
      let name = TextWidth.padded(DayText.brief(day) + (day == world.today ? " *" : ""), to: 8)
      return name + "  " + output.styled(reading.sum(of: day), .dim)
    }
  }
}

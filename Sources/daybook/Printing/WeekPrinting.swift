import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// A week as text: seven columns where they fit, else the days as the agenda lists them.
struct WeekPrinting {
  let world: World
  let reading: PageReading
  /// Columns that there are.
  let width: Int

  private static let gap = 1
  /// Two words of a title fit into as many columns.
  private static let least = 10

  private var output: Output { world.output }

  /// Of a day's column.
  private var column: Int { (width - 6 * Self.gap) / 7 }

  var text: String {
    get throws {
      let days = reading.days
      let number = days.lowerBound.week(startingOn: days.lowerBound.weekday).week
      let range = DayText.range(days.lowerBound, days.upperBound - 1)
      var lines = [
        output.styled("\(range) · week \(number)", .bold) + output.styled(" · " + reading.sum, .dim)
      ]
      if column >= Self.least { return (lines + [""] + columns).joined(separator: "\n") }
      if !reading.list.occurrences.isEmpty {
        let printing = AgendaPrinting(
          world: world, names: try Names(world.desk().store), days: days, showsIds: false)
        lines += ["", printing.text(reading.list)]
      }
      return lines.joined(separator: "\n")
    }
  }

  /// A piece of a column's row.
  private struct Piece {
    var text = ""
    var ink: Ink?
  }

  private var columns: [String] {
    let days = reading.days.map { pieces(of: $0) }
    let height = days.map(\.count).max() ?? 0
    return (0..<height).map { row in
      var line = ""
      var blanks = 0
      for pieces in days {
        let piece = row < pieces.count ? pieces[row] : Piece()
        if !piece.text.isEmpty {
          line += String(repeating: " ", count: blanks)
          line += piece.ink.map { output.styled(piece.text, $0) } ?? piece.text
          blanks = 0
        }
        blanks += column + Self.gap - TextWidth.of(piece.text)
      }
      return line
    }
  }

  private func pieces(of day: Day) -> [Piece] {
    let isToday = day == world.today
    var pieces = [
      Piece(text: DayText.brief(day) + (isToday ? " *" : ""), ink: isToday ? .green : .bold),
      Piece(text: TextWidth.cut(reading.sum(of: day), to: column), ink: .dim),
      Piece(text: String(repeating: "─", count: column), ink: .dim),
    ]
    for occurrence in reading.list.occurrences where touches(occurrence, day) {
      pieces += self.pieces(of: occurrence, on: day)
    }
    return pieces
  }

  private func touches(_ occurrence: Occurrence, _ day: Day) -> Bool {
    let first = world.zone.day(at: occurrence.span.start)
    return first <= day && day <= max(first, world.zone.day(at: occurrence.span.end - 1))
  }

  private func pieces(of occurrence: Occurrence, on day: Day) -> [Piece] {
    let isMarked = reading.list.marked.contains(occurrence.id)
    var title = VisibleText.line(occurrence.title.isEmpty ? "(no title)" : occurrence.title)
    if occurrence.response == .declined { title += " (declined)" }
    let lines = TextWidth.wrapped(title, to: column)
    var shown = Array(lines.prefix(2))
    if lines.count > 2 {
      shown[1] = TextWidth.cut(lines.dropFirst().joined(separator: " "), to: column)
    }
    let ink: Ink? = occurrence.showsAs == .free ? .dim : nil
    return [
      Piece(
        text: TextWidth.cut(clock(occurrence, on: day) + (isMarked ? " !" : ""), to: column),
        ink: isMarked ? .red : .cyan)
    ] + shown.map { Piece(text: $0, ink: ink) }
  }

  /// `09:30–11:00` where that fits, else `09:30`; `until 01:00` of what began the day before.
  private func clock(_ occurrence: Occurrence, on day: Day) -> String {
    let zone = world.zone
    let (start, end) = (occurrence.span.start, occurrence.span.end)
    let begins = zone.day(at: start) == day
    let ends = start == end || zone.day(at: end - 1) <= day
    if occurrence.isAllDay || !begins && !ends { return "all day" }
    let to = zone.day(at: end) > day ? "24:00" : Stamp.clock(end, in: zone)
    guard begins else { return (column < 11 ? "→ " : "until ") + to }
    let from = Stamp.clock(start, in: zone)
    if start == end || column < 13 { return from }
    return ends ? "\(from)–\(to)" : "\(from) →"
  }
}

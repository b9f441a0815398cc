import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// The agenda as text: what takes several days stands under each of them.
struct AgendaPrinting {
  let world: World
  let names: Names
  /// Those that are listed, where they are: whatever else an event touches is not. nil: each event
  /// once, on its first day.
  let days: Range<Day>?
  let showsIds: Bool

  private var output: Output { world.output }

  /// An event on one of its days, which are counted from 1.
  private struct Entry {
    var occurrence: Occurrence
    var number: Int
    var count: Int
  }

  func text(_ list: AgendaList) -> String {
    var lines: [String] = []
    for (day, entries) in byDay(list.occurrences) {
      if !lines.isEmpty { lines.append("") }
      let heading = "\(DateText.day(day)) \(day.year)"
      lines.append(output.styled(heading + (day == world.today ? "  today" : ""), .bold))
      for entry in entries {
        lines.append(line(entry, isMarked: list.marked.contains(entry.occurrence.id)))
      }
    }
    for event in list.truncated {
      lines.append(output.styled("More instances of \(event.raw) than are listed.", .yellow))
    }
    return lines.joined(separator: "\n")
  }

  /// Those that go on from the day before come first.
  private func byDay(_ occurrences: [Occurrence]) -> [(Day, [Entry])] {
    var goingOn: [Day: [Entry]] = [:]
    var beginning: [Day: [Entry]] = [:]
    for occurrence in occurrences {
      let first = world.zone.day(at: occurrence.span.start)
      let last = max(first, world.zone.day(at: occurrence.span.end - 1))
      let count = last - first + 1
      let listed = days.map { first.clamped(to: $0)...last.clamped(to: $0) } ?? first...first
      for day in listed {
        let entry = Entry(occurrence: occurrence, number: day - first + 1, count: count)
        if day == first {
          beginning[day, default: []].append(entry)
        } else {
          goingOn[day, default: []].append(entry)
        }
      }
    }
    return Set(goingOn.keys).union(beginning.keys).sorted().map {
      ($0, (goingOn[$0] ?? []) + (beginning[$0] ?? []))
    }
  }

  private func line(_ entry: Entry, isMarked: Bool) -> String {
    let occurrence = entry.occurrence
    let time = clock(entry)
    var line = isMarked ? output.styled("!", .red) : " "
    line.reserveCapacity(160)
    line += " "
    line += time
    line += AgendaPrinting.blanks[max(1, 13 - TextWidth.of(time))]
    var title = VisibleText.line(occurrence.title.isEmpty ? "(no title)" : occurrence.title)
    if entry.count > 1, entry.number > 1 || occurrence.isAllDay {
      title += " (day \(entry.number) of \(entry.count))"
    }
    if occurrence.status == .cancelled { title += " (cancelled)" }
    if occurrence.response == .declined { title += " (declined)" }
    line += occurrence.showsAs == .free ? output.styled(title, .dim) : title
    var rest = ""
    rest.reserveCapacity(80)
    func add(_ part: String) {
      rest += " · "
      rest += part
    }
    if let client = names.client(occurrence.client), !client.isEmpty { add(client) }
    if !occurrence.location.isEmpty { add(occurrence.location) }
    add(names.calendar(occurrence.calendar))
    line += output.styled(VisibleText.line(rest), .dim)
    if showsIds { line += "  " + output.styled(occurrence.id.raw, .dim) }
    return line
  }

  /// By their number.
  private static let blanks = (0...13).map { String(repeating: " ", count: $0) }

  /// `until 01:00` on the last day of what began before, `all day` between.
  private func clock(_ entry: Entry) -> String {
    let occurrence = entry.occurrence
    if occurrence.isAllDay || entry.number == 1 { return Stamp.clock(occurrence, in: world.zone) }
    guard entry.number == entry.count else { return "all day" }
    let end = Stamp.clock(occurrence.span.end, in: world.zone)
    return "until " + (end == "00:00" ? "24:00" : end)
  }
}

extension Day {
  fileprivate func clamped(to days: Range<Day>) -> Day {
    min(max(self, days.lowerBound), days.upperBound - 1)
  }
}

import ArgumentParser
import DaybookCore
import DaybookWorld
import ICalendar

/// `--from` and `--to`: days of the display zone, both included.
struct WindowOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The first day: 2026-11-19, 2026-W47, fri, +10d, 12 dec.", valueName: "date")
  )
  var from: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The last day; it is included.", valueName: "date"))
  var to: String?

  /// The days asked for. `last` gives the last day where none was named, from the first one.
  func days(in world: World, first: Day? = nil, last: (Day) -> Day) throws -> Range<Day> {
    try AskedDays(from: from, to: to).days(in: world, first: first, last: last)
  }
}

/// `--from` with `--to` or with `--days`.
struct DaysOptions: ParsableArguments {
  @OptionGroup var window: WindowOptions
  @Option(
    parsing: .unconditional, help: ArgumentHelp("How many days, instead of --to.", valueName: "n"))
  var days: Int?

  var asked: AskedDays { AskedDays(from: window.from, to: window.to, count: days) }

  func range(in world: World, usual count: Int) throws -> Range<Day> {
    try asked.range(in: world, usual: count)
  }
}

/// Days as they were asked for, in the words of the command line.
struct AskedDays: Equatable {
  var from: String?
  var to: String?
  var count: Int?

  var isEmpty: Bool { from == nil && to == nil && count == nil }

  /// The days asked for. `last` gives the last day where none was named, from the first one.
  func days(in world: World, first: Day? = nil, last: (Day) -> Day) throws -> Range<Day> {
    let begin = try from.map { try DayPhrase(reading: $0, in: world.phrases).first } ?? first
    let end = try to.map { try DayPhrase(reading: $0, in: world.phrases).last }
    let start = begin ?? world.today
    let final = end ?? last(start)
    guard start <= final else {
      throw CommandError.usage(
        "--to (\(final)) lies before the first day (\(start)).",
        hint: from == nil ? "Say where to begin with --from." : nil)
    }
    return start..<(final + 1)
  }

  /// The days asked for, `usual` of them where nothing says where to end.
  func range(in world: World, usual: Int) throws -> Range<Day> {
    if let count {
      guard to == nil else {
        throw CommandError.usage("--to and --days both say where to end.", hint: "Leave one out.")
      }
      guard (1...36_600).contains(count) else {
        throw CommandError.usage("--days wants a number from 1 to 36600.")
      }
    }
    return try days(in: world) { $0 + ((count ?? usual) - 1) }
  }
}

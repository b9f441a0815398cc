import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookWorld
import ICalendar

/// `daybook week`: a week of days beside each other.
struct WeekCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "week", abstract: "Print a week, its days beside each other.",
    discussion: "Where the columns are too narrow for that, the days stand below one another.")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var page: PageOptions

  func run(in world: World) throws -> ExitStatus {
    let first = try page.day(in: world).weekStart(world.settings.weekStarts)
    return try page.print(first..<first + 7, isJSON: global.json, in: world) { reading in
      try WeekPrinting(world: world, reading: reading, width: page.columns(in: world)).text
    }
  }
}

/// `daybook month`: a month with what each day holds.
struct MonthCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "month", abstract: "Print a month, with the events and busy hours of each day.")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var page: PageOptions

  func run(in world: World) throws -> ExitStatus {
    let day = try page.day(in: world)
    let first = day - (day.day - 1)
    return try page.print(first..<first.adding(months: 1), isJSON: global.json, in: world) {
      reading in
      MonthPrinting(world: world, reading: reading, width: page.columns(in: world)).text
    }
  }
}

/// What `week` and `month` take beside the general options.
struct PageOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A day of it: 2026-11-19, 2026-W47, fri, +10d, 12 dec; today unless told.",
      valueName: "date"))
  var date: [String] = []
  @Option(
    name: .customLong("calendar"),
    help: ArgumentHelp("Only this calendar; may be repeated.", valueName: "name"))
  var calendars: [String] = []
  @Option(help: ArgumentHelp("Only this client's events.", valueName: "name"))
  var client: String?
  @Option(
    help: ArgumentHelp("How wide it may be; as the terminal, else 80.", valueName: "columns"))
  var width: Int?

  func validate() throws {
    if let width, !(1...1000).contains(width) {
      throw ValidationError("--width wants a number from 1 to 1000.")
    }
  }

  /// A day of the page that is asked for, in one word or several.
  func day(in world: World) throws -> Day {
    guard !date.isEmpty else { return world.today }
    return try DayPhrase(reading: date.joined(separator: " "), in: world.phrases).first
  }

  func columns(in world: World) -> Int { width ?? world.output.columns }

  /// Reads these days, and prints them as JSON or as `text` has them.
  func print(
    _ days: Range<Day>, isJSON: Bool, in world: World, _ text: (PageReading) throws -> String
  ) throws
    -> ExitStatus
  {
    let desk = try world.desk()
    var filter = AgendaFilter()
    if !calendars.isEmpty {
      filter.calendars = try calendars.map { try desk.calendar(named: $0).id }
    }
    filter.client = try client.map { try desk.client(named: $0).id }
    let list = try desk.agenda(
      touching: desk.span(of: days), filter: filter, conflicts: isJSON ? .ids : .marks)
    let load = DayLoad(of: list.occurrences, on: days, zone: world.zone)
    if isJSON {
      try world.output.print(try desk.document(list, load: load))
    } else {
      try world.output.print(try text(PageReading(list: list, load: load)))
    }
    return .done
  }

}

/// The days of a page, with what lies on them.
struct PageReading {
  let list: AgendaList
  let load: DayLoad

  var days: Range<Day> { load.days }

  /// `12 events · 7.5 h busy`
  var sum: String {
    let count = list.occurrences.count
    let minutes = load.minutes.reduce(0, +)
    return "\(count) event\(count == 1 ? "" : "s") · \(PageReading.hours(minutes)) busy"
  }

  /// `3 · 4.5 h`; nothing for a day with nothing on it.
  func sum(of day: Day) -> String {
    let place = day - days.lowerBound
    guard load.events[place] > 0 else { return "" }
    let count = String(load.events[place])
    return load.minutes[place] == 0 ? count : "\(count) · \(PageReading.hours(load.minutes[place]))"
  }

  private static func hours(_ minutes: Int) -> String {
    let tenths = (minutes * 10 + 30) / 60
    return "\(tenths / 10).\(tenths % 10) h"
  }
}

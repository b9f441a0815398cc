import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook calendars`: what there is, and how each is treated.
struct CalendarsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendars", abstract: "List, add, remove and set up calendars.",
    subcommands: [CalendarsList.self, CalendarsAdd.self, CalendarsRemove.self, CalendarsSet.self],
    defaultSubcommand: CalendarsList.self)
}

extension CalendarListing {
  /// What is special about it.
  fileprivate var marks: String {
    [
      calendar.isHidden ? "hidden" : nil, calendar.isBusy ? nil : "free",
      calendar.isReadOnly ? "read-only" : nil,
      calendar.priority == 0 ? nil : "priority \(calendar.priority)",
    ].compactMap { $0 }.joined(separator: ", ")
  }
}

struct CalendarsList: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the calendars of all accounts.")

  @OptionGroup var global: GlobalOptions

  func run(in world: World) throws -> ExitStatus {
    let listings = try world.openStore().calendars(countingEvents: true)
    if global.json {
      try world.output.print(.object([("calendars", .array(listings.map(\.json)))]))
    } else if listings.isEmpty {
      try world.output.print("No calendars yet; see 'daybook calendars add --help'.")
    } else {
      let rows = listings.map { listing in
        let events = listing.events ?? 0
        return [
          listing.accountName, listing.name, "\(events) event\(events == 1 ? "" : "s")",
          listing.calendar.color ?? "", listing.marks,
        ]
      }
      try world.output.print(world.output.table(rows, rightAligned: [2]))
    }
    return .done
  }
}

struct CalendarsAdd: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a local calendar.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "What the calendar is called.") var name: String
  @Option(help: ArgumentHelp("Its colour: #rrggbb or a name.", valueName: "color"))
  var color: String?

  func run(in world: World) throws -> ExitStatus {
    let name = try ClientWords.name(name, of: "calendar")
    let color = try color.flatMap(CalendarsSet.color)
    let store = try world.openStore()
    let calendar = try store.addCalendar(named: name, color: color)
    try world.tell(calendar.id, "Added", in: store, isJSON: global.json)
    return .done
  }
}

struct CalendarsRemove: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a local calendar with its events, for good.",
    discussion: "This cannot be undone; 'daybook export --calendar NAME' keeps a copy.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The calendar's name, or its beginning.") var name: String

  func run(in world: World) throws -> ExitStatus {
    let store = try world.openStore()
    let listing = try store.calendar(named: name)
    guard listing.accountKind == .local else {
      throw CommandError.failed(
        "calendar_not_local", "“\(listing.name)” belongs to the account \(listing.accountName).",
        hint: "Hide it with 'daybook calendars set', or remove the account.")
    }
    try store.forgetCalendar(listing.id)
    if global.json {
      try world.output.print(
        .object([("removed", .string(listing.name)), ("account", .string(listing.accountName))]))
    } else {
      try world.output.print(world.output.table([["Removed: \(listing.name)"]]))
    }
    return .done
  }
}

struct CalendarsSet: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Say how a calendar is shown and counted.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The calendar's name, or its beginning.") var name: String
  @Option(help: ArgumentHelp("#rrggbb, a name, or none for the theme's.", valueName: "color"))
  var color: String?
  @Flag(inversion: .prefixedNo, help: "Keep it off the lists, or not; it takes time either way.")
  var hidden: Bool?
  @Flag(help: "Its events take time.") var busy = false
  @Flag(help: "Its events take no time.") var free = false
  @Flag(inversion: .prefixedNo, help: "Take no changes to it, or do.") var readOnly: Bool?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Of copies of one meeting the one with the highest is shown.", valueName: "n"))
  var priority: Int?
  @Option(
    name: .customLong("name"), help: ArgumentHelp("Another name for it.", valueName: "name"))
  var newName: String?
  @Option(help: ArgumentHelp("Time that its events ask for before them.", valueName: "duration"))
  var bufferBefore: String?
  @Option(help: ArgumentHelp("Time that its events ask for after them.", valueName: "duration"))
  var bufferAfter: String?

  func validate() throws {
    if busy, free { throw ValidationError("--busy and --free cannot both be.") }
  }

  func run(in world: World) throws -> ExitStatus {
    let change = try change()
    let desk = try world.desk()
    let listing = try desk.store.calendar(named: name)
    try desk.change(listing, change)
    try world.tell(listing.id, "Changed", in: desk.store, isJSON: global.json)
    return .done
  }

  private func change() throws -> CalendarChange {
    var change = CalendarChange()
    change.name = try newName.map { try ClientWords.name($0, of: "calendar") }
    if let color { change.color = .some(try CalendarsSet.color(color)) }
    change.isHidden = hidden
    change.isBusy = busy ? true : free ? false : nil
    change.isReadOnly = readOnly
    change.priority = priority
    func minutes(_ text: String) throws -> Int {
      try DurationPhrase.minutes(reading: text, allowsZero: true)
    }
    change.bufferBefore = try bufferBefore.map(minutes)
    change.bufferAfter = try bufferAfter.map(minutes)
    let says =
      change.name != nil || color != nil || hidden != nil || change.isBusy != nil
      || readOnly != nil || priority != nil || bufferBefore != nil || bufferAfter != nil
    guard says else {
      throw CommandError.usage(
        "Nothing to set was named.", hint: "See 'daybook calendars set --help'.")
    }
    return change
  }

  /// `#rrggbb`; nil for `none`, which leaves the choice to the theme.
  static func color(_ text: String) throws -> String? {
    if text.isEmpty || text.lowercased() == "none" { return nil }
    guard let color = RGB(hex: text) ?? RGB(webName: text) else {
      throw CommandError.usage(
        "“\(text)” is no colour.", hint: "Write #rrggbb, or a name such as teal.")
    }
    return color.hex
  }
}

extension World {
  /// Says what became of a calendar.
  fileprivate func tell(_ id: CalendarID, _ deed: String, in store: Store, isJSON: Bool) throws {
    guard let listing = try store.calendars(countingEvents: true).first(where: { $0.id == id })
    else { throw StoreError.gone(.calendar) }
    if isJSON {
      try output.print(.object([("calendar", listing.json)]))
    } else {
      let marks = listing.marks.isEmpty ? "" : " (\(listing.marks))"
      try output.print(output.table([["\(deed): \(listing.name)\(marks)"]]))
    }
  }
}

import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook holds`: tentative spans that wait for a client's answer.
struct HoldsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "holds", abstract: "List holds, or release them when the client has answered.",
    subcommands: [List.self, Release.self], defaultSubcommand: List.self)

  struct List: WorkCommand {
    static let configuration = CommandConfiguration(abstract: "List the groups of holds.")
    @OptionGroup var global: GlobalOptions

    func run(in world: World) throws -> ExitStatus {
      let store = try world.openStore()
      let holds = try store.holds()
      let names = try Names(store)
      if global.json {
        try world.output.print(
          .object([("holds", .array(holds.map { json($0, names: names, zone: world.zone) }))]))
      } else if holds.isEmpty {
        try world.output.print("No holds.")
      } else {
        try world.output.print(
          world.output.table(
            holds.map { group in
              let day = world.zone.day(at: group.expires)
              let spans = group.spans.count
              return [
                group.id, group.title, "\(spans) span\(spans == 1 ? "" : "s")",
                "until \(DateText.day(day)) \(Stamp.clock(group.expires, in: world.zone))",
                names.calendar(group.calendar),
              ]
            }))
      }
      return .done
    }

    private func json(_ group: HoldGroup, names: Names, zone: Zone) -> JSON {
      .object([
        ("group", .string(group.id)), ("title", .string(group.title)),
        ("calendar", .string(names.calendar(group.calendar))),
        ("expires", .string(RFC3339.text(group.expires, in: zone))),
        (
          "slots",
          .array(
            group.spans.map {
              .object([
                ("start", .string(RFC3339.text($0.start, in: zone))),
                ("end", .string(RFC3339.text($0.end, in: zone))),
              ])
            })
        ),
      ])
    }
  }

  struct Release: WorkCommand {
    static let configuration = CommandConfiguration(abstract: "Remove a group of holds.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The group's id, or its beginning.") var group: String

    func run(in world: World) throws -> ExitStatus {
      let count = try world.openStore().releaseHolds(group, now: world.now)
      if global.json {
        try world.output.print(.object([("released", .int(count))]))
      } else {
        try world.output.print("Released \(count) hold\(count == 1 ? "" : "s").")
      }
      return .done
    }
  }
}

import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook undo`: takes the last change back.
struct UndoCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Take the last change back, or list what can be.")

  @OptionGroup var global: GlobalOptions
  @Flag(help: "List what can be undone, the newest first.") var list = false

  func run(in world: World) throws -> ExitStatus {
    try JournalPrinting(global: global, world: world).run(list: list, direction: .undo)
  }
}

/// `daybook redo`: does again what was taken back.
struct RedoCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "redo", abstract: "Do again what was taken back, or list what can be.")

  @OptionGroup var global: GlobalOptions
  @Flag(help: "List what can be redone, the next first.") var list = false

  func run(in world: World) throws -> ExitStatus {
    try JournalPrinting(global: global, world: world).run(list: list, direction: .redo)
  }
}

/// What undo and redo have in common.
struct JournalPrinting {
  enum Direction: String {
    case undo, redo
  }

  let global: GlobalOptions
  let world: World

  func run(list: Bool, direction: Direction) throws -> ExitStatus {
    let store = try world.openStore()
    if list {
      let entries = try direction == .undo ? store.undoable(limit: 50) : store.redoable(limit: 50)
      if global.json {
        try world.output.print(.object([("entries", .array(entries.map(json)))]))
      } else if entries.isEmpty {
        try world.output.print("Nothing to \(direction.rawValue).")
      } else {
        try world.output.print(
          world.output.table(
            entries.map {
              [Stamp.moment($0.at, in: world.zone, now: world.now), $0.sentence]
            }))
      }
      return .done
    }
    guard let entry = try direction == .undo ? store.undo() : store.redo() else {
      throw CommandError.failed(
        "nothing_to_\(direction.rawValue)", "There is nothing to \(direction.rawValue).")
    }
    if global.json {
      try world.output.print(
        .object([(direction == .undo ? "undone" : "redone", json(entry))]))
    } else {
      try world.output.print(
        VisibleText.line("\(direction == .undo ? "Undone" : "Redone"): \(entry.sentence)"))
    }
    return .done
  }

  private func json(_ entry: JournalEntry) -> JSON {
    .object([
      ("id", .int(entry.id)), ("sentence", .string(entry.sentence)),
      ("at", .string(RFC3339.text(entry.at, in: world.zone))),
    ])
  }
}

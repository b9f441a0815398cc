import ArgumentParser
import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook import`: calendars from files, folders of files, or standard input.
struct ImportCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Read .ics files, or folders of them, into local calendars.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("Files or folders; - is standard input.", valueName: "file"))
  var files: [String]
  @Option(help: ArgumentHelp("The calendar to read them into.", valueName: "name"))
  var calendar: String?
  @Flag(help: "Remove what is in the calendar and in none of its files.") var mirror = false

  /// One file's fate.
  private struct Line {
    var path: String
    var calendar: String?
    var outcome: ImportOutcome
  }

  func run(in world: World) throws -> ExitStatus {
    if let calendar, calendar.trimmed.isEmpty {
      throw CommandError.usage("--calendar wants a name.")
    }
    let store = try world.openStore()
    var lines: [Line] = []
    for path in files {
      do {
        for plan in try plans(at: path, world: world) {
          lines += try read(plan, into: store)
        }
      } catch let error as any Explained where !(error is StoreError) {
        var outcome = ImportOutcome(name: path)
        outcome.failure = error.failure
        lines.append(Line(path: path, calendar: nil, outcome: outcome))
      }
    }
    if global.json { try world.output.print(document(lines)) }
    for line in lines { try tell(line, world: world) }
    let failed = lines.filter { $0.outcome.failure != nil }.count
    return failed == 0 ? .done : failed == lines.count ? .failed : .partly
  }

  /// Files that make one calendar, and where they are read from.
  private struct Plan {
    var name: String
    var color: String?
    var files: [ImportFile]
  }

  private func plans(at path: String, world: World) throws -> [Plan] {
    if path == "-" {
      let input = try StandardInput.file()
      return [
        Plan(name: "Imported", files: [ImportFile(name: path, source: .descriptor(input))])
      ]
    }
    let home = Home.folder(world.environment)
    let file = Home.expanded(path, home: home)
    guard FileBytes.isFolder(file) || FileBytes.isFile(file) || !FileBytes.exists(file) else {
      throw CommandError.failed(
        "not_a_file", "\(path) is neither a file nor a folder.",
        hint: "What a pipe or device has to say is read with 'daybook import -'.")
    }
    let found: [FilePlan]
    do throws(ProviderError) {
      found = try FilePlan.calendars(at: file)
    } catch {
      guard case .unreadable = error else { throw error }
      throw CommandError.failed(
        "cannot_read", error.message, hint: "Check the path and its permissions.")
    }
    guard !found.isEmpty else {
      throw CommandError.failed(
        "no_calendar", "\(path) holds no .ics file.", hint: "Name a file, or another folder.")
    }
    return found.map { plan in
      Plan(name: plan.name, color: plan.color, files: plan.paths.map(ImportFile.init(path:)))
    }
  }

  private func read(_ plan: Plan, into store: Store) throws -> [Line] {
    let target = ImportBatch.Target.local(
      name: calendar.map(ownName) ?? plan.name, color: plan.color)
    let counts = try store.importEvents(
      ImportBatch(to: target, files: plan.files, mirrors: mirror))
    let name = counts.calendarName
    return counts.files.map { outcome in
      Line(path: outcome.name, calendar: outcome.failure == nil ? name : nil, outcome: outcome)
    }
  }

  /// `local/Work` is the calendar “Work”: they are all of that account.
  private func ownName(_ text: String) -> String {
    let text = text.trimmed
    let account = "local/"
    return text.lowercased().hasPrefix(account) && text.utf8.count > account.utf8.count
      ? String(text.dropFirst(account.count)) : text
  }

  private func tell(_ line: Line, world: World) throws {
    let outcome = line.outcome
    if let failure = outcome.failure {
      world.output.complain(failure)
      return
    }
    if global.json { return }
    var events = CountText.of(outcome.events, "event")
    if outcome.overrides > 0 {
      events += " and \(CountText.of(outcome.overrides, "changed date")) of series"
    }
    let changes = [
      (outcome.added, "added"), (outcome.updated, "updated"), (outcome.unchanged, "unchanged"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    try world.output.print(
      VisibleText.line(
        "\(line.path) → \(line.calendar ?? ""): \(events)\(changes.isEmpty ? "" : " (\(changes))")")
    )
    for note in outcome.skipped {
      try world.output.print(
        VisibleText.line("  skipped: \(line.path):\(note.line): \(note.reason)"))
    }
  }

  private func document(_ lines: [Line]) -> JSON {
    .object([
      (
        "files",
        .array(
          lines.map { line in
            let outcome = line.outcome
            return .object([
              ("path", .string(line.path)), ("calendar", .optional(line.calendar)),
              ("events", .int(outcome.events)), ("occurrence_overrides", .int(outcome.overrides)),
              ("added", .int(outcome.added)), ("updated", .int(outcome.updated)),
              ("unchanged", .int(outcome.unchanged)),
              (
                "skipped",
                .array(
                  outcome.skipped.map {
                    .object([("line", .int($0.line)), ("reason", .string($0.reason))])
                  })
              ),
              ("error", .failure(outcome.failure)),
            ])
          })
      )
    ])
  }
}

import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

extension OccurrenceTemplate {
  /// What `--help` says of it.
  static let help =
    "In the template of --format there may be {" + names.joined(separator: "} {")
    + "}; \\t is a tab, \\n a line break."

  /// One that was given as an option: what is wrong with it is wrong usage.
  init(usage template: String) throws {
    do throws(TemplateError) {
      try self.init(reading: template)
    } catch {
      throw CommandError.usage("--format: \(error.message).", hint: error.hint)
    }
  }
}

extension Output {
  /// A line for each event, and none where there is none.
  func print(_ list: AgendaList, by template: OccurrenceTemplate, of desk: Desk) throws {
    let json = OccurrenceJSON(names: try Names(desk.store), zone: desk.zone)
    let lines = list.occurrences.map { occurrence in
      template.text(
        occurrence, conflicts: list.conflicts[occurrence.id] ?? [], as: json, now: desk.now,
        cleaning: VisibleText.line)
    }
    if !lines.isEmpty { try print(lines.joined(separator: "\n")) }
  }
}

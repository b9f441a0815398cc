import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook show`: all that is known of one event.
struct ShowCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one event with everything that is known of it.",
    discussion: "'daybook agenda --ids' prints the ids of events.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("An event's or occurrence's id, or its beginning.")) var event:
    String

  func run(in world: World) throws -> ExitStatus {
    let desk = try world.desk()
    let card = try desk.card(named: event)
    if global.json {
      try world.output.print(try desk.document(card))
    } else {
      try world.output.print(plain(card, names: try Names(desk.store), world: world))
    }
    return .done
  }

  private func plain(_ card: EventCard, names: Names, world: World) -> String {
    let occurrence = card.occurrence
    var rows: [[String]] = [["When", Stamp.when(occurrence, in: world.zone)]]
    func add(_ name: String, _ value: String?) {
      if let value, !value.isEmpty { rows.append([name, value]) }
    }
    add("Zone", occurrence.time.zoneName)
    add("Repeats", card.recurrence)
    add("Where", occurrence.location)
    add("Join", occurrence.joinURL)
    add(
      "Calendar",
      "\(names.calendar(occurrence.calendar)) (\(names.account(of: occurrence.calendar)))")
    add("Also in", occurrence.alsoIn.map(names.calendar).joined(separator: ", "))
    add("Client", names.client(occurrence.client))
    add("Project", occurrence.project)
    add("Billed", occurrence.client != nil && !occurrence.isBillable ? "not to be billed" : nil)
    add("Shown as", occurrence.showsAs == .free ? "free" : nil)
    add("Reminders", card.reminders.map(ReminderPhrase.words).joined(separator: ", "))
    add("Status", occurrence.status == .confirmed ? nil : occurrence.status.rawValue)
    add("Answer", occurrence.response?.rawValue)
    add("Organiser", card.organizer.map { $0.name.isEmpty ? $0.email : $0.name })
    for person in card.attendees {
      let name = person.name.isEmpty ? person.email : "\(person.name) <\(person.email)>"
      rows.append(["Attendee", "\(name) – \(person.response.rawValue)"])
    }
    add("Categories", card.categories.joined(separator: ", "))
    add("Address", card.url)
    for conflict in card.conflicts {
      let other = conflict.first.id == occurrence.id ? conflict.second : conflict.first
      rows.append(["Conflict", "\(conflict.kind.rawValue) with \(other.title) (\(conflict.id))"])
    }
    add("Id", occurrence.id.raw)
    let title = VisibleText.line(occurrence.title.isEmpty ? "(no title)" : occurrence.title)
    var text = world.output.styled(title, .bold) + "\n" + world.output.table(rows)
    if !card.notes.isEmpty {
      let lines = card.notes.split(separator: "\n", omittingEmptySubsequences: false)
      text += "\n\n" + lines.map { VisibleText.line(String($0)) }.joined(separator: "\n")
    }
    return text
  }
}

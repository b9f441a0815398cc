import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookTerminal
import DaybookWorld
import ICalendar

/// `daybook remind`: what begins soon, for cron, systemd and whoever else wakes up now and then.
struct RemindCommand: WaitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "remind", abstract: "Tell what begins soon and was not told yet.",
    discussion: """
      It looks an hour back at the most. What the interface or 'daybook sync --watch' told is not told \
      again. [reminders] command gets the text where it is set, else it is printed; nothing is printed \
      where nothing is due. With --within or --json it is only printed.
      """)

  @OptionGroup var global: GlobalOptions
  @Option(
    help: ArgumentHelp(
      "List what is to be told from now on, so far ahead; it stays to be told.",
      valueName: "duration"))
  var within: String?

  func run(in world: World) async throws -> ExitStatus {
    let desk = try world.desk()
    let words = ReminderText(now: desk.now, zone: desk.zone)
    if let within {
      let ahead = try desk.reminders(within: try DurationPhrase.minutes(reading: within) * 60)
      if global.json {
        try world.output.print(try desk.document(ahead))
      } else if !ahead.isEmpty {
        let rows = ahead.map { reminder in
          [
            Stamp.moment(reminder.at, in: desk.zone, now: desk.now),
            words.line(reminder.occurrence),
          ]
        }
        try world.output.print(world.output.table(rows))
      }
      return .done
    }
    let due = try desk.untoldReminders()
    if global.json {
      try world.output.print(try desk.document(due))
      return .done
    }
    guard let text = words.sentence(due) else { return .done }
    let settings = world.settings.reminders
    let notifier = Notifier(command: settings.command, environment: world.environment)
    if await notifier.runCommand(with: text) { return .done }
    for reminder in due {
      try world.output.print(VisibleText.line(words.line(reminder.occurrence)))
    }
    guard settings.command.isEmpty else {
      throw CommandError.failed(
        "command_failed", "The command in `reminders.command` did not end well.",
        hint: "Try it by hand: echo text | sh -c 'COMMAND'.")
    }
    return .done
  }
}

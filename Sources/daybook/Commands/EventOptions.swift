import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookWorld

/// What `new` and `edit` say of an event beside its title, time and place.
struct EventOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The notes; empty removes them.", valueName: "text"))
  var notes: String?
  @Option(
    name: .customLong("repeat"),
    help: ArgumentHelp(
      "How it repeats: every mon until 24 dec; none ends that.", valueName: "words"))
  var repetition: String?
  @Option(
    name: .customLong("remind"),
    help: ArgumentHelp(
      "When it reminds: 30m before; may be repeated. none leaves it to [reminders] before.",
      valueName: "duration"))
  var reminders: [String] = []
  @Option(
    name: .customLong("invite"),
    help: ArgumentHelp("Whom to invite; may be repeated.", valueName: "address"))
  var people: [String] = []
  @Option(help: ArgumentHelp("An address on the web that belongs to it.", valueName: "address"))
  var url: String?
  @Flag(help: "It takes time.") var busy = false
  @Flag(help: "It takes no time.") var free = false

  func validate() throws {
    if busy, free { throw ValidationError("--busy and --free cannot both be.") }
    if let wrong = people.first(where: { !$0.dropFirst().dropLast().contains("@") }) {
      throw ValidationError("“\(wrong)” is no mail address.")
    }
    if let url, url.contains(where: { $0.isWhitespace || $0.isNewline }) {
      throw ValidationError("“\(url)” is no address on the web.")
    }
  }

  var isEmpty: Bool {
    notes == nil && repetition == nil && reminders.isEmpty && people.isEmpty && url == nil && !busy
      && !free
  }

  private var showsAs: ShowsAs? { busy ? .busy : free ? .free : nil }

  /// Minutes before the start; nil where nothing was said.
  private func minutes() throws -> [Int]? {
    if reminders.isEmpty { return nil }
    let read = try reminders.map { try ReminderPhrase.minutes(reading: $0) }
    guard read.count == 1 || !read.contains(where: \.isEmpty) else {
      throw CommandError.usage("--remind none stands alone.")
    }
    return Set(read.joined()).sorted()
  }

  /// - Parameter time: when it will be.
  func apply(to change: inout EventChange, at time: EventTime, in context: PhraseContext) throws {
    change.notes = notes
    change.url = url
    change.showsAs = showsAs
    change.invites = people
    change.reminders = try minutes()
    if let repetition {
      change.rule =
        repetition.lowercased() == "none"
        ? "" : try RepetitionPhrase(reading: repetition, from: time, in: context).rule
    }
  }

  /// What the phrase does not say itself.
  func apply(to phrase: inout EventPhrase, in context: PhraseContext) throws {
    phrase.reminders = try minutes() ?? phrase.reminders
    guard let repetition else { return }
    guard phrase.rule == nil else {
      throw CommandError.usage("The text says how it repeats, and so does --repeat.")
    }
    let read = try RepetitionPhrase(reading: repetition, from: phrase.time, in: context)
    phrase.rule = read.rule
    phrase.time = phrase.time.beginning(on: read.first, in: context.zone)
  }

  /// What is in no phrase.
  func apply(to event: inout NewEvent) {
    event.notes = notes ?? ""
    event.url = url ?? ""
    event.attendees = people
    event.showsAs = showsAs ?? .busy
  }
}

extension Desk {
  /// That a provider holds fewer reminders than were asked for; nil where it holds them all.
  func note(onReminders minutes: [Int], of occurrence: Occurrence?) throws -> String? {
    guard let occurrence,
      let calendar = try store.calendars().first(where: { $0.id == occurrence.calendar })
    else { return nil }
    switch calendar.accountKind {
    case .microsoft where minutes.count > 1:
      return "Microsoft holds one reminder, the first; the others are kept here."
    case .google where minutes.count > 5 || minutes.contains(where: { $0 > 40_320 }):
      return "Google holds five reminders of up to four weeks; the others are kept here."
    default: return nil
    }
  }
}

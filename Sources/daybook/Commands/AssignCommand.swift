import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook assign`: says whose events are.
struct AssignCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign", abstract: "Assign events to a client; none unassigns them.",
    usage:
      "daybook assign <event> ... <client> [--series] [--create] [--project <name>] [--not-billable]",
    discussion: """
      An occurrence's id means that one, unless --series is given; an event's id means all of it.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(
    help: ArgumentHelp("Ids of events, and then the client's name, or none.", valueName: "event"))
  var words: [String]
  @Flag(help: "The whole series of each occurrence.") var series = false
  @Flag(help: "Add the client where there is none of this name.") var create = false
  @Option(help: ArgumentHelp("The client's project.", valueName: "name")) var project: String?
  @Flag(help: "The hours are not to be billed.") var notBillable = false

  func validate() throws {
    guard words.count >= 2 else {
      throw ValidationError("Name one or more events, and then a client or none.")
    }
  }

  func run(in world: World) throws -> ExitStatus {
    let store = try world.openStore()
    let subjects = try words.dropLast().map { text in
      let reference = try store.find(text)
      var subject = AssignmentSubject(series: reference.event)
      if !series, let original = reference.originalStart { subject.recurrence = original.compact }
      return subject
    }
    let client = try ClientChoosing(store: store, now: world.now)
      .client(named: words[words.count - 1], creates: create)
    try store.assign(
      Array(subjects),
      Assignment(client: client?.id, project: project, isBillable: !notBillable), now: world.now)
    let desk = try world.desk()
    let suggestion =
      client == nil
      ? nil
      : try desk.ruleSuggestion(
        after: words.dropLast().compactMap { try? desk.occurrence(named: $0) })
    if global.json {
      try world.output.print(
        .object([
          ("assigned", .int(subjects.count)), ("client", .optional(client?.name)),
          ("project", .optional(project)),
          ("suggestion", try suggestion.map { try json($0, in: store) } ?? .null),
        ]))
    } else {
      let what = subjects.count == 1 ? "1 event" : "\(subjects.count) events"
      try world.output.print(
        world.output.table([[client.map { "\(what) → \($0.name)" } ?? "\(what) unassigned"]]))
      if let suggestion { try world.output.print(VisibleText.line(sentence(suggestion))) }
    }
    return .done
  }

  private func json(_ suggestion: RuleSuggestion, in store: Store) throws -> JSON {
    .object([
      ("rule", try AssignRulePrinting(store).json(suggestion.rule)),
      ("events", .strings(suggestion.events.map(\.id.raw))),
    ])
  }

  private func sentence(_ suggestion: RuleSuggestion) -> String {
    let count = CountText.of(suggestion.events.count, "more event")
    let option =
      switch suggestion.rule.test {
      case .domain(let domain): "--domain \(ShellWord.text(domain))"
      case .title(let title): "--title \(ShellWord.text(title))"
      case .calendar(let id): "--calendar \(id.raw)"
      }
    let client = ShellWord.text(suggestion.client)
    return "\(count) like it; to assign them: daybook assign-rules add \(client) \(option)"
  }
}

/// Finds the client that a person means, or makes it where that was asked for.
struct ClientChoosing {
  let store: Store
  let now: Instant

  /// The client of this name; nil for `none`.
  func client(named name: String, creates: Bool) throws -> Client? {
    if name.lowercased() == "none" { return nil }
    do {
      return try store.activeClient(named: name)
    } catch StoreError.unknown(_, _, let nearest) {
      guard creates else {
        throw CommandError.failed(
          "unknown_client", "There is no client “\(name)”.",
          hint: (nearest.map { "Did you mean “\($0)”? Otherwise add" } ?? "Add")
            + " it with --create or 'daybook clients add'.")
      }
      let name = try ClientWords.client(name)
      return try store.addClient(Client(id: Client.id(named: name), name: name), now: now)
    }
  }
}

import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookWorld
import ICalendar

/// `daybook clients`: whom the hours belong to.
struct ClientsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clients", abstract: "List, add, edit and archive clients.",
    subcommands: [ClientsList.self, ClientsAdd.self, ClientsEdit.self, ClientsArchive.self],
    defaultSubcommand: ClientsList.self)
}

struct ClientsList: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the clients, archived ones included.")

  @OptionGroup var global: GlobalOptions

  func run(in world: World) throws -> ExitStatus {
    let clients = try world.openStore().clients(includingArchived: true)
    if global.json {
      try world.output.print(.object([("clients", .array(clients.map(\.json)))]))
    } else if clients.isEmpty {
      try world.output.print("No clients yet; add one with 'daybook clients add NAME'.")
    } else {
      try world.output.print(
        world.output.table(
          clients.map {
            [
              $0.name, $0.rateText, $0.domains.joined(separator: ", "),
              $0.retainer.map { "\(Hundredths.text(BilledTime.hundredths($0 * 60))) h a month" }
                ?? "",
              $0.isArchived ? "archived" : "",
            ]
          }))
    }
    return .done
  }
}

struct ClientsAdd: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a client.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "What the client is called.") var name: String
  @Option(help: ArgumentHelp("The price of an hour: 95 or 95.50.", valueName: "amount"))
  var rate: String?
  @Option(help: ArgumentHelp("The currency of the rate: EUR.", valueName: "code"))
  var currency: String?
  @Option(
    name: .customLong("domain"),
    help: ArgumentHelp(
      "A mail domain whose people mean this client; may be repeated.", valueName: "domain"))
  var domains: [String] = []
  @Option(help: ArgumentHelp("The hours agreed for each month: 20h.", valueName: "duration"))
  var retainer: String?

  func run(in world: World) throws -> ExitStatus {
    let name = try ClientWords.client(name)
    let client = Client(
      id: Client.id(named: name), name: name, rate: try rate.map(ClientWords.rate),
      currency: try currency.map(ClientWords.currency),
      domains: try domains.map(ClientWords.domain).withoutRepetitions,
      retainer: try retainer.map(ClientWords.retainer))
    let stored = try world.openStore().addClient(client, now: world.now)
    try world.tell(stored, "Added", isJSON: global.json)
    return .done
  }
}

struct ClientsEdit: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change what is known of a client.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The client's name, or its beginning.") var client: String
  @Option(help: ArgumentHelp("Another name.", valueName: "name")) var name: String?
  @Option(help: ArgumentHelp("The price of an hour; none for no rate.", valueName: "amount"))
  var rate: String?
  @Option(help: ArgumentHelp("The currency of the rate; none for no currency.", valueName: "code"))
  var currency: String?
  @Option(
    name: .customLong("domain"),
    help: ArgumentHelp("A mail domain to add; may be repeated.", valueName: "domain"))
  var domains: [String] = []
  @Option(
    name: .customLong("remove-domain"),
    help: ArgumentHelp("A mail domain to take away; may be repeated.", valueName: "domain"))
  var removedDomains: [String] = []
  @Option(
    help: ArgumentHelp("The hours agreed for each month; none for none.", valueName: "duration"))
  var retainer: String?

  func validate() throws {
    guard
      name != nil || rate != nil || currency != nil || !domains.isEmpty
        || !removedDomains.isEmpty || retainer != nil
    else {
      throw ValidationError(
        "Nothing to change was named: --name, --rate, --currency, --domain, --remove-domain or --retainer."
      )
    }
  }

  func run(in world: World) throws -> ExitStatus {
    let newName = try name.map(ClientWords.client)
    let newRate: Int?? = try rate.map { $0 == "none" ? nil : try ClientWords.rate($0) }
    let newCurrency: String?? = try currency.map {
      $0 == "none" ? nil : try ClientWords.currency($0)
    }
    let newRetainer: Int?? = try retainer.map {
      $0 == "none" ? nil : try ClientWords.retainer($0)
    }
    let added = try domains.map(ClientWords.domain)
    let removed = Set(try removedDomains.map(ClientWords.domain))
    let store = try world.openStore()
    var found = try store.client(named: client)
    if let newName { found.name = newName }
    if let newRate { found.rate = newRate }
    if let newRetainer { found.retainer = newRetainer }
    if let newCurrency { found.currency = newCurrency }
    for domain in removed where !found.domains.contains(domain) {
      throw CommandError.failed(
        "unknown_domain", "\(found.name) does not have the domain \(domain).",
        hint: found.domains.isEmpty ? nil : "There are \(found.domains.joined(separator: ", ")).")
    }
    found.domains = (found.domains + added).withoutRepetitions.filter { !removed.contains($0) }
    try store.editClient(found, now: world.now)
    try world.tell(found, "Changed", isJSON: global.json)
    return .done
  }
}

struct ClientsArchive: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive",
    abstract: "Put a client away: reports still count the hours, but nothing new is assigned.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The client's name, or its beginning.") var client: String
  @Flag(help: "Take an archived client back.") var restore = false

  func run(in world: World) throws -> ExitStatus {
    let store = try world.openStore()
    var found = try store.client(named: client)
    if found.isArchived == restore {
      found.isArchived = !restore
      try store.editClient(found, now: world.now)
    }
    try world.tell(found, restore ? "Restored" : "Archived", isJSON: global.json)
    return .done
  }
}

extension World {
  /// Says what became of a client.
  fileprivate func tell(_ client: Client, _ deed: String, isJSON: Bool) throws {
    if isJSON {
      try output.print(.object([("client", client.json)]))
    } else {
      let rate = client.rateText.isEmpty ? "" : " at \(client.rateText) an hour"
      try output.print(output.table([["\(deed): \(client.name)\(rate)"]]))
    }
  }
}

extension Array where Element: Hashable {
  /// Each element where it stands first.
  fileprivate var withoutRepetitions: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

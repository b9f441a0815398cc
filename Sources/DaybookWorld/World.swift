import DaybookCore
import DaybookStore
import ICalendar

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Everything outside that a command may touch, made once from the options and the environment.
package struct World: Sendable {
  /// Of the program, as `--version` says it.
  package static let version = "0.1.0"

  package private(set) var home: Home
  package private(set) var settings: Settings
  /// What in the configuration could not be understood.
  package let problems: [String]
  package let zones: ZoneDatabase
  /// The display zone.
  package let zone: Zone
  package let clock: WallClock
  package let output: Output
  package let environment: [String: String]
  /// Whether everything is done to sample data.
  package let isDemo: Bool

  package var now: Instant { clock.now }
  package var today: Day { zone.day(at: now) }

  package static var environment: [String: String] {
    var found: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let pair = String(cString: text).split(separator: "=", maxSplits: 1)
      if let name = pair.first { found[String(name)] = pair.count > 1 ? String(pair[1]) : "" }
      entry += 1
    }
    return found
  }

  package init(
    _ options: WorldOptions, output: Output, environment: [String: String] = World.environment
  ) throws {
    if options.store?.isEmpty == true { throw CommandError.usage("--store wants a path.") }
    let home = Home(
      environment: environment, store: options.store, configuration: options.configuration)
    if let path = options.configuration,
      !FileBytes.exists(Home.expanded(path, home: Home.folder(environment)))
    {
      throw CommandError.failed(
        "no_configuration", "There is no configuration file at \(path).",
        hint: "Leave --config out to use the default one.")
    }
    let zones = ZoneFiles.database()
    let file = SettingsFile(path: home.configuration, zones: zones)
    for problem in file.problems { output.complain(problem) }
    problems = file.problems
    zone = try World.displayZone(
      option: options.timezone, environment: environment, settings: file.settings, zones: zones)
    clock = WallClock(frozen: try World.frozen(environment["DAYBOOK_NOW"], in: zone))
    self.home = home
    self.zones = zones
    self.output = output
    self.environment = environment.filter { !ProviderEnvironment.secrets.contains($0.key) }
    isDemo = options.isDemo
    var settings = file.settings
    ProviderEnvironment.apply(environment, to: &settings.providers)
    ProviderEnvironment.keepFromChildren()
    settings.dateOrder = settings.dateOrder ?? DateOrder(environment: environment)
    if options.isDemo { settings.addresses = DemoCalendar.addresses }
    self.settings = settings
  }

  /// The world of one of several people: their own store, with what proves who they are beside it,
  /// and none of what the configuration says of the person whose machine this is.
  package func world(ofStoreAt path: String) -> World {
    var world = self
    world.home = Home(environment: environment, store: path, configuration: home.configuration)
    world.settings.addresses = []
    world.settings.defaultCalendar = nil
    world.settings.providers.calcom.apiKey = ""
    world.settings.providers.calcom.apiKeyCommand = ""
    return world
  }

  /// The store, made where there is none.
  package func openStore(_ connections: StoreOptions.Connections = .one) throws -> Store {
    if isDemo { return try Demo.store(in: self) }
    return try Store.open(at: home.store, zones: zones, options: storeOptions(connections))
  }

  /// The store with the settings, the zone and the moment to ask it with.
  package func desk(_ connections: StoreOptions.Connections = .one) throws -> Desk {
    Desk(store: try openStore(connections), settings: settings, zone: zone, now: now)
  }

  /// What phrases are read in.
  package var phrases: PhraseContext {
    PhraseContext(
      now: now, zone: zone, zones: zones, weekStarts: settings.weekStarts,
      dateOrder: settings.dateOrder)
  }

  package func storeOptions(_ connections: StoreOptions.Connections) -> StoreOptions {
    StoreOptions(
      addresses: settings.addresses, pastDays: settings.sync.pastDays,
      futureDays: settings.sync.futureDays, now: now, viewer: zone, connections: connections)
  }

  /// `--timezone`, then `TZ` if it names a zone, then the configuration, then the system.
  private static func displayZone(
    option: String?, environment: [String: String], settings: Settings, zones: ZoneDatabase
  ) throws -> Zone {
    if let option { return try zone(named: option, in: zones) }
    if let name = environment["TZ"],
      let zone = zones.zone(name.hasPrefix(":") ? String(name.dropFirst()) : name)
    {
      return zone
    }
    if let name = settings.timezone,
      let zone = try? ZonePhrase.zone(identifiedBy: name, in: zones)
    {
      return zone
    }
    return zones.zone(ZoneFiles.systemIdentifier()) ?? .utc
  }

  /// The zone that `--timezone` names: an IANA id in any case, else a word for a zone; for what is
  /// neither the nearest is told.
  package static func zone(named name: String, in zones: ZoneDatabase) throws -> Zone {
    do throws(PhraseError) {
      return try ZonePhrase.zone(identifiedBy: name, in: zones)
    } catch { throw noZone(name, error) }
  }

  /// The zone of somebody else, as people say it: `ET`, `EST`, `London`.
  package func zone(ofOthers name: String) throws -> Zone {
    do throws(PhraseError) {
      return try ZonePhrase.zone(reading: name, in: zones)
    } catch { throw World.noZone(name, error) }
  }

  private static func noZone(_ name: String, _ error: PhraseError) -> CommandError {
    CommandError.usage(
      "There is no time zone “\(name)”.",
      hint: error.nearest.map { "Did you mean \($0)?" }
        ?? "Use an IANA name such as Europe/Berlin.")
  }

  private static func frozen(_ text: String?, in zone: Zone) throws -> Instant? {
    guard let text, !text.isEmpty else { return nil }
    guard let instant = RFC3339.instant(reading: text, zone: zone) else {
      throw CommandError.usage(
        "DAYBOOK_NOW=\(text) is no moment.", hint: "Write it as 2026-11-18T14:12:00+01:00.")
    }
    return instant
  }
}

/// What a world is made with: the options that every command takes, but for the form of its answer.
package struct WorldOptions: Equatable, Sendable {
  package var store: String?
  package var configuration: String?
  package var timezone: String?
  package var isDemo = false

  package init() {}
}

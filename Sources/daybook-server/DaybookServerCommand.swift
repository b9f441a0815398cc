import ArgumentParser
import DaybookCore
import DaybookServer
import DaybookStore
import DaybookSync
import DaybookWorld

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `daybook-server`, which `daybook serve` starts.
@main
struct DaybookServerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "daybook-server",
    abstract: "Give other programs what the terminal has: a REST API over your calendar.",
    discussion: """
      It listens on this machine only, and answers your own programs; every other caller has to \
      show the token that it keeps beside the store. With --users it serves several people, each \
      with a store of their own. See docs/SERVER.md.
      """, version: World.version,
    subcommands: [InviteCommand.self, PeopleCommand.self, TokensCommand.self])

  @Option(help: ArgumentHelp("The address to listen at.", valueName: "address"))
  var host = "127.0.0.1"
  @Option(help: ArgumentHelp("The port to listen at; 0 for any that is free.", valueName: "n"))
  var port = 8765
  @Option(
    name: .customLong("host-name"),
    help: ArgumentHelp("A name that it goes by; may be repeated.", valueName: "name"))
  var names: [String] = []
  @Option(
    help: ArgumentHelp(
      "Where browsers find it, for vendors that send them back; https://…", valueName: "address"))
  var address: String?
  @Option(help: ArgumentHelp("The certificate chain, PEM.", valueName: "file"))
  var tlsCertificate: String?
  @Option(help: ArgumentHelp("The certificate's key, PEM.", valueName: "file"))
  var tlsKey: String?
  @Flag(help: "A proxy of your own stands before it and sees to TLS.") var behindProxy = false
  @Flag(help: "Ask your own programs for the token too.") var requireToken = false
  @Flag(name: .customLong("no-sync"), help: "Do not sync in the background.") var isStill = false

  @Option(
    help: ArgumentHelp(
      "Serve several people, whose stores are in this folder.", valueName: "folder"))
  var users: String?
  @Option(
    help: ArgumentHelp(
      "Who may register, with --users: open, invitation or closed.", valueName: "who"))
  var registration = Registration.invitation

  @Option(help: ArgumentHelp("Bytes that a body may have.", valueName: "n"))
  var maxBody = ServerLimits().body
  @Option(help: ArgumentHelp("Seconds that a body may take to arrive.", valueName: "n"))
  var bodyTimeout = ServerLimits().bodySeconds
  @Option(help: ArgumentHelp("Bytes that all header fields may have.", valueName: "n"))
  var maxHeader = ServerLimits().headerBytes
  @Option(help: ArgumentHelp("Connections that may be open.", valueName: "n"))
  var maxConnections = ServerLimits().connections
  @Option(help: ArgumentHelp("Seconds until a silent connection is closed.", valueName: "n"))
  var idleTimeout = ServerLimits().idleSeconds

  @Option(help: ArgumentHelp("Seconds that may be worked on one answer.", valueName: "n"))
  var workTimeout = ServerLimits().workSeconds
  @Option(
    help: ArgumentHelp(
      "Seconds in which what runs is finished when it is to end.", valueName: "n"))
  var endTimeout = ServerLimits().endSeconds

  @Option(help: ArgumentHelp("The store's file.", valueName: "path")) var store: String?
  @Option(help: ArgumentHelp("The configuration's file.", valueName: "path")) var config: String?
  @Option(help: ArgumentHelp("The display zone, an IANA name.", valueName: "zone"))
  var timezone: String?
  @Flag(help: "Use built-in sample data; never touches your store.") var demo = false

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var waiting = command as? any AsyncParsableCommand {
        try await waiting.run()
      } else {
        try command.run()
      }
    } catch {
      leave(tell(error))
    }
  }

  /// The parser has an `exit` of its own.
  private static func leave(_ status: Int32) -> Never {
    #if canImport(Glibc)
      Glibc.exit(status)
    #else
      Darwin.exit(status)
    #endif
  }

  /// One line on standard error, and the exit status that belongs to it; help on standard output.
  private static func tell(_ error: any Error) -> Int32 {
    let output = Output(environment: World.environment)
    if let status = error as? ExitCode { return status.rawValue }
    guard exitCode(for: error) != .success else {
      _ = try? output.print(fullMessage(for: error))
      return 0
    }
    let known = message(for: error).split(separator: "\n").first.map(String.init) ?? ""
    let full = known.last.map { ".!?".contains($0) } ?? false ? known : known + "."
    output.complain("\(full) See 'daybook-server --help'.")
    return ExitStatus.usage.rawValue
  }

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port wants a number from 0 to 65535.")
    }
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-certificate and --tls-key go together.")
    }
    let counts = [
      ("--max-body", maxBody), ("--body-timeout", bodyTimeout), ("--max-header", maxHeader),
      ("--max-connections", maxConnections), ("--idle-timeout", idleTimeout),
      ("--work-timeout", workTimeout), ("--end-timeout", endTimeout),
    ]
    for (name, count) in counts where count < 1 {
      throw ValidationError("\(name) wants a number of 1 or more.")
    }
    if users != nil {
      guard store == nil, !demo else {
        throw ValidationError("--users goes with neither --store nor --demo.")
      }
      guard !requireToken else {
        throw ValidationError("With --users everybody signs in; --require-token says nothing.")
      }
    }
    if let address {
      let isWhole = address.wholeMatch(of: /https?:\/\/[^\/?#\s]+\/?/) != nil
      guard isWhole else { throw ValidationError("--address wants https:// and a name.") }
    }
    if let fault = place.fault {
      throw ValidationError(
        "\(fault). Give --tls-certificate and --tls-key, or say --behind-proxy.")
    }
  }

  func run() async throws {
    let output = Output(environment: World.environment)
    do {
      let world = try World(options, output: output)
      if let users {
        return try await HouseRun(
          world: world, house: try House(users, in: world.environment),
          registration: registration, place: place, limits: limits, syncs: !isStill
        ).run()
      }
      try await ServerRun(
        world: world, place: place, limits: limits, trustsOwnPrograms: !requireToken,
        syncs: !isStill
      ).run()
    } catch {
      throw ExitCode(ServerRun.report(error, to: output).rawValue)
    }
  }

  var options: WorldOptions {
    var options = WorldOptions()
    (options.store, options.configuration, options.timezone) = (store, config, timezone)
    options.isDemo = demo
    return options
  }

  private var place: ServerPlace {
    var place = ServerPlace()
    (place.host, place.port, place.names) = (host, port, names)
    (place.isBehindProxy, place.address) = (behindProxy, address)
    if let tlsCertificate, let tlsKey {
      place.certificate = ServerPlace.Certificate(chain: tlsCertificate, key: tlsKey)
    }
    return place
  }

  private var limits: ServerLimits {
    var limits = ServerLimits()
    (limits.body, limits.bodySeconds) = (maxBody, bodyTimeout)
    (limits.headerBytes, limits.connections) = (maxHeader, maxConnections)
    limits.idleSeconds = idleTimeout
    (limits.workSeconds, limits.endSeconds) = (workTimeout, endTimeout)
    return limits
  }
}

extension Registration: ExpressibleByArgument {}

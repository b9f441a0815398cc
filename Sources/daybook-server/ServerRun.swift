import DaybookCore
import DaybookServer
import DaybookStore
import DaybookSync
import DaybookWorld

/// One run of the server over a person's own store: answers, and syncs beside it.
struct ServerRun: Sendable {
  let world: World
  let place: ServerPlace
  let limits: ServerLimits
  let trustsOwnPrograms: Bool
  let syncs: Bool

  func run() async throws {
    let (world, place, syncs) = (world, ServerRun.reachable(place, in: world), syncs)
    let store = try world.openStore(.two)
    let wiring = SyncWiring(world: world, store: store)
    let engine = wiring.engine(observer: LoggingObserver(log: world.log))
    let hooks = HookDispatch(world: wiring.hookWorld)
    let pushes = PushKeeper(world: wiring.pushWorld)
    let outside = OutsideWatch(store: store, engine: engine, log: world.log)
    let clock = world.clock
    let clerk = Clerk(
      store: store, settings: world.settings, zone: world.zone, clock: { clock.now },
      engine: syncs ? engine : nil,
      connecting: world.isDemo ? nil : AccountSetup(wiring),
      reach: Reach(
        digests: wiring.digests, post: wiring.hookPost,
        pushed: { await engine.pushed($0, calendar: $1) }, doubted: { await pushes.look() }))
    let service = DaybookService(
      of: clerk, token: try token(), scripts: try ServerRun.scripts(of: world),
      trustsOwnPrograms: trustsOwnPrograms, at: place, limits: limits, version: World.version,
      logger: world.log.logger("server"))
    let beside = Task {
      do {
        try store.rollWindow(now: world.now)
      } catch {
        world.log.warning("the window could not be rolled", error)
      }
      if syncs { await engine.start() }
      await hooks.start()
      await outside.run()
    }
    defer { beside.cancel() }
    do {
      try await service.run { port in
        ServerRun.tell(
          world, place, port,
          world.isDemo ? nil : "other callers need the token in \(ServerRun.tokenFile(of: world))")
        // Providers look whether somebody answers before they promise to tell anything.
        if syncs, !world.isDemo { Task { await pushes.start() } }
      }
    } catch {
      await pushes.stop()
      await hooks.stop()
      await engine.stop()
      throw ServerRun.cannotListen(at: place, error)
    }
    await pushes.stop()
    await hooks.stop()
    await engine.stop()
  }

  /// Where it is, going also by the name under which the Internet finds it.
  static func reachable(_ place: ServerPlace, in world: World) -> ServerPlace {
    var place = place
    let base = world.settings.server.publicURL
    if place.address == nil, !base.isEmpty { place.address = base }
    return place
  }

  /// Sample data are nobody's secret, and are gone with the program.
  private func token() throws -> SecretToken {
    world.isDemo ? .make() : try ServerRun.token(at: ServerRun.tokenFile(of: world))
  }

  static func token(at path: String) throws -> SecretToken {
    do {
      return try SecretToken.kept(at: path)
    } catch {
      throw CommandError.failed(
        "token_file", "The token's file \(error.path) cannot be used: \(error.reason).",
        hint: "Remove it to get a new one.")
    }
  }

  static func tokenFile(of world: World) -> String { world.home.store + ".server-token" }

  /// Tokens for scripts lie beside the store, and not in it: no copy of it lets anybody in.
  static func scripts(of world: World) throws -> ScriptTokens {
    let clock = world.clock
    let index =
      world.isDemo
      ? try UserIndex.passing() : try UserIndex.open(at: world.home.store + ".script-tokens")
    return try ScriptTokens(ofOneIn: index, clock: { clock.now })
  }

  static func cannotListen(at place: ServerPlace, _ error: any Error) -> any Error {
    if error is CertificateFault { return error }
    return CommandError.failed(
      "cannot_listen",
      "\(place.host):\(place.port) cannot be listened at: \(DaybookService.reason(error))",
      hint: "Choose another with --host and --port.")
  }

  /// - Parameter more: said behind it.
  static func tell(_ world: World, _ place: ServerPlace, _ port: Int, _ more: String?) {
    let scheme = place.certificate == nil ? "http" : "https"
    let host = place.host.contains(":") ? "[\(place.host)]" : place.host
    world.output.complain(
      "listening on \(scheme)://\(host):\(port)"
        + (more.map { "; " + $0 } ?? ""))
  }

  static func report(_ error: any Error, to output: Output) -> ExitStatus {
    switch error {
    case let error as CommandError:
      output.complain(error)
      return error.status
    case let problem as Problem:
      output.complain(CommandError.failed(problem.code, problem.message, hint: problem.hint))
      return .failed
    case let error as any Explained:
      output.complain(error)
      return .failed
    default:
      output.complain("\(error)")
      return .failed
    }
  }
}

import DaybookCore
import DaybookServer
import DaybookStore
import DaybookSync
import DaybookWorld

/// One run of the server over the stores of several people: answers, and syncs for all of them.
struct HouseRun: Sendable {
  let world: World
  let house: House
  let registration: Registration
  let place: ServerPlace
  let limits: ServerLimits
  let syncs: Bool

  func run() async throws {
    let (world, place) = (world, ServerRun.reachable(place, in: world))
    let clock = world.clock
    let registry = await Registry(
      index: try house.index(), key: try ServerRun.token(at: house.signingKey),
      registration: registration, clock: { clock.now })
    let (house, syncs) = (house, syncs)
    let household = Household(
      of: registry, every: world.settings.sync.every, clock: { clock.now },
      open: { try HouseRun.quarters(of: $0, in: house, world, syncs: syncs) })
    let service = DaybookService(
      of: household, registry: registry, token: try ServerRun.token(at: house.tokenFile),
      at: place, limits: limits, clock: { clock.now }, version: World.version,
      logger: world.log.logger("server"))
    do {
      try await service.run { port in
        ServerRun.tell(world, place, port, "people are in \(house.folder)")
      }
    } catch {
      throw ServerRun.cannotListen(at: place, error)
    }
  }

  static func quarters(of user: String, in house: House, _ world: World, syncs: Bool) throws
    -> Quarters
  {
    guard User.isID(user) else { throw StoreError.unexpected("no id of a person") }
    let world = world.world(ofStoreAt: house.store(of: user))
    let store = try world.openStore(.two)
    let wiring = SyncWiring(world: world, store: store, person: user)
    let engine = wiring.engine(observer: LoggingObserver(log: world.log))
    let hooks = HookDispatch(world: wiring.hookWorld)
    let pushes = PushKeeper(world: wiring.pushWorld)
    let clock = world.clock
    let clerk = Clerk(
      store: store, settings: world.settings, zone: world.zone, clock: { clock.now },
      engine: syncs ? engine : nil, connecting: AccountSetup(wiring),
      reach: Reach(
        digests: wiring.digests, post: wiring.hookPost,
        pushed: { await engine.pushed($0, calendar: $1) }, doubted: { await pushes.look() },
        person: user))
    let roll: @Sendable () -> Void = {
      do {
        try store.rollWindow(now: clock.now)
      } catch {
        world.log.warning("the window could not be rolled", error)
      }
    }
    return Quarters(
      clerk: clerk,
      live: {
        roll()
        if syncs {
          await engine.start()
          await pushes.start()
        }
        await hooks.start()
        await OutsideWatch(store: store, engine: engine, log: world.log).run()
      },
      syncDue: {
        roll()
        guard syncs else { return }
        await engine.syncDue()
        await pushes.start()
        await pushes.settled()
        await pushes.stop()
      },
      leave: {
        await pushes.stop()
        await hooks.stop()
        await engine.stop()
      }, staysOpen: { (try? store.hookWork().kinds.isEmpty) == false })
  }
}

import DaybookCore
import DaybookStore
import DaybookSync
import DaybookTUI
import DaybookTerminal
import Dispatch
import ICalendar

/// The loop: one inbox, one state, one screen.
///
/// News of every kind comes in as a message; `update` changes the state and says what is to be done;
/// what is done comes back as a message. Nothing here decides anything.
@MainActor
final class Runtime {
  private var state: AppState
  private let screen: Screen
  private let shell: Shell
  private let inbox: AsyncStream<Message>
  private let post: AsyncStream<Message>.Continuation
  private var minutes: (any DispatchSourceTimer)?

  /// Opens the interface; the loop runs on the main queue until the program ends.
  static func start(in world: World, demo: Bool) throws {
    let desk = demo ? try Demo.desk(in: world) : try world.desk(.two)
    let reading = SnapshotReading(desk: desk)
    let themes = Themes(world: world)
    let screen = try Screen(environment: world.environment)
    let runtime: Runtime
    do {
      var state = AppState(
        now: world.now, zone: world.zone,
        secondZone: world.settings.secondTimezone.flatMap(world.zones.zone),
        zones: world.zones, settings: world.settings, keymap: try Keys.table(world.settings),
        size: screen.size, themeName: world.settings.theme, isDemo: demo)
      state.themes = themes.names
      // The first paint shows the stored week: it waits for the store, and for nothing else.
      let days = state.openingDays
      state.take(try reading.snapshot(of: days))
      runtime = Runtime(state: state, screen: screen, world: world, desk: desk, themes: themes)
    } catch {
      screen.close()
      throw error
    }
    current = runtime
    runtime.run()
  }

  /// Keeps the running loop alive.
  private static var current: Runtime?

  private init(state: AppState, screen: Screen, world: World, desk: Desk, themes: Themes) {
    self.state = state
    self.screen = screen
    (inbox, post) = AsyncStream.makeStream(of: Message.self)
    shell = Shell(world: world, desk: desk, themes: themes, post: post, isDemo: state.isDemo)
    screen.use(themes.theme(named: state.themeName, background: nil))
  }

  private func run() {
    paint()
    let post = post
    screen.start { message in post.yield(message) }
    perform(state.openingEffects)
    if shell.world.clock.frozen == nil { startMinutes() }
    shell.startBackground()
    Task {
      for await message in inbox { receive(message) }
    }
  }

  private func receive(_ message: Message) {
    let effects = DaybookTUI.update(&state, message)
    perform(effects)
    paint()
  }

  private func paint() {
    screen.show(DaybookTUI.render(state, size: screen.size))
  }

  private func perform(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .quit:
        screen.close()
        shell.stop()
      case .suspend:
        screen.suspend()
      case .redraw:
        screen.redraw()
      case .setTheme(let name):
        screen.use(shell.themes.theme(named: name, background: screen.background))
        shell.perform(effect)
      case .editInEditor:
        shell.perform(effect, around: screen)
      default:
        shell.perform(effect)
      }
    }
  }

  /// Wakes once a minute, just after the clock on the wall moves.
  private func startMinutes() {
    let timer = DispatchSource.makeTimerSource(queue: .main)
    let seconds = 60 - shell.world.now.seconds % 60
    timer.schedule(deadline: .now() + .seconds(seconds), repeating: 60, leeway: .milliseconds(200))
    let world = shell.world
    let post = post
    timer.setEventHandler { post.yield(.minute(world.now)) }
    timer.activate()
    minutes = timer
  }
}

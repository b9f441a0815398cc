import CAllocator
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookTerminal
import DaybookWorld
import Dispatch
import ICalendar

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The loop: one inbox, one state, one screen.
///
/// News of every kind comes in as a message; `update` changes the state and says what is to be done;
/// what is done comes back as a message. Nothing here decides anything.
@MainActor
final class Runtime {
  private var state: AppState
  private let screen: Screen
  private let shell: Shell
  private let clipboard: Clipboard
  private var listener: Listener?
  private var minutes: (any DispatchSourceTimer)?
  private var themeWatch: ThemeWatch?
  private var background: RGB?

  /// Opens the interface; the loop runs on the main queue until the program ends.
  static func start(in world: World) throws {
    // Weeks are read on one thread and shown on another, which lets go of them.
    daybook_share_heaps()
    let themes = ThemeFiles(world: world)
    let settings = world.settings
    let terminal = try Terminal(environment: world.environment)
    // What it looks like and what keys mean is found out while the store is read: both take as long.
    let keymap = Meanwhile { KeySettings.table(settings) }
    let theme = Meanwhile { themes.theme(named: settings.theme, background: nil) }
    let desk = try world.desk(.two)
    let size = terminal.size
    var state = AppState(
      now: world.now, zone: world.zone,
      secondZone: settings.secondTimezone.flatMap {
        try? ZonePhrase.zone(identifiedBy: $0, in: world.zones)
      },
      zones: world.zones, settings: settings, keymap: keymap.value,
      size: Size(columns: size.columns, rows: size.rows), themeName: settings.theme,
      isDemo: world.isDemo)
    state.themes = themes.names
    if let problem = world.problems.first { state.notice = Notice(.error, problem) }
    // The first paint shows the stored week: it waits for the store, and for nothing else.
    let first = try SnapshotReading(desk: desk).snapshot(of: state.pageDays, ahead: nil)
    state.theme = theme.value
    _ = update(&state, .snapshot(first))
    let screen = Screen(terminal, theme: theme.value)
    let runtime = Runtime(state: state, screen: screen, world: world, desk: desk, themes: themes)
    current = runtime
    runtime.run()
  }

  /// Keeps the running loop alive.
  private static var current: Runtime?

  /// Brings news from any thread to the loop.
  private nonisolated static func onMain(_ work: @escaping @MainActor (Runtime) -> Void) {
    DispatchQueue.main.async {
      MainActor.assumeIsolated { if let current { work(current) } }
    }
  }

  private init(state: AppState, screen: Screen, world: World, desk: Desk, themes: ThemeFiles) {
    self.state = state
    self.screen = screen
    clipboard = Clipboard(
      command: world.settings.clipboardCommand, environment: world.environment)
    shell = Shell(world: world, desk: desk, themes: themes, isDemo: state.isDemo) { message in
      Runtime.onMain { $0.receive(message) }
    } copy: { text, what in
      Runtime.onMain { $0.copy(text, what: what) }
    }
  }

  private func run() {
    // Before anybody can see a theme to be edited.
    themeWatch = ThemeWatch(folder: shell.world.home.userThemes) {
      Runtime.onMain { $0.readThemesAgain() }
    }
    if state.themeName == ThemeFiles.auto { screen.askBackground() }
    paint()
    guard let listener = Listener(screen: screen, tell: { [weak self] in self?.hear($0) }) else {
      // A screen that hears no key cannot even be left.
      screen.close()
      Output(environment: shell.world.environment)
        .complain("The system has no pipe left to hear the keyboard by. Close some programs.")
      exit(ExitStatus.failed.rawValue)
    }
    self.listener = listener
    perform(state.openingEffects)
    if shell.world.clock.frozen == nil { startMinutes() }
    shell.start()
  }

  // MARK: - In

  private func hear(_ news: TerminalNews) {
    switch news {
    case .press(let press): receive(.key(press))
    case .resized:
      let size = screen.size
      receive(.resized(Size(columns: size.columns, rows: size.rows)))
    case .background(let color):
      let before = shell.themes.fitting(background)
      background = color
      guard state.themeName == ThemeFiles.auto, shell.themes.fitting(color) != before else {
        return
      }
      wear(ThemeFiles.auto)
      paint()
    case .stopWanted: suspend()
    case .resumed: paint()
    case .endWanted(let signal): end(status: 128 + signal)
    case .hungUp: end(status: 128 + SIGHUP)
    }
  }

  private func receive(_ message: Message) {
    perform(update(&state, message))
    paint()
  }

  // MARK: - Out

  private func paint() {
    let picture = render(state)
    screen.show(picture.grid, title: picture.title)
  }

  private func perform(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .quit: end(status: 0)
      case .suspend: suspend()
      case .redraw: screen.redraw()
      case .copy(let text, let what): copy(text, what: what)
      case .notify(let text): notify(text)
      case .copyAndHold(let text, let slots, let calendar):
        shell.hold(slots, into: calendar)
        copy(text, what: "Slots")
      case .showTheme(let name): wear(name)
      case .setTheme(let name):
        wear(name)
        shell.perform(effect)
      case .editInEditor(let id): editInEditor(id)
      case .loadPage(let days):
        if let message = shell.page(days) { perform(update(&state, message)) }
      default: shell.perform(effect)
      }
    }
  }

  /// Puts a theme on, and tells the state, which finds the calendars' own colours by it.
  private func wear(_ name: String) {
    state.themeName = name
    let theme = shell.themes.theme(named: name, background: background)
    screen.theme = theme
    perform(update(&state, .theme(theme)))
  }

  /// A theme's file was written: what is worn shows it at once, and what is wrong in it is said.
  private func readThemesAgain() {
    themeWatch?.watchFolder()
    perform(update(&state, .themes(shell.themes.names, current: state.themeName)))
    wear(state.themeName)
    let problem = shell.themes.reading(named: state.themeName)?.problems.first
    state.notice = problem.map { Notice(.error, $0) }
    paint()
  }

  private func copy(_ text: String, what: String) {
    Task {
      let routes = await clipboard.copy(text) { screen.send($0) }
      receive(.copied(what: what, routes: routes.map(\.name), text: text))
    }
  }

  private func notify(_ text: String) {
    let settings = state.settings.reminders
    let notifier = Notifier(
      command: settings.command, ringsOnly: settings.by == .bell,
      environment: shell.world.environment)
    Task { await notifier.notify(text) { screen.send($0) } }
  }

  private func suspend() {
    listener?.pause()
    screen.suspend()
    listener?.resume()
    paint()
  }

  private func editInEditor(_ id: OccurrenceID) {
    listener?.pause()
    screen.close()
    shell.editInEditor(id)
    listener?.resume()
    paint()
  }

  private func end(status: Int32) {
    screen.close()
    shell.stop()
    exit(status)
  }

  /// Wakes once a minute, just after the clock on the wall moves.
  private func startMinutes() {
    let timer = DispatchSource.makeTimerSource(queue: .main)
    let seconds = 60 - shell.world.now.seconds % 60
    timer.schedule(deadline: .now() + .seconds(seconds), repeating: 60, leeway: .milliseconds(200))
    timer.setEventHandler {
      MainActor.assumeIsolated {
        guard let runtime = Runtime.current else { return }
        runtime.receive(.minute(runtime.shell.world.now))
      }
    }
    timer.activate()
    minutes = timer
  }
}

import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookTerminal
import DaybookWorld
import ICalendar
import Logging

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Looks at everything outside that Daybook needs.
struct Checkup {
  let world: World

  func checks() -> [HealthCheck] {
    [terminal, locale, clipboard, configuration, clock, zone, zoneFiles, log] + storeAndAccounts
  }

  // MARK: Terminal

  private var terminal: HealthCheck {
    let name = "terminal"
    let kind = world.environment["TERM"] ?? ""
    do throws(TerminalError) {
      let features = try TerminalFeatures(
        environment: world.environment, descriptor: STDOUT_FILENO)
      let colours =
        switch features.depth {
        case .full: "true colour"
        case .indexed: "256 colours"
        case .sixteen: "16 colours"
        case .eight: "8 colours"
        case .mono: "no colour"
        }
      guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
        return HealthCheck(
          name: name, status: .ok,
          message: "\(kind), \(colours); input or output is not a terminal right now")
      }
      return HealthCheck(name: name, status: .ok, message: "\(kind), \(colours)")
    } catch {
      // Commands work all the same; only the interface does not.
      return HealthCheck(
        name: name, status: .warning, message: error.message, hint: error.hint)
    }
  }

  private var locale: HealthCheck {
    let set =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy
      .compactMap { world.environment[$0] }.first { !$0.isEmpty } ?? ""
    let plain = set.lowercased().filter { $0 != "-" }
    if plain.contains("utf8") {
      return HealthCheck(name: "locale", status: .ok, message: set)
    }
    return HealthCheck(
      name: "locale", status: .warning,
      message: set.isEmpty ? "no locale is set" : "\(set) is not a UTF-8 locale",
      hint: "Set LANG=C.UTF-8 or another UTF-8 locale, or letters may show as signs.")
  }

  private var clipboard: HealthCheck {
    let name = "clipboard"
    if !world.settings.clipboardCommand.isEmpty {
      return HealthCheck(
        name: name, status: .ok, message: "through the command of the configuration")
    }
    var ways: [String] = []
    let clipboard = Clipboard(environment: world.environment)
    if clipboard.terminalBytes(for: "x") != nil { ways.append("the terminal (OSC 52)") }
    ways += tools.filter { isInstalled($0) }
    guard !ways.isEmpty else {
      return HealthCheck(
        name: name, status: .warning, message: "no way to the clipboard was found",
        hint: "Install wl-copy, xclip or xsel, or set [clipboard] command.")
    }
    return HealthCheck(
      name: name, status: .ok, message: "through " + ways.joined(separator: ", "))
  }

  /// The desktop's tools that could work here.
  private var tools: [String] {
    func isSet(_ name: String) -> Bool { !(world.environment[name] ?? "").isEmpty }
    var tools: [String] = []
    if isSet("WAYLAND_DISPLAY") { tools.append("wl-copy") }
    if isSet("DISPLAY") { tools += ["xclip", "xsel"] }
    if isSet("TMUX") { tools.append("tmux") }
    #if os(macOS)
      if !isSet("SSH_TTY") { tools.append("pbcopy") }
    #endif
    return tools
  }

  private func isInstalled(_ tool: String) -> Bool {
    (world.environment["PATH"] ?? "").split(separator: ":")
      .contains { access("\($0)/\(tool)", X_OK) == 0 }
  }

  // MARK: Settings and time

  private var configuration: HealthCheck {
    let path = world.home.configuration
    guard FileBytes.exists(path) else {
      return HealthCheck(
        name: "configuration", status: .ok, message: "none at \(path); the defaults apply")
    }
    var problems = SettingsFile(path: path, zones: world.zones).problems
    // Which there are, only their files tell.
    let (theme, names) = (world.settings.theme, ThemeFiles(world: world).names)
    if !names.contains(theme) {
      let nearest = NearestWord.to(theme, among: names).map { "; there is \"\($0)\"" } ?? ""
      problems.append("\(path): theme: no theme is called \"\(theme)\"\(nearest).")
    }
    guard let first = problems.first else {
      return HealthCheck(name: "configuration", status: .ok, message: path)
    }
    let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
    return HealthCheck(
      name: "configuration", status: .warning, message: first + more,
      hint: "The rest of the file applies; mend that line.")
  }

  private var clock: HealthCheck {
    let now = world.now
    let text = RFC3339.text(now, in: world.zone)
    if world.clock.frozen != nil {
      return HealthCheck(
        name: "clock", status: .warning, message: "stands still at \(text)",
        hint: "Unset DAYBOOK_NOW to let it go.")
    }
    let year = world.zone.day(at: now).year
    guard (2025...2100).contains(year) else {
      return HealthCheck(
        name: "clock", status: .failed, message: "shows \(text)",
        hint: "Set the system's clock; sign-ins and sync depend on it.")
    }
    return HealthCheck(name: "clock", status: .ok, message: text)
  }

  private var zone: HealthCheck {
    let system = ZoneFiles.systemIdentifier()
    guard world.zones.zone(system) != nil else {
      return HealthCheck(
        name: "timezone", status: .warning,
        message: "the system's zone \(system) is not known; \(world.zone.identifier) is used",
        hint: "Set timezone in the configuration to an IANA name such as Europe/Berlin.")
    }
    return HealthCheck(name: "timezone", status: .ok, message: world.zone.identifier)
  }

  private var zoneFiles: HealthCheck {
    let wanted = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney"]
    let missing = wanted.filter { world.zones.zone($0) == nil }
    guard missing.isEmpty else {
      return HealthCheck(
        name: "zone_files", status: .failed,
        message: "the system has no rules for \(missing.joined(separator: ", "))",
        hint: "Install the time zones: the package is called tzdata.")
    }
    let folder = ZoneFiles.folders.first { FileBytes.isFolder($0) } ?? ""
    return HealthCheck(name: "zone_files", status: .ok, message: folder)
  }

  private var log: HealthCheck {
    let log = world.log
    if let fault = log.fault {
      return HealthCheck(
        name: "log", status: .warning, message: "\(log.path) cannot be written: \(fault)",
        hint: "Check who may write the file and its folder.")
    }
    return HealthCheck(name: "log", status: .ok, message: "\(log.path) (\(log.level.rawValue))")
  }

  // MARK: Store and accounts

  private var storeAndAccounts: [HealthCheck] {
    let path = world.home.store
    guard FileBytes.exists(path) else {
      return [
        HealthCheck(
          name: "store", status: .ok, message: "none at \(path) yet; the first use makes it")
      ]
    }
    do {
      let store = try world.openStore()
      if let fault = try store.fault() {
        return [
          HealthCheck(
            name: "store", status: .failed, message: "\(path) is damaged: \(fault)",
            hint: "Move the file away, then sync and import again.")
        ]
      }
      let accounts = try store.accounts()
      let signIns = SignInCheckup(wiring: SyncWiring(world: world, store: store))
      return [HealthCheck(name: "store", status: .ok, message: path)]
        + signIns.secrets(of: accounts)
        + accounts.map { account in signIns.check(account) ?? check(account) }
    } catch let error as any Explained {
      return [
        HealthCheck(name: "store", status: .failed, message: error.message, hint: error.hint)
      ]
    } catch {
      return [HealthCheck(name: "store", status: .failed, message: "\(error)")]
    }
  }

  private func check(_ account: Account) -> HealthCheck {
    let name = "account \(account.name)"
    let message = account.failure?.message ?? account.state.words
    switch account.state {
    case .ok:
      let signedIn = account.kind.signsIn && !world.isDemo ? ", signed in" : ""
      return HealthCheck(name: name, status: .ok, message: message + signedIn)
    case .new:
      return HealthCheck(
        name: name, status: .warning, message: message, hint: "Run 'daybook sync'.")
    case .partial:
      return HealthCheck(
        name: name, status: .warning, message: message, hint: account.failure?.hint)
    case .failed, .loginRequired:
      return HealthCheck(
        name: name, status: .failed, message: message, hint: account.failure?.hint)
    }
  }
}

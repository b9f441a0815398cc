#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where Daybook keeps its files: the XDG base directories, and what overrides them.
package struct Home: Sendable {
  package let store: String
  package let configuration: String
  package let userThemes: String
  package let log: String
  /// What proves who somebody is, locked; and the key to it, where no desktop keeps it.
  package let secrets: String
  package let secretKey: String

  package init(environment: [String: String], store: String?, configuration: String?) {
    let home = Home.folder(environment)
    func base(_ variable: String, _ fallback: String) -> String {
      // The specification asks that a relative path be ignored.
      if let path = environment[variable], path.hasPrefix("/") { return path + "/daybook" }
      return home + "/" + fallback + "/daybook"
    }
    func given(_ option: String?, _ variable: String) -> String? {
      if let option { return Home.expanded(option, home: home) }
      guard let path = environment[variable], !path.isEmpty else { return nil }
      return Home.expanded(path, home: home)
    }
    let folder = base("XDG_CONFIG_HOME", ".config")
    // Whole, as those who watch its folder are told whole paths.
    self.store = Home.whole(
      given(store, "DAYBOOK_STORE") ?? base("XDG_DATA_HOME", ".local/share") + "/daybook.sqlite")
    self.configuration = given(configuration, "DAYBOOK_CONFIG") ?? folder + "/config.toml"
    userThemes = folder + "/themes"
    log = base("XDG_STATE_HOME", ".local/state") + "/daybook.log"
    // Another store has accounts of its own, even where they are the same people's.
    let usual = base("XDG_DATA_HOME", ".local/share")
    secrets = self.store == usual + "/daybook.sqlite" ? usual + "/secrets" : self.store + ".secrets"
    secretKey = base("XDG_STATE_HOME", ".local/state") + "/secrets.key"
  }

  /// The person's own folder: `HOME`, else what the system's list of users says.
  package static func folder(_ environment: [String: String]) -> String {
    if let home = environment["HOME"], !home.isEmpty { return home }
    guard let user = getpwuid(getuid()), let folder = user.pointee.pw_dir else { return "/" }
    return String(cString: folder)
  }

  /// A path from `/` on, whatever folder we are in.
  private static func whole(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    let from = String(cString: folder)
    return (from == "/" ? "" : from) + "/" + path
  }

  /// `~` and `~/…` as a shell reads them.
  package static func expanded(_ path: String, home: String) -> String {
    if path == "~" { return home }
    return path.hasPrefix("~/") ? home + path.dropFirst(1) : path
  }
}

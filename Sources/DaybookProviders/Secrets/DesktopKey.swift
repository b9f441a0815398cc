#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The desktop's secret service, asked through its own tool: `secret-tool` (freedesktop.org's Secret
/// Service), or `security` (the keychain of macOS).
struct DesktopKey: KeyPlace {
  private let tool: String
  private let environment: [String: String]

  let words = "the desktop's secret service"

  /// nil where there is no such service in reach.
  init?(environment: [String: String]) {
    #if os(macOS)
      guard let tool = ChildProgram.path(of: "security", in: environment) else { return nil }
    #else
      guard Self.hasBus(environment),
        let tool = ChildProgram.path(of: "secret-tool", in: environment)
      else { return nil }
    #endif
    self.tool = tool
    self.environment = environment
  }

  /// Without a bus the tool would start one that nobody else sees.
  private static func hasBus(_ environment: [String: String]) -> Bool {
    if let bus = environment["DBUS_SESSION_BUS_ADDRESS"], !bus.isEmpty { return true }
    guard let folder = environment["XDG_RUNTIME_DIR"], folder.hasPrefix("/") else { return false }
    return access(folder + "/bus", F_OK) == 0
  }

  private func ask(_ arguments: [String], _ input: String = "") -> ChildProgram.Answer? {
    ChildProgram(path: tool, arguments: arguments, environment: environment)
      .run(Array(input.utf8))
  }

  #if os(macOS)
    func look() -> KeyFound {
      let answer = ask(["find-generic-password", "-a", "daybook", "-s", "daybook secrets", "-w"])
      guard let answer, let status = answer.status else { return .unreachable }
      // errSecItemNotFound, as the tool's exit status has it.
      if status == 44 { return .none }
      guard status == 0 else { return .unreachable }
      return VaultKey(text: String(decoding: answer.output, as: UTF8.self)).map { .key($0) }
        ?? .none
    }

    /// The tool reads the command, and the key in it, from its standard input.
    func keep(_ key: VaultKey) -> Bool {
      let command = "add-generic-password -a daybook -s \"daybook secrets\" -w \(key.text)\n"
      return ask(["-i"], command)?.status == 0
    }
  #else
    private static let attributes = ["application", "daybook", "purpose", "secrets"]

    func look() -> KeyFound {
      guard let answer = ask(["lookup"] + Self.attributes), let status = answer.status else {
        return .unreachable
      }
      if status == 0 {
        return VaultKey(text: String(decoding: answer.output, as: UTF8.self)).map { .key($0) }
          ?? .none
      }
      // The tool says 1 both where there is nothing and where nobody answers. A search tells: it
      // ends well when the service is there, whether it finds something or not.
      return ask(["search"] + Self.attributes)?.status == 0 ? .none : .unreachable
    }

    func keep(_ key: VaultKey) -> Bool {
      ask(["store", "--label=Daybook"] + Self.attributes, key.text)?.status == 0
    }
  #endif
}

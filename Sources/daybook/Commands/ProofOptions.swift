import ArgumentParser
import DaybookCore
import DaybookProviders
import DaybookWorld

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How whoever adds an account proves who they are. No secret is ever an argument, which everybody on
/// the machine could read.
struct ProofOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Who signs in, at caldav.", valueName: "name")) var user: String?
  @Flag(help: "Read the password from standard input, at caldav.") var passwordStdin = false
  @Option(
    help: ArgumentHelp(
      "Prints the password whenever it is needed, at caldav.", valueName: "command"))
  var passwordCommand: String?
  @Flag(help: "Read the key from standard input, at calcom.") var apiKeyStdin = false
  @Option(
    help: ArgumentHelp("Prints the key whenever it is needed, at calcom.", valueName: "command"))
  var apiKeyCommand: String?
  @Option(help: ArgumentHelp("Where Cal.com's API is, at calcom.", valueName: "address"))
  var apiBase: String?
  @Flag(help: "Show the address to open, and open no browser.") var noBrowser = false
  @Flag(help: "Sign in by a code that is entered elsewhere, at microsoft.") var deviceCode = false

  func validate(for kind: AccountKind) throws {
    let asksPassword = user != nil || passwordStdin || passwordCommand != nil
    let asksKey = apiKeyStdin || apiKeyCommand != nil || apiBase != nil
    if asksPassword, kind != .caldav {
      throw ValidationError("--user and the password belong to a caldav account.")
    }
    if asksKey, kind != .calcom {
      throw ValidationError("--api-key-stdin, --api-key-command and --api-base belong to calcom.")
    }
    if deviceCode, kind != .microsoft {
      throw ValidationError("Only Microsoft signs in to calendars by a device code.")
    }
    if noBrowser, ![.google, .microsoft, .calcom].contains(kind) {
      throw ValidationError("Nothing opens a browser for a \(kind.rawValue) account.")
    }
    if passwordStdin && passwordCommand != nil || apiKeyStdin && apiKeyCommand != nil {
      throw ValidationError("The secret comes from standard input or from a command, not both.")
    }
  }

  /// The password of `user`.
  func password(of user: String) throws -> Secret {
    if let passwordCommand { return .command(passwordCommand, user: user) }
    let password = try Self.secret(
      isPiped: passwordStdin, prompt: "Password of \(user): ",
      missing: "A password is missing: --password-stdin or --password-command says where it is.")
    return .password(user: user, password: password)
  }

  /// The key, from the options, else from the settings; nil where there is none.
  func key(_ settings: CalComSettings) throws -> Secret? {
    if let apiKeyCommand { return .command(apiKeyCommand, user: nil) }
    if apiKeyStdin { return .key(try Self.secret(isPiped: true, prompt: "", missing: "")) }
    if !settings.apiKey.isEmpty { return .key(settings.apiKey) }
    if !settings.apiKeyCommand.isEmpty { return .command(settings.apiKeyCommand, user: nil) }
    guard settings.clientID.isEmpty else { return nil }
    return .key(
      try Self.secret(
        isPiped: false, prompt: "Cal.com API key: ",
        missing: "A key is missing: --api-key-stdin or --api-key-command says where it is."))
  }

  /// One line, without its end; asked for without echo where somebody sits at a terminal.
  private static func secret(isPiped: Bool, prompt: String, missing: String) throws -> String {
    let text: String
    if isPiped {
      text = try StandardInput.text(limit: 64_000)
    } else {
      guard isatty(STDIN_FILENO) == 1, let typed = getpass(prompt) else {
        throw CommandError.usage(missing)
      }
      text = String(cString: typed)
    }
    let line = String(text.prefix { !$0.isNewline })
    guard !line.isEmpty else {
      throw CommandError.usage("The password or key is empty.", hint: "Give it on one line.")
    }
    return line
  }
}

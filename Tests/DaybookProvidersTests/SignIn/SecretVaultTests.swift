import DaybookCore
import DaybookProviders
import DaybookTestSupport
import Foundation
import ICalendar
import Testing

/// What proves who somebody is lies locked on the disk, and its key elsewhere.
struct SecretVaultTests {
  private static let account = AccountID("account-1")
  /// In every secret, and too long to stand in random bytes by chance.
  private static let mark = "hush-3f9c"
  private static let secrets: [Secret] = [
    .password(user: "ana@hush-3f9c.example", password: "hush-3f9c"), .key("cal_live_hush-3f9c"),
    .command("pass show hush-3f9c", user: "ana@hush-3f9c.example"),
    .command("pass show hush-3f9c", user: nil),
    .tokens(
      Tokens(
        access: "access-hush-3f9c", refresh: "refresh-hush-3f9c",
        expiry: Instant(seconds: 1_800_000_000),
        scopes: ["a", "b"], granted: Instant(seconds: 1_700_000_000),
        renewed: Instant(seconds: 1_790_000_000))),
  ]

  /// A home with a vault; each call of `vault` is another process's.
  private struct Place {
    let folder: TemporaryFolder
    var environment: [String: String] = [:]

    init() throws { folder = try TemporaryFolder() }

    var secrets: String { folder.path + "/data/secrets" }
    var keyFile: String { folder.path + "/state/secrets.key" }
    var file: String { secrets + "/account-1.secret" }

    func vault() -> SecretVault {
      SecretVault(folder: secrets, keyFile: keyFile, environment: environment)
    }

    func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    func mode(_ path: String) throws -> Int {
      let facts = try FileManager.default.attributesOfItem(atPath: path)
      return (facts[.posixPermissions] as? Int ?? 0) & 0o777
    }
  }

  @Test(arguments: secrets) func whatIsKeptIsReadByAnotherProcess(_ secret: Secret) throws {
    let place = try Place()
    defer { place.folder.remove() }
    #expect(try place.vault().secret(of: Self.account) == nil)
    try place.vault().keep(secret, of: Self.account)
    #expect(try place.vault().secret(of: Self.account) == secret)
  }

  @Test(arguments: secrets) func nothingOfItCanBeReadByOthers(_ secret: Secret) throws {
    let place = try Place()
    defer { place.folder.remove() }
    try place.vault().keep(secret, of: Self.account)
    for path in [place.file, place.keyFile] {
      #expect(try place.mode(path) == 0o600)
      let text = String(decoding: try place.bytes(path), as: UTF8.self)
      #expect(!text.contains(Self.mark))
    }
    for path in [place.secrets, place.folder.path + "/state"] {
      #expect(try place.mode(path) == 0o700)
    }
    #expect(!"\(secret)".contains(Self.mark))
    #expect(!String(reflecting: secret).contains(Self.mark))
    if case .tokens(let tokens) = secret {
      #expect(!String(reflecting: tokens).contains(Self.mark))
    }
  }

  @Test func theSameSecretIsNeverLockedAlike() throws {
    let place = try Place()
    defer { place.folder.remove() }
    try place.vault().keep(Self.secrets[0], of: Self.account)
    let first = try place.bytes(place.file)
    try place.vault().keep(Self.secrets[0], of: Self.account)
    #expect(try place.bytes(place.file) != first)
  }

  @Test func aFileOfAnotherAccountIsNotTakenForOnesOwn() throws {
    let place = try Place()
    defer { place.folder.remove() }
    try place.vault().keep(Self.secrets[0], of: AccountID("account-2"))
    try FileManager.default.moveItem(
      atPath: place.secrets + "/account-2.secret", toPath: place.file)
    #expect(throws: ProviderError.self) { try place.vault().secret(of: Self.account) }
  }

  @Test func everyDamagedByteIsNoticed() throws {
    let place = try Place()
    defer { place.folder.remove() }
    try place.vault().keep(Self.secrets[0], of: Self.account)
    let whole = try place.bytes(place.file)
    for index in whole.indices {
      var damaged = whole
      damaged[index] ^= 1
      try damaged.write(to: URL(fileURLWithPath: place.file))
      #expect(throws: ProviderError.self, "byte \(index)") {
        try place.vault().secret(of: Self.account)
      }
    }
    try whole.prefix(20).write(to: URL(fileURLWithPath: place.file))
    let error = #expect(throws: ProviderError.self) { try place.vault().secret(of: Self.account) }
    #expect(error?.message == "what was kept to sign in is damaged")
    #expect(error?.hint == "sign in again with 'daybook accounts login'")
    #expect(error?.isPassing == false)
  }

  @Test func aKeyThatIsGoneIsSaidToBe() throws {
    let place = try Place()
    defer { place.folder.remove() }
    try place.vault().keep(Self.secrets[0], of: Self.account)
    try FileManager.default.removeItem(atPath: place.keyFile)
    let error = #expect(throws: ProviderError.self) { try place.vault().secret(of: Self.account) }
    #expect(error?.message.contains("its key is gone") == true)
    // Signing in again makes another key, and all is well.
    try place.vault().keep(Self.secrets[1], of: Self.account)
    #expect(try place.vault().secret(of: Self.account) == Self.secrets[1])
  }

  @Test func aFileThatIsNoKeyIsNotOverwritten() throws {
    let place = try Place()
    defer { place.folder.remove() }
    try place.folder.write("state/secrets.key", "my notes")
    let error = #expect(throws: ProviderError.self) {
      try place.vault().keep(Self.secrets[0], of: Self.account)
    }
    #expect(error?.message.hasSuffix("holds no key") == true)
    #expect(try place.bytes(place.keyFile) == Data("my notes".utf8))
  }

  @Test func whatIsErasedIsGone() throws {
    let place = try Place()
    defer { place.folder.remove() }
    try place.vault().keep(Self.secrets[0], of: Self.account)
    try place.vault().erase(Self.account)
    try place.vault().erase(Self.account)
    #expect(try place.vault().secret(of: Self.account) == nil)
    #expect(!FileManager.default.fileExists(atPath: place.file))
  }

  @Test func oneLockAtATime() async throws {
    let place = try Place()
    defer { place.folder.remove() }
    let first = try await place.vault().lock(Self.account)
    let second = Task { try await place.vault().lock(Self.account) }
    second.cancel()
    await #expect(throws: ProviderError.cancelled) { try await second.value }
    first.release()
    try await place.vault().lock(Self.account).release()
  }

  // MARK: - The desktop

  #if os(Linux)
    /// A `secret-tool` that keeps one secret in a file, and writes down how it was called.
    private static let tool = """
      #!/bin/sh
      echo "$@" >> "$HOME/calls"
      case "$1" in
        lookup) test -f "$HOME/kept" && cat "$HOME/kept" ;;
        store) cat > "$HOME/kept" ;;
        search) exit 0 ;;
      esac
      """

    private func desktop(_ tool: String) throws -> Place {
      var place = try Place()
      try place.folder.write("bin/secret-tool", tool)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: place.folder.path + "/bin/secret-tool")
      place.environment = [
        "PATH": place.folder.path + "/bin:/usr/bin:/bin", "HOME": place.folder.path,
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
      ]
      return place
    }

    @Test func theDesktopKeepsTheKeyWhereThereIsOne() throws {
      let place = try desktop(Self.tool)
      defer { place.folder.remove() }
      try place.vault().keep(Self.secrets[0], of: Self.account)
      #expect(try place.vault().secret(of: Self.account) == Self.secrets[0])
      #expect(!FileManager.default.fileExists(atPath: place.keyFile))
      #expect(place.vault().words.hasSuffix("the key is in the desktop's secret service"))
      let kept = String(decoding: try place.bytes(place.folder.path + "/kept"), as: UTF8.self)
      let calls = String(decoding: try place.bytes(place.folder.path + "/calls"), as: UTF8.self)
      #expect(kept.utf8.count == 44)
      #expect(calls.contains("store --label=Daybook") && !calls.contains(kept))
    }

    @Test func aDesktopThatDoesNotAnswerLeavesTheKeyInAFile() throws {
      let place = try desktop("#!/bin/sh\nexit 1\n")
      defer { place.folder.remove() }
      try place.vault().keep(Self.secrets[0], of: Self.account)
      #expect(try place.vault().secret(of: Self.account) == Self.secrets[0])
      #expect(FileManager.default.fileExists(atPath: place.keyFile))
      // Once made where no desktop was, the file stays in use.
      try place.folder.write("bin/secret-tool", Self.tool)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: place.folder.path + "/bin/secret-tool")
      try place.vault().keep(Self.secrets[1], of: Self.account)
      #expect(try place.vault().secret(of: Self.account) == Self.secrets[1])
      #expect(!FileManager.default.fileExists(atPath: place.folder.path + "/kept"))
    }

    @Test func aKeyOutOfReachIsWaitedFor() throws {
      let place = try desktop(Self.tool)
      defer { place.folder.remove() }
      try place.vault().keep(Self.secrets[0], of: Self.account)
      try place.folder.write("bin/secret-tool", "#!/bin/sh\nexit 1\n")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: place.folder.path + "/bin/secret-tool")
      let error = #expect(throws: ProviderError.self) {
        try place.vault().secret(of: Self.account)
      }
      #expect(error?.code == "key_out_of_reach")
      #expect(error?.isPassing == true)
    }
  #endif
}

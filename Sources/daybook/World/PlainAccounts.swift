import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookWorld

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Accounts without a sign-in: feeds, files and folders, and those that are only here.
extension AccountSetup {
  private static let schemes = ["http", "https", "webcal", "webcals"]

  /// Follows a feed, a file or a folder.
  ///
  /// - Parameter place: as `AccountSetup.place` made it.
  func addFeed(_ place: String, named name: String?) throws -> Account {
    let accounts = try store.accounts()
    let id = Account.id(kind: .ics, nameOrAddress: place)
    if let known = accounts.first(where: { $0.id == id }) {
      throw CommandError.failed(
        "account_exists", "That address is the account “\(known.name)” already.",
        hint: "Sync it with 'daybook sync'.")
    }
    let free = AccountSetup.free(RemotePlace(place).host ?? place, besides: accounts)
    return try store.addAccount(
      Account(id: id, name: name ?? free, kind: .ics, address: place, state: .new))
  }

  /// An account that is only here, with a calendar of the same name to begin with.
  func addLocal(named name: String) throws -> Account {
    let ids = Set(try store.accounts().map(\.id))
    func id(_ key: String) -> AccountID { Account.id(kind: .local, nameOrAddress: key) }
    if name.lowercased() == "local", !ids.contains(id("local")) { return try store.localAccount() }
    // One that was called so before may be called something else by now.
    var (key, number) = (name, 2)
    while ids.contains(id(key)) { (key, number) = ("\(name) \(number)", number + 1) }
    let account = try store.addAccount(
      Account(id: id(key), name: name, kind: .local, state: .ok), isSynced: false)
    try store.updateCalendars([RemoteCalendar(id: RemoteID(name), name: name)], of: account.id)
    return account
  }

  /// The address to remember: of the web as it was typed, of this machine a whole path.
  static func place(_ address: String, in world: World) throws -> String {
    let text = address.trimmed
    guard !text.isEmpty else {
      throw CommandError.usage("An address, a file or a folder is missing.")
    }
    if ProviderFactory.isWeb(text) {
      guard WebAddress(text) != nil || !CurlTransport.isReady else {
        throw CommandError.usage(
          "\(RemotePlace(text)) is no address that can be fetched.",
          hint: "Addresses begin with https://, http:// or webcal://.")
      }
      return text
    }
    guard !schemes.contains(where: { text.lowercased().hasPrefix($0 + ":") }) else {
      throw CommandError.usage(
        "That is no address that can be fetched.",
        hint: "Two slashes follow the colon, as in https://.")
    }
    var path = FileProvider.path(text, home: Home.folder(world.environment))
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path.hasPrefix("/") ? path : WorkingFolder.absolute(path)
  }
}

/// Where relative paths begin.
private enum WorkingFolder {
  static func absolute(_ path: String) -> String {
    guard let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    let base = String(cString: folder)
    let plain = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    return base == "/" ? "/" + plain : "\(base)/\(plain)"
  }
}

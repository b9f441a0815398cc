package import DaybookCore
import Synchronization

/// Calendars in a file or a folder of files on this machine, read again when they change.
///
/// A file is one calendar. A folder is one calendar when its files hold one event each, none naming
/// a calendar, or when it has a `displayname` or `color` file; else each file is one.
package final class FileProvider: Provider {
  private let path: String
  private let seed: String
  /// Which kind of folder it was, as long as nothing in it changes.
  private let lastKind = Mutex<(fingerprint: String, isOneCalendar: Bool)?>(nil)
  private static let whole = RemoteID("file")

  /// - Parameters:
  ///   - address: a path, which may begin with `~` or `file://`.
  ///   - seed: makes the UIDs of events that have none; an account's own.
  package init(address: String, seed: String, home: String) {
    path = Self.path(address, home: home)
    self.seed = seed
  }

  package var capabilities: Capabilities {
    Capabilities(canWrite: false, isIncremental: false, checksVersions: false)
  }

  /// The file or folder, all folders under it, and whatever links among them lead to.
  package var watchedPaths: [String] {
    var paths = [path]
    if let target = FileListing.target(of: path), target != path { paths.append(target) }
    if let walk = try? FolderWalk(path) { paths += walk.folders.dropFirst() + walk.targets }
    return paths
  }

  /// The path that an address means.
  package static func path(_ address: String, home: String) -> String {
    var path = address
    if path.prefix(7).lowercased() == "file://" {
      path = WebPath.decoded(String(path.dropFirst(7)))
      if path.hasPrefix("localhost/") { path.removeFirst("localhost".count) }
    }
    if path == "~" { return home }
    if path.hasPrefix("~/") { return home + path.dropFirst(1) }
    return path
  }

  package func calendars() async throws(ProviderError) -> [RemoteCalendar] {
    guard case .folder = try FileListing.place(path, name: name) else {
      return [RemoteCalendar(id: Self.whole, isReadOnly: true)]
    }
    let files = try FileListing.calendars(in: path)
    if isOneCalendar(files) {
      return [
        RemoteCalendar(
          id: Self.whole, name: FileListing.line(path + "/displayname") ?? name,
          color: FileListing.line(path + "/color").flatMap { CalendarColor.hex($0) },
          isReadOnly: true)
      ]
    }
    return files.map { RemoteCalendar(id: RemoteID($0.name), isReadOnly: true) }
  }

  package func changes(in calendar: RemoteID, since kept: KeptCopy) async throws(ProviderError)
    -> ChangePage
  {
    if calendar != Self.whole { return try fileChanges(path + "/" + calendar.raw, calendar, kept) }
    switch try FileListing.place(path, name: name) {
    case .file, .other: return try fileChanges(path, calendar, kept)
    case .folder: return try folderChanges(kept)
    }
  }

  package func save(
    _ event: RemoteEvent, over base: RemoteEvent?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) -> RemoteEvent { throw .readOnly(RemotePlace(path)) }

  package func delete(
    _ event: RemoteID, version: Version?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) { throw .readOnly(RemotePlace(path)) }

  private var name: String {
    String(path.split(separator: "/").last ?? "/")
  }

  /// Without folders and `.ics`.
  private func stem(_ name: String) -> String {
    let last = name.split(separator: "/").last ?? ""
    return String(last.lowercased().hasSuffix(".ics") ? last.dropLast(4) : last)
  }

  private func fileChanges(_ path: String, _ id: RemoteID, _ kept: KeptCopy)
    throws(ProviderError) -> ChangePage
  {
    guard case .file(let file) = try FileListing.place(path, name: "") else {
      throw .unreadable(path: path, reason: "it is no file")
    }
    let last = FeedToken(kept.token)
    var token = FeedToken()
    token.fingerprint = file.fingerprint
    if let last, last.fingerprint == token.fingerprint { return ChangePage(token: last.token) }
    let content = try content(of: path)
    token.hash = content.hash
    if let last, last.hash == content.hash { return ChangePage(token: token.token) }
    return ChangePage(
      changed: content.events, token: token.token, isSnapshot: true,
      calendar: RemoteCalendar(
        id: id, name: content.name.isEmpty ? stem(path) : content.name, color: content.color,
        timezone: content.timezone, isReadOnly: true),
      notes: content.notes)
  }

  private func content(of path: String) throws(ProviderError) -> FeedContent {
    var reader = FeedReader()
    try FileListing.read(path) { reader.read($0) }
    let content = reader.finish(seed: seed)
    guard content.hasCalendar || !content.events.isEmpty else {
      throw .notACalendar(RemotePlace(path))
    }
    guard !content.isTruncated else { throw .truncated(RemotePlace(path)) }
    return content
  }

  // MARK: Folders that are one calendar

  private func isOneCalendar(_ files: [FoundFile]) -> Bool {
    let fingerprint = fingerprint(files)
    if let last = lastKind.withLock({ $0 }), last.fingerprint == fingerprint {
      return last.isOneCalendar
    }
    let isOne = looksLikeOneCalendar(files)
    lastKind.withLock { $0 = (fingerprint, isOne) }
    return isOne
  }

  private func looksLikeOneCalendar(_ files: [FoundFile]) -> Bool {
    for name in ["displayname", "color"] where FileListing.line(path + "/" + name) != nil {
      return true
    }
    guard files.count >= 2 else { return false }
    var readable = 0
    for file in files {
      // A file that breaks off or may not be read says nothing about its neighbours.
      guard let content = try? content(of: file.path) else { continue }
      readable += 1
      if !content.name.isEmpty || Set(content.events.map(\.uid)).count != 1 { return false }
    }
    return readable > 0
  }

  private func fingerprint(_ files: [FoundFile]) -> String {
    var hash = ContentHash()
    for file in files {
      hash.mix(file.fingerprint.utf8)
      hash.mix(CollectionOfOne(0x0a))
    }
    for name in ["displayname", "color"] {
      hash.mix((FileListing.line(path + "/" + name) ?? "").utf8)
      hash.mix(CollectionOfOne(0x0a))
    }
    return hash.text
  }

  private func folderChanges(_ kept: KeptCopy) throws(ProviderError) -> ChangePage {
    let files = try FileListing.calendars(in: path)
    var token = FeedToken()
    token.fingerprint = fingerprint(files)
    if let last = FeedToken(kept.token), last.fingerprint == token.fingerprint {
      return ChangePage(token: last.token)
    }
    var page = ChangePage(isSnapshot: true)
    var copies: [String: Int] = [:]
    for file in files {
      do throws(ProviderError) {
        let content = try content(of: file.path)
        page.notes += content.notes.map { file.name + ", " + $0 }
        for var event in content.events {
          event.id = RemoteID(
            content.events.count == 1 ? file.name : file.name + "#" + event.id.raw)
          let uid = event.uid
          event.duplicate = copies[uid, default: 0]
          copies[uid] = event.duplicate + 1
          page.changed.append(event)
        }
      } catch {
        page.failure = page.failure ?? error.failure
        page.unchanged += try kept.versions().keys.filter {
          $0.raw == file.name || $0.raw.hasPrefix(file.name + "#")
        }
      }
    }
    // Without a token the next pass looks at every file again.
    page.token = page.failure == nil ? token.token : nil
    return page
  }
}

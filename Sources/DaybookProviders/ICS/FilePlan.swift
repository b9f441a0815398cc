package import DaybookCore
internal import ICalendar

/// A calendar that files on this machine make up: one file, or a folder of one event a file.
package struct FilePlan: Hashable, Sendable {
  /// What the files call it, else what the file or folder is called.
  package var name: String
  /// `#rrggbb`, where they say.
  package var color: String?
  /// In the order of their paths.
  package var paths: [String]

  /// The calendars at `path`: of a file one; of a folder one for each `*.ics` at any depth, or one
  /// in all when it is a vdir (two or more files of one UID each, none naming a calendar; or with a
  /// `displayname` or `color` file). A folder in it with such a file is a vdir of its own.
  package static func calendars(at path: String) throws(ProviderError) -> [FilePlan] {
    var path = path[...]
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    let root = String(path)
    let rootName = folderName(root)
    guard case .folder = try FileListing.place(root, name: rootName) else {
      return [FilePlan(file: root, head: try FileHead(root))]
    }
    var rest: [FoundFile] = []
    var vdirs: [String: [FoundFile]] = [:]
    var signs: [String: Bool] = [:]
    for file in try FileListing.calendars(in: root) {
      if let folder = vdir(around: file, in: root, &signs) {
        vdirs[folder, default: []].append(file)
      } else {
        rest.append(file)
      }
    }
    var plans = vdirs.map { FilePlan(vdir: $0.key, files: $0.value) }
    if holdOneEventEach(rest) {
      plans.append(FilePlan(vdir: root, files: rest))
    } else {
      plans += rest.map { FilePlan(file: $0.path, head: try? FileHead($0.path)) }
    }
    return plans.sorted {
      ($0.paths.first ?? "").utf8.lexicographicallyPrecedes(($1.paths.first ?? "").utf8)
    }
  }

  /// The innermost folder around a file that says by a `displayname` or `color` that it is a vdir.
  private static func vdir(
    around file: FoundFile, in root: String, _ signs: inout [String: Bool]
  ) -> String? {
    var parts = file.name.split(separator: "/").dropLast()
    while true {
      let folder = ([root[...]] + parts).joined(separator: "/")
      let isSigned =
        signs[folder]
        ?? ["displayname", "color"].contains { FileListing.line(folder + "/" + $0) != nil }
      signs[folder] = isSigned
      if isSigned { return folder }
      if parts.isEmpty { return nil }
      parts.removeLast()
    }
  }

  private static func folderName(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "/")
  }

  private init(vdir folder: String, files: [FoundFile]) {
    self.init(
      name: FileListing.line(folder + "/displayname") ?? Self.folderName(folder),
      color: FileListing.line(folder + "/color").flatMap { CalendarColor.hex($0) },
      paths: files.map(\.path))
  }

  /// - Parameter head: nil of a file that cannot be read; reading it whole will say why.
  private init(file: String, head: FileHead?) {
    let last = Self.folderName(file)
    let stem = last.lowercased().hasSuffix(".ics") ? String(last.dropLast(4)) : last
    self.init(name: head?.name ?? stem, color: head?.color, paths: [file])
  }

  private init(name: String, color: String?, paths: [String]) {
    self.name = name
    self.color = color
    self.paths = paths
  }

  private static func holdOneEventEach(_ files: [FoundFile]) -> Bool {
    guard files.count >= 2 else { return false }
    var readable = 0
    for file in files {
      // A file that may not be read says nothing about its neighbours.
      guard let uids = try? FileHead.uids(file.path, enough: 2), let head = try? FileHead(file.path)
      else { continue }
      if uids.count != 1 || head.name != nil { return false }
      readable += 1
    }
    return readable > 0
  }
}

/// What a calendar file says before its first component.
struct FileHead {
  private(set) var name: String?
  private(set) var color: String?

  init(_ path: String) throws(ProviderError) {
    var lines: [ContentLine] = []
    try FileHead.read(
      path, CalendarReader(),
      until: { item in
        switch item {
        case .property(let line): lines.append(line)
        case .calendarBegan: break
        case .component, .calendarEnded: return true
        }
        return false
      })
    func text(_ name: String) -> String? {
      let line = lines.first { $0.name == name }
      let text = line.map { CalendarText.unescape($0.value)[...].trimmed } ?? ""
      return text.isEmpty ? nil : text
    }
    name = text("NAME") ?? text("X-WR-CALNAME")
    color = (text("COLOR") ?? text("X-APPLE-CALENDAR-COLOR")).flatMap { CalendarColor.hex($0) }
  }

  /// The UIDs of the events of a file, as far as `enough` of them.
  static func uids(_ path: String, enough: Int) throws(ProviderError) -> Set<String> {
    var uids: Set<String> = []
    try read(
      path, CalendarReader(only: ["VEVENT"]),
      until: { item in
        if case .component(let component) = item {
          uids.insert(component.first("UID")?.value ?? "")
        }
        return uids.count >= enough
      })
    return uids
  }

  private static func read(
    _ path: String, _ reader: CalendarReader, until isEnough: (CalendarReader.Item) -> Bool
  ) throws(ProviderError) {
    var reader = reader
    var isDone = false
    try FileListing.read(path) { bytes in
      if isDone { return }
      reader.read(bytes) { item in if !isDone { isDone = isEnough(item) } }
    }
    if !isDone { reader.finish { item in if !isDone { isDone = isEnough(item) } } }
  }
}

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
  /// `displayname` or `color` file).
  package static func calendars(at path: String) throws(ProviderError) -> [FilePlan] {
    let folderName = String(path.split(separator: "/").last ?? "/")
    guard case .folder = try FileListing.place(path, name: folderName) else {
      return [try FilePlan(file: path)]
    }
    let files = try FileListing.calendars(in: path)
    let displayName = FileListing.line(path + "/displayname")
    let color = FileListing.line(path + "/color")
    let isVdir =
      !files.isEmpty && (displayName != nil || color != nil || Self.holdOneEventEach(files))
    if isVdir {
      return [
        FilePlan(
          name: displayName ?? folderName, color: color.flatMap { CalendarColor.hex($0) },
          paths: files.map(\.path))
      ]
    }
    var plans: [FilePlan] = []
    for file in files { plans.append(try FilePlan(file: file.path)) }
    return plans
  }

  private init(name: String, color: String?, paths: [String]) {
    self.name = name
    self.color = color
    self.paths = paths
  }

  private init(file: String) throws(ProviderError) {
    let last = String(file.split(separator: "/").last ?? "")
    let stem = last.lowercased().hasSuffix(".ics") ? String(last.dropLast(4)) : last
    let head = try FileHead(file)
    self.init(name: head.name ?? stem, color: head.color, paths: [file])
  }

  private static func holdOneEventEach(_ files: [FoundFile]) -> Bool {
    guard files.count >= 2 else { return false }
    for file in files {
      // A file that may not be read says nothing about its neighbours.
      guard let uids = try? FileHead.uids(file.path, enough: 2), let head = try? FileHead(file.path)
      else { continue }
      if uids.count != 1 || head.name != nil { return false }
    }
    return true
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

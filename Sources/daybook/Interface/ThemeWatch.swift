import DaybookWorld
import Dispatch

/// Says when a file in the folder of the user's own themes was written, also where that folder is
/// made later.
final class ThemeWatch: Sendable {
  private let watch: FileWatch?
  private let folder: String

  init(folder: String, changed: @escaping @Sendable () -> Void) {
    self.folder = folder
    let queue = DispatchQueue(label: "daybook.themes", qos: .userInitiated)
    watch = FileWatch(queue: queue) { paths in
      let isOurs = paths.contains { path in
        path == folder || path.hasPrefix(folder + "/") && path.hasSuffix(".toml")
      }
      if isOurs { changed() }
    }
    watch?.add(folder: OwnFiles.folder(of: folder))
    watchFolder()
  }

  /// Watches the folder where it was not there before; to watch it twice is to watch it once.
  func watchFolder() {
    watch?.add(folder: folder)
  }
}

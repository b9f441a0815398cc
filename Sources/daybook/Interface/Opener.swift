import Foundation

/// Opens a link with what the desktop has for it.
enum Opener {
  /// Only addresses of the web are opened: an event's link is foreign, and `file:` or worse is
  /// nobody's meeting.
  static func open(_ url: String, environment: [String: String]) {
    let lower = url.lowercased()
    guard lower.hasPrefix("https://") || lower.hasPrefix("http://") else { return }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    #if os(macOS)
      process.arguments = ["open", url]
    #else
      process.arguments = ["xdg-open", url]
    #endif
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    // Where there is no desktop the footer has already shown the address.
    try? process.run()
  }
}

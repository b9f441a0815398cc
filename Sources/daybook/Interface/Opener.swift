import Foundation

/// Opens a link with what the desktop has for it.
enum Opener {
  /// Whether there is a screen for a browser: not so at the far end of a remote shell.
  static func hasDesktop(_ environment: [String: String]) -> Bool {
    func isSet(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }
    #if os(macOS)
      return !isSet("SSH_CONNECTION")
    #else
      return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY")
    #endif
  }

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

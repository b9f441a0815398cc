import Foundation
import Testing

/// The walls of docs/ARCHITECTURE.md, read off the sources.
struct LayeringTests {
  static let sources = repository.appendingPathComponent("Sources")

  /// Every Swift file of a module with its text.
  static func files(in module: String) throws -> [(name: String, text: String)] {
    let folder = sources.appendingPathComponent(module)
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return try (found?.compactMap { $0 as? URL } ?? [])
      .filter { $0.pathExtension == "swift" }
      .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
  }

  static func modules() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: sources.path).sorted()
  }

  @Test(arguments: ["ICalendar", "DaybookCore", "DaybookTUI"])
  func pureModulesPerformNoEffect(_ module: String) throws {
    let effects = [
      "Date.now", "TimeZone.current", "Calendar.current", "ProcessInfo", "FileManager",
      "DispatchQueue", "import Dispatch", "getenv",
      "FileHandle", "URLSession",
    ]
    let files = try Self.files(in: module)
    #expect(!files.isEmpty)
    for file in files {
      for effect in effects {
        #expect(!file.text.contains(effect), "\(module)/\(file.name) uses \(effect)")
      }
      #expect(
        file.text.firstMatch(of: /(^|[^a-zA-Z.])(print\(|Date\(\))/) == nil,
        "\(module)/\(file.name) prints, or looks at the clock")
    }
  }

  @Test(arguments: [
    ("GRDB", ["DaybookStore"]), ("CNcurses", ["DaybookTerminal"]), ("CCurl", ["DaybookProviders"]),
    ("TOMLKit", ["DaybookWorld", "daybook"]), ("ArgumentParser", ["daybook", "daybook-server"]),
    ("Logging", ["DaybookServer", "DaybookWorld", "daybook", "daybook-server"]),
    ("Hummingbird", ["DaybookServer"]), ("HummingbirdTLS", ["DaybookServer"]),
    ("NIOCore", ["DaybookServer"]), ("JWTKit", ["DaybookServer"]),
    ("CryptoExtras", ["DaybookServer"]), ("CSQLiteSettings", ["DaybookStore"]),
    ("CAllocator", ["daybook"]), ("CDispatchMonitor", []),
    (
      "DaybookStore",
      ["DaybookSync", "DaybookServer", "DaybookWorld", "daybook", "daybook-server"]
    ),
    ("DaybookSync", ["DaybookServer", "DaybookWorld", "daybook", "daybook-server"]),
    ("DaybookProviders", ["DaybookServer", "DaybookWorld", "daybook"]),
    ("DaybookTUI", ["DaybookTerminal", "DaybookWorld", "daybook"]),
    ("DaybookTerminal", ["daybook"]), ("DaybookServer", ["daybook-server"]),
    ("DaybookWorld", ["daybook", "daybook-server"]), ("daybook", []),
  ])
  func onlyItsNeighboursImport(_ imported: String, _ allowed: [String]) throws {
    for module in try Self.modules() where module != imported && !allowed.contains(module) {
      for file in try Self.files(in: module) {
        let lines = file.text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let imports = lines.filter {
          $0 == "import \(imported)" || $0.hasSuffix(" import \(imported)")
            || $0.hasPrefix("import \(imported).")
        }
        #expect(imports.isEmpty, "\(module)/\(file.name) imports \(imported)")
      }
    }
  }

  @Test func noFileIsTooLongToRead() throws {
    for module in try Self.modules() {
      for file in try Self.files(in: module) {
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
        #expect(lines <= 400, "\(module)/\(file.name) has \(lines) lines")
      }
    }
  }
}

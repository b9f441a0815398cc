#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The little that is taken from the environment the bench was started in.
enum Environment {
  static var path: String { getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin" }

  /// Where a program is, by the search path; nil where it is not installed.
  static func program(_ name: String) -> String? {
    path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }
}

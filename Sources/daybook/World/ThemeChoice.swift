import DaybookCore
import DaybookWorld

/// The choice of a theme, which the configuration keeps.
extension ThemeFiles {
  /// Makes the choice the configuration's, which stays as it is where it cannot be read exactly.
  ///
  /// Answers what went wrong, if anything did.
  @discardableResult
  func remember(_ name: String) -> Failure? {
    let escaped = name.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
    return SettingsWriting(path: configuration).remember("theme", "\"\(escaped)\"")
  }
}

import DaybookCore
import TOMLKit

/// Writes what was chosen on the screen or by a command into the configuration.
package struct SettingsWriting: Sendable {
  private let path: String

  /// - Parameter path: the configuration's file.
  package init(path: String) {
    self.path = path
  }

  /// Makes a choice the configuration's, which stays as it is where it cannot be read exactly.
  ///
  /// Answers what went wrong, if anything did.
  package func remember(_ name: String, _ value: String) -> Failure? {
    let keys = name.split(separator: ".").map(String.init)
    let section = keys.count > 1 ? " under [\(keys.dropLast().joined(separator: "."))]" : ""
    let byHand = "set \(keys.last ?? name) = \(value) in it by hand\(section)"
    func failure(_ complaint: String) -> Failure {
      Failure(code: "cannot_read", message: "\(path) \(complaint)", hint: byHand)
    }
    var text = ""
    if FileBytes.exists(path) {
      guard let bytes = FileBytes.read(path, limit: 1 << 20) else {
        return failure("cannot be read")
      }
      // What is read with losses would be written with losses.
      guard let exact = String(validating: bytes, as: UTF8.self) else {
        return failure("is not all UTF-8")
      }
      text = exact
    }
    guard let changed = SettingsText(text).setting(keys, to: value) else {
      return failure("cannot be changed without changing more of it")
    }
    do throws(CommandError) {
      try OwnFiles.replace(path, with: changed)
      return nil
    } catch {
      return error.failure
    }
  }

  /// Lets a setting be what the configuration would say.
  package static func apply(_ name: String, _ value: String, to settings: inout Settings)
    throws(SettingsError)
  {
    guard let setting = SettingsTable.named[name],
      let value = try? TOMLTable(string: "value = \(value)")["value"]
    else { throw SettingsError(sentence: "is no setting.") }
    try setting.set(value, &settings)
  }
}

import DaybookCore
import DaybookTUI

/// The key table that the settings choose, with what they change about it. What is wrong with them
/// was said when they were read.
package enum KeySettings {
  package static func table(_ settings: Settings) -> KeyTable {
    let chosen = StandardKeymap.named(settings.keymap) ?? StandardKeymap.keymap
    return settings.keys.isEmpty ? chosen : chosen.rebound(settings.keys).keymap
  }

  /// What is wrong with one entry of `[keys]`, in a sentence.
  package static func problem(_ action: String, _ keys: [String]) -> String? {
    StandardKeymap.keymap.rebound([action: keys]).problems.first?.sentence
  }
}

import DaybookCore
import DaybookTUI

/// The key table with what the settings change about it.
enum KeySettings {
  /// What cannot be bound is told on standard error, and the rest applies.
  static func table(_ world: World) -> KeyTable {
    let standard = StandardKeymap.keymap
    guard !world.settings.keys.isEmpty else { return standard }
    let (table, problems) = standard.rebound(world.settings.keys)
    for problem in problems {
      world.output.complain("\(world.home.configuration): \(problem)")
    }
    return table
  }
}

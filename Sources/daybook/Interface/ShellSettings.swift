import DaybookCore
import DaybookTUI
import DaybookWorld
import Synchronization

/// What is set while the screen is open.
extension Shell {
  /// Lets a setting be so at once, and writes it into the configuration.
  func set(_ choice: SettingChoice) {
    var now = settings.withLock { $0 }
    do throws(SettingsError) {
      try SettingsWriting.apply(choice.name, choice.text, to: &now)
    } catch {
      return tell(
        .failed(Failure(code: "wrong_setting", message: "\(choice.name) \(error.sentence)")))
    }
    settings.withLock { $0 = now }
    tell(.settings(now, keymap: KeySettings.table(now)))
    readAnew()
    let writing = SettingsWriting(path: world.home.configuration)
    if let failure = writing.remember(choice.name, choice.text) {
      tell(.failed(failure))
    } else {
      tell(.saved(choice.sentence, isQueued: false))
    }
  }
}

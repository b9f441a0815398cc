import DaybookCore
import DaybookStore
import DaybookTerminal
import DaybookWorld
@preconcurrency import Dispatch
import ICalendar

/// Tells what begins soon without a screen, as the interface does: what fell due in the hour before,
/// then minute by minute. What another program on the same store told is not told again.
struct ReminderWatch: Sendable {
  private let world: World
  private let store: Store
  private let notifier: Notifier
  private let prints: Bool

  /// nil where the settings want none, or nobody would hear them: there is no command of the
  /// person's own and no terminal.
  init?(world: World, store: Store, prints: Bool) {
    let settings = world.settings.reminders
    guard settings.by != .off, settings.by != .silent,
      !settings.command.isEmpty || world.output.isTerminal
    else { return nil }
    self.world = world
    self.store = store
    self.prints = prints
    notifier = Notifier(
      command: settings.command, ringsOnly: settings.by == .bell, environment: world.environment)
  }

  /// Ends when its task is cancelled.
  func run() async {
    var last = world.now - Reminder.missed
    last = await tell(after: last)
    if world.clock.frozen != nil { return }
    for await _ in minutes() { last = await tell(after: last) }
  }

  /// - Returns: the moment until which it has been looked.
  private func tell(after last: Instant) async -> Instant {
    let desk = Desk(store: store, settings: world.settings, zone: world.zone, now: world.now)
    do {
      let due = try desk.reminders(after: last)
      let told = try desk.toldElsewhere(of: due)
      let words = ReminderText(now: desk.now, zone: desk.zone)
      guard let text = words.sentence(due.filter { !told.contains($0) }) else { return desk.now }
      if prints {
        try world.output.print(
          world.output.table([[Stamp.clock(desk.now, in: desk.zone), "◷ " + text]]))
      }
      await notifier.notify(text) { bytes in
        guard world.output.isTerminal else { return false }
        return (try? world.output.write(String(decoding: bytes, as: UTF8.self))) != nil
      }
    } catch {
      // What falls due in the next minute may still be told.
      world.log.warning("reminders could not be told", error)
    }
    return desk.now
  }

  /// One just after each minute of the clock on the wall.
  private func minutes() -> AsyncStream<Void> {
    AsyncStream(bufferingPolicy: .bufferingNewest(1)) { stream in
      let timer = DispatchSource.makeTimerSource(queue: .main)
      timer.schedule(
        wallDeadline: .now() + .seconds(60 - world.now.seconds % 60), repeating: 60,
        leeway: .milliseconds(200))
      timer.setEventHandler { stream.yield() }
      stream.onTermination = { _ in timer.cancel() }
      timer.activate()
    }
  }
}

/// How the billable time of each event is rounded.
package struct HourRounding: Sendable, Equatable {
  package enum Direction: String, CaseIterable, Sendable {
    case up, nearest
  }

  /// 0: not at all.
  package var minutes: Int
  package var direction: Direction

  package init(minutes: Int = 0, direction: Direction = .up) {
    self.minutes = minutes
    self.direction = direction
  }

  /// Seconds, from seconds.
  package func rounded(_ seconds: Int) -> Int {
    guard minutes > 0, seconds > 0 else { return seconds }
    let step = minutes * 60
    let more = direction == .up ? step - 1 : step / 2
    return (seconds + more) / step * step
  }

  /// A sentence for those who read the sum; nil where nothing is rounded.
  package var note: String? {
    guard minutes > 0 else { return nil }
    let way = direction == .up ? "up to whole" : "to the nearest"
    return "The billable time of each event is rounded \(way) \(minutes) min."
  }
}

internal import ICalendar

/// Where an occurrence lies in its table: by its kind of clock and by how long it is.
///
/// What touches a window begins in it or, at most its own length, before it. Kept apart by length,
/// a read looks back one day for short occurrences and a year only for the few that are so long,
/// instead of at everything that ever began.
enum Lane {
  /// The longest of each class, in seconds.
  static let limits = [86_400, 8 * 86_400, 64 * 86_400, 1024 * 86_400]

  /// The lane of an occurrence of this length; `isWall` when its times are clock readings.
  static func of(length: Int, isWall: Bool) -> Int {
    var lane = 0
    while lane < limits.count, length > limits[lane] { lane += 1 }
    return isWall ? lane + 8 : lane
  }

  /// The numbers of all lanes.
  static var every: [Int] { (0...limits.count).flatMap { [$0, $0 + 8] } }

  /// Every lane that `window` may find something in, and from which start on.
  static func all(isWall: Bool, from: Int) -> [(lane: Int, after: Int)] {
    (0...limits.count).map { lane in
      // Of no length and right at the beginning: `after` is exclusive.
      (
        isWall ? lane + 8 : lane,
        lane < limits.count ? from - limits[lane] - 1 : Instant.earliest.seconds - 86_400 * 2
      )
    }
  }
}

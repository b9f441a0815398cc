internal import DaybookCore
internal import ICalendar

/// Where the occurrences that the server tells differ from what a series' own rule gives: slots that
/// were deleted, and slots that only the server has.
struct GraphCorrections: Hashable, Sendable {
  /// Keys of slots: seconds in UTC; of all-day series midnights on the wall.
  var missing: [Int] = []
  var extra: [Int] = []

  static let none = GraphCorrections()

  var isEmpty: Bool { missing.isEmpty && extra.isEmpty }

  /// - Parameters:
  ///   - start: of the series.
  ///   - slots: the original starts of all occurrences and exceptions that touch `window`.
  init(
    rule: RecurrenceRule?, from start: CalendarTime, seconds: Int, slots: Set<Int>,
    in window: TimeSpan
  ) {
    // At the edges a slot may reach in from outside or be seen by one side only.
    let margin = max(seconds, 0) + 86_400
    let inner = TimeSpan(window.start, window.end - 86_400)
    let given = Set(
      Self.slots(
        rule: rule, from: start,
        in: TimeSpan(window.start - margin, window.end + margin)))
    missing = given.subtracting(slots)
      .filter { inner.contains(Instant(seconds: $0)) && $0 >= inner.start.seconds + 86_400 }
      .sorted()
    extra = slots.subtracting(given).sorted()
    // A rule that nobody can read gives nothing but its start.
    if missing.count > Self.most { missing = [] }
    if extra.count > Self.most { extra = Array(extra.prefix(Self.most)) }
  }

  init(missing: [Int] = [], extra: [Int] = []) {
    self.missing = missing.sorted()
    self.extra = extra.sorted()
  }

  private static let most = 5000

  /// The slots that a rule gives.
  static func slots(rule: RecurrenceRule?, from start: CalendarTime, in window: TimeSpan) -> [Int] {
    let set = RecurrenceSet(
      start: start, length: start.isDate ? .days(1) : .exact(1), rules: rule.map { [$0] } ?? [])
    return set.instances(touching: window, viewer: .utc, limit: 20_000).instances.map(\.startValue)
  }

  /// The key of a time of such a series.
  static func key(_ time: CalendarTime, in zone: Zone) -> Int {
    switch time {
    case .date(let day): LocalDateTime(day).wallSeconds
    case .floating(let local): zone.instant(of: local).seconds
    case .utc, .zoned: time.instant(viewer: zone).seconds
    }
  }

  func removed(like start: CalendarTime) -> [CalendarTime] {
    missing.map { Self.time($0, like: start) }
  }

  func added(like start: CalendarTime) -> [CalendarTime] {
    extra.map { Self.time($0, like: start) }
  }

  /// The slot with this key, as the series writes its times.
  static func time(_ key: Int, like start: CalendarTime) -> CalendarTime {
    switch start {
    case .date: .date(LocalDateTime(wallSeconds: key).day)
    case .floating: .floating(LocalDateTime(wallSeconds: key))
    case .utc: .utc(Instant(seconds: key))
    case .zoned(_, let zone, _): GraphZones.time(Instant(seconds: key), in: zone)
    }
  }

  /// Changes when they do; empty for none.
  var digest: String {
    isEmpty
      ? ""
      : StableID.make(
        missing.map(String.init).joined(separator: ","),
        extra.map(String.init).joined(separator: ","))
  }
}

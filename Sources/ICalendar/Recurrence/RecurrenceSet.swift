/// An event with all its repetitions and exceptions: `(DTSTART ∪ RRULE ∪ RDATE) − EXDATE`, instances
/// replaced by their overrides (RFC 5545 §3.8.4.4 and §3.8.5).
///
/// A value made once and asked for any window. Asking costs what lies in the window, not what lies
/// before it; COUNT is turned into a last moment when the set is made.
public struct RecurrenceSet: Sendable {
  /// An RDATE.
  public struct AddedDate: Sendable {
    /// Where it begins.
    public var start: CalendarTime
    /// The length of this one instance, from a PERIOD; nil for that of the series.
    public var length: EventLength?

    /// An instance that no rule gives (RFC 5545 §3.8.5.2).
    public init(start: CalendarTime, length: EventLength? = nil) {
      self.start = start
      self.length = length
    }
  }

  /// An event that replaces one instance, or that one and all later ones.
  public struct Override: Sendable {
    /// The original start of what it replaces.
    public var recurrenceID: CalendarTime
    /// RANGE=THISANDFUTURE (RFC 5545 §3.2.13).
    public var isThisAndFuture: Bool
    /// Where it begins.
    public var start: CalendarTime
    /// How long it lasts.
    public var length: EventLength
    /// Whether it takes the instance out: STATUS:CANCELLED.
    public var isCancelled: Bool
    /// Which of two for the same instance prevails: the higher, then the later stamp.
    public var sequence: Int
    /// DTSTAMP; nil is earlier than any.
    public var stamp: Instant?

    /// An override made of its parts (RFC 5545 §3.8.4.4).
    public init(
      recurrenceID: CalendarTime, isThisAndFuture: Bool = false, start: CalendarTime,
      length: EventLength, isCancelled: Bool = false, sequence: Int = 0, stamp: Instant? = nil
    ) {
      self.recurrenceID = recurrenceID
      self.isThisAndFuture = isThisAndFuture
      self.start = start
      self.length = length
      self.isCancelled = isCancelled
      self.sequence = sequence
      self.stamp = stamp
    }

    /// Reads an override; nil where the event has no usable RECURRENCE-ID.
    public init?(_ event: EventComponent) {
      guard let recurrenceID = event.recurrenceID else { return nil }
      self.init(
        recurrenceID: recurrenceID, isThisAndFuture: event.isThisAndFuture, start: event.start,
        length: event.length, isCancelled: event.status == .cancelled, sequence: event.sequence,
        stamp: event.stamp)
    }
  }

  /// A rule, and its end where that depends on who looks.
  struct Rule: Sendable {
    var expansion: RuleExpansion
    /// UNTIL in UTC for an all-day series of a calendar that names no zone: a date of the viewer.
    var viewerUntil: Instant?
  }

  /// One override, placed.
  struct Replacement: Sendable {
    var index: Int
    var key: Int
    /// The local day it names where RECURRENCE-ID is a date and the series has times.
    var day: Int?
    var override: Override
  }

  let series: Series
  let length: EventLength
  let hasMaster: Bool
  let rules: [Rule]
  let exclusionRules: [Rule]
  let dates: [(key: Int, wall: Int, length: EventLength?)]
  /// Sorted keys and days that EXDATE takes out.
  let excludedKeys: [Int]
  let excludedDays: [Int]
  /// Sorted by key.
  let replacements: [Replacement]
  let futures: [Replacement]
  /// Sorted keys and days of the instances that overrides stand for.
  let replacedKeys: [Int]
  let replacedDays: [Int]
  /// How far an instance can reach or be moved, in seconds.
  let reach: Int
  let lead: Int
  /// Bounds in UTC seconds, wide enough for every viewer: most sets have nothing in most windows.
  private(set) var earliest = Int.min
  private(set) var latest = Int.max
  /// From where on a rule that counts too far is silent; nil for none.
  private(set) var cut: Int?

  /// A set from the events of one UID.
  ///
  /// - Parameters:
  ///   - master: the event without RECURRENCE-ID, or nil where only overrides are known (an
  ///     invitation to one date).
  ///   - overrides: the events with RECURRENCE-ID, in the order of the file; `Instance.override`
  ///     counts in them. One whose RECURRENCE-ID cannot be read is taken as a date of its own.
  public init(master: EventComponent?, overrides: [EventComponent] = []) {
    let placed = overrides.map { event in
      Override(event)
        ?? Override(recurrenceID: event.start, start: event.start, length: event.length)
    }
    let recurrence = master?.recurrence ?? EventComponent.Recurrence()
    let first = placed.first?.recurrenceID ?? .date(Day(number: 0))
    self.init(
      start: master?.start ?? first, length: master?.length ?? .exact(0),
      rules: recurrence.rules, exclusionRules: recurrence.exclusionRules,
      dates: recurrence.dates, exclusions: recurrence.exclusions, overrides: placed,
      calendarZone: RecurrenceSet.needsZone(master, recurrence, placed)
        ? master?.zones.calendarZone ?? overrides.first?.zones.calendarZone : nil,
      hasMaster: master != nil)
  }

  /// A set from its parts.
  ///
  /// - Parameters:
  ///   - calendarZone: the zone the calendar is kept in, for UTC values in all-day series.
  ///   - hasMaster: false where there is nothing but overrides.
  public init(
    start: CalendarTime, length: EventLength, rules: [RecurrenceRule] = [],
    exclusionRules: [RecurrenceRule] = [], dates: [AddedDate] = [],
    exclusions: [CalendarTime] = [], overrides: [Override] = [], calendarZone: Zone? = nil,
    hasMaster: Bool = true
  ) {
    let series = Series(start: start, calendarZone: calendarZone)
    self.series = series
    self.length = length
    self.hasMaster = hasMaster
    self.rules = rules.compactMap { series.rule($0) }
    self.exclusionRules = exclusionRules.compactMap { series.rule($0) }
    self.dates = dates.map { date in
      let place = series.place(date.start)
      // A bare date in a series with times means its usual time that day.
      let wall = place.day.map { $0 * 86_400 + series.startLocal.second } ?? place.wall
      let key = place.day == nil ? place.key : series.key(ofWall: wall)
      return (key, wall, date.length)
    }
    var keys: [Int] = []
    var days: [Int] = []
    for exclusion in exclusions {
      let place = series.place(exclusion)
      if let day = place.day { days.append(day) } else { keys.append(place.key) }
    }
    excludedKeys = keys.sorted()
    excludedDays = days.sorted()
    let placed = RecurrenceSet.prevailing(
      overrides.enumerated().map { index, override in
        let place = series.place(override.recurrenceID)
        return Replacement(
          index: index, key: place.day.map { series.key(ofWall: $0 * 86_400) } ?? place.key,
          day: place.day,
          override: override)
      })
    replacements = placed
    futures = placed.filter(\.override.isThisAndFuture)
    replacedKeys = placed.lazy.filter { $0.day == nil }.map(\.key).sorted()
    replacedDays = placed.compactMap(\.day).sorted()
    (reach, lead) = RecurrenceSet.margins(
      length: length, dates: dates, futures: futures, series: series)
    earliest = firstBound
    latest = lastBound
    cut = self.rules.lazy.filter(\.expansion.isCut)
      .map { min($0.expansion.lastKey, $0.expansion.lastWall) }.min()
  }

  private static func needsZone(
    _ master: EventComponent?, _ recurrence: EventComponent.Recurrence, _ overrides: [Override]
  ) -> Bool {
    guard master?.isAllDay ?? overrides.first?.recurrenceID.isDate ?? false else { return false }
    return !recurrence.rules.isEmpty || !recurrence.exclusions.isEmpty || !overrides.isEmpty
  }

  /// Of several overrides for one instance the one that counts.
  private static func prevailing(_ all: [Replacement]) -> [Replacement] {
    guard all.count > 1 else { return all }
    let sorted = all.sorted { left, right in
      if left.key != right.key { return left.key < right.key }
      if left.override.sequence != right.override.sequence {
        return left.override.sequence < right.override.sequence
      }
      let leftStamp = left.override.stamp?.seconds ?? Int.min
      let rightStamp = right.override.stamp?.seconds ?? Int.min
      return leftStamp == rightStamp ? left.index < right.index : leftStamp < rightStamp
    }
    return sorted.indices.filter {
      $0 == sorted.count - 1 || sorted[$0].key != sorted[$0 + 1].key
        || (sorted[$0].day == nil) != (sorted[$0 + 1].day == nil)
    }.map { sorted[$0] }
  }

  /// How long before a window an instance of it can originally begin, and how long after it.
  private static func margins(
    length: EventLength, dates: [AddedDate], futures: [Replacement], series: Series
  ) -> (reach: Int, lead: Int) {
    var longest = length.seconds
    for date in dates { longest = max(longest, date.length?.seconds ?? 0) }
    var later = 0
    var earlier = 0
    for future in futures {
      longest = max(longest, future.override.length.seconds)
      let shift =
        future.override.start.local.wallSeconds
        - future.override.recurrenceID.local
        .wallSeconds
      later = max(later, shift)
      earlier = max(earlier, -shift)
    }
    // A day for clocks and zones in between.
    let slack = futures.isEmpty ? 0 : 2 * 86_400
    let nominal: Int
    if case .exact = length { nominal = 0 } else { nominal = 86_400 }
    return (longest + later + slack + nominal, earlier + slack)
  }
}

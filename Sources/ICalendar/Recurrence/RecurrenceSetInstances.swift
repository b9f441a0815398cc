extension RecurrenceSet {
  /// The instances that touch a window (`TimeSpan.touches`), ascending by start.
  ///
  /// - Parameters:
  ///   - viewer: the zone in which floating times and whole days are read.
  ///   - limit: at most so many; `truncated` tells whether there are more.
  public func instances(
    touching window: TimeSpan, viewer: Zone, limit: Int = 5000
  ) -> (instances: [Instance], truncated: Bool) {
    var found: [Instance] = []
    let truncated = append(to: &found, touching: window, viewer: viewer, limit: limit)
    return (found, truncated)
  }

  /// As `instances(touching:viewer:limit:)`, appending to an array that the caller keeps.
  @discardableResult
  public func append(
    to found: inout [Instance], touching window: TimeSpan, viewer: Zone, limit: Int = 5000
  ) -> Bool {
    var truncated = cut.map { $0 < window.end.seconds } ?? false
    guard window.end.seconds > earliest, window.start.seconds <= latest else { return truncated }
    let first = found.count
    var placer = Placer(series: series, viewer: viewer)
    var isSorted = true
    if hasMaster {
      let isPlain = replacements.isEmpty && excludedKeys.isEmpty && excludedDays.isEmpty
      forEachOriginal(touching: window, viewer: viewer) { key, wall, ownLength in
        if !isPlain, isExcluded(key, wall) || isReplaced(key, wall) { return true }
        let instance: Instance
        if !futures.isEmpty, let future = future(for: key) {
          guard !future.override.isCancelled else { return true }
          instance = placer.moved(key, wall, by: future)
        } else {
          instance = placer.instance(key, wall, length: ownLength ?? length)
        }
        guard instance.span.touches(window) else { return true }
        guard found.count - first < limit else {
          truncated = true
          return false
        }
        if isSorted, found.count > first, let last = found.last,
          last.span.start > instance.span.start
        {
          isSorted = false
        }
        found.append(instance)
        return true
      }
    }
    for replacement in replacements where !replacement.override.isCancelled {
      // One whose original was taken out as well is gone.
      if isExcluded(replacement) { continue }
      let instance = placer.instance(replacement)
      guard instance.span.touches(window) else { continue }
      found.append(instance)
      isSorted = false
    }
    if !isSorted {
      found[first...].sort {
        ($0.span.start, $0.span.end, $0.key) < ($1.span.start, $1.span.end, $1.key)
      }
    }
    if found.count - first > limit {
      truncated = true
      found.removeSubrange((first + limit)...)
    }
    return truncated
  }

  /// The instance that each override itself is, in the order of their original starts: none for one
  /// that is cancelled, taken out by EXDATE, or not the one that prevails.
  public func overrideInstances(viewer: Zone) -> [Instance] {
    var placer = Placer(series: series, viewer: viewer)
    return replacements.compactMap { replacement in
      replacement.override.isCancelled || isExcluded(replacement)
        ? nil : placer.instance(replacement)
    }
  }

  /// The original starts from `first` up to but without `end`, exceptions and overrides not yet
  /// applied, in UTC seconds (wall seconds for floating and all-day series), until `body` answers
  /// false. The least work there is: no instance is made.
  public func forEachStart(from first: Int, to end: Int, _ body: (Int) -> Bool) {
    forEachOriginal(from: first, through: end - 1, viewer: nil) { key, _, _ in body(key) }
  }

  private func forEachOriginal(
    touching window: TimeSpan, viewer: Zone, _ body: (Int, Int, EventLength?) -> Bool
  ) {
    var first = window.start.seconds
    var last = window.end.seconds - 1
    if window.isEmpty { last += 1 }
    if series.form != .timed {
      first += viewer.offset(at: window.start) - 86_400
      last += viewer.offset(at: window.end) + 86_400
    }
    forEachOriginal(from: first - reach, through: last + lead, viewer: viewer, body)
  }

  @inline(__always)
  private func forEachOriginal(
    from first: Int, through last: Int, viewer: Zone?, _ body: (Int, Int, EventLength?) -> Bool
  ) {
    guard first <= last else { return }
    let startKey = series.startKey
    let startWall = series.startLocal.wallSeconds
    if !dates.isEmpty || rules.count > 1 || !exclusionRules.isEmpty {
      return forEachMerged(from: first, through: last, viewer: viewer, body)
    }
    if startKey >= first, startKey <= last, !body(startKey, startWall, nil) { return }
    guard let rule = rules.first else { return }
    let limit = lastWall(of: rule, viewer: viewer)
    rule.expansion.forEach(from: first, through: last) { key, wall in
      key == startKey || wall > limit || body(key, wall, nil)
    }
  }

  private func forEachMerged(
    from first: Int, through last: Int, viewer: Zone?, _ body: (Int, Int, EventLength?) -> Bool
  ) {
    var found = dates.filter { $0.key >= first && $0.key <= last }
    if series.startKey >= first, series.startKey <= last {
      found.append((series.startKey, series.startLocal.wallSeconds, nil))
    }
    // Of two alike the one with a length of its own comes first and stays.
    func tidy() {
      found.sort { $0.key == $1.key ? $0.length != nil && $1.length == nil : $0.key < $1.key }
      var kept = 0
      for index in found.indices where kept == 0 || found[index].key != found[kept - 1].key {
        found[kept] = found[index]
        kept += 1
      }
      found.removeSubrange(kept...)
    }
    // Enough for any window that a person looks at; what is more would only fill memory. Nothing is
    // known beyond the point where a rule was left off.
    let most = 100_000
    var last = last
    for rule in rules {
      let limit = lastWall(of: rule, viewer: viewer)
      var count = 0
      rule.expansion.forEach(from: first, through: last) { key, wall in
        if wall <= limit { found.append((key, wall, nil)) }
        count += 1
        if count == most { last = key }
        return count < most
      }
      if found.count > 2 * most {
        tidy()
        if found.count > most {
          last = found[most].key
          found.removeSubrange((most + 1)...)
        }
      }
    }
    var excluded: Set<Int> = []
    for rule in exclusionRules {
      var count = 0
      rule.expansion.forEach(from: first, through: last) { key, _ in
        excluded.insert(key)
        count += 1
        if count == most { last = key }
        return count < most
      }
    }
    tidy()
    for (key, wall, length) in found where key <= last && !excluded.contains(key) {
      if !body(key, wall, length) { return }
    }
  }

  private func lastWall(of rule: Rule, viewer: Zone?) -> Int {
    guard let until = rule.viewerUntil else { return Int.max }
    return (viewer ?? .utc).day(at: until).number * 86_400
  }

  private func isExcluded(_ key: Int, _ wall: Int) -> Bool {
    if excludedKeys.holds(key) { return true }
    return !excludedDays.isEmpty && excludedDays.holds(LocalDateTime(wallSeconds: wall).day.number)
  }

  private func isExcluded(_ replacement: Replacement) -> Bool {
    if let day = replacement.day { return excludedDays.holds(day) }
    let wall = replacement.key + (series.zone?.offset(at: Instant(seconds: replacement.key)) ?? 0)
    return isExcluded(replacement.key, wall)
  }

  private func isReplaced(_ key: Int, _ wall: Int) -> Bool {
    if replacedKeys.holds(key) { return true }
    return !replacedDays.isEmpty && replacedDays.holds(LocalDateTime(wallSeconds: wall).day.number)
  }

  /// The override with THISANDFUTURE that an instance follows.
  private func future(for key: Int) -> Replacement? {
    let index = futures.splitIndex { $0.key > key }
    return index > 0 ? futures[index - 1] : nil
  }

  /// No instance begins before; every viewer's zone is allowed for.
  public var firstStart: Instant { Instant(seconds: earliest) }

  /// No instance ends later; nil for a series without end. Every viewer's zone is allowed for.
  public var lastEnd: Instant? { latest == Int.max ? nil : Instant(seconds: latest) }

  var firstBound: Int {
    var first = hasMaster ? series.startKey : Int.max
    for date in dates { first = min(first, date.key) }
    first = series.form == .timed ? first : first - 50_400
    for future in futures {
      first = min(first, future.override.start.instant(viewer: .utc).seconds - lead)
    }
    for replacement in replacements {
      first = min(first, RecurrenceSet.bounds(of: replacement.override).start.seconds)
    }
    return first
  }

  var lastBound: Int {
    var last = series.startKey
    for rule in rules {
      var end = rule.expansion.lastKey
      if rule.expansion.lastWall < Int.max {
        end = min(end, series.key(ofWall: min(rule.expansion.lastWall, DayIntervals.horizon)))
      }
      guard end < Int.max else { return Int.max }
      last = max(last, end)
    }
    for date in dates { last = max(last, date.key) }
    var end = hasMaster ? last + reach : Int.min
    if series.form != .timed { end = hasMaster ? end + 50_400 : end }
    for replacement in replacements {
      end = max(end, RecurrenceSet.bounds(of: replacement.override).end.seconds)
    }
    return end
  }

  private static func bounds(of override: Override) -> TimeSpan {
    let start = override.start.instant(viewer: .utc)
    let slack = override.start.zone == nil ? 50_400 : 0
    var seconds = override.length.seconds
    if case .nominal = override.length { seconds += 86_400 }
    return TimeSpan(start - slack, start + (seconds + slack))
  }
}

extension Array {
  /// The first index from which on all elements fulfil `condition`, which splits a sorted array.
  fileprivate func splitIndex(_ condition: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension [Int] {
  /// Whether a sorted array holds a value.
  fileprivate func holds(_ value: Int) -> Bool {
    if count <= 8 { return contains(value) }
    let index = splitIndex { $0 >= value }
    return index < count && self[index] == value
  }
}

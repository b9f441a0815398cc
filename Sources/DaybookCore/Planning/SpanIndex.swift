internal import ICalendar

/// Numbered spans that can be asked what reaches into a stretch of time, and changed in between.
///
/// Spans are kept by start within classes of similar length (each up to twice the one before), so a
/// year-long event does not make every question look back a year.
struct SpanIndex {
  struct Entry {
    var start: Int
    var end: Int
    var slot: Int32
  }

  private var classes: [[Entry]] = Array(repeating: [], count: Int.bitWidth)

  /// Adds many, sorted by start, to an empty index.
  init(sorted entries: some Sequence<Entry> = []) {
    for entry in entries { classes[Self.rank(entry)].append(entry) }
  }

  mutating func insert(_ entry: Entry) {
    let rank = Self.rank(entry)
    classes[rank].insert(entry, at: Self.firstIndex(in: classes[rank], startingAt: entry.start))
  }

  mutating func remove(_ entry: Entry) {
    let rank = Self.rank(entry)
    var index = Self.firstIndex(in: classes[rank], startingAt: entry.start)
    while index < classes[rank].count, classes[rank][index].start == entry.start {
      if classes[rank][index].slot == entry.slot {
        classes[rank].remove(at: index)
        return
      }
      index += 1
    }
  }

  /// Every entry that starts before `end` and ends after `start`.
  func each(reachingInto start: Int, _ end: Int, _ body: (Entry) -> Void) {
    for (rank, entries) in classes.enumerated() where !entries.isEmpty {
      let longest = rank >= Int.bitWidth - 2 ? Int.max / 4 : 1 << rank
      var index = Self.firstIndex(in: entries, startingAt: start &- longest)
      while index < entries.count, entries[index].start < end {
        if entries[index].end > start { body(entries[index]) }
        index += 1
      }
    }
  }

  /// Every entry with exactly these ends.
  func each(from start: Int, to end: Int, _ body: (Entry) -> Void) {
    let entries = classes[Self.rank(Entry(start: start, end: end, slot: 0))]
    var index = Self.firstIndex(in: entries, startingAt: start)
    while index < entries.count, entries[index].start == start {
      if entries[index].end == end { body(entries[index]) }
      index += 1
    }
  }

  /// Lengths of class n are below 2 to the n.
  private static func rank(_ entry: Entry) -> Int {
    Int.bitWidth - (entry.end - entry.start).leadingZeroBitCount
  }

  private static func firstIndex(in entries: [Entry], startingAt start: Int) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].start < start { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

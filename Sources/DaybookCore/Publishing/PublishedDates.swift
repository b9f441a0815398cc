package import ICalendar

/// What was written into a schedule's single dates, and what had stood there: a date there bears no
/// mark of who wrote it, so whoever writes keeps a list.
package struct PublishedDates: Hashable, Sendable {
  /// The hours written for a date; two where an answer was lost and either may stand there.
  package var ours: [Day: Set<[Range<Int>]>]
  /// The hours that somebody else had given a date before ours took their place.
  package var theirs: [Day: [Range<Int>]]

  package init(
    ours: [Day: Set<[Range<Int>]>] = [:], theirs: [Day: [Range<Int>]] = [:]
  ) {
    self.ours = ours
    self.theirs = theirs
  }

  /// Both, while nobody knows which of them the other side has.
  package func joined(with next: PublishedDates) -> PublishedDates {
    PublishedDates(
      ours: ours.merging(next.ours) { $0.union($1) },
      theirs: theirs.merging(next.theirs) { $1 })
  }

  // MARK: - As text

  /// A line a date: `ours 2026-11-19 540-600,630-1020`; a day off has no hours.
  package var text: String {
    let ours = ours.flatMap { day, all in all.map { Self.line("ours", day, $0) } }
    let theirs = theirs.map { Self.line("theirs", $0.key, $0.value) }
    return (ours + theirs).sorted().joined(separator: "\n")
  }

  /// Reads `text` back; lines that say nothing are passed over.
  package init(text: String) {
    self.init()
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 2, let day = Day(iso: words[1]) else { continue }
      let ranges = words.count > 2 ? Self.ranges(words[2]) : []
      if words[0] == "ours" { ours[day, default: []].insert(ranges) }
      if words[0] == "theirs" { theirs[day] = ranges }
    }
  }

  private static func line(_ word: String, _ day: Day, _ ranges: [Range<Int>]) -> String {
    let hours = ranges.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    return hours.isEmpty ? "\(word) \(day)" : "\(word) \(day) \(hours)"
  }

  private static func ranges(_ text: Substring) -> [Range<Int>] {
    text.split(separator: ",").compactMap { part in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      return ends.count == 2 && ends[0] < ends[1] ? ends[0]..<ends[1] : nil
    }
  }
}

internal import ICalendar

/// One meeting, with every copy of it that calendars hold.
package struct Meeting: Sendable {
  /// The copy of the calendar with the highest priority first; never empty.
  package let copies: [Occurrence]

  /// The copy that stands for it, naming the calendars of the others.
  package var shown: Occurrence { shown(in: nil) ?? copies[0] }

  /// The best copy of those in `calendars` (nil: of all), naming the calendars of the others. A client
  /// that only another copy has is the meeting's.
  package func shown(in calendars: Set<CalendarID>?) -> Occurrence? {
    guard var best = copies.first(where: { calendars?.contains($0.calendar) ?? true }) else {
      return nil
    }
    let others = copies.lazy.map(\.calendar).filter { $0 != best.calendar }
    // Most meetings have no other copy, and go on sharing their facts.
    if !best.alsoIn.elementsEqual(others) { best.alsoIn = Array(others) }
    if best.client == nil, let assigned = copies.first(where: { $0.client != nil }) {
      (best.client, best.project) = (assigned.client, assigned.project)
      best.isBillable = assigned.isBillable
    }
    return best
  }
}

/// Finds out which occurrences are one meeting in several calendars.
///
/// They are when their UID is the same (and, of a series, the instance), whatever their times; or
/// when start, end and title are the same after trimming and case folding. A bare "Busy" has any
/// title, but joins only the first meeting in order. Being the same carries over from copy to copy.
/// Two events of one calendar are never the same meeting, so nothing a calendar holds twice on
/// purpose disappears.
package enum Meetings {
  /// The meetings that `occurrences` make, in the order of their shown copies.
  package static func grouped(_ occurrences: [Occurrence], calendars: CalendarTable) -> [Meeting] {
    let order = AgendaOrder(calendars)
    let sorted = order.sorted(occurrences)
    let map = MeetingMap(sorted: sorted, calendars: calendars)
    return sorted.indices.compactMap { index in
      guard map.lead[index] == index else { return nil }
      let copies = map.copies[Int32(index)] ?? [Int32(index)]
      return Meeting(copies: copies.map { sorted[Int($0)] })
    }
  }

  /// One occurrence a meeting, `alsoIn` filled, in the order of agendas.
  package static func merged(_ occurrences: [Occurrence], calendars: CalendarTable) -> [Occurrence]
  {
    grouped(occurrences, calendars: calendars).map(\.shown)
  }
}

/// Which positions of a list in agenda order belong to one meeting.
struct MeetingMap {
  /// For each position that of the copy which stands for its meeting.
  private(set) var lead: [Int32]
  /// All copies by the one that stands for them, that one first; only of meetings with several.
  private(set) var copies: [Int32: [Int32]] = [:]

  init(sorted occurrences: [Occurrence], calendars: CalendarTable) {
    lead = Array(0..<Int32(occurrences.count))
    guard let first = occurrences.first,
      occurrences.contains(where: { $0.calendar != first.calendar })
    else { return }
    var joining = Joining(occurrences: occurrences, lead: lead)
    joining.joinByUID()
    joining.joinByTimeAndTitle()
    for (_, members) in joining.members {
      let ranked = members.sorted { left, right in
        let (one, other) = (occurrences[Int(left)], occurrences[Int(right)])
        let priorities = (calendars.priority(one.calendar), calendars.priority(other.calendar))
        if priorities.0 != priorities.1 { return priorities.0 > priorities.1 }
        let bare = (Title.isBareBusy(one.title), Title.isBareBusy(other.title))
        return bare.0 == bare.1 ? left < right : !bare.0
      }
      copies[ranked[0]] = ranked
      for member in ranked { lead[Int(member)] = ranked[0] }
    }
  }

  private struct Joining {
    let occurrences: [Occurrence]
    /// For each position the position that names its group.
    var root: [Int32]
    /// Members by root, of groups of several.
    var members: [Int32: [Int32]] = [:]

    init(occurrences: [Occurrence], lead: [Int32]) {
      self.occurrences = occurrences
      root = lead
    }

    mutating func joinByUID() {
      // By key the first and the last that have it; `next` leads from the one to the other.
      var ends: [Int: (first: Int32, last: Int32)] = [:]
      ends.reserveCapacity(occurrences.count)
      var next = [Int32](repeating: -1, count: occurrences.count)
      for index in occurrences.indices where !occurrences[index].uid.isEmpty {
        let key = MeetingMap.uidKey(occurrences[index])
        guard let known = ends[key] else {
          ends[key] = (Int32(index), Int32(index))
          continue
        }
        var earlier = known.first
        while earlier >= 0 {
          if isSameUID(Int(earlier), index), join(earlier, Int32(index)) { break }
          earlier = next[Int(earlier)]
        }
        next[Int(known.last)] = Int32(index)
        ends[key] = (known.first, Int32(index))
      }
    }

    mutating func joinByTimeAndTitle() {
      var from = 0
      while from < occurrences.count {
        var to = from + 1
        while to < occurrences.count, occurrences[to].span.start == occurrences[from].span.start {
          to += 1
        }
        if to - from > 1, areInSeveralCalendars(from..<to) { joinByEndAndTitle(from..<to) }
        from = to
      }
    }

    /// Joins what has the same end and title among positions that share their start.
    private mutating func joinByEndAndTitle(_ positions: Range<Int>) {
      var byEnd = positions.map { (end: occurrences[$0].span.end, index: Int32($0)) }
      byEnd.sort { $0.end == $1.end ? $0.index < $1.index : $0.end < $1.end }
      var from = 0
      while from < byEnd.count {
        var to = from + 1
        while to < byEnd.count, byEnd[to].end == byEnd[from].end { to += 1 }
        if to - from > 1 { joinByTitle(byEnd[from..<to].map(\.index)) }
        from = to
      }
    }

    private func areInSeveralCalendars(_ positions: some Collection<Int>) -> Bool {
      guard let first = positions.first else { return false }
      let calendar = occurrences[first].calendar
      return positions.contains { occurrences[$0].calendar != calendar }
    }

    /// Joins what has the same title among `indices`, which share start and end.
    private mutating func joinByTitle(_ indices: [Int32]) {
      guard areInSeveralCalendars(indices.lazy.map(Int.init)) else { return }
      let beginnings = indices.map { Title.beginning(occurrences[Int($0)].title) }
      let alike = Title.shared(beginnings)
      if alike.isEmpty { return }
      var byTitle: [String: [Int32]] = [:]
      var bare: [Int32] = []
      var titled: [Int32] = []
      for (index, beginning) in zip(indices, beginnings) {
        guard alike.contains(beginning) else {
          titled.append(index)
          continue
        }
        let title = Title.folded(occurrences[Int(index)].title)
        if title == Title.busy {
          bare.append(index)
          continue
        }
        titled.append(index)
        for earlier in byTitle[title, default: []] where join(earlier, index) { break }
        byTitle[title, default: []].append(index)
      }
      for index in bare {
        // One whose UID already told where it belongs has its meeting.
        if titled.contains(where: { root[Int($0)] == root[Int(index)] }) { continue }
        for earlier in titled where join(earlier, index) { break }
      }
      for (place, index) in bare.enumerated() {
        for earlier in bare[..<place] where join(earlier, index) { break }
      }
    }

    private func isSameUID(_ one: Int, _ other: Int) -> Bool {
      occurrences[one].uid == occurrences[other].uid
        && occurrences[one].originalStart == occurrences[other].originalStart
    }

    /// Makes two groups one, unless both hold a copy of one calendar; says whether they are one.
    private mutating func join(_ one: Int32, _ other: Int32) -> Bool {
      let (kept, gone) = (root[Int(one)], root[Int(other)])
      if kept == gone { return occurrences[Int(one)].calendar != occurrences[Int(other)].calendar }
      let (left, right) = (members[kept] ?? [kept], members[gone] ?? [gone])
      for member in left {
        let calendar = occurrences[Int(member)].calendar
        if right.contains(where: { occurrences[Int($0)].calendar == calendar }) { return false }
      }
      for member in right { root[Int(member)] = kept }
      members[gone] = nil
      members[kept] = left + right
      return true
    }
  }

  /// The same for occurrences of one UID and instance, and rarely for others.
  static func uidKey(_ occurrence: Occurrence) -> Int {
    var hasher = Hasher()
    hasher.combine(occurrence.uid)
    hasher.combine(occurrence.originalStart)
    return hasher.finalize()
  }
}

/// Titles as they are compared.
enum Title {
  static let busy = "busy"

  static func isBareBusy(_ title: String) -> Bool { folded(title) == busy }

  /// Of `beginnings` those that several titles have, and the one that "Busy" has: all others are
  /// unlike each other.
  static func shared(_ beginnings: [Int]) -> [Int] {
    let sorted = beginnings.sorted()
    var shared: [Int] = []
    for index in sorted.indices where shared.last != sorted[index] {
      let isTwice = index + 1 < sorted.count && sorted[index + 1] == sorted[index]
      if isTwice || sorted[index] == beginningOfBusy { shared.append(sorted[index]) }
    }
    return shared
  }

  private static let beginningOfBusy = beginning(busy)

  /// The same for titles that are the same when folded, and seldom for others; found without folding
  /// more than one letter.
  static func beginning(_ title: String) -> Int {
    let scalars = title.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }) else { return 0 }
    let second = scalars.index(after: first)
    // What follows may be an accent of it.
    if scalars[first].isASCII, second == scalars.endIndex || scalars[second].isASCII {
      let letter = UInt8(scalars[first].value)
      return Int(isCapital(letter) ? letter | 0x20 : letter)
    }
    // One letter may become two, as "ß" does, of which the first is that of "ss".
    guard let letter = String(scalars[first...]).first,
      let folded = String(letter).uppercased().lowercased().first
    else { return 0 }
    return folded.asciiValue.map(Int.init) ?? folded.hashValue
  }

  /// Without white space at its ends, and with case folded away.
  static func folded(_ text: String) -> String {
    if let plain = foldedASCII(text) { return plain }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    // Up and down again, so that "ß" meets "SS".
    return String(scalars[first...last]).uppercased().lowercased()
  }

  /// The same without a look into Unicode's tables; nil for what has letters beyond ASCII.
  private static func foldedASCII(_ text: String) -> String? {
    let folded = text.utf8.withContiguousStorageIfAvailable { bytes -> String? in
      guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
      guard let first = bytes.firstIndex(where: { !isBlank($0) }),
        let last = bytes.lastIndex(where: { !isBlank($0) })
      else { return "" }
      let count = last - first + 1
      return String(unsafeUninitializedCapacity: count) { letters in
        for place in 0..<count {
          let byte = bytes[first + place]
          letters[place] = isCapital(byte) ? byte | 0x20 : byte
        }
        return count
      }
    }
    return folded ?? nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
}

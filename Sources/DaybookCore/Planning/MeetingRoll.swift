internal import ICalendar

/// Occurrences by number, told apart into meetings, a few of which can be told apart anew.
struct MeetingRoll {
  private var occurrences: [Occurrence?] = []
  private(set) var lead: [Int32] = []
  private var copies: [Int32: [Int32]] = [:]
  private var slots: [OccurrenceID: Int32] = [:]
  private var free: [Int32] = []
  /// The newest occurrence by UID and instance, and from each the one before it; -1 ends the chain.
  private var newest: [Int: Int32] = [:]
  private var older: [Int32] = []
  private var spans = SpanIndex()
  private var sizes: [CalendarID: Int] = [:]

  var capacity: Int { occurrences.count }

  subscript(slot: Int32) -> Occurrence {
    guard let occurrence = occurrences[Int(slot)] else {
      preconditionFailure("a meeting's number outlived it")
    }
    return occurrence
  }

  func slot(of id: OccurrenceID) -> Int32? { slots[id] }

  func hasCopies(_ slot: Int32) -> Bool { copies[slot] != nil }

  /// All copies of the meeting that `slot` leads, the best first.
  func copies(of slot: Int32) -> [Occurrence] {
    (copies[slot] ?? [slot]).map { self[$0] }
  }

  /// The copy that stands for the meeting that `slot` leads, naming the others' calendars.
  func shown(_ slot: Int32) -> Occurrence {
    hasCopies(slot) ? Meeting(copies: copies(of: slot)).shown : self[slot]
  }

  /// Takes in many, in agenda order, at once; they get the numbers from 0.
  mutating func fill(_ sorted: [Occurrence], calendars: CalendarTable) {
    let map = MeetingMap(sorted: sorted, calendars: calendars)
    lead = map.lead
    copies = map.copies
    occurrences = sorted
    older = Array(repeating: -1, count: sorted.count)
    slots.reserveCapacity(sorted.count)
    newest.reserveCapacity(sorted.count)
    for slot in sorted.indices { link(sorted[slot], Int32(slot)) }
    spans = SpanIndex(sorted: sorted.indices.lazy.map { sorted[$0].entry(Int32($0)) })
  }

  mutating func insert(_ occurrence: Occurrence) -> Int32 {
    let slot = free.popLast() ?? Int32(occurrences.count)
    if slot == occurrences.count {
      occurrences.append(nil)
      lead.append(slot)
      older.append(-1)
    }
    occurrences[Int(slot)] = occurrence
    lead[Int(slot)] = slot
    link(occurrence, slot)
    spans.insert(occurrence.entry(slot))
    return slot
  }

  mutating func remove(_ slot: Int32) {
    let occurrence = self[slot]
    if slots[occurrence.id] == slot { slots[occurrence.id] = nil }
    let key = MeetingMap.uidKey(occurrence)
    if newest[key] == slot {
      newest[key] = older[Int(slot)] < 0 ? nil : older[Int(slot)]
    } else {
      var newer = newest[key] ?? -1
      while newer >= 0, older[Int(newer)] != slot { newer = older[Int(newer)] }
      if newer >= 0 { older[Int(newer)] = older[Int(slot)] }
    }
    spans.remove(occurrence.entry(slot))
    sizes[occurrence.calendar, default: 1] -= 1
    if sizes[occurrence.calendar] == 0 { sizes[occurrence.calendar] = nil }
    copies[slot] = nil
    occurrences[Int(slot)] = nil
    free.append(slot)
  }

  /// `slots` and everything that can be one meeting with any of them, however far it carries over.
  func circle(around slots: [Int32]) -> Set<Int32> {
    var circle = Set(slots)
    guard sizes.count > 1 else { return circle }
    var pending = slots
    while let slot = pending.popLast() {
      let occurrence = self[slot]
      var mates: [Int32] = []
      spans.each(from: occurrence.span.start.seconds, to: occurrence.span.end.seconds) {
        mates.append($0.slot)
      }
      var mate = occurrence.uid.isEmpty ? -1 : newest[MeetingMap.uidKey(occurrence)] ?? -1
      while mate >= 0 {
        mates.append(mate)
        mate = older[Int(mate)]
      }
      for mate in mates where circle.insert(mate).inserted { pending.append(mate) }
    }
    return circle
  }

  /// Tells the meetings among `slots`, a whole circle, apart anew; gives the leads.
  mutating func regroup(_ slots: Set<Int32>, calendars: CalendarTable) -> Set<Int32> {
    let order = AgendaOrder(calendars)
    let sorted = slots.sorted { order.precedes(self[$0], self[$1]) }
    let map = MeetingMap(sorted: sorted.map { self[$0] }, calendars: calendars)
    for slot in sorted { copies[slot] = nil }
    var leads: Set<Int32> = []
    for (place, slot) in sorted.enumerated() {
      lead[Int(slot)] = sorted[Int(map.lead[place])]
      leads.insert(lead[Int(slot)])
    }
    for (place, members) in map.copies {
      copies[sorted[Int(place)]] = members.map { sorted[Int($0)] }
    }
    return leads
  }

  private mutating func link(_ occurrence: Occurrence, _ slot: Int32) {
    slots[occurrence.id] = slot
    let key = MeetingMap.uidKey(occurrence)
    older[Int(slot)] = newest.updateValue(slot, forKey: key) ?? -1
    sizes[occurrence.calendar, default: 0] += 1
  }
}

extension Occurrence {
  func entry(_ slot: Int32) -> SpanIndex.Entry {
    SpanIndex.Entry(start: span.start.seconds, end: span.end.seconds, slot: slot)
  }
}

extension Claim {
  var entry: SpanIndex.Entry { SpanIndex.Entry(start: start, end: end, slot: slot) }
}

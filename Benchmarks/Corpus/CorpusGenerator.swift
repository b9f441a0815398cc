import ICalendar

/// Writes the corpus: the same bytes everywhere for the same number of events.
struct CorpusGenerator {
  private static let firstDay = Day(2020, 1, 1)
  static let dayCount = Day(2029, 12, 31) - firstDay + 1
  /// How many timed events begin inside the one before.
  private static let overlap = 0.2

  private let size: Int
  private var random: SplitMix
  /// The quarter hours that are taken, by day.
  private var taken: [Day: UInt128] = [:]
  private var previous: (day: Day, quarter: Int, length: Int)?

  init(size: Int) {
    self.size = size
    random = SplitMix(seed: UInt64(1_000_003 + size))
  }

  /// Each calendar's name and file.
  mutating func calendars() -> [(name: String, text: String)] {
    let names = CorpusWords.calendars
    var texts = names.map { name in
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//daybook//gen_ics 1//EN\r\n"
        + "CALSCALE:GREGORIAN\r\nX-WR-CALNAME:\(name)\r\n" + CorpusZones.text
    }
    for index in 0..<size {
      let share = random.below(100)
      let calendar = CorpusWords.shares.firstIndex { share < $0 } ?? 0
      texts[calendar] += event(index)
    }
    return zip(names, texts).map { ($0, $1 + "END:VCALENDAR\r\n") }
  }

  /// The VEVENTs of one UID.
  private mutating func event(_ index: Int) -> String {
    let uid =
      "\(hex(index, 8))-\(hex(index & 0xffff, 4))-4000-8000-"
      + "\(hex(Int(random.next() & 0xffff_ffff_ffff), 12))@daybook.test"
    let isAllDay = random.chance(0.05)
    let recurs = random.chance(0.20)
    let zone = isAllDay ? nil : random.pick(CorpusWords.zones)
    let title = title()
    let year = random.below(6)
    let month = 1 + random.below(12)
    let stamp = "202\(year)\(two(month))\(two(1 + random.below(28)))T103000Z"
    var event = CorpusEvent(uid: uid, title: title, stamp: stamp, zone: zone, isAllDay: isAllDay)
    event.quarters = random.pick(CorpusWords.lengths)
    if isAllDay {
      event.day = CorpusGenerator.firstDay + random.below(CorpusGenerator.dayCount)
      event.days = random.chance(0.7) ? 1 : 2 + random.below(9)
      if recurs { event.days = 1 }
    } else {
      let slot = slot(event.quarters)
      event.day = slot.day
      event.minute = slot.quarter * 15
      previous = (slot.day, slot.quarter, event.quarters)
    }
    guard recurs else { return event.text(day: event.day, random: &random) }
    let rule = CorpusRule(day: event.day, isAllDay: isAllDay, random: &random)
    return series(&event, rule)
  }

  /// A master with its exceptions, and its overrides.
  private mutating func series(_ event: inout CorpusEvent, _ rule: CorpusRule) -> String {
    event.day = rule.day
    var extra = ["RRULE:" + rule.text]
    var dates = rule.dates.dropFirst().filter { $0 <= rule.until }
    if !dates.isEmpty, random.chance(0.30) {
      for day in picked(1 + random.below(3), of: dates) {
        extra.append(event.stamp("EXDATE", day, event.minute))
        dates.removeAll { $0 == day }
      }
    }
    var moved: [Day] = []
    if !dates.isEmpty, random.chance(0.15) { moved = picked(1 + random.below(2), of: dates) }
    var text = event.text(day: event.day, extra: extra, random: &random)
    for day in moved {
      var override = event
      override.title += " (moved)"
      override.sequence = 1
      let length = event.quarters * 15
      override.minute =
        event.minute + 60 + length < 1440
        ? min(event.minute + 60, 1380 - length) : max(0, event.minute - 60)
      let original = event.stamp("RECURRENCE-ID", day, event.minute)
      text += override.text(day: day, extra: [original], random: &random)
    }
    return text
  }

  private mutating func picked(_ count: Int, of days: [Day]) -> [Day] {
    var picked: Set<Day> = []
    for _ in 0..<count { picked.insert(random.pick(days)) }
    return picked.sorted()
  }

  private mutating func title() -> String {
    var words = [
      random.chance(0.3) ? random.pick(CorpusWords.foreign) : random.pick(CorpusWords.words)
    ]
    words.append(random.pick(CorpusWords.words))
    if random.chance(0.4) { words.append(random.pick(CorpusWords.words)) }
    return words.joined(separator: " ")
  }

  /// A day and a quarter hour, mostly in working hours and where nothing is yet.
  private mutating func slot(_ length: Int) -> (day: Day, quarter: Int) {
    if let previous, random.chance(CorpusGenerator.overlap) {
      let quarter = previous.quarter + random.below(max(1, previous.length))
      return (previous.day, min(quarter, 96 - length))
    }
    var day = CorpusGenerator.firstDay
    var quarter = 0
    for _ in 0..<12 {
      day = CorpusGenerator.firstDay + random.below(CorpusGenerator.dayCount)
      if day.weekday.index >= 5, random.chance(0.7) { continue }
      quarter = random.chance(0.9) ? 32 + random.below(44) : random.below(96 - length)
      quarter = min(quarter, 96 - length)
      let mask = ((UInt128(1) << UInt128(length)) - 1) << UInt128(quarter)
      if taken[day, default: 0] & mask == 0 {
        taken[day, default: 0] |= mask
        break
      }
    }
    return (day, quarter)
  }
}

/// In decimal with at least two digits.
func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// In hexadecimal with at least so many digits.
func hex(_ number: Int, _ width: Int = 1) -> String {
  let text = String(number, radix: 16)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}

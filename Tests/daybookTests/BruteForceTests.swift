import Foundation
import Testing

/// What the program prints against the plainest possible second opinion: minute by minute, pair by
/// pair, on random calendars.
struct BruteForceTests {
  struct Happening {
    let id: String
    let title: String
    let start: Int
    let end: Int
    let isAllDay: Bool
    let isBusy: Bool
    let isTentative: Bool
  }

  /// splitmix64: the same calendar for the same seed, everywhere.
  struct Dice {
    var state: UInt64
    mutating func roll(_ sides: Int) -> Int {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return Int((z ^ (z >> 31)) % UInt64(sides))
    }
  }

  static func calendar(_ dice: inout Dice, month: String, prefix: String) -> String {
    var events: [String] = []
    for number in 0..<(20 + dice.roll(20)) {
      let day = 1 + dice.roll(28)
      let date = "2026\(month)\(day < 10 ? "0" : "")\(day)"
      var lines = ["UID:\(prefix)\(number)", "SUMMARY:\(prefix) \(number)"]
      if dice.roll(9) == 0 {
        lines.append("DTSTART;VALUE=DATE:\(date)")
      } else {
        let (hour, minute) = (dice.roll(24), dice.roll(12) * 5)
        let clock = "\(hour < 10 ? "0" : "")\(hour)\(minute < 10 ? "0" : "")\(minute)00"
        lines.append("DTSTART;TZID=Europe/Berlin:\(date)T\(clock)")
        lines.append("DURATION:PT\(dice.roll(30) * 5)M")
      }
      switch dice.roll(8) {
      case 0: lines.append("TRANSP:TRANSPARENT")
      case 1: lines.append("STATUS:TENTATIVE")
      case 2: lines.append("STATUS:CANCELLED")
      default: break
      }
      if dice.roll(6) == 0 { lines.append("RRULE:FREQ=DAILY;COUNT=\(2 + dice.roll(4))") }
      events.append(lines.joined(separator: "\n"))
    }
    let bodies = events.map { "BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n\($0)\nEND:VEVENT\n" }
    return "BEGIN:VCALENDAR\nVERSION:2.0\n\(bodies.joined())END:VCALENDAR\n"
  }

  static func seconds(_ text: String) throws -> Int {
    let formatter = ISO8601DateFormatter()
    return Int(try #require(formatter.date(from: text)).timeIntervalSince1970)
  }

  /// Every occurrence around the window, as `agenda` lists them.
  static func happenings(_ daybook: Program, from: String, days: Int, zone: TimeZone) throws
    -> [Happening]
  {
    let document = try daybook(
      "agenda", "--from", from, "--days", String(days), "--all-copies", "--json"
    ).json()
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    func midnight(_ text: String) throws -> Int {
      let parts = text.split(separator: "-").compactMap { Int($0) }
      let date = calendar.date(
        from: DateComponents(year: parts[0], month: parts[1], day: parts[2]))
      return Int(try #require(date).timeIntervalSince1970)
    }
    return try #require(document["events"] as? [[String: Any]]).map { event in
      let isAllDay = event["all_day"] as? Bool == true
      let start = try #require(event["start"] as? String)
      let end = try #require(event["end"] as? String)
      return Happening(
        id: event["event"] as? String ?? "", title: event["title"] as? String ?? "",
        start: try isAllDay ? midnight(start) : seconds(start),
        end: try isAllDay ? midnight(end) : seconds(end), isAllDay: isAllDay,
        isBusy: event["busy"] as? Bool == true,
        isTentative: event["status"] as? String == "tentative")
    }
  }

  static func prepared(seed: UInt64, month: String, now: String) throws -> Program {
    var dice = Dice(state: seed)
    let daybook = try Program(now: now)
    for name in ["A", "B", "C"] {
      let text = calendar(&dice, month: month, prefix: name)
      let result = try daybook("import", try daybook.write("\(name).ics", text))
      try #require(result.status == 0, "seed \(seed): \(result.errors)")
    }
    return daybook
  }

  @Test(arguments: [
    (UInt64(1), "11", "2026-11-02T10:07:00+01:00", 2026_11_02),
    (UInt64(2), "03", "2026-03-23T08:00:00+01:00", 2026_03_23),
    (UInt64(3), "10", "2026-10-19T11:59:30+02:00", 2026_10_19),
    (UInt64(4), "11", "2026-11-08T23:59:00+01:00", 2026_11_08),
  ])
  func freeSlotsAreExactlyTheFreeMinutes(_ seed: UInt64, _ month: String, _ now: String, _ day: Int)
    throws
  {
    let daybook = try Self.prepared(seed: seed, month: month, now: now)
    let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let components = DateComponents(year: day / 10000, month: day / 100 % 100, day: day % 100)
    let first = try #require(calendar.date(from: components))
    let around = calendar.date(byAdding: .day, value: -8, to: first)
    let iso = try #require(around).formatted(.iso8601.year().month().day().dateSeparator(.dash))
    let busy = try Self.happenings(daybook, from: iso, days: 40, zone: zone).filter(\.isBusy)
    let moment = try Self.seconds(now)
    let earliest = (moment + 59) / 60 * 60

    var expected: [(Int, Int)] = []
    for offset in 0..<10 {
      let date = try #require(calendar.date(byAdding: .day, value: offset, to: first))
      guard (2...6).contains(calendar.component(.weekday, from: date)) else { continue }
      var run: Int?
      for minute in (9 * 60)...(17 * 60) {
        let at = try #require(
          calendar.date(bySettingHour: minute / 60, minute: minute % 60, second: 0, of: date))
        let second = Int(at.timeIntervalSince1970)
        let isFree =
          minute < 17 * 60 && second >= earliest
          && !busy.contains { $0.start < second + 60 && $0.end > second && $0.end > $0.start }
        if isFree {
          run = run ?? second
        } else if let start = run {
          if second - start >= 45 * 60 { expected.append((start, second)) }
          run = nil
        }
      }
    }
    let document = try daybook("free", "--days", "10", "--duration", "45m", "--json").json()
    let slots = try #require(document["slots"] as? [[String: Any]])
    let found = try slots.map { slot in
      (
        try Self.seconds(try #require(slot["start"] as? String)),
        try Self.seconds(try #require(slot["end"] as? String))
      )
    }
    #expect(found.map(\.0) == expected.map(\.0), "seed \(seed)")
    #expect(found.map(\.1) == expected.map(\.1), "seed \(seed)")
    #expect(slots.allSatisfy { ($0["minutes"] as? Int ?? 0) >= 45 })
  }

  @Test(arguments: [
    (UInt64(11), "11", "2026-11-01T00:00:00+01:00"),
    (UInt64(12), "03", "2026-03-01T00:00:00+01:00"),
    (UInt64(13), "10", "2026-10-01T00:00:00+02:00"),
  ])
  func conflictsAreExactlyTheCollidingPairs(_ seed: UInt64, _ month: String, _ now: String) throws {
    let daybook = try Self.prepared(seed: seed, month: month, now: now)
    let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
    let from = "2026-\(month)-01"
    let counted = try Self.happenings(daybook, from: from, days: 60, zone: zone)
      .filter { $0.isBusy && !$0.isAllDay && $0.end > $0.start }
    var expected: Set<String> = []
    for (index, one) in counted.enumerated() {
      for other in counted[(index + 1)...] where one.id != other.id {
        let names = [one.title, other.title].sorted().joined(separator: " + ")
        let (from, to) = (max(one.start, other.start), min(one.end, other.end))
        if from < to {
          let minutes = (to - from + 59) / 60
          let isSevere =
            !one.isTentative && !other.isTentative
            && (minutes >= 15
              || to - from == min(one.end - one.start, other.end - other.start))
          expected.insert("\(names) overlap \(minutes) \(isSevere ? "severe" : "medium") \(from)")
        } else if from - to < 15 * 60 {
          let isFilled = counted.contains { third in
            third.start < max(from, to) && third.end > min(from, to) && from > to
          }
          if !isFilled {
            expected.insert("\(names) buffer \((15 * 60 - (from - to) + 59) / 60) minor \(to)")
          }
        }
      }
    }
    let document = try daybook(
      "conflicts", "--from", from, "--to", "2026-12-31", "--json"
    ).json()
    let conflicts = try #require(document["conflicts"] as? [[String: Any]])
    let found = try conflicts.map { conflict in
      let events = try #require(conflict["events"] as? [[String: Any]])
      let names = events.compactMap { $0["title"] as? String }.sorted().joined(separator: " + ")
      let kind = conflict["kind"] as? String ?? ""
      let start = try Self.seconds(try #require(conflict["start"] as? String))
      return
        "\(names) \(kind) \(conflict["minutes"] ?? "") \(conflict["severity"] ?? "") \(start)"
    }
    #expect(Set(found) == expected, "seed \(seed)")
    #expect(found.count == Set(found).count, "seed \(seed): a pair is listed twice")
    #expect(!found.isEmpty)
  }
}

import DaybookTestSupport
import Foundation
import Testing

/// What the program prints against the plainest possible second opinion: minute by minute, pair by
/// pair, on random calendars.
struct BruteForceTests {
  struct Happening {
    let title: String
    let place: String
    let start: Int
    let end: Int
    let isAllDay: Bool
    let isBusy: Bool
    let isTentative: Bool
  }

  static let places = ["", "Lindenstraße 12, Berlin", "Friedrichstraße 101, Berlin"]

  /// The VEVENTs of one calendar: single events and short series, some with an occurrence moved.
  static func events(_ dice: inout Seeded, month: String, prefix: String) -> [String] {
    func clock(_ dice: inout Seeded) -> String {
      let (hour, minute) = (dice.roll(24), dice.roll(12) * 5)
      return "\(hour < 10 ? "0" : "")\(hour)\(minute < 10 ? "0" : "")\(minute)00"
    }
    var events: [String] = []
    for number in 0..<(20 + dice.roll(20)) {
      let day = 1 + dice.roll(29)
      func date(_ day: Int) -> String { "2026\(month)\(day < 10 ? "0" : "")\(day)" }
      var lines = ["UID:\(prefix)\(number)", "SUMMARY:\(prefix) \(number)"]
      switch dice.roll(8) {
      case 0: lines.append("TRANSP:TRANSPARENT")
      case 1: lines.append("STATUS:TENTATIVE")
      case 2: lines.append("STATUS:CANCELLED")
      default: break
      }
      lines.append("LOCATION:\(dice.pick(places).replacingOccurrences(of: ",", with: "\\,"))")
      var override: String?
      if dice.roll(9) == 0 {
        lines.append("DTSTART;VALUE=DATE:\(date(day))")
      } else {
        let start = clock(&dice)
        let length = "DURATION:PT\(dice.roll(30) * 5)M"
        if dice.roll(4) == 0 {
          let moved = "DTSTART;TZID=Europe/Berlin:\(date(day + 1))T\(clock(&dice))"
          let id = "RECURRENCE-ID;TZID=Europe/Berlin:\(date(day + 1))T\(start)"
          override = (lines + [moved, length, id]).joined(separator: "\n")
        }
        lines += ["DTSTART;TZID=Europe/Berlin:\(date(day))T\(start)", length]
      }
      if override != nil || dice.roll(6) == 0 {
        lines.append("RRULE:FREQ=DAILY;COUNT=\(2 + dice.roll(4))")
      }
      events.append(lines.joined(separator: "\n"))
      if let override { events.append(override) }
    }
    return events
  }

  static func text(_ events: [String]) -> String {
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
        title: event["title"] as? String ?? "", place: event["location"] as? String ?? "",
        start: try isAllDay ? midnight(start) : seconds(start),
        end: try isAllDay ? midnight(end) : seconds(end), isAllDay: isAllDay,
        isBusy: event["busy"] as? Bool == true,
        isTentative: event["status"] as? String == "tentative")
    }
  }

  /// Three calendars; some of the first one's meetings are in the second one too.
  static func prepared(seed: UInt64, month: String, now: String, configuration: String? = nil)
    throws -> Program
  {
    var dice = Seeded(seed: seed)
    let daybook = try Program(now: now, configuration: configuration)
    var first: [String] = []
    for name in ["A", "B", "C"] {
      var events = events(&dice, month: month, prefix: name)
      if name == "A" { first = events }
      if name == "B" {
        let copied = Set(first.map(uid).filter { _ in dice.roll(4) == 0 })
        events += first.filter { copied.contains(uid($0)) }
      }
      let result = try daybook("import", try daybook.write("\(name).ics", text(events)))
      try #require(result.status == 0, "seed \(seed): \(result.errors)")
    }
    return daybook
  }

  private static func uid(_ event: String) -> Substring {
    event.prefix { $0 != "\n" }
  }

  /// Hours of each day to look into, and how the command line says them.
  struct Hours: Sendable {
    var weekdays: ClosedRange<Int>
    var from: Int
    var to: Int
    var arguments: [String]

    static let usual = Hours(weekdays: 2...6, from: 9, to: 17, arguments: [])
    static let all = Hours(
      weekdays: 1...7, from: 0, to: 24,
      arguments: ["--weekdays", "mon-sun", "--hours", "00:00-24:00"])
  }

  @Test(arguments: [
    (UInt64(1), "11", "2026-11-02T10:07:00+01:00", Hours.usual),
    (UInt64(2), "03", "2026-03-23T08:00:00+01:00", Hours.usual),
    (UInt64(3), "10", "2026-10-19T11:59:30+02:00", Hours.usual),
    (UInt64(4), "11", "2026-11-08T23:59:00+01:00", Hours.usual),
    // The weeks in which the clock changes, all around it.
    (UInt64(5), "03", "2026-03-25T08:00:00+01:00", Hours.all),
    (UInt64(6), "03", "2026-03-28T23:30:00+01:00", Hours.all),
    (UInt64(7), "10", "2026-10-21T08:00:30+02:00", Hours.all),
    (UInt64(8), "10", "2026-10-25T02:20:00+02:00", Hours.all),
    (UInt64(9), "10", "2026-10-25T02:20:00+01:00", Hours.all),
  ])
  func freeSlotsAreExactlyTheFreeMinutes(
    _ seed: UInt64, _ month: String, _ now: String, _ hours: Hours
  ) throws {
    let daybook = try Self.prepared(seed: seed, month: month, now: now)
    let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let moment = try Self.seconds(now)
    let first = calendar.startOfDay(for: Date(timeIntervalSince1970: Double(moment)))
    // The 17th of the month before is early enough for all that reaches into these days.
    let before = (Int(month) ?? 1) - 1
    let from = "2026-\(before < 10 ? "0" : "")\(before)-17"
    let busy = try Self.happenings(daybook, from: from, days: 70, zone: zone)
      .filter { $0.isBusy && $0.end > $0.start }
    let earliest = (moment + 59) / 60 * 60

    var expected: [[Int]] = []
    for offset in 0..<10 {
      let date = try #require(calendar.date(byAdding: .day, value: offset, to: first))
      let next = try #require(calendar.date(byAdding: .day, value: 1, to: date))
      guard hours.weekdays.contains(calendar.component(.weekday, from: date)) else { continue }
      func second(_ hour: Int) throws -> Int {
        let there = hour == 24 ? next : calendar.date(byAdding: .hour, value: hour, to: date)
        guard hour > 0, hour < 24 else { return Int(try #require(there).timeIntervalSince1970) }
        let set = calendar.date(bySettingHour: hour, minute: 0, second: 0, of: date)
        return Int(try #require(set).timeIntervalSince1970)
      }
      var run: Int?
      let end = try second(hours.to)
      // Real minutes: of a day with a clock change there are more, or fewer, than 1440.
      for minute in stride(from: try second(hours.from), through: end, by: 60) {
        let isFree =
          minute < end && minute >= earliest
          && !busy.contains { $0.start < minute + 60 && $0.end > minute }
        if isFree {
          run = run ?? minute
        } else if let start = run {
          if minute - start >= 45 * 60 { expected.append([start, minute]) }
          run = nil
        }
      }
    }
    let document = try daybook.run(
      ["free", "--days", "10", "--duration", "45m", "--json"] + hours.arguments
    ).json()
    let slots = try #require(document["slots"] as? [[String: Any]])
    let found = try slots.map { slot in
      [
        try Self.seconds(try #require(slot["start"] as? String)),
        try Self.seconds(try #require(slot["end"] as? String)),
      ]
    }
    #expect(found == expected, "seed \(seed)")
    let minutes = slots.map { $0["minutes"] as? Int }
    #expect(minutes == expected.map { ($0[1] - $0[0]) / 60 }, "seed \(seed)")
    #expect(!found.isEmpty)
  }

  /// What a pair of meetings is said to be, by the rules as they are written.
  static func verdict(_ one: Happening, _ other: Happening, among all: [Happening]) -> String? {
    let names = [one.title, other.title].sorted().joined(separator: " + ")
    let (from, to) = (max(one.start, other.start), min(one.end, other.end))
    if from < to {
      let isSevere =
        !one.isTentative && !other.isTentative
        && (to - from >= 15 * 60 || to - from == min(one.end - one.start, other.end - other.start))
      return "\(names) overlap \((to - from + 59) / 60) \(isSevere ? "severe" : "medium") \(from)"
    }
    let gap = from - to
    if !one.place.isEmpty, !other.place.isEmpty, one.place != other.place, gap < 30 * 60 {
      return "\(names) travel \((30 * 60 - gap + 59) / 60) medium \(to)"
    }
    let isFilled = all.contains { gap > 0 && $0.start < from && $0.end > to }
    guard gap < 15 * 60, !isFilled else { return nil }
    return "\(names) buffer \((15 * 60 - gap + 59) / 60) minor \(to)"
  }

  @Test(arguments: [
    (UInt64(11), "11", "2026-11-01T00:00:00+01:00", false),
    (UInt64(12), "03", "2026-03-01T00:00:00+01:00", false),
    (UInt64(13), "10", "2026-10-01T00:00:00+02:00", false),
    (UInt64(14), "03", "2026-03-01T00:00:00+01:00", true),
    (UInt64(15), "10", "2026-10-01T00:00:00+02:00", true),
  ])
  func conflictsAreExactlyTheCollidingPairs(
    _ seed: UInt64, _ month: String, _ now: String, _ countsDays: Bool
  ) throws {
    let daybook = try Self.prepared(
      seed: seed, month: month, now: now,
      configuration: countsDays ? "[conflicts]\nignore = []\n" : nil)
    let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
    let from = "2026-\(month)-01"
    let counted = try Self.happenings(daybook, from: from, days: 60, zone: zone)
      .filter { $0.isBusy && (countsDays || !$0.isAllDay) && $0.end > $0.start }
    var expected: Set<String> = []
    for (index, one) in counted.enumerated() {
      // Titles are unique but for copies of a meeting and occurrences of a series.
      for other in counted[(index + 1)...] where one.title != other.title {
        if let verdict = Self.verdict(one, other, among: counted) { expected.insert(verdict) }
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
    let difference = Set(found).symmetricDifference(expected).sorted()
    #expect(difference.isEmpty, "seed \(seed)")
    #expect(found.count == Set(found).count, "seed \(seed): a pair is listed twice")
    #expect(found.contains { $0.contains(" overlap ") })
  }
}

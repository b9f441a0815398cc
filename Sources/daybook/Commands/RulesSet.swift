import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookWorld
import ICalendar

/// `daybook rules set`: one rule, in place of those that it makes pointless.
struct RulesSet: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Set a rule; an earlier one for the same is replaced.",
    discussion: """
      daybook rules set hours mon-fri 09:00-12:30 13:30-17:00
      daybook rules set hours sat closed
      daybook rules set day-off 2026-12-24/2027-01-01
      daybook rules set buffer 15m
      daybook rules set buffer --before 10m --after 30m --calendar Work
      daybook rules set notice 4h
      daybook rules set exception 2026-12-05 10:00-12:00
      daybook rules set exception fri closed
      daybook rules set travel "Acme, Hafenstr. 5" "Globex" 25m
      """)

  enum Kind: String, CaseIterable {
    case hours
    case dayOff = "day_off"
    case buffer, notice, exception, travel
  }

  @OptionGroup var global: GlobalOptions
  @Argument(
    help: ArgumentHelp("hours, day-off, buffer, notice, exception or travel.", valueName: "kind"))
  var word: String
  @Argument(help: "What it says, as in the examples.") var words: [String] = []
  @Option(help: ArgumentHelp("Time before events, of a buffer.", valueName: "duration"))
  var before: String?
  @Option(help: ArgumentHelp("Time after events, of a buffer.", valueName: "duration"))
  var after: String?
  @Option(help: ArgumentHelp("Only around events of this calendar.", valueName: "name"))
  var calendar: String?

  private var kind: Kind? { Kind(rawValue: word.lowercased().replacing("-", with: "_")) }

  func validate() throws {
    guard let kind else {
      let nearest = NearestWord.to(word, among: Kind.allCases.map(\.rawValue))
      throw ValidationError(
        "“\(word)” is no kind of rule; there are hours, day-off, buffer, notice, exception and travel."
          + (nearest.map { " Did you mean “\($0)”?" } ?? ""))
    }
    if kind != .buffer, before != nil || after != nil || calendar != nil {
      throw ValidationError("--before, --after and --calendar belong to a buffer.")
    }
  }

  func run(in world: World) throws -> ExitStatus {
    var rule = try rule(in: world)
    if let fault = rule.fault {
      throw CommandError.usage(
        "That rule cannot be: \(fault).", hint: "See 'daybook rules set --help'.")
    }
    let store = try world.openStore()
    if let calendar, case .buffer(let before, let after, _) = rule {
      rule = .buffer(
        before: before, after: after, calendar: try store.calendar(named: calendar).calendar.id)
    }
    let stored = try store.setAvailabilityRule(rule, now: world.now)
    let printing = try RulePrinting(store: store)
    if global.json {
      try world.output.print(.object([("rule", printing.json(stored))]))
    } else {
      try world.output.print("Rule \(stored.id): \(printing.text(stored.kind)).")
    }
    return .done
  }

  /// What the words say; wrong ones are found before the store is opened.
  private func rule(in world: World) throws -> AvailabilityRule.Kind {
    let parts = words.flatMap { $0.split { $0 == " " || $0 == ";" }.map(String.init) }
    let text = words.joined(separator: " ")
    switch kind {
    case nil: throw CommandError.usage("“\(word)” is no kind of rule.")
    case .hours:
      let start = parts.firstIndex { RulesSet.areHours($0) } ?? parts.endIndex
      let days = parts[..<start].joined(separator: ",")
      let chosen: Set<Weekday> =
        days.isEmpty
        ? [.monday, .tuesday, .wednesday, .thursday, .friday]
        : try WeekdaysPhrase.weekdays(reading: days)
      return .hours(chosen.sorted { $0.index < $1.index }, try ranges(parts[start...]))
    case .dayOff:
      return .dayOff(try DaySpanPhrase.days(reading: text, in: world.phrases))
    case .buffer:
      let whole = text.isEmpty ? nil : try minutes(text)
      guard whole != nil || before != nil || after != nil else {
        throw CommandError.usage("A buffer needs a length.", hint: "daybook rules set buffer 15m")
      }
      return .buffer(
        before: try before.map(minutes) ?? whole ?? 0, after: try after.map(minutes) ?? whole ?? 0,
        calendar: nil)
    case .notice: return .notice(try minutes(text))
    case .travel:
      guard words.count == 3 else {
        throw CommandError.usage(
          "Travel takes two places and a time.",
          hint: "daybook rules set travel \"Acme, Hafenstr. 5\" \"Globex\" 25m")
      }
      return .travel(from: words[0], to: words[1], minutes: try minutes(words[2]))
    case .exception:
      let start = parts.firstIndex { RulesSet.areHours($0) } ?? parts.endIndex
      let phrase = try DayPhrase(
        reading: parts[..<start].joined(separator: " "), in: world.phrases)
      guard phrase.unit == .day else {
        throw CommandError.usage("An exception is for one day.", hint: "Name a date.")
      }
      return .exception(phrase.first, try ranges(parts[start...]))
    }
  }

  private func minutes(_ text: String) throws -> Int {
    try DurationPhrase.minutes(reading: text, allowsZero: true)
  }

  /// Whether a word is where the hours begin.
  private static func areHours(_ word: String) -> Bool {
    let first = word.prefix { $0 != "," }
    return RulesSet.isClosed(word) || (try? HoursPhrase.minutes(reading: String(first))) != nil
      || word.first?.isNumber == true && word.contains(":")
  }

  private static func isClosed(_ word: String) -> Bool {
    ["closed", "none", "off"].contains(word.lowercased())
  }

  private func ranges(_ parts: ArraySlice<String>) throws -> [Range<Int>] {
    guard let first = parts.first else {
      throw CommandError.usage(
        "Hours are missing.", hint: "Write them as 09:00-17:00, or say closed.")
    }
    if parts.count == 1, RulesSet.isClosed(first) { return [] }
    return try parts.flatMap { part in
      try part.split(separator: ",").map { try HoursPhrase.minutes(reading: String($0)) }
    }
  }
}

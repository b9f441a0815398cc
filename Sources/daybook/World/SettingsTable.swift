import DaybookCore
import DaybookTUI
import ICalendar
import TOMLKit

/// What is wrong with a setting's value.
struct SettingsError: Error {
  /// Follows the setting's name: "wants …".
  let sentence: String
}

/// Every setting by its dotted name, and how its value is read.
enum SettingsTable {
  typealias Value = any TOMLValueConvertible
  typealias Setter = @Sendable (Value, inout Settings) throws(SettingsError) -> Void

  static let all: [String: Setter] = [
    "timezone": { (value, settings) throws(SettingsError) in
      settings.timezone = try text(value)
    },
    "second_timezone": { (value, settings) throws(SettingsError) in
      settings.secondTimezone = try text(value)
    },
    "week_starts": { (value, settings) throws(SettingsError) in
      settings.weekStarts = try weekday(value)
    },
    "theme": { (value, settings) throws(SettingsError) in settings.theme = try text(value) },
    "addresses": { (value, settings) throws(SettingsError) in
      settings.addresses = try texts(value).map { $0.lowercased() }
    },
    "default_calendar": { (value, settings) throws(SettingsError) in
      settings.defaultCalendar = try text(value)
    },
    "accessible": { (value, settings) throws(SettingsError) in
      settings.isAccessible = try flag(value)
    },
    "keymap": { (value, settings) throws(SettingsError) in
      let name = try text(value)
      guard StandardKeymap.named(name) != nil else {
        throw SettingsError(sentence: "wants \"default\" or \"calcurse\".")
      }
      settings.keymap = name
    },
    "availability.hours": { (value, settings) throws(SettingsError) in
      settings.availability.hours = try hours(value)
    },
    "availability.days_off": { (value, settings) throws(SettingsError) in
      settings.availability.daysOff = try texts(value).map(days)
    },
    "availability.buffer": { (value, settings) throws(SettingsError) in
      settings.availability.buffer = try minutes(value)
    },
    "availability.minimum_notice": { (value, settings) throws(SettingsError) in
      settings.availability.minimumNotice = try minutes(value)
    },
    "availability.all_day": { (value, settings) throws(SettingsError) in
      settings.availability.allDay = try flag(value)
    },
    "availability.tentative": { (value, settings) throws(SettingsError) in
      settings.availability.tentative = try flag(value)
    },
    "conflicts.buffer": { (value, settings) throws(SettingsError) in
      settings.conflicts.buffer = try minutes(value)
    },
    "conflicts.travel": { (value, settings) throws(SettingsError) in
      settings.conflicts.travel = try minutes(value)
    },
    "conflicts.ignore": { (value, settings) throws(SettingsError) in
      settings.conflicts.ignore = try ignored(value)
    },
    "sync.every": { (value, settings) throws(SettingsError) in
      settings.sync.every = try seconds(value)
      settings.sync.isEverySet = true
    },
    "sync.window.past": { (value, settings) throws(SettingsError) in
      settings.sync.pastDays = try stretch(value)
    },
    "sync.window.future": { (value, settings) throws(SettingsError) in
      settings.sync.futureDays = try stretch(value)
    },
    "clipboard.command": { (value, settings) throws(SettingsError) in
      settings.clipboardCommand = try text(value)
    },
  ]

  /// The settings of providers are kept for the providers; only a name none of them has is wrong.
  static let providerKeys: [String: [String]] = [
    "google": [
      "client_id", "client_secret", "client_secret_command", "authorization_endpoint",
      "token_endpoint", "api_base",
    ],
    "microsoft": [
      "client_id", "client_secret", "client_secret_command", "tenant", "authority", "api_base",
    ],
    "calcom": ["client_id", "client_secret_command", "api_key_command", "api_base"],
  ]

  static func unknownProvider(_ path: [String]) -> String? {
    guard let keys = providerKeys[path[1]] else {
      let nearest = NearestWord.orFarther(from: path[1], among: providerKeys.keys.sorted())
      return "\(path[1]) is no provider with settings; there are google, microsoft and calcom."
        + (nearest.map { " The nearest is \($0)." } ?? "")
    }
    if keys.contains(path[2]) { return nil }
    let nearest = NearestWord.orFarther(from: path[2], among: keys)
    return "\(path.joined(separator: ".")) is no setting."
      + (nearest.map { " The nearest is providers.\(path[1]).\($0)." } ?? "")
  }

  // MARK: Kinds of values

  static func text(_ value: Value) throws(SettingsError) -> String {
    guard let text = value.string else { throw SettingsError(sentence: "wants a text.") }
    return text
  }

  static func texts(_ value: Value) throws(SettingsError) -> [String] {
    if let text = value.string { return [text] }
    guard let array = value.array else { throw SettingsError(sentence: "wants a list of texts.") }
    let texts = array.compactMap(\.string)
    guard texts.count == array.count else {
      throw SettingsError(sentence: "wants a list of texts.")
    }
    return texts
  }

  static func flag(_ value: Value) throws(SettingsError) -> Bool {
    guard let flag = value.bool else { throw SettingsError(sentence: "wants true or false.") }
    return flag
  }

  /// Minutes; `0` needs no unit.
  static func minutes(_ value: Value) throws(SettingsError) -> Int {
    if value.int == 0 { return 0 }
    guard let text = value.string else {
      throw SettingsError(sentence: "wants a duration such as \"15m\".")
    }
    if text == "0" { return 0 }
    do {
      return try DurationPhrase.minutes(reading: text, allowsZero: true)
    } catch {
      throw SettingsError(sentence: "wants a duration such as \"15m\"; got \"\(text)\".")
    }
  }

  /// Seconds, at least five.
  static func seconds(_ value: Value) throws(SettingsError) -> Int {
    let text = try text(value)
    if text.hasSuffix("s"), let seconds = Int(text.dropLast()) { return max(5, seconds) }
    return try minutes(value) * 60
  }

  /// Days: `1y`, `6m`, `90d`.
  static func stretch(_ value: Value) throws(SettingsError) -> Int {
    let text = try text(value)
    let days = ["d": 1, "w": 7, "m": 31, "y": 366]
    guard let unit = days[String(text.suffix(1))], let count = Int(text.dropLast()), count >= 0,
      count <= 100
        || unit < 366
    else {
      throw SettingsError(sentence: "wants a stretch such as \"1y\" or \"90d\"; got \"\(text)\".")
    }
    return min(unit * count, 36_600)
  }

  static func weekday(_ value: Value) throws(SettingsError) -> Weekday {
    guard let text = value.string?.lowercased() else {
      throw SettingsError(sentence: "wants a weekday such as \"monday\".")
    }
    for (index, name) in weekdayNames.enumerated()
    where text.count >= 2 && name.hasPrefix(text) {
      return Weekday(index: index)
    }
    let nearest = NearestWord.orFarther(from: text, among: weekdayNames) ?? "monday"
    throw SettingsError(sentence: "wants a weekday; the nearest to \"\(text)\" is \(nearest).")
  }

  private static let weekdayNames = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  static func ignored(_ value: Value) throws(SettingsError) -> Set<ConflictSettings.Ignored> {
    var found: Set<ConflictSettings.Ignored> = []
    for text in try texts(value) {
      guard let kind = ConflictSettings.Ignored(rawValue: text) else {
        let names = ConflictSettings.Ignored.allCases.map(\.rawValue)
        let nearest = NearestWord.orFarther(from: text, among: names) ?? names[0]
        throw SettingsError(sentence: "does not know \"\(text)\"; the nearest is \(nearest).")
      }
      found.insert(kind)
    }
    return found
  }

  static func hours(_ value: Value) throws(SettingsError) -> WorkingHours {
    guard let table = value.table else {
      throw SettingsError(sentence: "wants a table such as { mon-fri = [\"09:00-17:00\"] }.")
    }
    var hours = WorkingHours()
    for key in table.keys {
      guard let value = table[key] else { continue }
      do {
        let days = try WeekdaysPhrase.weekdays(reading: key)
        var ranges: [Range<Int>] = []
        for text in try texts(value) { ranges.append(try HoursPhrase.minutes(reading: text)) }
        for day in days { hours.set(ranges, on: day) }
      } catch let error as any Explained {
        throw SettingsError(
          sentence: "does not fit: \(error.message)" + (error.hint.map { "; \($0)" } ?? ""))
      } catch {
        throw SettingsError(sentence: "wants hours such as \"09:00-17:00\".")
      }
    }
    return hours
  }

  static func days(_ text: String) throws(SettingsError) -> Range<Day> {
    let parts = text.split(separator: "/", maxSplits: 1).map { Day(iso: $0) }
    if let first = parts.first ?? nil, let last = parts.last ?? nil, first <= last {
      return first..<(last + 1)
    }
    throw SettingsError(
      sentence: "wants days such as \"2026-12-24/2027-01-01\"; got \"\(text)\".")
  }
}

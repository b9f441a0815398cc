import DaybookCore
import ICalendar
import TOMLKit

/// Kinds of values, each read from TOML with words for what does not fit.
extension SettingsTable {
  package static func text(_ value: Value) throws(SettingsError) -> String {
    guard let text = value.string else { throw SettingsError(sentence: "wants a text.") }
    return text
  }

  package static func texts(_ value: Value) throws(SettingsError) -> [String] {
    if let text = value.string { return [text] }
    guard let array = value.array else { throw SettingsError(sentence: "wants a list of texts.") }
    let texts = array.compactMap(\.string)
    guard texts.count == array.count else {
      throw SettingsError(sentence: "wants a list of texts.")
    }
    return texts
  }

  package static func flag(_ value: Value) throws(SettingsError) -> Bool {
    guard let flag = value.bool else { throw SettingsError(sentence: "wants true or false.") }
    return flag
  }

  /// Minutes; `0` needs no unit.
  package static func minutes(_ value: Value) throws(SettingsError) -> Int {
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
  package static func seconds(_ value: Value) throws(SettingsError) -> Int {
    let text = try text(value)
    if text.hasSuffix("s"), let seconds = Int(text.dropLast()) { return max(5, seconds) }
    return try minutes(value) * 60
  }

  /// Days: `1y`, `6m`, `90d`.
  package static func stretch(_ value: Value) throws(SettingsError) -> Int {
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

  package static func weekday(_ value: Value) throws(SettingsError) -> Weekday {
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

  package static func ignored(_ value: Value) throws(SettingsError) -> Set<ConflictSettings.Ignored>
  {
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

  package static func hours(_ value: Value) throws(SettingsError) -> WorkingHours {
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

  package static func days(_ text: String) throws(SettingsError) -> Range<Day> {
    let parts = text.split(separator: "/", maxSplits: 1).map { Day(iso: $0) }
    if let first = parts.first ?? nil, let last = parts.last ?? nil, first <= last {
      return first..<(last + 1)
    }
    throw SettingsError(
      sentence: "wants days such as \"2026-12-24/2027-01-01\"; got \"\(text)\".")
  }
}

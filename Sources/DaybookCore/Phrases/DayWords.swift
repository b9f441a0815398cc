internal import ICalendar

/// The English names of days, months and numbers, as they are read and as they are printed.
enum DayWords {
  static func short(_ weekday: Weekday) -> String {
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][weekday.index]
  }

  static func long(_ weekday: Weekday) -> String {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday.index]
  }

  static func short(month: Int) -> String {
    monthNames[month - 1].prefix(3).description
  }

  static func long(month: Int) -> String {
    monthNames[month - 1]
  }

  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// `26 Nov`, with the year where it is not `year`.
  static func date(_ day: Day, in year: Int) -> String {
    let (ownYear, month, date) = day.civil
    return "\(date) \(short(month: month))" + (ownYear == year ? "" : " \(ownYear)")
  }

  /// `Thu 26 Nov`, with the year where it is not `year`.
  static func dayAndDate(_ day: Day, in year: Int) -> String {
    "\(short(day.weekday)) \(date(day, in: year))"
  }

  /// `09:30` of minutes since midnight; `24:00` at its end.
  static func clock(_ minutes: Int) -> String {
    let hour = minutes / 60
    let minute = minutes % 60
    return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }

  /// `1st`, `22nd`, `13th`.
  static func ordinal(_ number: Int) -> String {
    let suffix =
      switch (number % 100, number % 10) {
      case (11...13, _): "th"
      case (_, 1): "st"
      case (_, 2): "nd"
      case (_, 3): "rd"
      default: "th"
      }
    return "\(number)\(suffix)"
  }

  /// `a`, `a and b`, `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  static let weekdays: [String: Weekday] = table([
    ("mon monday", .monday), ("tue tues tuesday", .tuesday), ("wed weds wednesday", .wednesday),
    ("thu thur thurs thursday", .thursday), ("fri friday", .friday), ("sat saturday", .saturday),
    ("sun sunday", .sunday),
  ])

  static let pluralWeekdays: [String: Weekday] = table([
    ("mondays", .monday), ("tuesdays", .tuesday), ("wednesdays", .wednesday),
    ("thursdays", .thursday), ("fridays", .friday), ("saturdays", .saturday),
    ("sundays", .sunday),
  ])

  static let months: [String: Int] = table([
    ("jan january", 1), ("feb february", 2), ("mar march", 3), ("apr april", 4), ("may", 5),
    ("jun june", 6), ("jul july", 7), ("aug august", 8), ("sep sept september", 9),
    ("oct october", 10), ("nov november", 11), ("dec december", 12),
  ])

  static let numbers: [String: Int] = table([
    ("a an one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6),
    ("seven", 7), ("eight", 8), ("nine", 9), ("ten", 10), ("eleven", 11), ("twelve", 12),
  ])

  /// What a phrase of days may be made of; a mistyped word is compared with these.
  static let vocabulary: [String] =
    ([
      "today", "tomorrow", "yesterday", "now", "next", "last", "this", "week", "weekend", "month",
      "year", "days", "weeks", "months", "noon", "midnight", "end of month", "every", "daily",
      "weekly", "monthly", "yearly", "weekday", "until", "morning", "afternoon", "evening",
    ] + weekdays.keys + months.keys).sorted()

  private static func table<Value>(_ rows: [(String, Value)]) -> [String: Value] {
    var table: [String: Value] = [:]
    for (words, value) in rows {
      for word in words.split(separator: " ") { table[String(word)] = value }
    }
    return table
  }
}

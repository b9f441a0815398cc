import DaybookCore
import DaybookTUI
import ICalendar
import TOMLKit

/// What is wrong with a setting's value.
package struct SettingsError: Error {
  /// Follows the setting's name: "wants …".
  package let sentence: String
}

/// One setting: how its value is read, and what the manual says of it.
package struct Setting: Sendable {
  package typealias Value = any TOMLValueConvertible
  package typealias Setter = @Sendable (Value, inout Settings) throws(SettingsError) -> Void

  /// Dotted, as in `conflicts.buffer`.
  package let name: String
  /// What it takes, in words.
  package let takes: String
  /// Its default as the file would write it; nil where only the sentence can tell.
  package let usual: String?
  package let sentence: String
  package let set: Setter

  package init(
    _ name: String, takes: String, usual: String? = nil, _ sentence: String,
    set: @escaping Setter
  ) {
    (self.name, self.takes, self.usual, self.sentence) = (name, takes, usual, sentence)
    self.set = set
  }
}

/// Every setting, in the manual's order.
package enum SettingsTable {
  package typealias Value = Setting.Value

  package static let named: [String: Setting] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.name, $0) })

  package static let all: [Setting] =
    [
      Setting(
        "timezone", takes: "IANA name, or a word such as `\"London\"`",
        "The display zone; without it the system's. `--timezone` and `TZ` win over it."
      ) { (value, settings) throws(SettingsError) in settings.timezone = try text(value) },
      Setting(
        "second_timezone", takes: "IANA name, or a word such as `\"London\"`",
        "A second zone beside the hours of the week and day; without it there is none."
      ) { (value, settings) throws(SettingsError) in settings.secondTimezone = try text(value) },
      Setting(
        "week_starts", takes: "weekday", usual: "\"monday\"",
        "The first day of the week, on screen and in phrases such as “this week”."
      ) { (value, settings) throws(SettingsError) in settings.weekStarts = try weekday(value) },
      Setting(
        "date_order", takes: "`day` or `month`",
        "Whether `3/4` is the 3rd of April or the 4th of March; without it as the locale (`LC_TIME`, `LANG`) writes dates, and where that names no country such dates are refused."
      ) { (value, settings) throws(SettingsError) in
        guard let order = DateOrder(rawValue: try text(value)) else {
          throw SettingsError(sentence: "wants \"day\" or \"month\".")
        }
        settings.dateOrder = order
      },
      Setting(
        "theme", takes: "theme's name", usual: "\"auto\"",
        "How the interface looks; `auto` is `ink` or `paper`, as the terminal's background wants it."
      ) { (value, settings) throws(SettingsError) in settings.theme = try text(value) },
      Setting(
        "addresses", takes: "list of mail addresses", usual: "[]",
        "Who you are in files and feeds: answers and invitations are looked up by them."
      ) { (value, settings) throws(SettingsError) in
        settings.addresses = try texts(value).map { $0.lowercased() }
      },
      Setting(
        "default_calendar", takes: "calendar's name",
        "Where new events go; without it the writable calendar of the highest priority."
      ) { (value, settings) throws(SettingsError) in settings.defaultCalendar = try text(value) },
      Setting(
        "accessible", takes: "`true` or `false`", usual: "false",
        "Draws no frames and bars and marks the chosen line by a sign, for screen readers."
      ) { (value, settings) throws(SettingsError) in settings.isAccessible = try flag(value) },
      Setting(
        "keymap", takes: "`default` or `calcurse`", usual: "\"default\"",
        "The key table to begin from; [KEYS.md](KEYS.md) lists both."
      ) { (value, settings) throws(SettingsError) in
        let name = try text(value)
        guard StandardKeymap.named(name) != nil else {
          throw SettingsError(sentence: "wants \"default\" or \"calcurse\".")
        }
        settings.keymap = name
      },
      Setting(
        "availability.hours", takes: "table of weekdays", usual: "{ mon-fri = [\"09:00-17:00\"] }",
        "The hours in which there is time to offer; a day that is not named has none."
      ) { (value, settings) throws(SettingsError) in
        settings.availability.hours = try hours(value)
      },
      Setting(
        "availability.days_off", takes: "list of days and `first/last`", usual: "[]",
        "Days on which nothing is offered."
      ) { (value, settings) throws(SettingsError) in
        settings.availability.daysOff = try texts(value).map(days)
      },
      Setting(
        "availability.buffer", takes: "duration", usual: "\"0m\"",
        "Time that offers keep clear around busy time."
      ) { (value, settings) throws(SettingsError) in
        settings.availability.buffer = try minutes(value)
      },
      Setting(
        "availability.minimum_notice", takes: "duration", usual: "\"0m\"",
        "How far from now the first offer lies at least."
      ) { (value, settings) throws(SettingsError) in
        settings.availability.minimumNotice = try minutes(value)
      },
      Setting(
        "availability.all_day", takes: "`true` or `false`", usual: "true",
        "Whether busy all-day events take the day from what is offered."
      ) { (value, settings) throws(SettingsError) in
        settings.availability.allDay = try flag(value)
      },
      Setting(
        "availability.tentative", takes: "`true` or `false`", usual: "true",
        "Whether tentative events and holds take their time from what is offered."
      ) { (value, settings) throws(SettingsError) in
        settings.availability.tentative = try flag(value)
      },
      Setting(
        "conflicts.buffer", takes: "duration", usual: "\"15m\"",
        "The gap wanted between two meetings; `0` turns this kind of conflict off."
      ) { (value, settings) throws(SettingsError) in settings.conflicts.buffer = try minutes(value)
      },
      Setting(
        "conflicts.travel", takes: "duration", usual: "\"30m\"",
        "The gap wanted between meetings at two places; `0` turns this kind of conflict off."
      ) { (value, settings) throws(SettingsError) in settings.conflicts.travel = try minutes(value)
      },
      Setting(
        "conflicts.ignore", takes: "list of `all_day`, `tentative`, `same_calendar`",
        usual: "[\"all_day\"]", "What makes no conflicts."
      ) { (value, settings) throws(SettingsError) in settings.conflicts.ignore = try ignored(value)
      },
      Setting(
        "hours.round", takes: "duration of at most an hour", usual: "\"0m\"",
        "The step to which the billable time of each event is rounded; `0` leaves it as it is."
      ) { (value, settings) throws(SettingsError) in
        let step = try minutes(value)
        if let text = try? text(value), text.contains(/[.,]\d+\s*m/) {
          throw SettingsError(sentence: "wants whole minutes, such as \"6m\".")
        }
        guard step <= 60 else { throw SettingsError(sentence: "wants at most \"1h\".") }
        settings.hours.rounding.minutes = step
      },
      Setting(
        "hours.rounding", takes: "`up` or `nearest`", usual: "\"up\"",
        "Whether it is rounded up, or to the nearest step."
      ) { (value, settings) throws(SettingsError) in
        guard let way = HourRounding.Direction(rawValue: try text(value)) else {
          throw SettingsError(sentence: "wants \"up\" or \"nearest\".")
        }
        settings.hours.rounding.direction = way
      },
      Setting(
        "reminders.before", takes: "duration, or `\"none\"`", usual: "\"10m\"",
        "How long ahead a busy event reminds that has no alarm of its own; `none`: only alarms do."
      ) { (value, settings) throws(SettingsError) in
        settings.reminders.before = value.string == "none" ? nil : try minutes(value)
      },
      Setting(
        "reminders.by", takes: "`auto`, `bell`, `silent` or `off`", usual: "\"auto\"",
        "`auto` is the terminal's notification where it is known to have one, else its bell; "
          + "`silent` is a line on the screen alone."
      ) { (value, settings) throws(SettingsError) in
        guard let way = ReminderSettings.Way(rawValue: try text(value)) else {
          throw SettingsError(sentence: "wants \"auto\", \"bell\", \"silent\" or \"off\".")
        }
        settings.reminders.by = way
      },
      Setting(
        "reminders.command", takes: "shell command", usual: "\"\"",
        "Gets the text of a reminder as its input, instead: `notify-send Daybook \"$(cat)\"`; `daybook sync --watch` and `daybook remind` use it too."
      ) { (value, settings) throws(SettingsError) in
        settings.reminders.command = try text(value)
      },
      Setting(
        "sync.every", takes: "duration, or seconds as in `90s`", usual: "\"15m\"",
        "The time between two looks at a feed; set, it beats what the feed itself wishes."
      ) { (value, settings) throws(SettingsError) in
        settings.sync.every = try seconds(value)
        settings.sync.isEverySet = true
      },
      Setting(
        "sync.window.past", takes: "stretch such as `90d`, `6m`, `1y`", usual: "\"365d\"",
        "How far back the instances of series are kept ready; others are worked out when asked for."
      ) { (value, settings) throws(SettingsError) in settings.sync.pastDays = try stretch(value) },
      Setting(
        "sync.window.future", takes: "stretch such as `90d`, `6m`, `1y`", usual: "\"730d\"",
        "The same for what is ahead."
      ) { (value, settings) throws(SettingsError) in settings.sync.futureDays = try stretch(value)
      },
      Setting(
        "clipboard.command", takes: "shell command", usual: "\"\"",
        "Gets copied texts as its input; empty, the terminal (OSC 52) and what tools are found."
      ) { (value, settings) throws(SettingsError) in settings.clipboardCommand = try text(value) },
    ] + server + providers

  package static func unknownProvider(_ path: [String]) -> String? {
    let groups = Set(
      providers.map { $0.name.split(separator: ".").dropFirst().first.map(String.init) ?? "" })
    guard groups.contains(path[1]) else {
      let nearest = NearestWord.orFarther(from: path[1], among: groups.sorted())
      return "\(path[1]) is no provider with settings; there are google, microsoft and calcom."
        + (nearest.map { " The nearest is \($0)." } ?? "")
    }
    let prefix = "providers.\(path[1])."
    let keys = providers.map(\.name).filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count)) }
    let nearest = NearestWord.orFarther(from: path[2], among: keys)
    return "\(path.joined(separator: ".")) is no setting."
      + (nearest.map { " The nearest is \(prefix)\($0)." } ?? "")
  }
}

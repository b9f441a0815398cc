package import DaybookCore
internal import ICalendar

/// A setting that can be changed while the program runs.
package struct LiveSetting: Sendable {
  /// One thing that it can be.
  package struct Value: Sendable, Equatable {
    package var words: String
    /// As the configuration writes it.
    package var text: String
  }

  /// Dotted, as in `conflicts.buffer`.
  package let name: String
  package let title: String
  /// What is offered; what it is now is offered too, whether it is among these or not.
  package let values: @Sendable (AppState) -> [Value]
  /// What it is.
  package let current: @Sendable (Settings) -> Value

  /// What is offered now, with what it is.
  package func offers(_ state: AppState) -> [Value] {
    let now = current(state.settings)
    let values = values(state)
    return values.contains(now) ? values : [now] + values
  }
}

/// What the interface asks to be set.
package struct SettingChoice: Sendable, Equatable {
  /// Dotted, as in `conflicts.buffer`.
  package var name: String
  /// As the configuration writes it.
  package var text: String
  /// What is so then, in words.
  package var sentence: String

  package init(name: String, text: String, sentence: String) {
    self.name = name
    self.text = text
    self.sentence = sentence
  }
}

extension LiveSetting {
  /// Those that show at once what they do; the theme has a list of its own.
  package static let all: [LiveSetting] = [
    LiveSetting(
      "week_starts", "First day of the week", of: [Weekday.monday, .saturday, .sunday],
      { $0.weekStarts }, text: { quoted(dayNames[$0.index].lowercased()) },
      words: { dayNames[$0.index] }),
    LiveSetting(
      "date_order", "What 3/4 means", of: [.dayFirst, .monthFirst] as [DateOrder?],
      { $0.dateOrder }, text: { quoted($0?.rawValue ?? "") },
      words: { order in
        switch order {
        case .dayFirst: "The 3rd of April"
        case .monthFirst: "The 4th of March"
        case nil: "Refused"
        }
      }),
    LiveSetting(
      name: "default_calendar", title: "Calendar of new events",
      values: { state in
        state.snapshot.calendars.filter { !$0.isReadOnly && !$0.holdsBookings }.map {
          let name = FormNames(state).text($0)
          return Value(words: name, text: quoted(name))
        }
      },
      current: { settings in
        settings.defaultCalendar.map { Value(words: $0, text: quoted($0)) }
          ?? Value(words: "By priority", text: "")
      }),
    flag("accessible", "Accessible mode", { $0.isAccessible }),
    LiveSetting(
      "keymap", "Keys", of: ["default", "calcurse"], { $0.keymap }, text: { quoted($0) },
      words: { $0 == "default" ? "Daybook's own" : "Those of calcurse" }),
    minutes(
      "availability.buffer", "Time that offers keep clear", [0, 5, 10, 15, 30, 60],
      { $0.availability.buffer }),
    minutes(
      "availability.minimum_notice", "Notice before the first offer",
      [0, 60, 120, 240, 480, 1_440, 2_880], { $0.availability.minimumNotice }),
    flag("availability.all_day", "All-day events take offers", { $0.availability.allDay }),
    flag("availability.tentative", "Tentative events take offers", { $0.availability.tentative }),
    minutes(
      "conflicts.buffer", "Gap wanted between meetings", [0, 5, 10, 15, 30],
      { $0.conflicts.buffer }),
    minutes(
      "conflicts.travel", "Gap wanted between places", [0, 15, 30, 45, 60],
      { $0.conflicts.travel }),
    minutes(
      "hours.round", "Step to which hours are rounded", [0, 6, 15, 30, 60],
      { $0.hours.rounding.minutes }),
    LiveSetting(
      "hours.rounding", "How hours are rounded", of: [HourRounding.Direction.up, .nearest],
      { $0.hours.rounding.direction }, text: { quoted($0.rawValue) },
      words: { $0 == .up ? "Up" : "To the nearest step" }),
    LiveSetting(
      "reminders.before", "How long ahead events remind",
      of: [nil, 0, 5, 10, 15, 30, 60] as [Int?], { $0.reminders.before },
      text: { quoted($0.map { "\($0)m" } ?? "none") },
      words: {
        $0.map { $0 == 0 ? "As they begin" : DayText.length(minutes: $0) } ?? "Not at all"
      }),
    LiveSetting(
      "reminders.by", "How reminders are told", of: ReminderSettings.Way.allCases,
      { $0.reminders.by }, text: { quoted($0.rawValue) },
      words: {
        switch $0 {
        case .auto: "By notification or bell"
        case .bell: "By the bell"
        case .silent: "On the screen alone"
        case .off: "Not at all"
        }
      }),
  ]

  private static let dayNames = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  private init<Item: Sendable>(
    _ name: String, _ title: String, of items: [Item],
    _ current: @escaping @Sendable (Settings) -> Item,
    text: @escaping @Sendable (Item) -> String, words: @escaping @Sendable (Item) -> String
  ) {
    let value: @Sendable (Item) -> Value = { Value(words: words($0), text: text($0)) }
    self.init(
      name: name, title: title, values: { _ in items.map(value) }, current: { value(current($0)) })
  }

  private static func flag(
    _ name: String, _ title: String, _ current: @escaping @Sendable (Settings) -> Bool
  ) -> LiveSetting {
    LiveSetting(
      name, title, of: [true, false], current, text: { "\($0)" }, words: { $0 ? "On" : "Off" })
  }

  private static func minutes(
    _ name: String, _ title: String, _ items: [Int],
    _ current: @escaping @Sendable (Settings) -> Int
  ) -> LiveSetting {
    LiveSetting(
      name, title, of: items, current, text: { quoted("\($0)m") },
      words: { $0 == 0 ? "None" : DayText.length(minutes: $0) })
  }

  /// A text as TOML writes it.
  private static func quoted(_ text: String) -> String {
    let escaped = text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }
    return "\"" + escaped.joined() + "\""
  }
}

package import DaybookCore
package import ICalendar

/// Everything the screen is made from. A key changes it, `render` reads it, and nothing else counts.
package struct AppState: Sendable {
  package var now: Instant
  /// What the clock on this wall shows.
  package var zone: Zone
  package var secondZone: Zone?
  /// Other people's zones, by name.
  package var zones: ZoneDatabase
  @Shared package var settings: Settings
  @Shared package var keymap: KeyTable
  package var size: Size
  package var themeName: String
  /// The looks in use, where they are known: a calendar's own colour finds its hue by them.
  @Shared package var theme: Theme? { didSet { findHues() } }
  private(set) var hues: [CalendarID: Hue] = [:]
  package var themes: [String] = []
  /// Whether this is sample data, so that the screen can say so.
  package var isDemo: Bool

  @Shared package var snapshot: Snapshot { didSet { findHues() } }
  /// The days asked for and not yet come.
  package var asked: Range<Day>?
  /// The page asked for and not yet come.
  var askedPage: Range<Day>?
  /// Whether a snapshot has come at all.
  package var isLoaded = false

  package var view = ViewKind.week
  package var focus: Focus {
    didSet { if focus.day != oldValue.day { heldMonth = nil } }
  }
  /// The month that stays in sight although a click chose a day of its neighbour.
  package internal(set) var heldMonth: Day?
  /// Where Esc leads from the hours.
  var whence: Whence?
  /// The first minute of the day that the grid shows, and the first day that the agenda shows.
  package var topMinute = 0
  package var agendaTop: Day
  package var zoom = Zoom.half
  /// Over the view, the last one on top.
  package var layers: [Layer] = []
  package var notice: Notice?
  /// Keys of a sequence that is not complete, and whether its pop-up has appeared.
  package var pending: [KeyPress] = []
  package var showsPending = false
  /// Numbers the timers, so that a late one finds that it is no longer meant.
  package var timer = 0
  package var selection = Selection()
  package var hours = HoursState()
  /// The year that was read last, and the one asked for.
  package internal(set) var year: YearLoad?
  var askedYear: Int?
  /// What was clicked last.
  var clicked: Click?
  /// While the mouse holds an event: seconds from its start to where it was taken.
  var grabbed: Int?
  /// Whether the event under the pointer was chosen before it was pressed, and has not been dragged.
  var opensWhenLetGo = false
  package var found: [Occurrence] = []
  /// The events that `p` would put down again.
  package var yanked: [Occurrence] = []
  package var isSideBarFolded = false
  package var showsSecondZone = false
  package var isMasked = false
  /// The part that is looked at alone; nil is everything.
  var part: PartInSight?
  package var activity = Activity.idle
  /// The passes that are under way.
  package var progress: [AccountID: SyncProgress] = [:]
  /// Numbers the attempts to connect an account.
  var attempts = 0
  /// The scope of the last full answer to what a card wants to know.
  @Shared package var details: EventDetails?

  package init(
    now: Instant, zone: Zone, secondZone: Zone? = nil, zones: ZoneDatabase,
    settings: Settings = Settings(), keymap: KeyTable = StandardKeymap.keymap,
    size: Size = Size(columns: 80, rows: 24), themeName: String = "auto", isDemo: Bool = false,
    snapshot: Snapshot? = nil
  ) {
    self.now = now
    self.zone = zone
    self.secondZone = secondZone
    self.zones = zones
    _settings = Shared(wrappedValue: settings)
    _keymap = Shared(wrappedValue: keymap)
    self.size = size
    self.themeName = themeName
    self.isDemo = isDemo
    _snapshot = Shared(wrappedValue: snapshot ?? .empty)
    isLoaded = snapshot != nil
    let local = zone.local(at: now)
    focus = Focus(day: local.day, minute: local.second / 60)
    agendaTop = local.day
    focus.minute -= focus.minute % zoom.minutes
    topMinute = GridLayout.openingMinute(in: settings, around: focus.minute)
    keepFocusVisible()
  }

  private mutating func findHues() {
    hues = [:]
    for (place, calendar) in snapshot.calendars.enumerated() {
      let own = calendar.color.flatMap { color in theme?.hue(named: color) }
      hues[calendar.id] = own ?? Hue(place)
    }
  }

  /// The theme's colour that follows the one in which a calendar is shown.
  func color(after calendar: EventCalendar) -> String? {
    guard let theme, !theme.hues.isEmpty else { return nil }
    let place = hues[calendar.id].map { Int($0.index) + 1 } ?? 0
    return theme.hues[place % theme.hues.count].hex
  }

  package var today: Day { zone.day(at: now) }
  package var minuteOfDay: Int { zone.local(at: now).second / 60 }
  package var topLayer: Layer? { layers.last }

  /// What a start asks for: the weeks around today, and what was to be told shortly before.
  package var openingEffects: [Effect] {
    [.load(openingDays)]
      + (settings.reminders.by == .off ? [] : [.readReminders(since: now - Reminder.missed)])
  }

  /// The weeks around today.
  package var openingDays: Range<Day> { daysAround(focus.day) }
}

/// What fills the screen below the layers.
package enum ViewKind: String, Sendable {
  case day, week, month, agenda, hours, year

  /// Whether it is a grid of hours.
  package var isGrid: Bool { self == .day || self == .week }

  /// Whether single events can be seen and chosen.
  package var showsEvents: Bool { self != .hours && self != .year }
}

/// The square that the keys are about: a day, a time of it, and the event chosen there.
package struct Focus: Sendable, Equatable {
  package var day: Day
  /// Since midnight.
  package var minute: Int
  /// Chosen by `J`, `K`, a click or a search; nil: whatever lies at the minute.
  package var event: OccurrenceID?

  package init(day: Day, minute: Int, event: OccurrenceID? = nil) {
    self.day = day
    self.minute = minute
    self.event = event
  }
}

/// Minutes that a row of the grid stands for.
package enum Zoom: Int, CaseIterable, Sendable {
  case quarter = 15
  case half = 30
  case hour = 60

  package var minutes: Int { rawValue }
}

/// Events chosen to be dealt with together.
package struct Selection: Sendable, Equatable {
  package var events: Set<OccurrenceID> = []
  /// Where `v` was pressed, and whether the focus is now at the earlier end.
  package var anchor: Focus?

  package var isEmpty: Bool { events.isEmpty && anchor == nil }
}

/// What is said at the bottom until the next key.
package struct Notice: Sendable, Equatable {
  package enum Kind: Sendable {
    case good, plain, error
  }

  package var kind: Kind
  package var text: String

  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

/// What sync is doing at this moment; how it last ended stands in the snapshot's accounts.
package enum Activity: Sendable, Equatable {
  case idle
  /// Under way, in words: `Outlook · 1,204 events`.
  case syncing(String)
}

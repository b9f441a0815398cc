package import ICalendar

/// Everything a person can set, with its defaults; decoded from TOML at the door.
package struct Settings: Sendable, Equatable {
  /// IANA id; nil is the system's.
  package var timezone: String?
  package var secondTimezone: String?
  package var weekStarts: Weekday = .monday
  /// How `3/4` is read; nil refuses it.
  package var dateOrder: DateOrder?
  package var theme = "auto"
  /// Who I am in files and feeds, lower-case.
  package var addresses: [String] = []
  package var defaultCalendar: String?
  /// Where that is written, `file:line`, for saying what is wrong with it.
  package var defaultCalendarPlace = ""
  package var isAccessible = false
  package var availability = AvailabilitySettings()
  package var conflicts = ConflictSettings()
  package var hours = HoursSettings()
  package var reminders = ReminderSettings()
  package var sync = SyncSettings()
  package var providers = ProviderSettings()
  package var server = ServerSettings()
  package var clipboardCommand = ""
  /// What can be looked at alone, by name.
  package var sets: [NamedSet] = []
  /// Keys by action id, as they were written.
  package var keys: [String: [String]] = [:]
  package var keymap = "default"

  package init() {}
}

/// One of `[sets]`: a name, and its members as `#client` and `/calendar`.
package struct NamedSet: Sendable, Equatable {
  package var name: String
  package var members: [String]

  package init(name: String, members: [String]) {
    self.name = name
    self.members = members
  }
}

/// `[availability]`: when there is time to offer.
package struct AvailabilitySettings: Sendable, Equatable {
  package var hours = WorkingHours.standard
  /// Days on which there is none.
  package var daysOff: [Range<Day>] = []
  /// Minutes to keep clear around busy time.
  package var buffer = 0
  /// Minutes from now before which nothing is offered.
  package var minimumNotice = 0
  /// Whether busy all-day events take the day.
  package var allDay = true
  /// Whether tentative events and holds take their time.
  package var tentative = true

  package init() {}
}

/// `[conflicts]`: what counts as one.
package struct ConflictSettings: Sendable, Equatable {
  /// Minutes wanted between two neighbours; 0 turns the kind off.
  package var buffer = 15
  /// Minutes wanted between two places; 0 turns the kind off.
  package var travel = 30
  package var ignore: Set<Ignored> = [.allDay]

  package init() {}

  package enum Ignored: String, CaseIterable, Sendable {
    case allDay = "all_day"
    case tentative
    case sameCalendar = "same_calendar"
  }
}

/// `[hours]`: how time becomes what is billed.
package struct HoursSettings: Sendable, Equatable {
  package var rounding = HourRounding()

  package init() {}
}

/// `[reminders]`: when and how one hears of what begins soon.
package struct ReminderSettings: Sendable, Equatable {
  /// Minutes ahead of events that have no alarm of their own; nil: those do not remind.
  package var before: Int? = 10
  package var by = Way.auto
  /// Gets the text as its input; empty for none.
  package var command = ""

  /// How a reminder goes out.
  package enum Way: String, Sendable, CaseIterable {
    /// By the terminal's notifications where it has them, else by its bell.
    case auto
    case bell
    /// On the screen alone.
    case silent
    case off
  }

  package init() {}
}

/// `[sync]`: how often, and how much is kept ready.
package struct SyncSettings: Sendable, Equatable {
  /// Seconds between two passes of an account.
  package var every = 15 * 60
  /// Whether the person set `every`, which then beats a feed's own wish.
  package var isEverySet = false
  /// Days of occurrences kept ready before and after today.
  package var pastDays = 365
  package var futureDays = 730

  package init() {}
}

/// `[server]`: where it is reached, and whom it may tell.
package struct ServerSettings: Sendable, Equatable {
  /// Where the Internet finds it, without a slash at the end; empty where it does not.
  package var publicURL = ""
  /// Hosts in private networks that hooks may point at.
  package var hookHosts: [String] = []

  package init() {}
}

/// `[providers]`: one's own clients at the vendors, and where the vendors are.
package struct ProviderSettings: Sendable, Equatable {
  package var google = GoogleSettings()
  package var microsoft = MicrosoftSettings()
  package var calcom = CalComSettings()

  package init() {}
}

/// `[providers.google]`.
package struct GoogleSettings: Sendable, Equatable {
  package var clientID = ""
  package var clientSecret = ""
  /// Prints the client's secret, so that it need not stand in the file.
  package var clientSecretCommand = ""
  package var authorizationEndpoint = "https://accounts.google.com/o/oauth2/v2/auth"
  package var tokenEndpoint = "https://oauth2.googleapis.com/token"
  package var revocationEndpoint = "https://oauth2.googleapis.com/revoke"
  package var apiBase = "https://www.googleapis.com/calendar/v3"

  package init() {}
}

/// `[providers.microsoft]`.
package struct MicrosoftSettings: Sendable, Equatable {
  package var clientID = ""
  /// `common`, `organizations`, `consumers`, or one tenant's id.
  package var tenant = "common"
  package var authority = "https://login.microsoftonline.com"
  package var apiBase = "https://graph.microsoft.com/v1.0"

  package init() {}
}

/// `[providers.calcom]`.
package struct CalComSettings: Sendable, Equatable {
  /// Of an OAuth client; without one accounts sign in by key.
  package var clientID = ""
  package var clientSecretCommand = ""
  /// A key for accounts that are added without one.
  package var apiKey = ""
  package var apiKeyCommand = ""
  package var authorizationEndpoint = "https://app.cal.com/auth/oauth2/authorize"
  /// Where the browser comes back to, exactly as it is registered at the client.
  package var redirect = "http://localhost:8019/callback"
  package var apiBase = "https://api.cal.com/v2"

  package init() {}
}

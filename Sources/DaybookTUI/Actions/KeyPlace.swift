/// Where a key is pressed. What a place does not know is asked of the one around it.
package enum KeyPlace: String, KeyContext {
  /// Whatever is on screen, even while text is typed.
  case always
  /// Wherever no text is typed.
  case everywhere
  /// The week and the day: a grid of days and times.
  case grid
  case month
  case agenda
  case hours
  case year
  /// While a range is being selected.
  case gridRange = "grid_range"
  case monthRange = "month_range"
  case agendaRange = "agenda_range"
  /// The mini month, calendars and clients, as an overlay.
  case sideBar = "sidebar"
  case card
  case conflicts
  /// What was done about conflicts.
  case conflictHistory = "conflict_history"
  case slots
  case accounts
  /// The calendars of one account.
  case accountCalendars = "account_calendars"
  case outbox
  case rules
  /// While the browser is waited for.
  case signIn = "sign_in"
  /// While an event is moved by keys.
  case moving
  /// A question about a series, or a yes.
  case scope
  case confirm
  /// A list that is filtered by typing: palette, help, search, clients, themes, the log.
  case list
  case form
  /// One line of text.
  case line

  package var parent: KeyPlace? {
    switch self {
    case .always: nil
    case .everywhere, .moving, .scope, .confirm, .list, .form, .line, .signIn: .always
    case .grid, .month, .agenda, .hours, .year, .card, .conflicts, .conflictHistory, .slots,
      .accounts,
      .accountCalendars, .outbox, .rules:
      .everywhere
    case .gridRange, .sideBar: .grid
    case .monthRange: .month
    case .agendaRange: .agenda
    }
  }

  /// What the help screen calls it.
  package var title: String {
    switch self {
    case .always: "Always"
    case .everywhere: "Everywhere"
    case .grid: "Week and day"
    case .month: "Month"
    case .agenda: "Agenda"
    case .hours: "Hours"
    case .year: "Year"
    case .gridRange, .monthRange, .agendaRange: "While selecting"
    case .sideBar: "Side bar"
    case .card: "Event"
    case .conflicts: "Conflicts"
    case .conflictHistory: "Resolved conflicts"
    case .slots: "Free slots"
    case .accounts: "Accounts"
    case .accountCalendars: "Calendars of an account"
    case .outbox: "Outbox"
    case .rules: "Rules"
    case .signIn: "While signing in"
    case .moving: "While moving an event"
    case .scope: "Which of a series"
    case .confirm: "A question"
    case .list: "Lists"
    case .form: "Forms"
    case .line: "One line"
    }
  }
}

package typealias KeyTable = Keymap<Action, KeyPlace>

/// What a key means. The raw value is its id in settings, palette, help and manual.
package enum Action: String, KeyAction {
  package var id: String { rawValue }

  // Views
  case showDay = "view.day"
  case showWeek = "view.week"
  case showMonth = "view.month"
  case showAgenda = "view.agenda"
  case showHours = "view.hours"
  case showYear = "view.year"
  case nextPanel = "panel.next"
  case previousPanel = "panel.previous"

  // Moving through time
  case nextDay = "day.next"
  case previousDay = "day.previous"
  case nextSlot = "slot.next"
  case previousSlot = "slot.previous"
  case nextEvent = "event.next"
  case previousEvent = "event.previous"
  case nextWeek = "week.next"
  case previousWeek = "week.previous"
  case nextMonth = "month.next"
  case previousMonth = "month.previous"
  case nextYear = "year.next"
  case previousYear = "year.previous"
  case weekStart = "week.start"
  case weekEnd = "week.end"
  case top = "go.top"
  case bottom = "go.bottom"
  case pageDown = "page.down"
  case pageUp = "page.up"
  case today = "go.today"
  case goToDate = "go.date"

  // One event
  case open = "event.open"
  case add = "event.add"
  case addInForm = "event.form"
  case edit = "event.edit"
  case editInEditor = "event.editor"
  case delete = "event.delete"
  case move = "event.move"
  case paste = "event.paste"
  case openLink = "event.link"
  case answerYes = "invitation.yes"
  case answerMaybe = "invitation.maybe"
  case answerNo = "invitation.no"
  case answerYesWithNote = "invitation.yes_note"
  case answerMaybeWithNote = "invitation.maybe_note"
  case answerNoWithNote = "invitation.no_note"
  case assign = "client.assign"
  case undo = "change.undo"
  case redo = "change.redo"

  // Several events
  case select = "select.toggle"
  case selectRange = "select.range"
  case swapEnds = "select.swap"

  // Copying
  case copyEvent = "copy.event"
  case copySlots = "slots.copy"
  case copyTitle = "copy.title"
  case copyLink = "copy.link"
  case copyMarkdown = "copy.markdown"
  case copyJSON = "copy.json"

  // Layers
  case showConflicts = "conflicts.show"
  case findSlots = "slots.find"
  case search = "search.open"
  case nextMatch = "search.next"
  case previousMatch = "search.previous"
  case palette = "palette.open"
  case help = "help.open"
  case showAccounts = "accounts.show"
  case showOutbox = "outbox.show"
  case showLog = "log.show"
  case showRules = "rules.show"

  // Hours
  case previousPeriod = "hours.previous"
  case nextPeriod = "hours.next"
  case longerPeriod = "hours.longer"
  case shorterPeriod = "hours.shorter"
  case groupHours = "hours.group"
  case copyCSV = "hours.csv"
  case bill = "hours.bill"

  // In a list or a form
  case nextRow = "row.next"
  case previousRow = "row.previous"
  case nextField = "field.next"
  case previousField = "field.previous"
  case more = "value.more"
  case less = "value.less"
  case accept = "layer.accept"
  case close = "layer.close"

  // Conflicts
  case keepBoth = "conflict.keep"
  case alwaysKeepBoth = "conflict.keep_always"
  case showResolved = "conflicts.resolved"
  case filterConflicts = "conflicts.filter"
  case filterSeverity = "conflicts.severity"
  case filterKind = "conflicts.kind"
  case markConflict = "conflicts.mark"
  case takeBack = "conflict.take_back"
  case resolve1 = "conflict.resolve_1"
  case resolve2 = "conflict.resolve_2"
  case resolve3 = "conflict.resolve_3"
  case resolve4 = "conflict.resolve_4"
  case resolve5 = "conflict.resolve_5"
  case resolve6 = "conflict.resolve_6"
  case resolve7 = "conflict.resolve_7"
  case resolve8 = "conflict.resolve_8"
  case resolve9 = "conflict.resolve_9"

  // Free slots
  case pick = "slots.pick"
  case copyAndHold = "slots.hold"
  case theirZone = "slots.zone"
  case readOffers = "slots.offers"
  case releaseHolds = "holds.release"

  // Accounts
  case addAccount = "account.add"
  case syncAccount = "account.sync"
  case syncFromScratch = "account.sync_all"
  case signInAgain = "account.login"
  case removeAccount = "account.remove"
  case toggleShown = "calendar.show"
  case toggleBusy = "calendar.busy"
  case nextColor = "calendar.color"

  // Signing in through the browser
  case copyAddress = "signin.copy"
  case openAddress = "signin.open"
  case pasteAddress = "signin.paste"

  // What waits to be sent
  case sendEdit = "outbox.send"
  case dropEdit = "outbox.drop"
  case keepMine = "outbox.keep_mine"
  case takeTheirs = "outbox.take_theirs"

  // Rules
  case addRule = "rule.add"
  case changeRule = "rule.change"
  case removeRule = "rule.remove"

  // Moving an event by keys
  case laterDay = "move.day_later"
  case earlierDay = "move.day_earlier"
  case laterSlot = "move.later"
  case earlierSlot = "move.earlier"
  case longer = "move.longer"
  case shorter = "move.shorter"

  // Answers to a question
  case thisOne = "scope.this"
  case following = "scope.following"
  case wholeSeries = "scope.all"
  case yes = "answer.yes"

  // The screen itself
  case toggleSideBar = "view.sidebar"
  case toggleSecondZone = "view.zone"
  case toggleMask = "view.mask"
  case zoomIn = "zoom.in"
  case zoomOut = "zoom.out"
  case chooseSet = "view.set"
  case chooseSetting = "settings.show"
  case chooseTheme = "theme.choose"
  case syncNow = "sync.now"
  case syncAll = "sync.all"
  case redraw = "screen.redraw"
  case suspend = "app.suspend"
  case back = "app.back"
  case quit = "app.quit"

  /// The number a resolving action stands for.
  package var resolutionIndex: Int? {
    switch self {
    case .resolve1: 0
    case .resolve2: 1
    case .resolve3: 2
    case .resolve4: 3
    case .resolve5: 4
    case .resolve6: 5
    case .resolve7: 6
    case .resolve8: 7
    case .resolve9: 8
    default: nil
    }
  }
}

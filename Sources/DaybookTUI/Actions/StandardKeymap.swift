/// The keys that Daybook comes with.
package enum StandardKeymap {
  private typealias Row = KeyTable.Row

  package static let keymap = KeyTable(
    grid + month + agenda + hours + year + ranges + card + ConflictKeys.rows + slots
      + RemoteKeys.rows + rules
      + moving + questions
      + text
      + everywhere + views + changes + screen)

  private static let grid: [Row] = [
    Row("h", "<Left>", does: .previousDay, in: .grid, help: "Go to the day before", hint: "day"),
    Row("l", "<Right>", does: .nextDay, in: .grid, help: "Go to the next day", hint: "day"),
    Row("j", "<Down>", does: .nextSlot, in: .grid, help: "Go to the next slot", hint: "slot"),
    Row("k", "<Up>", does: .previousSlot, in: .grid, help: "Go to the slot before", hint: "slot"),
    Row("J", does: .nextEvent, in: .grid, help: "Go to the next event", hint: "event"),
    Row("K", does: .previousEvent, in: .grid, help: "Go to the event before", hint: "event"),
  ]

  private static let month: [Row] = [
    Row("h", "<Left>", does: .previousDay, in: .month, help: "Go to the day before", hint: "day"),
    Row("l", "<Right>", does: .nextDay, in: .month, help: "Go to the next day", hint: "day"),
    Row("j", "<Down>", does: .nextSlot, in: .month, help: "Go to the week below", hint: "week"),
    Row("k", "<Up>", does: .previousSlot, in: .month, help: "Go to the week above", hint: "week"),
    Row("J", does: .nextEvent, in: .month, help: "Go to the next event", hint: "event"),
    Row("K", does: .previousEvent, in: .month, help: "Go to the event before", hint: "event"),
    Row("[", does: .previousMonth, in: .month, help: "Go to the month before", hint: "month"),
    Row("]", does: .nextMonth, in: .month, help: "Go to the next month", hint: "month"),
  ]

  private static let agenda: [Row] = [
    Row(
      "j", "<Down>", "J", does: .nextEvent, in: .agenda, help: "Go to the next event",
      hint: "event"),
    Row(
      "k", "<Up>", "K", does: .previousEvent, in: .agenda, help: "Go to the event before",
      hint: "event"),
    Row("h", "<Left>", does: .previousDay, in: .agenda, help: "Go to the day before", hint: "day"),
    Row("l", "<Right>", does: .nextDay, in: .agenda, help: "Go to the next day", hint: "day"),
  ]

  private static let hours: [Row] = [
    Row(
      "[", "h", "<Left>", does: .previousPeriod, in: .hours, help: "Go to the period before",
      hint: "period"),
    Row(
      "]", "l", "<Right>", does: .nextPeriod, in: .hours, help: "Go to the next period",
      hint: "period"),
    Row("j", "<Down>", does: .nextRow, in: .hours, help: "Next line"),
    Row("k", "<Up>", does: .previousRow, in: .hours, help: "Line before"),
    Row(
      "+", "=", does: .longerPeriod, in: .hours, help: "A longer period: month, quarter, year",
      hint: "length"),
    Row("-", does: .shorterPeriod, in: .hours, help: "A shorter period", hint: "length"),
    Row(
      "s", does: .groupHours, in: .hours, help: "By client, project, week or calendar",
      hint: "group"),
    Row("yc", does: .copyCSV, in: .hours, help: "Copy as CSV", hint: "CSV"),
    Row(
      "B", does: .bill, in: .hours, help: "Hold the line as billed, or unlock it", hint: "bill"),
  ]

  private static let year: [Row] = [
    Row("h", "<Left>", does: .previousDay, in: .year, help: "Go to the day before", hint: "day"),
    Row("l", "<Right>", does: .nextDay, in: .year, help: "Go to the next day", hint: "day"),
    Row("j", "<Down>", does: .nextSlot, in: .year, help: "Go to the week after", hint: "week"),
    Row("k", "<Up>", does: .previousSlot, in: .year, help: "Go to the week before", hint: "week"),
    Row("[", does: .previousYear, in: .year, help: "Go to the year before", hint: "year"),
    Row("]", does: .nextYear, in: .year, help: "Go to the next year", hint: "year"),
    Row("<Enter>", does: .showDay, in: .year, help: "Show the day", hint: "show"),
  ]

  private static let ranges: [Row] = [
    Row(
      "o", does: .swapEnds, in: .gridRange, .monthRange, .agendaRange,
      help: "Go to the range's other end",
      hint: "other end"),
    Row(
      "v", does: .selectRange, in: .gridRange, .monthRange, .agendaRange,
      help: "Keep what the range holds",
      hint: "keep"),
    Row(
      "<Esc>", does: .close, in: .gridRange, .monthRange, .agendaRange, help: "Drop the range",
      hint: "drop"),
  ]

  private static let card: [Row] = [
    Row("j", "<Down>", does: .nextRow, in: .card, help: "Scroll down"),
    Row("k", "<Up>", does: .previousRow, in: .card, help: "Scroll up"),
    Row("J", "<Tab>", does: .nextEvent, in: .card, help: "Show the next event", hint: "next"),
    Row(
      "K", "<S-Tab>", does: .previousEvent, in: .card, help: "Show the event before",
      hint: "before"),
    Row(
      "<Esc>", "<Enter>", "q", does: .close, in: .card, help: "Close the card", hint: "close"),
  ]

  private static let slots: [Row] = [
    Row("<Space>", does: .pick, in: .slots, help: "Pick a slot or leave it out", hint: "pick"),
    Row("y", does: .copySlots, in: .slots, help: "Copy the picked slots", hint: "copy"),
    Row(
      "Y", does: .copyAndHold, in: .slots, help: "Copy, and hold the slots in a calendar",
      hint: "copy and hold"),
    Row("z", does: .theirZone, in: .slots, help: "Name their zone", hint: "their zone"),
    Row("<Tab>", does: .nextField, in: .slots, help: "Next field", hint: "field"),
    Row("<S-Tab>", does: .previousField, in: .slots, help: "Field before"),
    Row("l", "<Right>", "+", does: .more, in: .slots, help: "More", hint: "change"),
    Row("h", "<Left>", "-", does: .less, in: .slots, help: "Less", hint: "change"),
    Row("j", "<Down>", does: .nextRow, in: .slots, help: "Next line"),
    Row("k", "<Up>", does: .previousRow, in: .slots, help: "Line before"),
    Row("<Enter>", does: .accept, in: .slots, help: "See it in the week", hint: "see in week"),
    Row(
      "p", does: .readOffers, in: .slots, help: "Read times that somebody proposes",
      hint: "their times"),
    Row("<Esc>", "q", "f", does: .close, in: .slots, help: "Close the finder", hint: "close"),
  ]

  private static let rules: [Row] = [
    Row("j", "<Down>", does: .nextRow, in: .rules, help: "Next rule", hint: "rule"),
    Row("k", "<Up>", does: .previousRow, in: .rules, help: "Rule before", hint: "rule"),
    Row("a", does: .addRule, in: .rules, help: "Add a rule", hint: "add"),
    Row("e", "<Enter>", does: .changeRule, in: .rules, help: "Change the rule", hint: "change"),
    Row("d", does: .removeRule, in: .rules, help: "Remove the rule", hint: "remove"),
    Row("<Esc>", "q", does: .close, in: .rules, help: "Close the rules", hint: "close"),
  ]

  private static let moving: [Row] = [
    Row("h", "<Left>", does: .earlierDay, in: .moving, help: "A day earlier", hint: "day"),
    Row("l", "<Right>", does: .laterDay, in: .moving, help: "A day later", hint: "day"),
    Row("k", "<Up>", does: .earlierSlot, in: .moving, help: "Earlier", hint: "time"),
    Row("j", "<Down>", does: .laterSlot, in: .moving, help: "Later", hint: "time"),
    Row("J", does: .longer, in: .moving, help: "Longer", hint: "length"),
    Row("K", does: .shorter, in: .moving, help: "Shorter", hint: "length"),
    Row("<Enter>", does: .accept, in: .moving, help: "Put it here", hint: "put here"),
    Row("<Esc>", "q", does: .close, in: .moving, help: "Leave it where it was", hint: "leave"),
  ]

  private static let questions: [Row] = [
    // Far apart on any keyboard: a slip of the finger must not mean the whole series.
    Row("t", does: .thisOne, in: .scope, help: "This one only", hint: "this one"),
    Row("f", does: .following, in: .scope, help: "This and all following", hint: "following"),
    Row("<S-a>", does: .wholeSeries, in: .scope, help: "The whole series", hint: "whole series"),
    Row("y", "<Enter>", does: .yes, in: .confirm, help: "Yes", hint: "yes"),
    Row("<Esc>", "q", "n", does: .close, in: .scope, .confirm, help: "Leave it", hint: "no"),
  ]

  private static let text: [Row] = [
    Row("<Down>", "<C-n>", does: .nextRow, in: .list, help: "Next line", hint: "choose"),
    Row("<Up>", "<C-p>", does: .previousRow, in: .list, help: "Line before", hint: "choose"),
    Row("<PageDown>", does: .pageDown, in: .list, help: "Page down"),
    Row("<PageUp>", does: .pageUp, in: .list, help: "Page up"),
    Row("<Tab>", "<Down>", does: .nextField, in: .form, help: "Next field", hint: "field"),
    Row("<S-Tab>", "<Up>", does: .previousField, in: .form, help: "Field before"),
    Row("<Tab>", does: .nextField, in: .line, help: "All fields", hint: "form"),
    Row("<Enter>", does: .accept, in: .list, .form, .line, help: "Do it", hint: "do it"),
    Row("<Esc>", does: .close, in: .list, .form, .line, help: "Leave it", hint: "leave"),
  ]

  private static let everywhere: [Row] = [
    Row(
      "[", does: .previousWeek, in: .everywhere, help: "Go to the week before", hint: "week"),
    Row("]", does: .nextWeek, in: .everywhere, help: "Go to the next week", hint: "week"),
    Row("{", does: .previousMonth, in: .everywhere, help: "Go to the month before"),
    Row("}", does: .nextMonth, in: .everywhere, help: "Go to the next month"),
    Row("<lt>", does: .previousYear, in: .everywhere, help: "Go to the year before"),
    Row("<gt>", does: .nextYear, in: .everywhere, help: "Go to the next year"),
    Row("0", "<Home>", does: .weekStart, in: .everywhere, help: "Go to the start of the week"),
    Row("$", "<End>", does: .weekEnd, in: .everywhere, help: "Go to the end of the week"),
    Row("gg", does: .top, in: .everywhere, help: "Go to the top"),
    Row("G", does: .bottom, in: .everywhere, help: "Go to the bottom"),
    Row("<C-d>", "<PageDown>", does: .pageDown, in: .everywhere, help: "Half a page down"),
    Row("<C-u>", "<PageUp>", does: .pageUp, in: .everywhere, help: "Half a page up"),
    Row("t", does: .today, in: .everywhere, help: "Go to now"),
    Row("gd", does: .goToDate, in: .everywhere, help: "Go to a date"),
    Row("<Enter>", does: .open, in: .everywhere, help: "Open the event", hint: "open"),
    Row("ry", does: .answerYes, in: .everywhere, help: "Answer the invitation: yes", hint: "yes"),
    Row(
      "rm", does: .answerMaybe, in: .everywhere, help: "Answer the invitation: maybe",
      hint: "maybe"),
    Row("rn", does: .answerNo, in: .everywhere, help: "Answer the invitation: no", hint: "no"),
    Row("rY", does: .answerYesWithNote, in: .everywhere, help: "Answer yes, with a note"),
    Row("rM", does: .answerMaybeWithNote, in: .everywhere, help: "Answer maybe, with a note"),
    Row("rN", does: .answerNoWithNote, in: .everywhere, help: "Answer no, with a note"),
    Row("a", does: .add, in: .everywhere, help: "Add an event in one line", hint: "add"),
    Row("A", does: .addInForm, in: .everywhere, help: "Add an event in a form"),
  ]

  private static let views: [Row] = [
    Row(
      "5", "c", does: .showConflicts, in: .everywhere, help: "Show the conflicts",
      hint: "conflicts"),
    Row(
      "f", "6", does: .findSlots, in: .everywhere, help: "Find free slots", hint: "free slots"),
    Row("C", does: .assign, in: .everywhere, help: "Assign a client", hint: "client"),
    Row(
      ":", "<C-p>", does: .palette, in: .everywhere, help: "Show all commands", hint: "commands"),
    Row("?", does: .help, in: .everywhere, help: "Show the keys of this place", hint: "help"),
    Row("1", does: .showDay, in: .everywhere, help: "Show the day"),
    Row("2", does: .showWeek, in: .everywhere, help: "Show the week"),
    Row("3", does: .showMonth, in: .everywhere, help: "Show the month"),
    Row("4", does: .showAgenda, in: .everywhere, help: "Show the agenda"),
    Row("7", does: .showHours, in: .everywhere, help: "Show clients and hours"),
    Row("8", does: .showYear, in: .everywhere, help: "Show the year"),
    Row("<Tab>", does: .nextPanel, in: .everywhere, help: "Go to the next view"),
    Row("<S-Tab>", does: .previousPanel, in: .everywhere, help: "Go to the view before"),
    Row("/", does: .search, in: .everywhere, help: "Search all events"),
    Row("n", does: .nextMatch, in: .everywhere, help: "Go to the next match"),
    Row("N", does: .previousMatch, in: .everywhere, help: "Go to the match before"),
  ]

  private static let changes: [Row] = [
    Row("e", does: .edit, in: .everywhere, help: "Edit the event", hint: "edit"),
    Row("E", does: .editInEditor, in: .everywhere, help: "Edit the event in $EDITOR"),
    Row("d", does: .delete, in: .everywhere, help: "Delete the event", hint: "delete"),
    Row("m", does: .move, in: .everywhere, help: "Move the event by keys", hint: "move"),
    Row("p", does: .paste, in: .everywhere, help: "Put the copied event here"),
    Row("o", does: .openLink, in: .everywhere, help: "Open the meeting's link", hint: "link"),
    Row("u", does: .undo, in: .everywhere, help: "Undo the last change", hint: "undo"),
    Row("<C-r>", does: .redo, in: .everywhere, help: "Do the undone change again"),
    Row("<Space>", does: .select, in: .everywhere, help: "Select the event"),
    Row("v", does: .selectRange, in: .everywhere, help: "Select a range of events"),
    Row("yy", does: .copyEvent, in: .everywhere, help: "Copy the event, for p"),
    Row("ys", does: .copySlots, in: .everywhere, help: "Copy free slots"),
    Row("yt", does: .copyTitle, in: .everywhere, help: "Copy the title"),
    Row("yl", does: .copyLink, in: .everywhere, help: "Copy the meeting's link"),
    Row("ym", does: .copyMarkdown, in: .everywhere, help: "Copy as Markdown"),
    Row("yj", does: .copyJSON, in: .everywhere, help: "Copy as JSON"),
    Row("gh", does: .releaseHolds, in: .everywhere, help: "Release a group of holds"),
  ]

  private static let screen: [Row] = [
    Row("b", does: .toggleSideBar, in: .everywhere, help: "Show or fold the side bar"),
    Row("z", does: .toggleSecondZone, in: .everywhere, help: "Show or hide the second zone"),
    Row("*", does: .toggleMask, in: .everywhere, help: "Mask titles, clients and amounts"),
    Row("+", "=", does: .zoomIn, in: .everywhere, help: "Fewer minutes a row"),
    Row("-", does: .zoomOut, in: .everywhere, help: "More minutes a row"),
    Row("gs", does: .chooseSet, in: .everywhere, help: "Look at one client or set alone"),
    Row("gt", does: .chooseTheme, in: .everywhere, help: "Choose a theme"),
    Row("g,", does: .chooseSetting, in: .everywhere, help: "Change a setting"),
    Row("ga", does: .showAccounts, in: .everywhere, help: "Show the accounts and calendars"),
    Row("go", does: .showOutbox, in: .everywhere, help: "Show what waits to be sent"),
    Row("gr", does: .showRules, in: .everywhere, help: "Show the rules that assign events"),
    Row("@", does: .showLog, in: .everywhere, help: "Show the log of every remote call"),
    Row("R", does: .syncNow, in: .everywhere, help: "Sync now"),
    Row("gR", does: .syncAll, in: .everywhere, help: "Sync all from scratch"),
    Row("<Esc>", does: .close, in: .everywhere, help: "Close the top layer"),
    Row("q", does: .back, in: .everywhere, help: "Close the top layer, leave at the root"),
    Row("<C-l>", does: .redraw, in: .always, help: "Draw the screen anew"),
    Row("<C-z>", does: .suspend, in: .always, help: "Suspend; fg comes back"),
    Row("<C-c>", does: .quit, in: .always, help: "Leave Daybook"),
  ]
}

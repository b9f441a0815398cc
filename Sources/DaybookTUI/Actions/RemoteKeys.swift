/// The keys of the screens about remote accounts.
enum RemoteKeys {
  private typealias Row = KeyTable.Row

  static let rows: [KeyTable.Row] = accounts + calendars + outbox + signIn

  private static let accounts: [Row] = [
    Row("j", "<Down>", does: .nextRow, in: .accounts, help: "Next account"),
    Row("k", "<Up>", does: .previousRow, in: .accounts, help: "Account before"),
    Row(
      "<Enter>", does: .accept, in: .accounts, help: "Go to its calendars", hint: "calendars"),
    Row("a", does: .addAccount, in: .accounts, help: "Add an account", hint: "add"),
    Row("s", does: .syncAccount, in: .accounts, help: "Sync this account", hint: "sync"),
    Row(
      "l", does: .signInAgain, in: .accounts, help: "Sign in to this account again",
      hint: "sign in"),
    Row(
      "S", does: .syncFromScratch, in: .accounts, help: "Sync this account from scratch",
      hint: "from scratch"),
    Row("D", does: .removeAccount, in: .accounts, help: "Remove this account", hint: "remove"),
    Row("<Esc>", "q", does: .close, in: .accounts, help: "Close the accounts", hint: "close"),
  ]

  private static let calendars: [Row] = [
    Row(
      "j", "<Down>", does: .nextRow, in: .accountCalendars, help: "Next calendar",
      hint: "calendar"),
    Row(
      "k", "<Up>", does: .previousRow, in: .accountCalendars, help: "Calendar before",
      hint: "calendar"),
    Row(
      "<Space>", does: .toggleShown, in: .accountCalendars, help: "Show or hide the calendar",
      hint: "show or hide"),
    Row(
      "b", does: .toggleBusy, in: .accountCalendars, help: "Let it count as busy or as free",
      hint: "busy or free"),
    Row(
      "c", does: .nextColor, in: .accountCalendars, help: "Give it the next colour",
      hint: "colour"),
    Row(
      "<Esc>", "q", "<Enter>", does: .close, in: .accountCalendars,
      help: "Go back to the accounts", hint: "back"),
  ]

  private static let outbox: [Row] = [
    Row("j", "<Down>", does: .nextRow, in: .outbox, help: "Next change"),
    Row("k", "<Up>", does: .previousRow, in: .outbox, help: "Change before"),
    Row("1", does: .keepMine, in: .outbox, help: "Keep mine, of two versions", hint: "keep mine"),
    Row(
      "2", does: .takeTheirs, in: .outbox, help: "Take theirs, of two versions",
      hint: "take theirs"),
    Row("<Enter>", does: .accept, in: .outbox, help: "Show the event", hint: "event"),
    Row("s", does: .sendEdit, in: .outbox, help: "Send it now", hint: "send now"),
    Row("d", does: .dropEdit, in: .outbox, help: "Drop the change", hint: "drop"),
    Row("<Esc>", "q", does: .close, in: .outbox, help: "Close the outbox", hint: "close"),
  ]

  private static let signIn: [Row] = [
    Row("y", does: .copyAddress, in: .signIn, help: "Copy the address to open", hint: "copy"),
    Row("o", does: .openAddress, in: .signIn, help: "Open the address here", hint: "open"),
    Row(
      "p", "<Tab>", does: .pasteAddress, in: .signIn, help: "Paste where the browser ended",
      hint: "paste the answer"),
    Row("<Enter>", does: .accept, in: .signIn, help: "Go on", hint: "go on"),
    Row("<Esc>", "q", does: .close, in: .signIn, help: "Stop here", hint: "leave"),
  ]
}

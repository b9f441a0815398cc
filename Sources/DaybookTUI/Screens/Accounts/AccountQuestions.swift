internal import DaybookCore

/// What is asked before something is done to an account that cannot be undone.
enum AccountQuestions {
  static func removal(_ overview: AccountOverview, _ state: AppState) -> [String] {
    let account = overview.account
    let counted = overview.events.map { " and \(CountText.of($0, "event"))" } ?? ""
    var lines = [
      "Remove “\(state.name(of: account))” with \(CountText.of(overview.calendars.count, "calendar"))\(counted) "
        + "from this machine?"
    ]
    if overview.unsent > 0 {
      lines.append(
        "\(CountText.of(overview.unsent, "change")) that \(overview.unsent == 1 ? "was" : "were") "
          + "not sent yet \(overview.unsent == 1 ? "is" : "are") lost.")
    }
    switch account.kind {
    case .local: lines.append("They are nowhere else: they are lost.")
    case .ics: lines.append("Nothing changes where they are kept.")
    case .google, .microsoft, .calcom, .caldav:
      lines.append(
        "Nothing changes in the calendars at \(account.kind == .caldav ? "the server" : account.kind.words). "
          + "The sign-in is erased here, and ended there where that can be done.")
    }
    lines.append("This cannot be undone.")
    return lines
  }

  static func fromScratch(_ overview: AccountOverview, _ state: AppState) -> [String] {
    let account = overview.account
    var lines = [
      "Read everything of “\(state.name(of: account))” again, and take what is missing there for gone, however much it is?"
    ]
    if account.failure?.code == "wipe_guard" {
      lines.insert(account.failure?.message.sentence ?? "", at: 0)
    }
    if overview.unsent > 0 {
      lines.append(
        "\(CountText.of(overview.unsent, "change")) of yours not sent yet: kept, and sent.")
    }
    return lines
  }
}

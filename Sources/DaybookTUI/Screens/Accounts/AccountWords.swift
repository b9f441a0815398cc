internal import DaybookCore
internal import ICalendar

/// How an account is, in the words of the screen.
struct AccountWords {
  let mark: String
  let text: String
  let role: Role

  init(_ account: Account, _ state: AppState) {
    if let progress = state.progress[account.id] {
      self.init("…", Self.words(progress), .info)
      return
    }
    let last = account.lastSync.map { SyncWords.moment($0, state) }
    switch account.state {
    case _ where account.kind == .local: self.init("●", "only here", .muted)
    case .new: self.init("○", "not synced yet", .muted)
    case .ok:
      self.init(last == nil ? "○" : "●", last.map { "synced \($0)" } ?? "not synced yet", .ok)
    case .partial: self.init("!", "synced in part" + (last.map { " \($0)" } ?? ""), .warning)
    case .loginRequired: self.init("!", "sign in again", .error)
    case .failed:
      let isOffline = ["unreachable", "timeout"].contains(account.failure?.code)
      self.init(
        isOffline ? "○" : "!",
        (isOffline ? "offline" : "not synced") + (last.map { " since \($0)" } ?? ""), .warning)
    }
  }

  private init(_ mark: String, _ text: String, _ role: Role) {
    self.mark = mark
    self.text = text
    self.role = role
  }

  /// `syncing · Bookings · 1,204 events · 300/s`
  static func words(_ progress: SyncProgress) -> String {
    var parts = ["syncing"]
    if let calendar = progress.calendar { parts.append(calendar) }
    if progress.events > 0 { parts.append(CountText.of(progress.events, "event")) }
    if let rate = progress.perSecond { parts.append("\(CountText.grouped(rate))/s") }
    return parts.joined(separator: " · ")
  }

  /// What is wrong with an account and what to do about it, the latter by keys where there is one.
  static func advice(_ account: Account, _ state: AppState) -> (what: String, then: String)? {
    guard let failure = account.failure else { return nil }
    func key(_ action: Action) -> String {
      state.keymap.keys(for: action, in: .accounts).first.map(KeyText.label) ?? action.id
    }
    let then =
      switch failure.code {
      case _ where account.state == .loginRequired && account.kind.signsIn:
        "\(key(.signInAgain)) signs in again; what is stored here is kept"
      case "wipe_guard": "\(key(.syncFromScratch)) lets it through, after a question"
      default: failure.hint?.sentence ?? ""
      }
    return (failure.message.sentence, then)
  }
}

extension AccountKind {
  /// Who keeps such calendars, as people know them.
  var words: String {
    switch self {
    case .google: "Google"
    case .microsoft: "Microsoft"
    case .calcom: "Cal.com"
    case .caldav: "CalDAV"
    case .ics: "feed or file"
    case .local: "only here"
    }
  }

  /// Whether there is anything to sign in to.
  var signsIn: Bool { self != .ics && self != .local }
}

extension String {
  /// With a capital first, where that is a word: an address or a path stays as it is.
  var sentence: String {
    let first = prefix { !$0.isWhitespace }
    return first.allSatisfy(\.isLetter) ? prefix(1).uppercased() + dropFirst() : self
  }
}

internal import DaybookCore

/// Adding an account, or signing in to one again: what kind, the fields that it needs, and then what
/// happens. It holds a password only as long as it is open.
package struct AccountFormState: Sendable {
  enum Step: Sendable {
    case kind
    case fields
    case waiting(Waiting)
    case done(AccountID, name: String)
  }

  /// What is waited for.
  struct Waiting: Sendable {
    /// To be opened in a browser; nil where no browser is needed, or before it is known.
    var address: String?
    /// To be entered there.
    var code: String?
    var isOpened = false
    var isChecking = false
    var problem: String?
  }

  package var query = TextField()
  package var list = ListPosition()
  private(set) var choices: [AccountChoice] = AccountChoice.allCases
  private(set) var choice: AccountChoice
  var step: Step
  var current: AccountChoice.Field
  var texts: [AccountChoice.Field: TextField] = [:]
  var secret = SecretField()
  /// Where the browser ended, as it is pasted.
  var answer = SecretField()
  /// Whether keys are typed into `answer`.
  var isTyping = false
  /// Why the last attempt came to nothing.
  var failure: Failure?
  /// What is wrong with a field.
  var fault: String?
  var attempt = 0
  let renewing: Account?

  /// For a new account.
  init(_ state: AppState) {
    choice = .google
    step = .kind
    current = .name
    renewing = nil
  }

  /// Signs in again.
  init(renewing account: Account, _ state: AppState) {
    choice = AccountChoice(account.kind)
    renewing = account
    step = .fields
    current = .name
    begin()
  }

  private mutating func begin() {
    step = .fields
    current = fields.first ?? .name
    failure = nil
    fault = nil
  }

  var fields: [AccountChoice.Field] { choice.fields(renewing: renewing != nil) }
  /// Whether nothing is left to be said before it is tried.
  var isReady: Bool { fields.isEmpty }

  mutating func filter() {
    choices = AccountChoice.allCases.filter {
      FuzzyMatch(query.text, in: "\($0.title) \($0.detail)") != nil
    }
    list.index = 0
  }

  /// Takes the chosen kind; false where none is.
  mutating func takeChoice() -> Bool {
    guard choices.indices.contains(list.index) else { return false }
    if choices[list.index] != choice {
      texts = [:]
      secret.clear()
    }
    choice = choices[list.index]
    begin()
    return true
  }

  func text(_ field: AccountChoice.Field) -> String {
    (texts[field]?.text ?? "").trimmingBlanks
  }

  func placeholder(_ field: AccountChoice.Field, _ state: AppState) -> String {
    switch (field, choice) {
    case (.place, .caldav): "me@fastmail.com, or https://server/path"
    case (.place, _): "https://host/calendar.ics, or ~/calendars"
    case (.user, _) where renewing != nil: "as before"
    case (.user, _): isMail(text(.place)) ? text(.place) : "who signs in"
    case (.secret, .calcom): state.settings.providers.calcom.hasProof ? "as configured" : "cal_…"
    case (.secret, _): "a password for apps"
    case (.base, _): state.settings.providers.calcom.apiBase
    case (.name, .local): "Archive"
    case (.name, .google), (.name, .microsoft), (.name, .microsoftCode): "your address there"
    case (.name, _): "the host"
    }
  }

  /// What is wrong with the fields, the first of it.
  func fault(_ state: AppState) -> (field: AccountChoice.Field, words: String)? {
    for field in fields {
      if let words = fault(in: field, state) { return (field, words) }
    }
    return nil
  }

  private func fault(in field: AccountChoice.Field, _ state: AppState) -> String? {
    let value = text(field)
    switch field {
    case .place where value.isEmpty:
      return choice == .caldav
        ? "An address or an e-mail address is missing" : "An address, a file or a folder is missing"
    case .place where choice == .caldav && !isMail(value) && !isWeb(value):
      return "That is neither an e-mail address nor one that begins with https://"
    case .user where value.isEmpty && renewing == nil && !isMail(text(.place)):
      return "Who signs in is missing"
    case .secret where secret.isEmpty:
      guard choice != .calcom || !state.settings.providers.calcom.hasProof else { return nil }
      return choice == .calcom ? "An API key is missing" : "A password is missing"
    case .base where !value.isEmpty && !isWeb(value): return "Addresses begin with https://"
    case .name where choice == .local && value.isEmpty: return "A name is missing"
    case .name:
      let taken = state.snapshot.accounts.first {
        !value.isEmpty && $0.name.lowercased() == value.lowercased()
      }
      return taken.map { "There is an account “\($0.name)” already" }
    default: return nil
    }
  }

  private func isMail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !text.contains("/")
  }

  private func isWeb(_ text: String) -> Bool {
    ["https://", "http://"].contains { text.lowercased().hasPrefix($0) }
  }

  var draft: AccountDraft {
    AccountDraft(
      attempt: attempt, kind: choice.kind, renewing: renewing?.id,
      place: HiddenText(choice == .calcom ? text(.base) : text(.place)), user: text(.user),
      secret: secret.text, name: text(.name), way: choice == .microsoftCode ? .code : .browser)
  }

  /// Where its keys are looked up.
  var place: KeyPlace {
    switch step {
    case .kind: .list
    case .fields: .form
    case .waiting: isTyping ? .line : .signIn
    case .done: .signIn
    }
  }

  /// What is to be opened in a browser.
  var address: String? {
    if case .waiting(let waiting) = step { waiting.address } else { nil }
  }

  /// Whether the browser's answer can be pasted: a code needs none.
  var takesAnswer: Bool {
    if case .waiting(let waiting) = step {
      waiting.address != nil && waiting.code == nil
    } else {
      false
    }
  }

  /// Whether nothing is held any more that proves who somebody is.
  package var isSecretForgotten: Bool { secret.isEmpty && answer.isEmpty }

  var isDone: Bool { if case .done = step { true } else { false } }
}

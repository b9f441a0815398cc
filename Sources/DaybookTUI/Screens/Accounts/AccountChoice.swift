internal import DaybookCore

/// The kinds of account that the form offers, with the fields that each needs.
enum AccountChoice: Int, CaseIterable, Sendable {
  case google, microsoft, microsoftCode, caldav, calcom, feed, local

  init(_ kind: AccountKind) {
    self =
      switch kind {
      case .google: .google
      case .microsoft: .microsoft
      case .calcom: .calcom
      case .caldav: .caldav
      case .ics: .feed
      case .local: .local
      }
  }

  var kind: AccountKind {
    switch self {
    case .google: .google
    case .microsoft, .microsoftCode: .microsoft
    case .calcom: .calcom
    case .caldav: .caldav
    case .feed: .ics
    case .local: .local
    }
  }

  var title: String {
    switch self {
    case .google: "Google"
    case .microsoft: "Microsoft"
    case .microsoftCode: "Microsoft, by code"
    case .calcom: "Cal.com"
    case .caldav: "CalDAV"
    case .feed: "Feed or file"
    case .local: "Only here"
    }
  }

  var detail: String {
    switch self {
    case .google: "Gmail or Workspace, through the browser"
    case .microsoft: "Outlook or Microsoft 365, through the browser"
    case .microsoftCode: "a code to enter in a browser elsewhere"
    case .calcom: "bookings, by an API key"
    case .caldav: "iCloud, Fastmail, Nextcloud, Radicale …"
    case .feed: "an .ics address, file or folder to follow"
    case .local: "a place for calendars on this machine"
    }
  }

  enum Field: CaseIterable, Sendable {
    case place, user, secret, base, name
  }

  /// What is asked for; of an account that is signed in to again only what proves it.
  func fields(renewing: Bool) -> [Field] {
    switch self {
    case .google, .microsoft, .microsoftCode: renewing ? [] : [.name]
    case .calcom: renewing ? [.secret] : [.secret, .base, .name]
    case .caldav: renewing ? [.user, .secret] : [.place, .user, .secret, .name]
    case .feed: [.place, .name]
    case .local: [.name]
    }
  }

  func label(_ field: Field) -> String {
    switch field {
    case .place: "Address"
    case .user: "User"
    case .secret: self == .calcom ? "API key" : "Password"
    case .base: "API"
    case .name: "Name"
    }
  }

  /// What the form says below its fields: where to find what it asks for.
  func advice(_ settings: ProviderSettings) -> String {
    switch self {
    case .google:
      settings.google.clientID.isEmpty
        ? "Google wants a client of your own first: docs/ACCOUNTS.md has the steps, and client_id "
          + "goes under [providers.google] in the configuration."
        : "Enter opens Google's page in the browser. Daybook asks for your calendars and your "
          + "address, and for nothing else."
    case .microsoft, .microsoftCode:
      settings.microsoft.clientID.isEmpty
        ? "Microsoft wants a client of your own first: docs/ACCOUNTS.md has the steps, and "
          + "client_id goes under [providers.microsoft] in the configuration."
        : self == .microsoft
          ? "Enter opens Microsoft's page in the browser, for the tenant \(settings.microsoft.tenant)."
          : "Enter shows a code, and where to enter it."
    case .calcom:
      "The key is made at Cal.com under Settings › Developer › API keys."
        + (settings.calcom.hasProof ? " Left empty, what the configuration says is used." : "")
    case .caldav:
      "With two-factor sign-in (iCloud, Fastmail) make a password for apps there. It is kept "
        + "encrypted, apart from the calendars."
    case .feed:
      "It is read only. The address of a feed is kept like a secret: only its host is shown."
    case .local: "Nothing leaves this machine."
    }
  }
}

extension CalComSettings {
  /// Whether one can sign in without a key that is typed.
  var hasProof: Bool { !clientID.isEmpty || !apiKey.isEmpty || !apiKeyCommand.isEmpty }
}

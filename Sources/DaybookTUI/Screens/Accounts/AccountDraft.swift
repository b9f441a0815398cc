package import DaybookCore

/// What somebody said about an account that is to be added, or signed in to again.
package struct AccountDraft: Sendable, Equatable {
  /// How one gets to the page on which one signs in.
  package enum Way: Sendable, Equatable {
    case browser
    /// By a code that is entered in a browser anywhere.
    case code
  }

  /// Tells the answers to this attempt from late ones to another.
  package var attempt: Int
  package var kind: AccountKind
  /// The account that is signed in to again; nil for a new one.
  package var renewing: AccountID?
  /// A server, an e-mail address, a feed, a path; the base of an API. A feed's is a secret.
  package var place: HiddenText
  /// Who signs in; empty where `place` says it, or as before.
  package var user: String
  /// A password or a key; empty where the browser is the way.
  package var secret: HiddenText
  /// What to call it; empty for the usual name.
  package var name: String
  package var way: Way

  package init(
    attempt: Int, kind: AccountKind, renewing: AccountID? = nil, place: HiddenText = HiddenText(),
    user: String = "", secret: HiddenText = HiddenText(), name: String = "", way: Way = .browser
  ) {
    self.attempt = attempt
    self.kind = kind
    self.renewing = renewing
    self.place = place
    self.user = user
    self.secret = secret
    self.name = name
    self.way = way
  }
}

/// How far an attempt to connect an account has come.
package enum ConnectingStep: Sendable, Equatable {
  /// Open this address; what comes back is waited for, and may be pasted too.
  case open(String, isOpened: Bool)
  /// Open this address, on any device, and enter the code.
  case enter(code: String, at: String, isOpened: Bool)
  /// What was pasted is not the address that the browser ended at.
  case notThat
  /// The other side is asked who signed in.
  case checking
  /// It is stored; its first sync begins by itself.
  case added(AccountID, name: String)
  case failed(Failure)
}

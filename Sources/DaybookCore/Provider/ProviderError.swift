/// Why a provider could not do what it was asked, named for what to do about it.
///
/// No case carries a secret, a title, or more of an address than `RemotePlace` shows.
package enum ProviderError: Explained, Hashable {
  /// Nothing works until the person signs in, or gives an address that needs no signing in.
  case signInNeeded(RemotePlace, by: SignIn, status: Int = 401)
  /// Signed in, and still not allowed.
  case forbidden(RemotePlace)
  /// Not there now; it may come back.
  case notFound(RemotePlace)
  /// Taken away for good.
  case gone(RemotePlace)
  /// Start over without a token.
  case tokenExpired
  /// Both copies changed: fetch, then plan again.
  case changedElsewhere
  /// Ask again after so many seconds.
  case rateLimited(RemotePlace, status: Int = 429, retryAfter: Int?)
  /// Ask again later: no answer, or one cut short.
  case unreachable(RemotePlace, Obstacle)
  /// Ask again later: the other side failed.
  case serverFailed(RemotePlace, status: Int, retryAfter: Int?)
  /// Asking again will not help: it refuses the request itself.
  case refused(RemotePlace, status: Int)
  /// Its answer sends us where we do not go.
  case badRedirection(RemotePlace, Redirection)
  /// What came is not what was asked for.
  case malformedResponse(RemotePlace, detail: String)
  /// What came is no calendar, but perhaps a page to sign in on.
  case notACalendar(RemotePlace)
  /// What came ends before its end.
  case truncated(RemotePlace)
  case tooLarge(RemotePlace, limit: Int)
  case readOnly(RemotePlace)
  /// Signed in or not, nothing there keeps calendars.
  case noCalendars(RemotePlace)
  /// Going on would show a password to somebody it is not for.
  case unsafe(RemotePlace, Danger)
  /// A file or folder that could not be read.
  case unreadable(path: String, reason: String)
  /// Not the other side but what is needed here failed: the store, or another process has its turn.
  case localFailure(Failure)
  /// The address cannot be used as it is.
  case badAddress(RemotePlace, reason: String)
  /// Accounts of this kind cannot be served by this build.
  case unsupported(AccountKind)
  case cancelled
  /// Whoever signed in there has no mailbox that can be reached.
  case noMailbox(RemotePlace)
  /// The other side has no room left.
  case quotaReached(RemotePlace)
  /// The other side does not take this edit, or is known not to: another edit, or none.
  case notTaken(Objection)
  /// The service is switched off in the vendor's project that the client belongs to.
  case serviceOff(RemotePlace)
  /// It has taken as much as it takes for now; reading may still work.
  case quotaExhausted(RemotePlace, retryAfter: Int)

  /// How one signs in there.
  package enum SignIn: Hashable, Sendable {
    /// Feeds know no signing in: their address is the secret.
    case secretAddress
    case password
    case browser
    case key
    /// In the browser, proving more than before: what, in the other side's own words.
    case challenge(claims: String)
    /// In the browser again, granting what was left out.
    case widerGrant
    /// One of them, and why it has to be done again.
    case after(SignInFault)
  }

  /// What stood between us and an answer.
  package enum Obstacle: Hashable, Sendable {
    case name, connection, dropped, proxy
    case certificate(String)
    case connectTimeout(Int), silence(Int), timeout(Int)
    case other(String)
  }

  package enum Danger: Hashable, Sendable {
    case plainHTTP
    /// Where the calendars are said to be.
    case otherHost(RemotePlace)
  }

  package enum Redirection: Hashable, Sendable {
    case tooMany(Int)
    case toPlainHTTP
    case unusable
  }
}

extension ProviderError {
  /// Whether the same request may work later without anybody doing anything.
  package var isPassing: Bool {
    switch self {
    case .rateLimited, .unreachable, .serverFailed, .truncated, .notFound, .tokenExpired,
      .changedElsewhere, .localFailure, .unreadable, .notACalendar, .malformedResponse,
      .cancelled, .quotaExhausted:
      true
    case .signInNeeded, .forbidden, .gone, .refused, .badRedirection, .tooLarge, .readOnly,
      .badAddress, .unsupported, .noCalendars, .unsafe, .noMailbox, .quotaReached, .notTaken,
      .serviceOff:
      false
    }
  }

  /// Seconds that the other side asked us to wait.
  package var retryAfter: Int? {
    switch self {
    case .rateLimited(_, _, let seconds), .serverFailed(_, _, let seconds): seconds
    case .quotaExhausted(_, let seconds): seconds
    default: nil
    }
  }
}

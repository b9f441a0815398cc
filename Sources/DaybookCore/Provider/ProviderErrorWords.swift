/// What people read: once per case, what happened and then what to do about it.
extension ProviderError {
  package var code: String {
    switch self {
    case .signInNeeded(_, .after(let fault), _): fault.code
    case .signInNeeded: "sign_in_needed"
    case .forbidden: "forbidden"
    case .notFound: "not_found"
    case .gone: "gone"
    case .tokenExpired: "token_expired"
    case .changedElsewhere: "changed_elsewhere"
    case .rateLimited: "rate_limited"
    case .unreachable(_, let obstacle):
      switch obstacle {
      case .connectTimeout, .silence, .timeout: "timeout"
      case .certificate: "tls_failed"
      default: "unreachable"
      }
    case .serverFailed: "server_error"
    case .refused: "refused"
    case .badRedirection: "redirect_refused"
    case .malformedResponse: "malformed_response"
    case .notACalendar: "not_a_calendar"
    case .truncated: "truncated"
    case .tooLarge: "too_large"
    case .readOnly: "read_only"
    case .noCalendars: "no_calendars"
    case .unsafe(_, .plainHTTP): "plain_http"
    case .unsafe(_, .otherHost): "other_host"
    case .unreadable: "unreadable"
    case .localFailure(let failure): failure.code
    case .badAddress: "bad_address"
    case .unsupported: "unsupported"
    case .cancelled: "cancelled"
    case .noMailbox: "no_mailbox"
    case .quotaReached: "quota_reached"
    case .notTaken(let objection): objection.code
    case .serviceOff: "service_off"
    case .quotaExhausted: "quota_exhausted"
    }
  }

  package var message: String {
    switch self {
    case .signInNeeded(let place, let way, let status):
      switch way {
      case .secretAddress: "\(place) asks for a sign-in (\(status))"
      case .password, .browser, .key: "\(place) no longer accepts the sign-in (\(status))"
      case .challenge: "\(place) wants a stronger proof of who you are (\(status))"
      case .widerGrant: "\(place) was not given all permissions that are needed (403)"
      case .after(let fault): fault.message
      }
    case .forbidden(let place): "\(place) refuses access (403)"
    case .notFound(let place): "\(place) has nothing at this address (404)"
    case .gone(let place): "\(place) was taken away for good (410)"
    case .tokenExpired: "the server no longer knows how far was read"
    case .changedElsewhere: "the event was changed elsewhere meanwhile"
    case .rateLimited(let place, let status, let seconds):
      "\(place) asks for fewer requests (\(status))" + wait(seconds)
    case .unreachable(let place, let obstacle): "\(place) \(words(obstacle))"
    case .serverFailed(let place, let status, let seconds):
      "\(place) failed (\(status))" + wait(seconds)
    case .refused(let place, let status): "\(place) refused the request (\(status))"
    case .badRedirection(let place, let redirection): "\(place) \(words(redirection))"
    case .malformedResponse(let place, let detail):
      "\(place) answered something unreadable: \(detail)"
    case .notACalendar(let place):
      place.isOnDisk
        ? "\(place) holds no calendar" : "\(place) answered something that is no calendar"
    case .truncated(let place):
      place.isOnDisk
        ? "\(place) breaks off before its end"
        : "\(place) sent a calendar that breaks off before its end"
    case .tooLarge(let place, let limit):
      "\(place) sent more than \(limit / 1_000_000) MB"
    case .readOnly(let place): "\(place) cannot be changed from here"
    case .noCalendars(let place): "\(place) offers no calendars"
    case .unsafe(let place, .plainHTTP): "\(place) would get the password unprotected"
    case .unsafe(let place, .otherHost(let other)):
      "\(place) names \(other) as the place of its calendars, and the password is not for that"
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
    case .localFailure(let failure): failure.message
    case .badAddress(let place, let reason): "\(place) cannot be used: \(reason)"
    case .unsupported(let kind): "accounts of the kind \(kind.rawValue) cannot be synced yet"
    case .cancelled: "the pass was stopped"
    case .noMailbox(let place): "\(place) knows the sign-in, but it has no mailbox in the cloud"
    case .quotaReached(let place): "\(place) has no room left for this account"
    case .notTaken(let objection): objection.message
    case .serviceOff(let place): "\(place) is switched off in the project of your client (403)"
    case .quotaExhausted(let place, _): "\(place) takes no more changes for now (403)"
    }
  }

  package var hint: String? {
    switch self {
    case .signInNeeded(let place, let way, _):
      switch way {
      case .secretAddress:
        "copy the calendar's secret address from its settings, and add the account again with it"
      case .password: passwordHint(place)
      case .browser, .key, .challenge: "sign in again with 'daybook accounts login'"
      case .widerGrant:
        "sign in again with 'daybook accounts login', and leave every permission ticked"
      case .after(let fault): fault.hint
      }
    case .forbidden:
      "ask its owner to share the calendar, or copy its secret address from its settings again"
    case .notFound:
      "check the address; the events seen last are kept. 'daybook accounts remove' forgets them"
    case .gone: "remove the account with 'daybook accounts remove'; its events are kept till then"
    case .tokenExpired, .changedElsewhere: "the next pass reads everything again"
    case .rateLimited, .serverFailed: "nothing to do: it is tried again by itself"
    case .unreachable(_, let obstacle): hint(obstacle)
    case .refused, .malformedResponse: "check the address; the events seen last are kept"
    case .badRedirection:
      "open the address in a browser, and add the account again with the one it ends at"
    case .notACalendar(let place):
      place.isOnDisk
        ? "check the file; the events seen last are kept"
        : "check the address: a page to sign in on looks like this. The events seen last are kept"
    case .truncated(let place):
      place.isOnDisk
        ? "the events seen last are kept; it is read again when it changes"
        : "the events seen last are kept; it is tried again by itself"
    case .tooLarge: "subscribe to a smaller calendar"
    case .readOnly: "change it where it is kept"
    case .noCalendars:
      "give the address that is named there for CalDAV, or that of one of the calendars"
    case .unsafe(_, .plainHTTP): "use its https:// address"
    case .unsafe(_, .otherHost(let other)):
      "if you trust it, add the account with an address of \(other.host ?? "its host")"
    case .unreadable: "check that it exists and may be read; the events seen last are kept"
    case .localFailure(let failure): failure.hint
    case .badAddress: "addresses look like https://host/calendar.ics, or name a file or folder"
    case .unsupported, .cancelled: nil
    case .noMailbox: "sign in with an account that has a calendar, and remove this one"
    case .quotaReached: "make room in the mailbox; what waits here is sent then"
    case .notTaken(let objection): objection.hint
    case .serviceOff:
      "enable it under 'APIs & Services' of the project that your client id belongs to"
    case .quotaExhausted: "nothing to do: what waits here is sent later by itself"
    }
  }

  private func wait(_ seconds: Int?) -> String {
    seconds.map { ", and to wait \($0) s" } ?? ""
  }

  private func words(_ obstacle: Obstacle) -> String {
    switch obstacle {
    case .name: "cannot be found: no such host"
    case .connection: "cannot be reached: the connection was refused"
    case .dropped: "closed the connection before its answer was complete"
    case .proxy: "cannot be reached through the proxy"
    case .certificate(let reason): "cannot be trusted: \(reason)"
    case .connectTimeout(let seconds): "did not accept a connection within \(seconds) s"
    case .silence(let seconds): "sent nothing for \(seconds) s"
    case .timeout(let seconds): "was not done after \(seconds) s"
    case .other(let reason): "cannot be reached: \(reason)"
    }
  }

  private func hint(_ obstacle: Obstacle) -> String {
    switch obstacle {
    case .name: "check the address and the network"
    case .proxy: "check http_proxy, https_proxy and no_proxy in the environment"
    case .certificate: "check the clock and the address; nothing was sent there"
    case .connection, .dropped, .connectTimeout, .silence, .timeout, .other:
      "check the network; it is tried again by itself"
    }
  }

  /// Some take only passwords that were made for one program.
  private func passwordHint(_ place: RemotePlace) -> String {
    let again = "sign in again with 'daybook accounts login'"
    let host = "." + (place.host ?? "")
    if host.hasSuffix(".icloud.com") {
      return "check the Apple ID, and make an app-specific password at account.apple.com: the "
        + "account's own is not taken, and changing it revokes the others. Then \(again)"
    }
    if host.hasSuffix(".fastmail.com") {
      return "make an app password for calendars in Fastmail's settings. Then \(again)"
    }
    return again + "; with a second factor it takes an app password"
  }

  private func words(_ redirection: Redirection) -> String {
    switch redirection {
    case .tooMany(let limit): "redirects more than \(limit) times"
    case .toPlainHTTP: "redirects from https to http, which is not followed"
    case .unusable: "redirects to an address that cannot be used"
    }
  }
}

/// What people read: once per case, what happened and then what to do about it.
extension ProviderError {
  package var code: String {
    switch self {
    case .signInNeeded(_, .after(let fault)): fault.code
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
    case .unreadable: "unreadable"
    case .localFailure(let failure): failure.code
    case .badAddress: "bad_address"
    case .unsupported: "unsupported"
    case .cancelled: "cancelled"
    }
  }

  package var message: String {
    switch self {
    case .signInNeeded(_, .after(let fault)): fault.message
    case .signInNeeded(let place, let way):
      way == .secretAddress
        ? "\(place) asks for a sign-in (401)" : "\(place) no longer accepts the sign-in (401)"
    case .forbidden(let place): "\(place) refuses access (403)"
    case .notFound(let place): "\(place) has nothing at this address (404)"
    case .gone(let place): "\(place) was taken away for good (410)"
    case .tokenExpired: "the server no longer knows how far was read"
    case .changedElsewhere: "the event was changed elsewhere meanwhile"
    case .rateLimited(let place, let seconds):
      "\(place) asks for fewer requests (429)" + wait(seconds)
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
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
    case .localFailure(let failure): failure.message
    case .badAddress(let place, let reason): "\(place) cannot be used: \(reason)"
    case .unsupported(let kind): "accounts of the kind \(kind.rawValue) cannot be synced yet"
    case .cancelled: "the pass was stopped"
    }
  }

  package var hint: String? {
    switch self {
    case .signInNeeded(_, let way):
      switch way {
      case .secretAddress:
        "copy the calendar's secret address from its settings, and add the account again with it"
      case .password, .browser, .key: "sign in again with 'daybook accounts login'"
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
    case .unreadable: "check that it exists and may be read; the events seen last are kept"
    case .localFailure(let failure): failure.hint
    case .badAddress: "addresses look like https://host/calendar.ics, or name a file or folder"
    case .unsupported, .cancelled: nil
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

  private func words(_ redirection: Redirection) -> String {
    switch redirection {
    case .tooMany(let limit): "redirects more than \(limit) times"
    case .toPlainHTTP: "redirects from https to http, which is not followed"
    case .unusable: "redirects to an address that cannot be used"
    }
  }
}
